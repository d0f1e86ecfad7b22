/**
 * Label, and taint, of the nodes of a role.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Configuring the cluster".
 */
export const WORKLOAD = { key: "workload", servers: "connect-server", content: "connect-content" } as const;

/** Roles of node groups. A group that is named after a role has it. */
export const NODE_ROLES = ["general", "servers", "content"] as const;

export type NodeRole = (typeof NODE_ROLES)[number];

/** Whether servers have nodes of their own. */
export function isSeparate(groups: Record<string, { role: NodeRole }>): boolean {
    return Object.values(groups).some(({ role }) => role === "servers");
}

/**
 * Minutes that EKS waits in an update for the pods of a node to leave it. After them, it deletes the pods if the update is forced, and
 * fails otherwise. EKS has no setting for it.
 *
 * Source: EKS user guide, "Understand each phase of node updates", "Upgrade phase"; EKS API reference, NodegroupUpdateConfig.
 */
export const DRAIN_MINUTES = 15;

/**
 * Resource of nodes with NVIDIA GPUs, and key of the taint that keeps other pods off them. Kubernetes' admission plugin
 * ExtendedResourceToleration, which EKS enables in all versions, lets pods that request the resource tolerate the taint.
 *
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html;
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration.
 */
export const GPU_RESOURCE = "nvidia.com/gpu";

/**
 * Labels of nodes with NVIDIA GPUs. With the first, the Cluster Autoscaler waits for the GPUs of a new node instead of adding another
 * node; it accepts any value. With the second, the chart of the device plugin selects the nodes.
 *
 * Sources: kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws/README.md, "Special note on GPU instances"; NVIDIA/k8s-device-plugin,
 * deployments/helm/nvidia-device-plugin/values.yaml, `affinity`.
 */
export const GPU_LABELS = {
    "k8s.amazonaws.com/accelerator": "nvidia",
    "nvidia.com/gpu.present": "true",
} as const;

/** Programs that set the number of content's nodes. */
export const AUTOSCALING = ["none", "cluster-autoscaler", "karpenter"] as const;

export type Autoscaling = (typeof AUTOSCALING)[number];

/** Whether Karpenter starts the nodes of a role: never those of servers. */
export function isKarpenterPool(autoscaling: Autoscaling, role: NodeRole): boolean {
    return autoscaling === "karpenter" && role === "content";
}

/**
 * Annotation of a pod whose node an autoscaler does not remove.
 *
 * Sources: kubernetes/autoscaler, cluster-autoscaler/FAQ.md, "What types of pods can prevent CA from removing a node?";
 * https://karpenter.sh/docs/concepts/disruption/, "Pod-Level Controls".
 */
export const KEPT: Record<Exclude<Autoscaling, "none">, { key: string; value: string }> = {
    "cluster-autoscaler": { key: "cluster-autoscaler.kubernetes.io/safe-to-evict", value: "false" },
    karpenter: { key: "karpenter.sh/do-not-disrupt", value: "true" },
};
