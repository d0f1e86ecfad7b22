import { stackRule } from "../../rule";
import { nodeGroups } from "../../../graph/nodes";
import { subnetFindings } from "./findings";

export const nodeSubnetsPrivate = stackRule({
    name: "stack-node-subnets-private",
    level: "mandatory",
    severity: "critical",
    controls: ["CIS EKS 5.4.3", "Posit R2"],
    description: "No subnet of a node group has a route to an internet gateway.",
    remedy: "Give subnetIds private subnets, and their route tables a NAT gateway as the way out.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
    *check(graph) {
        for (const { resource, subnets } of nodeGroups(graph)) {
            yield* subnetFindings(graph, resource, "subnetIds", subnets, {
                route: false,
                sentence: (subnet) =>
                    `Nodes of ${resource.name} are in ${subnet}, whose routes lead to an internet gateway.`,
            });
        }
    },
});
