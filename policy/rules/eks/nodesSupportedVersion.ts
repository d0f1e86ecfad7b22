import { optional } from "../../check";
import { resourceRule } from "../../rule";
import { inStandardSupport } from "./kubernetesVersions";

export const nodesSupportedVersion = resourceRule({
    name: "eks-nodes-supported-version",
    level: "production",
    severity: "high",
    controls: ["Pulumi node-version"],
    applies: ["aws:eks/nodeGroup:NodeGroup"],
    description: "Nodes run a Kubernetes version in standard support.",
    remedy: "Set version to the cluster's, or leave it out.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    // Left out, it is the cluster's.
    checks: [optional(inStandardSupport)],
});
