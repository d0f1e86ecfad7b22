import { stackRule } from "../../rule";
import { nodeGroups } from "../../topology/nodes";
import { knownZones } from "../../topology/subnets";
import { notKnown } from "./findings";

export const nodeZones = stackRule({
    name: "stack-node-zones",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R2", "Posit R11"],
    description: "The nodes of a node group are in two availability zones or more.",
    remedy: "Give subnetIds a subnet in each of two availability zones.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
    *check(topology) {
        for (const { resource, zones } of nodeGroups(topology)) {
            if (knownZones(zones).length >= 2) {
                continue;
            } else if (zones.includes("unknown")) {
                yield notKnown(resource, "An availability zone");
            } else if (zones.includes("untold")) {
                yield {
                    urn: resource.urn,
                    sentence: `The stack does not tell which availability zones the subnets of ${resource.name} are in: they must be two or more.`,
                    untold: true,
                };
            } else {
                yield {
                    urn: resource.urn,
                    sentence: `The subnets of ${resource.name} are in fewer than two availability zones.`,
                };
            }
        }
    },
});
