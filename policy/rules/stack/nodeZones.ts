import { stackRule } from "../../rule";
import { nodeGroups } from "../../../graph/nodes";
import { zoneCountFindings } from "./findings";

export const nodeZones = stackRule({
    name: "stack-node-zones",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R2", "Posit R11"],
    description: "The nodes of a node group are in two availability zones or more.",
    remedy: "Give subnetIds a subnet in each of two availability zones.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
    *check(graph) {
        for (const { resource, zones } of nodeGroups(graph)) {
            yield* zoneCountFindings(resource, zones);
        }
    },
});
