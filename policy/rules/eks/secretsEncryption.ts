import { includes, isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const secretsEncryption = resourceRule({
    name: "eks-secrets-encryption",
    level: "production",
    severity: "medium",
    controls: ["FSBP EKS.3", "CIS EKS 5.3.1", "Checkov CKV_AWS_58"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "Kubernetes secrets are encrypted under a key of the account's own.",
    remedy: "Set encryptionConfig.provider.keyArn to the ARN of a KMS key, and encryptionConfig.resources to secrets.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3",
    checks: [
        reference(isGiven(["encryptionConfig", "provider", "keyArn"], "text")),
        // In a first preview eks leaves all of encryptionConfig unknown: stack-own-keys then demands a key behind it.
        reference(includes(["encryptionConfig", "resources"], ["secrets"])),
    ],
});
