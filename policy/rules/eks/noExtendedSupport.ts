import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const noExtendedSupport = resourceRule({
    name: "eks-no-extended-support",
    level: "production",
    severity: "low",
    controls: ["Pulumi extended-support"],
    applies: ["aws:eks/cluster:Cluster"],
    description:
        "A cluster is not enrolled in extended support, which costs six times as much once its version is old.",
    // Left out, it is EXTENDED.
    remedy: "Set upgradePolicy.supportType to STANDARD.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html",
    checks: [equals(["upgradePolicy", "supportType"], "STANDARD")],
});
