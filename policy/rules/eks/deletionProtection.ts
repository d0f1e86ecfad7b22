import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const deletionProtection = resourceRule({
    name: "eks-deletion-protection",
    level: "production",
    severity: "medium",
    controls: ["Pulumi deletion-protection"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "EKS refuses to delete the cluster.",
    remedy: "Set deletionProtection to true.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    checks: [isTrue("deletionProtection")],
});
