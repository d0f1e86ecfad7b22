/**
 * Label, and taint, of the nodes of a role.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Configuring the cluster".
 */
export const WORKLOAD = { key: "workload", servers: "connect-server", content: "connect-content" } as const;

/**
 * Taint of nodes with GPUs: the name of the resource that content requests. For a pod that requests it, Kubernetes adds the
 * toleration, and other content stays off the nodes.
 *
 * Sources: Kubernetes, "Admission Controllers", ExtendedResourceToleration; EKS user guide, "View Amazon EKS platform versions", which
 * lists it as enabled.
 */
export const GPU_RESOURCE = "nvidia.com/gpu";

/** Label of nodes on which the device plugin's DaemonSet runs. Source: NVIDIA/k8s-device-plugin, deployments/helm, values.yaml, `affinity`. */
export const GPU_LABEL = "nvidia.com/gpu.present";

/** Roles of node groups. A group that is named after a role has it. */
export const NODE_ROLES = ["general", "servers", "content"] as const;

export type NodeRole = (typeof NODE_ROLES)[number];
