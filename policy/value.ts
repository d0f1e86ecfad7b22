/**
 * What a property of a resource holds, as rules see it: JSON, and two marks for what nobody can read.
 *
 * Pulumi's own form of it, in the analyzer protocol and in an exported state alike, has a sentinel text for a value
 * that is not known yet and an object with a signature around a secret. Source: pulumi/pulumi,
 * sdk/nodejs/runtime/rpc.ts and sdk/go/common/resource/plugin/rpc.go.
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value } | Unknown | Secret;

export type Unknown = typeof UNKNOWN;
export type Secret = typeof SECRET;

/** Not known until the deployment. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A secret: that there is one is known, what it says is not kept. */
export const SECRET: unique symbol = Symbol("secret");

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** The text that stands for an unknown boolean, number, text, list, asset, archive or object. */
const SENTINELS = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Reads Pulumi's form. A secret's text is dropped here, so that nothing behind can print it. */
export function decode(wire: unknown): Value {
    if (typeof wire === "string") {
        return SENTINELS.has(wire) ? UNKNOWN : wire;
    }
    if (Array.isArray(wire)) {
        return wire.map(decode);
    }
    if (typeof wire === "object" && wire !== null) {
        const entries = Object.entries(wire).filter(([, value]) => value !== undefined);
        return (wire as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE
            ? SECRET
            : Object.fromEntries(entries.map(([key, value]) => [key, decode(value)]));
    }
    return typeof wire === "boolean" || typeof wire === "number" ? wire : null;
}

/** Whether a value is an object with named parts. */
export function isObject(value: Value | undefined): value is { [key: string]: Value } {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that is a text; an empty one for any other. */
export function textOf(value: Value | undefined): string {
    return typeof value === "string" ? value : "";
}
