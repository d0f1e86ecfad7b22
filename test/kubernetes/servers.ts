import { setTimeout as pause } from "node:timers/promises";
import type { Api, KubernetesObject, WatchEvent } from "./api";

export interface Pod extends KubernetesObject {
    spec: { nodeName?: string; containers: { image: string }[] };
    status: { phase?: string; conditions?: Condition[] };
}

export interface Node extends KubernetesObject {
    spec: { taints?: { key: string; effect: string }[] };
    status: { conditions?: Condition[] };
}

interface Condition {
    type: string;
    status: string;
    message?: string;
}

const ZONE = "topology.kubernetes.io/zone";

/**
 * Connect's servers as users see them: ready, not terminating, and on a node in a zone that is up. The API reports a server
 * as ready for most of a minute after its node is lost.
 *
 * Counts on every change that the API server reports, so that no short dip is missed.
 */
export class Servers {
    /** The fewest serving servers since {@link resetCounts}. */
    lowest = 0;
    /** The most pods at a time since {@link resetCounts}, in any state. */
    mostPods = 0;

    private readonly pods = new Map<string, Pod>();
    private readonly nodes = new Map<string, Node>();
    private readonly lost = new Set<string>();
    private readonly stops: (() => void)[] = [];
    private began = 0;
    private failure: Error | undefined;

    private constructor(private readonly release: string) {}

    static async watch(api: Api, namespace: string, release: string): Promise<Servers> {
        const servers = new Servers(release);
        const onEnd = (reason: Error) => {
            servers.failure = reason;
        };
        const watch = async (
            kind: string,
            place: string | undefined,
            objects: Map<string, KubernetesObject>,
        ) => {
            const onEvent = (event: WatchEvent) => {
                servers.handle(objects, event);
            };
            servers.stops.push(await api.watch("v1", kind, place, onEvent, onEnd));
        };
        await watch("Node", undefined, servers.nodes);
        await watch("Pod", namespace, servers.pods);
        return servers;
    }

    stop(): void {
        for (const stop of this.stops) {
            stop();
        }
    }

    /** Restarts the counts. */
    resetCounts(): void {
        this.began = Date.now();
        this.lowest = this.serving().length;
        this.mostPods = this.all().length;
    }

    /** Seconds since {@link resetCounts}. */
    seconds(): number {
        return Math.round((Date.now() - this.began) / 1000);
    }

    /** Marks a zone as lost: its servers no longer count, whatever the API reports. */
    markLost(zone: string): void {
        this.lost.add(zone);
        this.count();
    }

    markAvailable(zone: string): void {
        this.lost.delete(zone);
    }

    all(): Pod[] {
        return [...this.pods.values()].filter(
            ({ metadata }) => metadata.labels?.["app.kubernetes.io/instance"] === this.release,
        );
    }

    serving(): Pod[] {
        return this.all().filter(
            (pod) =>
                isTrue(pod.status.conditions, "Ready") &&
                pod.metadata.deletionTimestamp === undefined &&
                this.isUp(pod.spec.nodeName),
        );
    }

    /** Numbers of serving servers in each zone with any, sorted by zone. */
    byZone(): Record<string, number> {
        const counts: Record<string, number> = {};
        for (const zone of this.serving()
            .map(({ spec }) => this.zoneOf(spec.nodeName))
            .sort()) {
            counts[zone] = (counts[zone] ?? 0) + 1;
        }
        return counts;
    }

    /** Whether the API reports a node as ready. */
    isNodeReady(name: string): boolean {
        return isTrue(this.nodes.get(name)?.status.conditions, "Ready");
    }

    /** Whether a node is ready and has no taints but its group's: those of a new node are removed only after it becomes ready. */
    isNodeSchedulable(name: string): boolean {
        return (
            this.isNodeReady(name) &&
            !(this.nodes.get(name)?.spec.taints ?? []).some(({ key }) =>
                key.startsWith("node.kubernetes.io/"),
            )
        );
    }

    /** Whether a node exists and its zone is up. */
    isUp(node: string | undefined): boolean {
        return node !== undefined && this.nodes.has(node) && !this.lost.has(this.zoneOf(node));
    }

    /** Waits for a condition. @throws an `Error` with the condition and the servers' state after the time limit. */
    async waitUntil(condition: string, holds: () => boolean, limitSeconds: number): Promise<void> {
        const limit = Date.now() + limitSeconds * 1000;
        while (!holds()) {
            if (this.failure !== undefined) {
                throw this.failure;
            }
            if (Date.now() > limit) {
                throw new Error(`not after ${limitSeconds} s: ${condition}\n${this.describe()}`);
            }
            await pause(100);
        }
    }

    /** One line for each server. */
    describe(): string {
        return this.all()
            .map(({ metadata, spec, status }) => {
                const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
                return [
                    `    ${metadata.name}`,
                    spec.nodeName ?? `on no node: ${scheduled?.message ?? "not scheduled yet"}`,
                    isTrue(status.conditions, "Ready") ? "ready" : "not ready",
                    metadata.deletionTimestamp === undefined ? "" : "terminating",
                ]
                    .filter((part) => part !== "")
                    .join(", ");
            })
            .join("\n");
    }

    private handle(objects: Map<string, KubernetesObject>, { type, object }: WatchEvent): void {
        if (type === "ERROR") {
            this.failure = new Error(`the watch failed: ${JSON.stringify(object)}`);
        } else if (type === "DELETED") {
            objects.delete(object.metadata.name);
        } else if (type !== "BOOKMARK") {
            objects.set(object.metadata.name, object);
        }
        this.count();
    }

    private count(): void {
        this.lowest = Math.min(this.lowest, this.serving().length);
        this.mostPods = Math.max(this.mostPods, this.all().length);
    }

    private zoneOf(node: string | undefined): string {
        return this.nodes.get(node ?? "")?.metadata.labels?.[ZONE] ?? "none";
    }
}

function isTrue(conditions: Condition[] | undefined, type: string): boolean {
    return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}
