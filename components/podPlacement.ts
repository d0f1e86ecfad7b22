import type { types } from "@pulumi/kubernetes";
import { GPU_RESOURCE, isSeparate, WORKLOAD } from "../catalog/nodePools";
import type { NodeGroup } from "../stacks/sections/nodeGroups";

type PodSpec = types.input.core.v1.PodSpec;

/** The parts of a pod that choose its nodes. Absent if any node will do. */
export interface PodPlacement {
    nodeSelector?: Record<string, string>;
    tolerations?: { key: string; operator: string; value?: string; effect: string }[];
    affinity?: PodSpec["affinity"];
}

type NodeGroups = Record<string, NodeGroup>;

/** Taint that keeps content off the nodes of servers, in EKS's spelling. */
export const SERVER_TAINT = { key: WORKLOAD.key, value: WORKLOAD.servers, effect: "NO_SCHEDULE" } as const;

/** Taint that keeps pods off nodes with GPUs unless they request one. Kubernetes then adds the toleration. */
export const GPU_TAINT = { key: GPU_RESOURCE, effect: "NO_SCHEDULE" } as const;

/** Kubernetes' spellings of the effects of taints. */
const EFFECTS = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** Kubernetes' spelling of the effect of a taint. */
export function inKubernetes(effect: NodeGroup["taints"][number]["effect"]): string {
    return EFFECTS[effect];
}

function tolerate({ key, value, effect }: NodeGroup["taints"][number]) {
    return value === undefined
        ? { key, operator: "Exists", effect: EFFECTS[effect] }
        : { key, operator: "Equal", value, effect: EFFECTS[effect] };
}

/** Nodes for pods of the cluster's own: those of servers, which no autoscaler removes. */
export function placeSystemPods(groups: NodeGroups): PodPlacement {
    return isSeparate(groups)
        ? {
              nodeSelector: { [WORKLOAD.key]: WORKLOAD.servers },
              tolerations: [tolerate(SERVER_TAINT)],
          }
        : {};
}

/** Nodes for servers: their own, or those that are not for content alone. */
export function placeServers(groups: NodeGroups): PodPlacement {
    const hasContentNodes = Object.values(groups).some(({ role }) => role === "content");
    if (isSeparate(groups) || !hasContentNodes) {
        return placeSystemPods(groups);
    }
    const isNotForContent = { key: WORKLOAD.key, operator: "NotIn", values: [WORKLOAD.content] };
    return {
        affinity: {
            nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                    nodeSelectorTerms: [{ matchExpressions: [isNotForContent] }],
                },
            },
        },
    };
}

/** Nodes for content: its own, or any without a taint that the settings do not list. It does not tolerate that of GPUs. */
export function placeContent(groups: NodeGroups): PodPlacement {
    const tolerations = Object.values(groups).flatMap(({ taints }) => taints.map(tolerate));
    const distinct = new Map(tolerations.map((each) => [JSON.stringify(each), each]));
    return {
        ...(isSeparate(groups) ? { nodeSelector: { [WORKLOAD.key]: WORKLOAD.content } } : {}),
        ...(distinct.size > 0 ? { tolerations: [...distinct.values()] } : {}),
    };
}
