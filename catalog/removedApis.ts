/** An API version that a Kubernetes minor version no longer has. */
export interface RemovedApi {
    /** Such as `policy/v1beta1`. */
    apiVersion: string;
    kinds: readonly string[];
    removedIn: string;
    replacedBy: string;
}

/**
 * API versions that Kubernetes removed, oldest first. The newest minor version with a removal is 1.32: none is listed for 1.33 to
 * 1.36.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/, read on 2026-11-29.
 */
export const removedApis: readonly RemovedApi[] = [
    {
        apiVersion: "policy/v1beta1",
        kinds: ["PodDisruptionBudget"],
        removedIn: "1.25",
        replacedBy: "policy/v1",
    },
    {
        apiVersion: "autoscaling/v2beta1",
        kinds: ["HorizontalPodAutoscaler"],
        removedIn: "1.25",
        replacedBy: "autoscaling/v2",
    },
    {
        apiVersion: "batch/v1beta1",
        kinds: ["CronJob"],
        removedIn: "1.25",
        replacedBy: "batch/v1",
    },
    {
        apiVersion: "autoscaling/v2beta2",
        kinds: ["HorizontalPodAutoscaler"],
        removedIn: "1.26",
        replacedBy: "autoscaling/v2",
    },
    {
        apiVersion: "storage.k8s.io/v1beta1",
        kinds: ["CSIStorageCapacity"],
        removedIn: "1.27",
        replacedBy: "storage.k8s.io/v1",
    },
    {
        apiVersion: "flowcontrol.apiserver.k8s.io/v1beta2",
        kinds: ["FlowSchema", "PriorityLevelConfiguration"],
        removedIn: "1.29",
        replacedBy: "flowcontrol.apiserver.k8s.io/v1",
    },
    {
        apiVersion: "flowcontrol.apiserver.k8s.io/v1beta3",
        kinds: ["FlowSchema", "PriorityLevelConfiguration"],
        removedIn: "1.32",
        replacedBy: "flowcontrol.apiserver.k8s.io/v1",
    },
];
