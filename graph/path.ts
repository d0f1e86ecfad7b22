import { isObject } from "../lib/isObject";
import { SECRET, UNKNOWN, type Value } from "./value";

/** In a path: every element of a list, or every entry of an object. */
export const EACH: unique symbol = Symbol("each");

/** In a path: the text is JSON, such as a policy document, and the path continues in it. */
export const JSON_TEXT: unique symbol = Symbol("JSON");

export type Segment = string | number | typeof EACH | typeof JSON_TEXT;

/** The path of a property, such as `["metadataOptions", "httpTokens"]`. */
export type Path = readonly Segment[];

/** The value at a place; `undefined` if there is none. */
export interface Reading {
    /** The place in words: `ingress[0].cidrBlocks`. */
    place: string;
    value: Value | undefined;
    /** Whether a container on the path has an unexpected type, or a text is not valid JSON. */
    malformed?: true;
}

/**
 * Reads the value at a path: one reading, or one for each element if the path contains {@link EACH}. Everything in an
 * unknown or secret value is unknown or secret.
 */
export function read(value: Value | undefined, path: Path, place = ""): Reading[] {
    const [segment, ...rest] = path;
    if (segment === undefined || value === UNKNOWN || value === SECRET) {
        return [{ place, value }];
    }
    if (value === undefined || value === null) {
        // Without a list, there is no element to read.
        return path.includes(EACH) ? [] : [{ place: placeOf(place, path), value: undefined }];
    }
    if (segment === JSON_TEXT) {
        const parsed = typeof value === "string" ? parse(value) : undefined;
        return parsed === undefined ? [{ place, value, malformed: true }] : read(parsed, rest, place);
    }
    if (segment === EACH) {
        const entries = Array.isArray(value) || isObject(value) ? Object.entries(value) : undefined;
        return entries === undefined
            ? [{ place, value, malformed: true }]
            : entries.flatMap(([key, element]) =>
                  read(element, rest, placeOf(place, [Array.isArray(value) ? Number(key) : key])),
              );
    }
    const next = placeOf(place, [segment]);
    if (Array.isArray(value) && typeof segment === "number") {
        return read(value[segment], rest, next);
    }
    return isObject(value) && typeof segment === "string"
        ? read(value[segment], rest, next)
        : [{ place, value, malformed: true }];
}

/** The first value that {@link read} finds at a path, if it can be read. It is read so often that it names no place. */
export function readPath(value: Value | undefined, path: Path): Value | undefined {
    let found = value;
    for (const [i, segment] of path.entries()) {
        if (found === UNKNOWN || found === SECRET) {
            return found;
        }
        if (found === undefined || found === null) {
            return undefined;
        }
        if (segment === EACH || segment === JSON_TEXT) {
            return read(found, path.slice(i))[0]?.value;
        }
        if (Array.isArray(found) && typeof segment === "number") {
            found = found[segment];
        } else if (isObject(found) && typeof segment === "string") {
            found = found[segment];
        } else {
            return found;
        }
    }
    return found;
}

/** A path in words. */
export function placeOf(place: string, path: Path): string {
    return path.reduce<string>((text, segment) => {
        if (segment === JSON_TEXT) {
            return text;
        }
        if (segment === EACH || typeof segment === "number") {
            return `${text}[${segment === EACH ? "" : String(segment)}]`;
        }
        const plain = /^[\w-]+$/.test(segment);
        return plain ? (text === "" ? segment : `${text}.${segment}`) : `${text}["${segment}"]`;
    }, place);
}

function parse(text: string): Value | undefined {
    try {
        return JSON.parse(text) as Value;
    } catch {
        return undefined;
    }
}
