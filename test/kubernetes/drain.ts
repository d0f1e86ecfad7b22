import { setTimeout as pause } from "node:timers/promises";
import { type Api, Refusal } from "./api";
import type { Pod } from "./servers";

/** How often an eviction that the budget refuses is asked for again: `kubectl drain` waits five seconds. */
const RETRY_MS = 1000;

/** Closes a node to new pods, or opens it. */
export async function cordon(api: Api, node: string, unschedulable: boolean): Promise<void> {
    await api.merge("v1", "Node", { name: node }, { spec: { unschedulable } });
}

/**
 * Empties a node as `kubectl drain --ignore-daemonsets` does: closes it, and asks for each pod's end until the disruption
 * budget allows it and the pod is gone.
 *
 * @returns how many times the budget said "not yet".
 */
export async function drain(api: Api, node: string, limitSeconds: number): Promise<number> {
    await cordon(api, node, true);
    const limit = Date.now() + limitSeconds * 1000;
    let refused = 0;
    for (;;) {
        const pods = (await api.list("v1", "Pod")) as Pod[];
        const left = pods.filter(
            ({ spec, metadata }) =>
                spec.nodeName === node && metadata.ownerReferences?.[0]?.kind !== "DaemonSet",
        );
        if (left.length === 0) {
            return refused;
        }
        if (Date.now() > limit) {
            throw new Error(
                `not drained in ${limitSeconds} s: ${node} still has ` +
                    left.map(({ metadata }) => metadata.name).join(", "),
            );
        }
        for (const pod of left.filter(({ metadata }) => metadata.deletionTimestamp === undefined)) {
            refused += (await evicted(api, pod)) ? 0 : 1;
        }
        await pause(RETRY_MS);
    }
}

async function evicted(api: Api, pod: Pod): Promise<boolean> {
    try {
        await api.evict(pod);
        return true;
    } catch (error) {
        if (error instanceof Refusal && error.status === 429) {
            return false;
        }
        // Gone meanwhile, by itself or because something more important took its place.
        if (error instanceof Refusal && error.status === 404) {
            return true;
        }
        throw error;
    }
}
