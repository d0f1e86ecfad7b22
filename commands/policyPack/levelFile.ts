import { isObject } from "../../lib/isObject";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "../../lib/userError";
import { type GivenConfig, type Level, LEVELS } from "./configuration";

/** A file for Pulumi's `--policy-pack-config`: the configuration of each policy of a pack. */
export interface LevelFile {
    /** Its path for messages. */
    name: string;
    given: ReadonlyMap<string, GivenConfig>;
}

/**
 * Reads a level file like the engine. Source: pulumi/pulumi, pkg/resource/analyzer/config.go
 * (`parsePolicyPackConfig`).
 *
 * @param given the path, if any; otherwise the stack's own file next to the pack, or else production's.
 * @throws {@link UserError} that names each invalid entry, its value and the allowed values.
 */
export function readLevelFile(
    given: string | undefined,
    stack: string,
    folders: { pack: string; paths: string },
): LevelFile {
    if (given !== undefined) {
        return parse(given, resolve(folders.paths, given));
    }
    const own = join(folders.pack, `${stack}.json`);
    const path = existsSync(own) ? own : join(folders.pack, "prod.json");
    return parse(`${basename(folders.pack)}/${basename(path)}`, path);
}

function parse(name: string, path: string): LevelFile {
    const root = parseJson(name, readText(name, path));
    if (!isObject(root)) {
        throw new UserError([
            `${name} must be an object of policies and their levels, such as {"waived": "disabled"}, got ${show(root)}. Nothing was planned.`,
        ]);
    }
    const errors: string[] = [];
    const given = new Map<string, GivenConfig>();
    for (const [policy, value] of Object.entries(root)) {
        if (policy === "environments") {
            // Environments of Pulumi ESC, which set variables for a pack; this one reads none.
            if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) {
                errors.push(`environments: must be a list of names, got ${show(value)}.`);
            }
        } else if (typeof value === "string") {
            given.set(policy, { level: level(policy, value, errors), properties: {} });
        } else if (isObject(value)) {
            const { enforcementLevel, ...properties } = value;
            if (enforcementLevel !== undefined) {
                const place = `${policy}.enforcementLevel`;
                given.set(policy, { level: level(place, enforcementLevel, errors), properties });
            } else if (Object.keys(properties).length > 0) {
                given.set(policy, { properties });
            }
        } else {
            errors.push(`${policy}: must be a level or an object, got ${show(value)}.`);
        }
    }
    if (errors.length > 0) {
        throw levelFileError(name, errors);
    }
    return { name, given };
}

/** All errors in a level file. */
export function levelFileError(name: string, errors: string[]): UserError {
    return new UserError([
        `${name} has ${errors.length === 1 ? "1 error" : `${errors.length} errors`}. Nothing was planned.`,
        "",
        ...errors.map((error) => `  ${error}`),
    ]);
}

function readText(name: string, path: string): string {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new UserError([
            `${name} ${missing ? `does not exist at ${path}` : `cannot be read (${(error as Error).message})`}. Nothing was planned.`,
        ]);
    }
}

function parseJson(name: string, text: string): unknown {
    if (text.trim() === "") {
        return {};
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new UserError([
            `${name} is not valid JSON. Nothing was planned.`,
            "",
            `  ${(error as Error).message}`,
        ]);
    }
}

/** A level, if the value is one. */
function level(place: string, value: unknown, errors: string[]): Level {
    const known = LEVELS.find((level) => level === value);
    if (known === undefined) {
        errors.push(`${place}: must be ${LEVELS.map(show).join(", ")}, got ${show(value)}.`);
    }
    return known ?? "mandatory";
}

function show(value: unknown): string {
    return Array.isArray(value) ? "a list" : isObject(value) ? "an object" : JSON.stringify(value);
}
