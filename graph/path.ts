import { isObject, SECRET, UNKNOWN, type Value } from "./value";

/** In a path: every element of a list, or every entry of an object. */
export const EACH: unique symbol = Symbol("each");

/** In a path: the text is JSON, and the path goes on in it. A policy document is such a text. */
export const JSON_TEXT: unique symbol = Symbol("JSON");

export type Segment = string | number | typeof EACH | typeof JSON_TEXT;

/** Where a property is: `["metadataOptions", "httpTokens"]`, or `"multiAz"` for one at the top. */
export type Path = readonly Segment[];

/** What is at a place. `undefined`: nothing. */
export interface Reading {
    /** The place in words: `ingress[0].cidrBlocks`. */
    place: string;
    value: Value | undefined;
    /** Whether a text on the way was to be JSON and is not. */
    malformed?: true;
}

/**
 * Reads what is at a path: one reading, or one for each element where the path says so. Unknown and secret stand for
 * everything within them.
 */
export function read(value: Value | undefined, path: Path, place = ""): Reading[] {
    const [segment, ...rest] = path;
    if (segment === undefined || value === UNKNOWN || value === SECRET) {
        return [{ place, value }];
    }
    if (value === undefined || value === null) {
        // Where there is no list, there is no element to ask about.
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

/** The value at a path, if it can be read. */
export function readPath(value: Value | undefined, path: Path): Value | undefined {
    return read(value, path)[0]?.value;
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
