import type { Graph } from "../../graph/graph";
import { merge, properties, type Resource } from "../../policy/resource";
import { Topology } from "../../policy/topology/topology";

/**
 * The resources of a deployment as whole-stack rules see them. In a real stack the outputs of a resource that AWS
 * makes hold its id.
 */
export function resourcesOf(graph: Graph): Resource[] {
    return graph.resources.map(({ id, inputs, outputs, ...resource }) => ({
        ...resource,
        parent: resource.parent ?? "",
        properties: merge(
            properties(inputs),
            properties({ ...outputs, ...(id === undefined || !resource.custom ? {} : { id }) }),
        ),
    }));
}

export const topologyOf = (graph: Graph): Topology => new Topology(resourcesOf(graph));
