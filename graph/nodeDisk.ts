import type { Graph } from "./graph";
import type { NodeGroup } from "./nodes";
import { pricedResource } from "./pricedResource";

/** The size of a node's root disk in GiB; `undefined` if it is not known. */
export function nodeDisk(
    graph: Graph,
    { resource, nodes }: Pick<NodeGroup, "resource" | "nodes">,
): number | undefined {
    const { diskSize } = nodes;
    return (
        pricedResource(graph, resource)
            .referenced(["launchTemplate", "id"], "aws:ec2/launchTemplate:LaunchTemplate")
            ?.number(["blockDeviceMappings", 0, "ebs", "volumeSize"]) ??
        (typeof diskSize === "number" ? diskSize : undefined)
    );
}
