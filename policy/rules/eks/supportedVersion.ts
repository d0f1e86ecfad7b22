import { resourceRule } from "../../rule";
import { inStandardSupport } from "./kubernetesVersions";

export const supportedVersion = resourceRule({
    name: "eks-supported-version",
    level: "production",
    severity: "high",
    controls: ["FSBP EKS.2", "Checkov CKV_AWS_339"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "The cluster runs a Kubernetes version in standard support.",
    remedy: "Raise version by one minor version at a time until it is in standard support.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-2",
    checks: [inStandardSupport],
});
