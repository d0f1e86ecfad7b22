import { setTimeout as pause } from "node:timers/promises";
import { type Api, ApiError } from "./api";
import type { Pod } from "./servers";

/** Time between attempts to evict a pod. `kubectl drain` waits five seconds. */
const RETRY_MS = 1000;

/** Marks a node as unschedulable, or as schedulable again. */
export async function cordon(api: Api, node: string, unschedulable: boolean): Promise<void> {
    await api.merge("v1", "Node", { name: node }, { spec: { unschedulable } });
}

export interface Drained {
    /** Number of evictions that a disruption budget rejected. */
    rejected: number;
    /** Number of pods that were deleted at the time limit. */
    deleted: number;
}

/**
 * Drains a node as `kubectl drain --ignore-daemonsets` does: marks it as unschedulable, and evicts each pod until the
 * disruption budget allows it and the pod is deleted.
 *
 * @param atLimit `delete`: the remaining pods are deleted, as by EKS in a forced update.
 */
export async function drain(
    api: Api,
    node: string,
    limitSeconds: number,
    atLimit: "fail" | "delete" = "fail",
): Promise<Drained> {
    await cordon(api, node, true);
    const limit = Date.now() + limitSeconds * 1000;
    let rejected = 0;
    let deleted = 0;
    for (;;) {
        const pods = (await api.list("v1", "Pod")) as Pod[];
        const left = pods.filter(
            ({ spec, metadata }) =>
                spec.nodeName === node && metadata.ownerReferences?.[0]?.kind !== "DaemonSet",
        );
        if (left.length === 0) {
            return { rejected, deleted };
        }
        if (Date.now() > limit && atLimit === "delete" && deleted === 0) {
            await Promise.all(left.map(({ metadata }) => api.delete("v1", "Pod", metadata)));
            deleted = left.length;
        }
        if (Date.now() > limit && atLimit === "fail") {
            throw new Error(
                `${node} is not drained after ${limitSeconds} s. Its remaining pods: ` +
                    left.map(({ metadata }) => metadata.name).join(", "),
            );
        }
        for (const pod of left.filter(({ metadata }) => metadata.deletionTimestamp === undefined)) {
            rejected += (await tryEvict(api, pod)) ? 0 : 1;
        }
        await pause(RETRY_MS);
    }
}

/** @returns whether no disruption budget rejects it. */
export async function tryEvict(api: Api, pod: Pod): Promise<boolean> {
    try {
        await api.evict(pod);
        return true;
    } catch (error) {
        if (error instanceof ApiError && error.status === 429) {
            return false;
        }
        // The pod has terminated, or a pod with a higher priority has preempted it.
        if (error instanceof ApiError && error.status === 404) {
            return true;
        }
        throw error;
    }
}
