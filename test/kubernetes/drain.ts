import { setTimeout as pause } from "node:timers/promises";
import { type Api, ApiError } from "./api";
import type { Pod } from "./servers";

/** Time between attempts to evict a pod. `kubectl drain` waits five seconds. */
const RETRY_MS = 1000;

/** Marks a node as unschedulable, or as schedulable again. */
export async function cordon(api: Api, node: string, unschedulable: boolean): Promise<void> {
    await api.merge("v1", "Node", { name: node }, { spec: { unschedulable } });
}

/**
 * Drains a node as `kubectl drain --ignore-daemonsets` does: marks it as unschedulable, and evicts each pod until the
 * disruption budget allows it and the pod is deleted.
 *
 * @returns the number of evictions that the budget rejected.
 */
export async function drain(api: Api, node: string, limitSeconds: number): Promise<number> {
    await cordon(api, node, true);
    const limit = Date.now() + limitSeconds * 1000;
    let rejected = 0;
    for (;;) {
        const pods = (await api.list("v1", "Pod")) as Pod[];
        const left = pods.filter(
            ({ spec, metadata }) =>
                spec.nodeName === node && metadata.ownerReferences?.[0]?.kind !== "DaemonSet",
        );
        if (left.length === 0) {
            return rejected;
        }
        if (Date.now() > limit) {
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

async function tryEvict(api: Api, pod: Pod): Promise<boolean> {
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
