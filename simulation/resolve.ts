import type { Place } from "./place";
import { type Arguments, ArgumentReference, Reference, Text, Whole } from "./expansion";
import { isObject } from "../lib/isObject";
import { containsUnknown, isSecret, resourceReference, secret, UNKNOWN_SENTINEL } from "../lib/wire";

/** A registered resource. */
export interface Registered {
    urn: string;
    custom: boolean;
    /** Absent for a component, and in a first preview. */
    id?: string;
    /** Outputs in the wire format. */
    outputs: Record<string, unknown>;
}

/** A wire value and the URNs of its dependencies. */
export interface Resolved {
    value: unknown;
    dependencies: Set<string>;
}

/** Finds the resources and arguments that a value of an expansion refers to. */
export interface Lookup {
    /** A child of the expansion, by key. */
    child(key: string): Registered;
    /** URNs that an argument of the component depends on. */
    argument(name: string): readonly string[];
}

/** URNs of a value's dependencies. */
interface Dependencies {
    /** Resources whose outputs are in the value, and the dependencies of arguments in it. */
    values: Set<string>;
    /** Resources that the value refers to, not to their outputs. */
    references: Set<string>;
}

/** Replaces the references in an expansion by values. */
export function resolve(value: unknown, lookup: Lookup): Resolved {
    const { values, references } = { values: new Set<string>(), references: new Set<string>() };
    const placed = place(value, lookup, { values, references });
    return { value: placed, dependencies: new Set([...values, ...references]) };
}

function place(value: unknown, lookup: Lookup, dependencies: Dependencies): unknown {
    if (value instanceof Reference) {
        return placeReference(value, lookup, dependencies);
    }
    if (value instanceof ArgumentReference) {
        for (const urn of lookup.argument(value.argument)) {
            dependencies.values.add(urn);
        }
        return value.value;
    }
    if (value instanceof Whole) {
        return placeWhole(value, lookup, dependencies);
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

function placeReference(
    { child: key, property, withoutPrefix }: Reference,
    lookup: Lookup,
    dependencies: Dependencies,
): unknown {
    const child = lookup.child(key);
    if (property === undefined) {
        dependencies.references.add(child.urn);
        return resourceReference(child.urn, child.custom ? (child.id ?? UNKNOWN_SENTINEL) : undefined);
    }
    dependencies.values.add(child.urn);
    if (property === "id") {
        return child.id ?? UNKNOWN_SENTINEL;
    }
    const output = walk(child.outputs, property.split(/[.[\]]+/).filter(Boolean));
    return withoutPrefix !== undefined &&
        typeof output === "string" &&
        output !== UNKNOWN_SENTINEL &&
        output.startsWith(withoutPrefix)
        ? output.slice(withoutPrefix.length)
        : output;
}

/** While it is unknown, it depends only on the outputs in it, as its resources are not visible. */
function placeWhole({ value }: Whole, lookup: Lookup, dependencies: Dependencies): unknown {
    const own: Dependencies = { values: new Set(), references: new Set() };
    const placed = place(value, lookup, own);
    const isUnknown = containsUnknown(placed);
    own.values.forEach((urn) => dependencies.values.add(urn));
    if (!isUnknown) {
        own.references.forEach((urn) => dependencies.references.add(urn));
    }
    return isUnknown ? UNKNOWN_SENTINEL : placed;
}

/** Text with an unknown part is unknown, with a secret part secret. */
function join(parts: unknown[]): unknown {
    if (parts.some(containsUnknown)) {
        return UNKNOWN_SENTINEL;
    }
    const text = parts.map((part) => String(isSecret(part) ? part.value : part)).join("");
    return parts.some(isSecret) ? secret(text) : text;
}

/** Follows a path through a value. */
function walk(value: unknown, path: readonly (string | number)[]): unknown {
    let here = value;
    for (const [i, step] of path.entries()) {
        if (isSecret(here)) {
            return secret(walk(here.value, path.slice(i)));
        }
        if (here === UNKNOWN_SENTINEL) {
            return UNKNOWN_SENTINEL;
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

/** The arguments of a component for an expansion, from its wire inputs. */
export function readArguments(inputs: Record<string, unknown>, place: Place): Arguments {
    return {
        names: Object.keys(inputs),
        place,
        value: (argument) => inputs[argument],
        pass: (argument, ...path) =>
            inputs[argument] === undefined
                ? undefined
                : new ArgumentReference(argument, walk(inputs[argument], path)),
    };
}
