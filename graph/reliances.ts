import type { Graph } from "./graph";

/** Prerequisites that the stack does not create: each component reports its own in the output `reliesOn`. */
export function reliances(graph: Graph): string[] {
    return graph.resources.flatMap(({ outputs }) =>
        Array.isArray(outputs["reliesOn"]) ? outputs["reliesOn"].map(String) : [],
    );
}
