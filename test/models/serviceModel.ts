import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A shape in AWS's model: the constraints of text, numbers and lists, and the members of a structure. */
interface Shape {
    type: string;
    members?: Record<string, { shape: string }>;
    member?: { shape: string };
    value?: { shape: string };
    enum?: string[];
    pattern?: string;
    min?: number;
    max?: number;
}

/** AWS's own model of a service, from which its SDKs are generated. */
export interface ServiceModel {
    operations: Record<string, { input: { shape: string } }>;
    shapes: Record<string, Shape>;
}

/**
 * The folder of the models in botocore, which is installed with moto.
 *
 * @param python path of a Python with moto.
 */
export function modelFolder(python: string): string {
    const { stdout } = spawnSync(python, ["-c", "import botocore; print(botocore.__path__[0])"], {
        encoding: "utf8",
    });
    return join(stdout.trim(), "data");
}

/** @param service botocore's name of it, such as `elbv2`. */
export function serviceModel(folder: string, service: string): ServiceModel {
    const version = readdirSync(join(folder, service)).sort().at(-1) ?? "";
    const file = join(folder, service, version, "service-2.json.gz");
    return JSON.parse(gunzipSync(readFileSync(file)).toString()) as ServiceModel;
}

/**
 * Finds inputs of a resource that an operation would reject. The provider arranges properties differently, so a property is
 * matched by name anywhere in the operation's input. Properties with other names are not checked.
 *
 * @returns one line for each.
 */
export function findFaults(model: ServiceModel, operation: string, inputs: unknown): string[] {
    const input = model.operations[operation]?.input.shape;
    if (input === undefined) {
        throw new Error(`the model has no operation ${operation}`);
    }
    return checkValue(model, membersOf(model, input), inputs, "");
}

/** All members of a structure and of its nested shapes, by lowercase name. */
function membersOf(model: ServiceModel, name: string): Map<string, Shape[]> {
    const found = new Map<string, Shape[]>();
    const seen = new Set<string>();
    const visit = (shapeName: string): void => {
        const shape = model.shapes[shapeName];
        if (shape === undefined || seen.has(shapeName)) {
            return;
        }
        seen.add(shapeName);
        for (const [member, { shape: memberName }] of Object.entries(shape.members ?? {})) {
            const key = member.toLowerCase();
            const memberShape = model.shapes[memberName];
            found.set(key, [...(found.get(key) ?? []), ...(memberShape === undefined ? [] : [memberShape])]);
            visit(memberName);
        }
        for (const each of [shape.member, shape.value]) {
            if (each !== undefined) {
                visit(each.shape);
            }
        }
    };
    visit(name);
    return found;
}

function checkValue(
    model: ServiceModel,
    members: Map<string, Shape[]>,
    value: unknown,
    path: string,
): string[] {
    if (Array.isArray(value)) {
        return value.flatMap((item) => checkValue(model, members, item, path));
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, each]) => {
        const shapes = members.get(key.toLowerCase()) ?? [];
        const faults = shapes.map((shape) => findFault(model, shape, each));
        const keyPath = `${path}${key}`;
        // If several members share a name, the value must match one of them.
        const own =
            faults.length > 0 && faults.every((fault) => fault !== undefined)
                ? [`${keyPath}: ${JSON.stringify(each)} ${[...new Set(faults)].join(", or ")}`]
                : [];
        return [...own, ...checkValue(model, members, each, `${keyPath}.`)];
    });
}

function findFault(model: ServiceModel, shape: Shape, value: unknown): string | undefined {
    const { type, pattern, min = 0, max = Infinity } = shape;
    if (type === "list" && Array.isArray(value)) {
        const item = model.shapes[shape.member?.shape ?? ""];
        const faults = value.map((each) => item && findFault(model, item, each));
        return value.length < min || value.length > max
            ? `does not have ${min} to ${max} items`
            : faults.find((fault) => fault !== undefined);
    }
    if (type === "string" && typeof value === "string") {
        if (shape.enum !== undefined && !shape.enum.includes(value)) {
            return `is not one of ${shape.enum.join(", ")}`;
        }
        if (value.length < min || value.length > max) {
            return `does not have ${min} to ${max} characters`;
        }
        return pattern === undefined || compilePattern(pattern).test(value)
            ? undefined
            : `does not match ${pattern}`;
    }
    if ((type === "integer" || type === "long") && typeof value === "number") {
        return value < min || value > max ? `is not from ${min} to ${max}` : undefined;
    }
    return undefined;
}

/** Compiles a pattern of AWS, which has Java's syntax and must match the complete text. */
function compilePattern(pattern: string): RegExp {
    const anchored = `^(?:${pattern})$`;
    try {
        return new RegExp(anchored, "u");
    } catch {
        // The `u` flag rejects unnecessary escapes.
        return new RegExp(anchored);
    }
}
