import { oneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const onDemandNodes = resourceRule({
    name: "eks-on-demand-nodes",
    level: "production",
    severity: "medium",
    controls: ["Posit R11"],
    applies: ["aws:eks/nodeGroup:NodeGroup"],
    description: "Nodes are never taken back by AWS at two minutes' notice.",
    remedy: "Set capacityType to ON_DEMAND, or leave it out.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types",
    checks: [optional(oneOf("capacityType", ["ON_DEMAND", "CAPACITY_BLOCK"], ["SPOT"]))],
});
