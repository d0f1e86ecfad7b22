import type { Place } from "./answer";
import { type Arguments, ArgumentReference, Reference, Text } from "./expansion";
import {
    containsUnknown,
    isObject,
    isResourceReference,
    isSecret,
    resourceReference,
    secret,
    UNKNOWN,
} from "./wire";

/** A resource that has been registered. */
export interface Registered {
    urn: string;
    custom: boolean;
    /** Absent for a component, and for a custom resource that a first preview has not made. */
    id?: string;
    /** Outputs in the wire format. */
    outputs: Record<string, unknown>;
}

/** A value on the wire and the URNs of what it depends on. */
export interface Resolved {
    value: unknown;
    dependencies: Set<string>;
}

/** Finds registered resources: children of the expansion by key, any by URN. */
export interface Lookup {
    child(key: string): Registered;
    urn(urn: string): Registered;
    /** URNs that an argument of the component depends on. */
    argument(name: string): readonly string[];
}

/** Puts values in the place of an expansion's references. */
export function resolve(value: unknown, lookup: Lookup): Resolved {
    const dependencies = new Set<string>();
    return { value: place(value, lookup, dependencies), dependencies };
}

function place(value: unknown, lookup: Lookup, dependencies: Set<string>): unknown {
    if (value instanceof Reference) {
        const child = lookup.child(value.child);
        dependencies.add(child.urn);
        if (value.property === undefined) {
            return resourceReference(child.urn, child.custom ? (child.id ?? UNKNOWN) : undefined);
        }
        return value.property === "id"
            ? (child.id ?? UNKNOWN)
            : walk(child.outputs, value.property.split(/[.[\]]+/).filter(Boolean), lookup, []);
    }
    if (value instanceof ArgumentReference) {
        // What was read from a resource depends on that resource, and not on the component that led to it.
        for (const urn of value.through.length > 0 ? value.through : lookup.argument(value.argument)) {
            dependencies.add(urn);
        }
        return value.value;
    }
    if (value instanceof Text) {
        return join(value.parts.map((part) => place(part, lookup, dependencies)));
    }
    if (Array.isArray(value)) {
        return value.map((item) => place(item, lookup, dependencies));
    }
    return isObject(value)
        ? Object.fromEntries(
              Object.entries(value)
                  .filter(([, child]) => child !== undefined)
                  .map(([key, child]) => [key, place(child, lookup, dependencies)]),
          )
        : value;
}

/** Text with an unknown part is unknown, with a secret part secret. */
function join(parts: unknown[]): unknown {
    if (parts.some(containsUnknown)) {
        return UNKNOWN;
    }
    const text = parts.map((part) => String(isSecret(part) ? part.value : part)).join("");
    return parts.some(isSecret) ? secret(text) : text;
}

/**
 * Follows a path through a value, on through the outputs of the resources that it refers to.
 *
 * @param through collects the URNs of the custom resources on the way.
 */
function walk(
    value: unknown,
    path: readonly (string | number)[],
    lookup: Pick<Lookup, "urn">,
    through: string[],
): unknown {
    let here = value;
    for (const [i, step] of path.entries()) {
        if (isSecret(here)) {
            return secret(walk(here.value, path.slice(i), lookup, through));
        }
        if (isResourceReference(here)) {
            const referenced = lookup.urn(here.urn);
            if (referenced.custom) {
                through.push(referenced.urn);
            }
            here = referenced.outputs;
        }
        if (here === UNKNOWN) {
            return UNKNOWN;
        }
        here =
            isObject(here) || Array.isArray(here)
                ? (here as Record<string | number, unknown>)[step]
                : undefined;
        if (here === undefined) {
            throw new Error(
                `the simulation does not know the output ${path.join(".")} (at "${String(step)}")`,
            );
        }
    }
    return here;
}

/** The arguments of a component as an expansion reads them, from its inputs on the wire. */
export function readArguments(
    inputs: Record<string, unknown>,
    lookup: Pick<Lookup, "urn">,
    place: Place,
): Arguments {
    return {
        names: Object.keys(inputs),
        place,
        value: (argument) => inputs[argument],
        pass: (argument, ...path) => {
            if (inputs[argument] === undefined) {
                return undefined;
            }
            const through: string[] = [];
            return new ArgumentReference(argument, walk(inputs[argument], path, lookup, through), through);
        },
    };
}
