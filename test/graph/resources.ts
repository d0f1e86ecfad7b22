import { Graph, type Resource } from "../../graph/graph";
import type { Value } from "../../graph/value";

/** A resource with these properties, to be edited before {@link graphOf} reads them. */
export function resource(
    type: string,
    name: string,
    properties: Record<string, Value> = {},
    changes: Partial<Resource> = {},
): Resource {
    const urn = `urn:pulumi:prod::posit-connect::${type}::${name}`;
    const [created] = new Graph({ version: 3, deployment: { resources: [{ urn, type }] } }).resources;
    if (created === undefined) {
        throw new Error("the graph does not contain the resource");
    }
    return { ...created, properties, ...changes };
}

/** The graph of some resources, whose properties replace their inputs and outputs. */
export function graphOf(resources: readonly Resource[]): Graph {
    return new Graph({
        version: 3,
        deployment: {
            resources: resources.map((each) => ({
                ...each,
                id: undefined,
                inputs: each.properties,
                outputs: {},
            })),
        },
    });
}
