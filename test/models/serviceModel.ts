import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A shape of a model of AWS's: what a text, a number or a list may be, and what a structure holds. */
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

/** AWS's own model of a service, which its SDKs are made from. */
export interface ServiceModel {
    operations: Record<string, { input: { shape: string } }>;
    shapes: Record<string, Shape>;
}

/**
 * Folder of the models that botocore has, which comes with moto.
 *
 * @param python one that has moto.
 */
export function modelFolder(python: string): string {
    const { stdout } = spawnSync(python, ["-c", "import botocore; print(botocore.__path__[0])"], {
        encoding: "utf8",
    });
    return join(stdout.trim(), "data");
}

/** @param service in botocore's words, such as `elbv2`. */
export function serviceModel(folder: string, service: string): ServiceModel {
    const version = readdirSync(join(folder, service)).sort().at(-1) ?? "";
    const file = join(folder, service, version, "service-2.json.gz");
    return JSON.parse(gunzipSync(readFileSync(file)).toString()) as ServiceModel;
}

/**
 * What of a resource's inputs an operation would not take. A property is looked for by its name, wherever in the operation's
 * input that is, as the provider puts things elsewhere; one of another name is not judged.
 *
 * @returns a line each.
 */
export function faultsOf(model: ServiceModel, operation: string, inputs: unknown): string[] {
    const input = model.operations[operation]?.input.shape;
    if (input === undefined) {
        throw new Error(`there is no operation ${operation}`);
    }
    return judge(model, membersOf(model, input), inputs, "");
}

/** Every member of a structure and of what it holds, by name in lower case. */
function membersOf(model: ServiceModel, name: string): Map<string, Shape[]> {
    const found = new Map<string, Shape[]>();
    const seen = new Set<string>();
    const visit = (shapeName: string): void => {
        const shape = model.shapes[shapeName];
        if (shape === undefined || seen.has(shapeName)) {
            return;
        }
        seen.add(shapeName);
        for (const [member, { shape: of }] of Object.entries(shape.members ?? {})) {
            const key = member.toLowerCase();
            const there = model.shapes[of];
            found.set(key, [...(found.get(key) ?? []), ...(there === undefined ? [] : [there])]);
            visit(of);
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

function judge(model: ServiceModel, members: Map<string, Shape[]>, value: unknown, path: string): string[] {
    if (Array.isArray(value)) {
        return value.flatMap((item) => judge(model, members, item, path));
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, each]) => {
        const shapes = members.get(key.toLowerCase()) ?? [];
        const faults = shapes.map((shape) => faultOf(model, shape, each));
        const at = `${path}${key}`;
        // Where members share a name, it is one of them.
        const own =
            faults.length > 0 && faults.every((fault) => fault !== undefined)
                ? [`${at}: ${JSON.stringify(each)} ${[...new Set(faults)].join(", or ")}`]
                : [];
        return [...own, ...judge(model, members, each, `${at}.`)];
    });
}

function faultOf(model: ServiceModel, shape: Shape, value: unknown): string | undefined {
    const { type, pattern, min = 0, max = Infinity } = shape;
    if (type === "list" && Array.isArray(value)) {
        const item = model.shapes[shape.member?.shape ?? ""];
        const faults = value.map((each) => item && faultOf(model, item, each));
        return value.length < min || value.length > max
            ? `has not ${min} to ${max} items`
            : faults.find((fault) => fault !== undefined);
    }
    if (type === "string" && typeof value === "string") {
        if (shape.enum !== undefined && !shape.enum.includes(value)) {
            return `is none of ${shape.enum.join(", ")}`;
        }
        if (value.length < min || value.length > max) {
            return `has not ${min} to ${max} characters`;
        }
        return pattern === undefined || expression(pattern).test(value) ? undefined : `is not ${pattern}`;
    }
    if ((type === "integer" || type === "long") && typeof value === "number") {
        return value < min || value > max ? `is not from ${min} to ${max}` : undefined;
    }
    return undefined;
}

/** A pattern of AWS's, which are Java's, and are for the whole. */
function expression(pattern: string): RegExp {
    const whole = `^(?:${pattern})$`;
    try {
        return new RegExp(whole, "u");
    } catch {
        // Strict expressions take no needless escapes.
        return new RegExp(whole);
    }
}
