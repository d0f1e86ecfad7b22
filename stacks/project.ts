import { join } from "node:path";
import { UserError } from "../lib/userError";
import { isObject } from "../lib/isObject";
import { qualifiedKey } from "./key";
import { keyPath } from "./keyPath";
import { readYaml } from "./readYaml";

/** Pulumi's file of a project. */
const FILE = "Pulumi.yaml";

/** The project that stacks belong to. */
export interface Project {
    /** Part of the stacks' URNs, and of the names of their resources. */
    name: string;
    /** Values and types that the project declares for its stacks. */
    config: ProjectSetting[];
}

/** A configuration key that a project declares. */
export interface ProjectSetting {
    /** As the file has it. */
    key: string;
    /** The complete key without the path in it, such as `posit-connect:database`. */
    root: string;
    /** Path in its value; empty for the complete value. */
    path: (string | number)[];
    /** Whether it belongs to the project, and not to a provider. */
    isOwn: boolean;
    /** Value of stacks that do not set it. */
    value: unknown;
    type: ValueType | undefined;
    secret: boolean;
}

type ValueType = { name: "array"; items: ValueType } | { name: "string" | "integer" | "boolean" | "object" };

const ATTRIBUTES = ["type", "items", "description", "secret", "default", "value"];

/**
 * Reads `Pulumi.yaml` as Pulumi does.
 *
 * Source: `pulumi/pulumi` 3.259.0, sdk/go/common/workspace/project.go and project.json.
 *
 * @throws {@link UserError} with everything that Pulumi rejects.
 */
export function readProject(folder: string): Project {
    const { root } = readYaml(join(folder, FILE), (predicate) => `${FILE} ${predicate} in ${folder}.`);
    const { name, config = {}, stackConfigDir } = isObject(root) ? root : {};
    if (typeof name !== "string" || name === "") {
        throw new UserError([`${FILE} has no name. Set the project's name, such as "name: posit-connect".`]);
    }
    if (stackConfigDir !== undefined || typeof config === "string") {
        throw new UserError([
            `${FILE} keeps the stack files in another folder (${typeof config === "string" ? "config" : "stackConfigDir"}). ` +
                `Move them next to ${FILE}, and remove that setting: the commands read no other folder.`,
        ]);
    }
    if (config !== null && !isObject(config)) {
        throw new UserError([`${FILE} has a "config" that is not a mapping of keys to values.`]);
    }
    const declared = Object.entries(config ?? {}).map(([key, value]) => declare(key, value, name));
    const errors = declared.flatMap((each) => (typeof each === "string" ? [each] : []));
    if (errors.length > 0) {
        throw new UserError(errors.map((error) => `${FILE}, config, ${error}`));
    }
    return { name, config: declared.filter((each) => typeof each !== "string") };
}

/** One declaration, or the error in it. */
function declare(key: string, declaration: unknown, project: string): ProjectSetting | string {
    const [namespace = "", name = ""] = qualifiedKey(key, project)?.split(":") ?? [];
    const path = keyPath(name);
    if (path === undefined) {
        return `${key}: must be a key such as aws:region or ${project}:network.`;
    }
    const isOwn = namespace === project;
    const attributes = attributesOf(declaration, isOwn);
    if (attributes === undefined) {
        return `${key}: must be a text, a whole number, true or false, a list, or a table of ${ATTRIBUTES.join(", ")}. Write another table as {value: …}.`;
    }
    const { type, items, secret = false, default: initial, value } = attributes;
    const setting = {
        key,
        root: `${namespace}:${String(path[0])}`,
        path: path.slice(1),
        isOwn,
        value: initial ?? value ?? undefined,
        type: undefined,
        secret: secret === true,
    };
    if (initial != null && value != null) {
        return `${key}: must have a default or a value, got both. Remove one.`;
    }
    if (!isOwn && (type !== undefined || initial != null || value == null)) {
        return `${key}: must have a value, and neither a type nor a default, as it is not of the project's namespace. Write {value: …}.`;
    }
    if (type === undefined) {
        return setting;
    }
    const valueType = typeOf(type, items);
    if (valueType === undefined) {
        return `${key}: must have a type of string, integer, boolean, object or array; an array also needs items.`;
    }
    return initial == null || isOfType(initial, valueType)
        ? { ...setting, type: valueType }
        : `${key}: must have a default of type ${formatType(valueType)}, got ${JSON.stringify(initial)}.`;
}

function attributesOf(declaration: unknown, isOwn: boolean): Record<string, unknown> | undefined {
    if (isObject(declaration)) {
        return Object.keys(declaration).every((name) => ATTRIBUTES.includes(name)) ? declaration : undefined;
    }
    const isPlain =
        typeof declaration === "string" ||
        typeof declaration === "boolean" ||
        Number.isInteger(declaration) ||
        Array.isArray(declaration);
    return isPlain ? { [isOwn ? "default" : "value"]: declaration } : undefined;
}

function typeOf(type: unknown, items: unknown): ValueType | undefined {
    switch (type) {
        case "string":
        case "integer":
        case "boolean":
        case "object":
            return { name: type };
        case "array": {
            const item = isObject(items) ? typeOf(items["type"], items["items"]) : undefined;
            return item && { name: "array", items: item };
        }
        default:
            return undefined;
    }
}

export function formatType(type: ValueType): string {
    return type.name === "array" ? `array<${formatType(type.items)}>` : type.name;
}

/** `ValidateConfigValue`, sdk/go/common/workspace/project.go. */
export function isOfType(value: unknown, type: ValueType): boolean {
    switch (type.name) {
        case "string":
            return typeof value === "string";
        case "integer":
            return Number.isInteger(value) || (typeof value === "string" && /^[-+]?\d+$/.test(value));
        case "boolean":
            return typeof value === "boolean" || value === "true" || value === "false";
        case "object":
            return isObject(value);
        case "array":
            return Array.isArray(value) && value.every((item) => isOfType(item, type.items));
    }
}
