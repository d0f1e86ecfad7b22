import type { Child, Expansion } from "./expansion";
import { type Lookup, type Registered, type Resolved, resolve } from "./resolve";

/** A child of a remote component, ready to be registered: with values instead of references. */
export interface ResolvedChild {
    inputs: Record<string, unknown>;
    /** URNs that each input depends on. */
    propertyDependencies: Record<string, string[]>;
    dependencies: string[];
    /** URN. */
    parent: string;
}

/** The name by which an expansion refers to a child: the last part of its type, and its name. */
export function keyOf({ type, name }: Child): string {
    return `${type.split(":").pop() ?? ""}.${name}`;
}

/** Replaces the references of a child by values. */
export function resolveChild(child: Child, component: Registered, lookup: Lookup): ResolvedChild {
    const inputs: Record<string, unknown> = {};
    const propertyDependencies: Record<string, string[]> = {};
    for (const [key, value] of Object.entries(child.inputs)) {
        const resolved = resolve(value, lookup);
        if (resolved.value !== undefined) {
            inputs[key] = resolved.value;
            propertyDependencies[key] = [...resolved.dependencies];
        }
    }
    const dependsOn = (child.dependsOn ?? []).map((key) => lookup.child(key).urn);
    return {
        inputs,
        propertyDependencies,
        dependencies: [...new Set([...dependsOn, ...Object.values(propertyDependencies).flat()])],
        parent: child.parent === undefined ? component.urn : lookup.child(child.parent).urn,
    };
}

/** The component's outputs with their dependencies, after all its children are registered. */
export function resolveState({ state, stateDependsOn }: Expansion, lookup: Lookup): Record<string, Resolved> {
    const common = stateDependsOn.map((key) => lookup.child(key).urn);
    return Object.fromEntries(
        Object.entries(state).map(([key, value]) => {
            const { value: placed, dependencies } = resolve(value, lookup);
            return [key, { value: placed, dependencies: new Set([...common, ...dependencies]) }];
        }),
    );
}

/** The outputs that a component among the children registers. */
export function resolveOutputs(child: Child, lookup: Lookup): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(child.outputs ?? {}).map(([key, value]) => [key, resolve(value, lookup).value]),
    );
}
