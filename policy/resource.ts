import { decode, isObject, UNKNOWN, type Value } from "./value";

/** A resource as rules see it, from a preview, an update, an offline plan or an exported state. */
export interface Resource {
    readonly urn: string;
    readonly type: string;
    /** Its name in the program. */
    readonly name: string;
    readonly properties: Readonly<Record<string, Value>>;
    /** Whether a provider makes it; a component is not made, it holds others. */
    readonly custom: boolean;
    /** URN of the resource that it is under; `""` for none. */
    readonly parent: string;
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    /** URNs of all that it waits for. Known in whole-stack rules only. */
    readonly dependencies: readonly string[];
    /** URNs of the resources that each property refers to. Known in whole-stack rules only. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Properties in Pulumi's form, decoded. */
export function properties(wire: unknown): Record<string, Value> {
    const decoded = decode(wire ?? {});
    return isObject(decoded) ? decoded : {};
}

/**
 * What is known of a resource in a whole-stack rule: its outputs, and for what these do not tell its inputs. In a
 * preview a provider answers each computed property as unknown, stated or not, and a resource of a cluster that is not
 * there yet has no outputs at all: so unknown means here that the program states it, and not yet what.
 */
export function merge(inputs: Record<string, Value>, outputs: Record<string, Value>): Record<string, Value> {
    const known = Object.entries(outputs).filter(([, value]) => value !== UNKNOWN);
    return { ...inputs, ...Object.fromEntries(known) };
}
