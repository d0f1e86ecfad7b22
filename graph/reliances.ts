import type { Graph } from "./graph";

/** Prerequisites of the stack that it does not create: each component lists them in its output `prerequisites`. */
export function reliances(graph: Graph): string[] {
    return graph.resources.flatMap(({ outputs }) =>
        Array.isArray(outputs["prerequisites"]) ? outputs["prerequisites"].map(String) : [],
    );
}
