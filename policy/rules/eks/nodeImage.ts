import { matches } from "../../check";
import { resourceRule } from "../../rule";

export const nodeImage = resourceRule({
    name: "eks-node-image",
    level: "mandatory",
    severity: "medium",
    controls: ["Pulumi node-image"],
    applies: ["aws:eks/nodeGroup:NodeGroup"],
    description: "Nodes run an operating system that AWS still patches: Amazon Linux 2023 or Bottlerocket.",
    remedy: "Set amiType to AL2023_x86_64_STANDARD, or to another type of Amazon Linux 2023 or Bottlerocket.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html",
    checks: [
        matches("amiType", /^(AL2023|BOTTLEROCKET)_/, "a type of Amazon Linux 2023 or Bottlerocket", [
            "AL2_x86_64",
            "CUSTOM",
            "AL2023",
            "OLD_AL2023_x86_64",
            "OLD_BOTTLEROCKET_x86_64",
        ]),
    ],
});
