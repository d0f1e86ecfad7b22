export type AddOn = "vpc-cni" | "kube-proxy" | "coredns" | "eks-pod-identity-agent" | "aws-efs-csi-driver";

interface Version {
    /** First day, in UTC, on which EKS no longer has the version in standard support: a cluster costs six times as much then. */
    standardSupportEnds: string;
    /** First day, in UTC, on which EKS no longer has the version in extended support: it then upgrades the cluster by itself. */
    extendedSupportEnds: string;
    /**
     * Builds of the EKS add-ons that AWS recommended for the version in September 2026. They are pinned, so that a preview needs
     * no answer from AWS and two deployments are alike. AWS withdraws builds: until this file names newer ones, the setting
     * `cluster.addOnVersions` can.
     */
    addOns: Record<AddOn, string>;
    /** Tag of the Cluster Autoscaler, which simulates the scheduler of one minor version. Source: the releases of kubernetes/autoscaler. */
    clusterAutoscaler: string;
}

/**
 * Kubernetes minor versions that a stack may choose, oldest first.
 *
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar; for builds,
 * `aws eks describe-addon-versions --kubernetes-version 1.35`, those whose `compatibilities[].defaultVersion` is true.
 */
export const kubernetesVersions = {
    "1.34": {
        standardSupportEnds: "2026-12-02",
        extendedSupportEnds: "2027-12-02",
        addOns: {
            "vpc-cni": "v1.22.4-eksbuild.3",
            "kube-proxy": "v1.34.6-eksbuild.21",
            coredns: "v1.12.4-eksbuild.29",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
            "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
        },
        clusterAutoscaler: "v1.34.0",
    },
    "1.35": {
        standardSupportEnds: "2027-03-27",
        extendedSupportEnds: "2028-03-27",
        addOns: {
            "vpc-cni": "v1.22.4-eksbuild.3",
            "kube-proxy": "v1.35.3-eksbuild.21",
            coredns: "v1.13.2-eksbuild.21",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
            "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
        },
        clusterAutoscaler: "v1.35.0",
    },
    "1.36": {
        standardSupportEnds: "2027-08-02",
        extendedSupportEnds: "2028-08-02",
        addOns: {
            "vpc-cni": "v1.22.4-eksbuild.3",
            "kube-proxy": "v1.36.0-eksbuild.17",
            coredns: "v1.14.3-eksbuild.14",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
            "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
        },
        clusterAutoscaler: "v1.36.0",
    },
} satisfies Record<string, Version>;

export type KubernetesVersion = keyof typeof kubernetesVersions;

/** Oldest first. */
export const KUBERNETES_VERSIONS = Object.keys(kubernetesVersions) as KubernetesVersion[];

/**
 * Days after an upgrade in which EKS rolls the control plane back to the version before.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html, "Prerequisites".
 */
export const ROLLBACK_DAYS = 7;

/**
 * Minor versions that nodes may be older than the control plane. They are never newer.
 *
 * Source: https://kubernetes.io/releases/version-skew-policy/#kubelet.
 */
export const OLDEST_NODES = 3;
