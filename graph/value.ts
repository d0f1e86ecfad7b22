import { isObject } from "../lib/isObject";
import { isResourceReference, isSecret, isUnknown } from "../lib/wire";

/** A property of a resource: JSON, and two marks for values that cannot be read. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value } | Unknown | Secret;

export type Unknown = typeof UNKNOWN;
export type Secret = typeof SECRET;

/** Not known until the deployment. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A secret. Only its existence is known; its value is not kept. */
export const SECRET: unique symbol = Symbol("secret");

/**
 * Reads Pulumi's wire form. The value of a secret is dropped, so that no later step can print it. A reference to a
 * resource becomes its id, or its URN if it has none, as it does in the engine's requests.
 */
export function decode(wire: unknown): Value {
    if (wire === UNKNOWN || wire === SECRET) {
        return wire;
    }
    if (typeof wire === "string") {
        return isUnknown(wire) ? UNKNOWN : wire;
    }
    if (Array.isArray(wire)) {
        return wire.map(decode);
    }
    if (isSecret(wire)) {
        return SECRET;
    }
    if (isResourceReference(wire)) {
        return decode(wire.id ?? wire.urn);
    }
    if (typeof wire === "object" && wire !== null) {
        const entries = Object.entries(wire).filter(([, value]) => value !== undefined);
        return Object.fromEntries(entries.map(([key, value]) => [key, decode(value)]));
    }
    return typeof wire === "boolean" || typeof wire === "number" ? wire : null;
}

/** As {@link decode}, for all properties of a resource. */
export function decodeProperties(wire: unknown): Record<string, Value> {
    const decoded = decode(wire);
    return isObject(decoded) ? decoded : {};
}

/**
 * The properties of a resource, from its inputs and outputs. In a preview a provider returns each computed property as
 * unknown, even if the program sets it, and a resource of a cluster that does not exist yet has no outputs at all: so
 * an unknown output does not hide an input.
 */
export function mergeProperties(
    inputs: Readonly<Record<string, Value>>,
    outputs: Readonly<Record<string, Value>>,
): Record<string, Value> {
    const known = Object.entries(outputs).filter(([, value]) => value !== UNKNOWN);
    return { ...inputs, ...Object.fromEntries(known) };
}

/** The value if it is a string, otherwise an empty string. */
export function textOf(value: Value | undefined): string {
    return typeof value === "string" ? value : "";
}
