import { type Deployment, Graph, type Resource } from "../../graph/graph";
import { isStackRule, type Rule } from "../../policy/rule";

/** A resource type that no rule reads. */
export interface UnknownType {
    type: string;
    /** Number of resources of this type. */
    resources: number;
}

/** The types of resources that providers create and that no rule reads, in alphabetical order. */
export function unknownTypes(deployment: Deployment, rules: readonly Rule[]): UnknownType[] {
    const known = new Set(rules.flatMap((rule) => (isStackRule(rule) ? [] : rule.applies)));
    const graph = new RecordingGraph(deployment);
    for (const rule of rules.filter(isStackRule)) {
        // A rule reads the graph while its findings are listed.
        Array.from(rule.check(graph));
    }
    const counts = new Map<string, number>();
    for (const { type, custom } of graph.resources) {
        const isProvider = type.startsWith("pulumi:providers:");
        if (custom && !isProvider && !known.has(type) && !graph.asked.has(type)) {
            counts.set(type, (counts.get(type) ?? 0) + 1);
        }
    }
    return [...counts]
        .map(([type, resources]) => ({ type, resources }))
        .sort((a, b) => a.type.localeCompare(b.type, "en"));
}

/** Records the types that it is asked for: those that rules about the complete stack read. */
class RecordingGraph extends Graph {
    readonly asked = new Set<string>();

    override all(...types: readonly string[]): Resource[] {
        types.forEach((type) => this.asked.add(type));
        return super.all(...types);
    }
}
