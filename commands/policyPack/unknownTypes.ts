import type { Resource } from "../../policy/resource";
import { isStackRule, type Rule } from "../../policy/rule";
import { Topology } from "../../policy/topology/topology";
import type { Deployment } from "../../simulation/deployment";
import { resourcesOf } from "./resourcesOf";

/** A resource type that no rule knows. */
export interface UnknownType {
    type: string;
    /** How many resources of it there are. */
    resources: number;
}

/** Types of resources that providers make and that no rule looks at, in alphabetical order. */
export function unknownTypes(deployment: Deployment, rules: readonly Rule[]): UnknownType[] {
    const known = new Set(rules.flatMap((rule) => (isStackRule(rule) ? [] : rule.applies)));
    const topology = new AskedTopology(resourcesOf(deployment));
    for (const rule of rules.filter(isStackRule)) {
        // A rule looks while its findings are read.
        Array.from(rule.check(topology));
    }
    const counts = new Map<string, number>();
    for (const { type, custom } of topology.resources) {
        const isProvider = type.startsWith("pulumi:providers:");
        if (custom && !isProvider && !known.has(type) && !topology.asked.has(type)) {
            counts.set(type, (counts.get(type) ?? 0) + 1);
        }
    }
    return [...counts]
        .map(([type, resources]) => ({ type, resources }))
        .sort((a, b) => a.type.localeCompare(b.type, "en"));
}

/** Remembers which types it has been asked for: those that rules about the whole stack know. */
class AskedTopology extends Topology {
    readonly asked = new Set<string>();

    override all(type: string): readonly Resource[] {
        this.asked.add(type);
        return super.all(type);
    }
}
