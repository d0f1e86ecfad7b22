import type { Graph } from "./graph";

/** What the stack relies on without making it: each component tells it in its output `reliesOn`. */
export function reliances(graph: Graph): string[] {
    return graph.resources.flatMap(({ outputs }) =>
        Array.isArray(outputs["reliesOn"]) ? outputs["reliesOn"].map(String) : [],
    );
}
