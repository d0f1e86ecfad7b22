import { readPath } from "../../../graph/path";
import { stackRule } from "../../rule";
import { nodeGroups } from "../../../graph/nodes";
import { UNKNOWN } from "../../../graph/value";
import { notKnown } from "./findings";

export const nodeCount = stackRule({
    name: "stack-node-count",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R3", "Posit R11"],
    description:
        "A node group that any pod may use keeps a node for each of its availability zones, and no fewer than two.",
    remedy: "Set scalingConfig.minSize of a node group without taints to the number of its availability zones.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
    *check(graph) {
        const open = nodeGroups(graph).filter(({ resource }) => isOpen(resource.properties.taints));
        const sizes = open.map(({ resource, zones }) => ({
            resource,
            least: Math.max(2, new Set(zones.filter((each) => typeof each !== "string").flat()).size),
            size: readPath(resource.properties, ["scalingConfig", "minSize"]),
        }));
        if (sizes.some(({ size, least }) => typeof size === "number" && size >= least)) {
            return;
        }
        for (const { resource, size, least } of sizes) {
            yield size === UNKNOWN
                ? notKnown(resource, "scalingConfig.minSize")
                : {
                      urn: resource.urn,
                      sentence: `${resource.name} may shrink to ${typeof size === "number" ? size : "nothing"}; its availability zones want ${least} nodes.`,
                  };
        }
        if (open.length === 0 && nodeGroups(graph).length > 0) {
            yield { sentence: "Every node group has taints, so that Connect may have nowhere to run." };
        }
    },
});

/** Whether pods that tolerate nothing may run on a node group. */
const isOpen = (taints: unknown): boolean => !Array.isArray(taints) || taints.length === 0;
