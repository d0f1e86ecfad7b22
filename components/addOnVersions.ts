/** Kubernetes minor versions that the add-ons below are pinned for. */
export type KubernetesVersion = "1.34" | "1.35" | "1.36";

export type AddOn = "vpc-cni" | "kube-proxy" | "coredns" | "eks-pod-identity-agent" | "aws-efs-csi-driver";

/**
 * Versions of the EKS add-ons, those that AWS recommends for each Kubernetes version in September 2026. They are
 * written down and not asked for, so that a preview does not depend on AWS's answer and two deployments are alike. AWS
 * withdraws builds: the setting `cluster.addOnVersions` then names another, until this list does.
 *
 * Source, and the way to newer ones: `aws eks describe-addon-versions --kubernetes-version 1.35`, the version of each
 * add-on whose `compatibilities[].defaultVersion` is true.
 */
export const addOnVersions: Record<KubernetesVersion, Record<AddOn, string>> = {
    "1.34": {
        "vpc-cni": "v1.22.4-eksbuild.3",
        "kube-proxy": "v1.34.6-eksbuild.21",
        coredns: "v1.12.4-eksbuild.29",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
    },
    "1.35": {
        "vpc-cni": "v1.22.4-eksbuild.3",
        "kube-proxy": "v1.35.3-eksbuild.21",
        coredns: "v1.13.2-eksbuild.21",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
    },
    "1.36": {
        "vpc-cni": "v1.22.4-eksbuild.3",
        "kube-proxy": "v1.36.0-eksbuild.17",
        coredns: "v1.14.3-eksbuild.14",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
    },
};
