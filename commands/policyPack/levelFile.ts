import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "../../lib/userError";
import { type GivenConfig, type Level, LEVELS } from "./configuration";

/** A file for Pulumi's `--policy-pack-config`: how each policy of a pack is configured. */
export interface LevelFile {
    /** Its path as a person knows it. */
    name: string;
    given: ReadonlyMap<string, GivenConfig>;
}

/**
 * Reads a level file as Pulumi's engine does: source pulumi/pulumi, pkg/resource/analyzer/config.go
 * (`parsePolicyPackConfig`).
 *
 * @param given path that was asked for; otherwise the stack's own file beside the pack, or else production's.
 * @throws {@link UserError} naming each entry that is wrong, its value and what is allowed.
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
            `${name} must be an object of policies and their levels, such as {"waived": "disabled"}, got ${show(root)}; nothing was planned.`,
        ]);
    }
    const mistakes: string[] = [];
    const given = new Map<string, GivenConfig>();
    for (const [policy, value] of Object.entries(root)) {
        if (policy === "environments") {
            // Environments of Pulumi ESC, which set variables for a pack; this one reads none.
            if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) {
                mistakes.push(`environments: must be a list of names, got ${show(value)}.`);
            }
        } else if (typeof value === "string") {
            given.set(policy, { level: level(policy, value, mistakes), properties: {} });
        } else if (isObject(value)) {
            const { enforcementLevel, ...properties } = value;
            if (enforcementLevel !== undefined) {
                const place = `${policy}.enforcementLevel`;
                given.set(policy, { level: level(place, enforcementLevel, mistakes), properties });
            } else if (Object.keys(properties).length > 0) {
                given.set(policy, { properties });
            }
        } else {
            mistakes.push(`${policy}: must be a level or an object, got ${show(value)}.`);
        }
    }
    if (mistakes.length > 0) {
        throw mistaken(name, mistakes);
    }
    return { name, given };
}

/** What is wrong with a level file, all at once. */
export function mistaken(name: string, mistakes: string[]): UserError {
    return new UserError([
        `${name} has ${mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`}; nothing was planned.`,
        "",
        ...mistakes.map((mistake) => `  ${mistake}`),
    ]);
}

function readText(name: string, path: string): string {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new UserError([
            `${name} ${missing ? `is not there, looked for ${path}` : `cannot be read (${(error as Error).message})`}; nothing was planned.`,
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
            `${name} is not valid JSON; nothing was planned.`,
            "",
            `  ${(error as Error).message}`,
        ]);
    }
}

/** A level, where the value is one. */
function level(place: string, value: unknown, mistakes: string[]): Level {
    const known = LEVELS.find((level) => level === value);
    if (known === undefined) {
        mistakes.push(`${place}: must be ${LEVELS.map(show).join(", ")}, got ${show(value)}.`);
    }
    return known ?? "mandatory";
}

function show(value: unknown): string {
    return Array.isArray(value) ? "a list" : isObject(value) ? "an object" : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
