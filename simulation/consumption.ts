import type * as pulumi from "@pulumi/pulumi";

/** An output that the program has read from a resource. */
export interface Consumed {
    resource: pulumi.Resource;
    output: string;
}

/** Per prototype, the outputs that are already watched. */
const watched = new WeakMap<object, Set<string>>();
const values = new WeakMap<object, Map<string, unknown>>();
let consumed: Consumed[] = [];

/**
 * A transformation that records each output of each resource that the program reads.
 *
 * The runtime resolves an unknown output to `undefined`, and the consumer's input and dependency disappear silently. The
 * simulation can reject that only if it knows which outputs were read. The accessors are on the prototype because the runtime
 * rejects a resource whose own properties are set.
 */
export const watchOutputs: pulumi.ResourceTransformation = ({ resource, props }) => {
    const prototype = Object.getPrototypeOf(resource) as object;
    const known = watched.get(prototype) ?? new Set<string>();
    watched.set(prototype, known);
    for (const output of Object.keys(props)) {
        if (known.has(output) || output === "id" || output === "urn") {
            continue;
        }
        known.add(output);
        Object.defineProperty(prototype, output, {
            configurable: true,
            get(this: pulumi.Resource) {
                consumed.push({ resource: this, output });
                return values.get(this)?.get(output);
            },
            set(this: pulumi.Resource, value: unknown) {
                const own = values.get(this) ?? new Map<string, unknown>();
                values.set(this, own);
                own.set(output, value);
            },
        });
    }
    return undefined;
};

/** Outputs read since the last call. */
export function takeConsumed(): Consumed[] {
    const taken = consumed;
    consumed = [];
    return taken;
}
