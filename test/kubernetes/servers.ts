import { setTimeout as pause } from "node:timers/promises";
import type { Api, KubernetesObject, WatchEvent } from "./api";

export interface Pod extends KubernetesObject {
    spec: { nodeName?: string; containers: { image: string }[] };
    status: { phase?: string; conditions?: Condition[] };
}

export interface Node extends KubernetesObject {
    spec: { taints?: { effect: string }[] };
    status: { conditions?: Condition[] };
}

interface Condition {
    type: string;
    status: string;
    message?: string;
}

const ZONE = "topology.kubernetes.io/zone";

/**
 * Connect's servers as users have them: ready, not told to end, and on a node of a zone that lives. The API itself goes on
 * calling a server ready for most of a minute after its node is gone.
 *
 * Every change that the API server tells of is looked at, so that no dip between two looks is missed.
 */
export class Servers {
    /** The fewest that served since {@link begin}. */
    lowest = 0;
    /** Most pods at a time since {@link begin}, whatever their state. */
    most = 0;

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
                servers.note(objects, event);
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

    /** Starts counting anew. */
    begin(): void {
        this.began = Date.now();
        this.lowest = this.serving().length;
        this.most = this.all().length;
    }

    /** Seconds since {@link begin}. */
    seconds(): number {
        return Math.round((Date.now() - this.began) / 1000);
    }

    /** From now on nothing in the zone serves, whatever the API says. */
    lose(zone: string): void {
        this.lost.add(zone);
        this.count();
    }

    regain(zone: string): void {
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
                this.lives(pod.spec.nodeName),
        );
    }

    /** How many serve in each zone that has one, in the order of the zones' names. */
    byZone(): Record<string, number> {
        const counts: Record<string, number> = {};
        for (const zone of this.serving()
            .map(({ spec }) => this.zoneOf(spec.nodeName))
            .sort()) {
            counts[zone] = (counts[zone] ?? 0) + 1;
        }
        return counts;
    }

    /** Whether the API calls a node ready. */
    nodeReady(name: string): boolean {
        return isTrue(this.nodes.get(name)?.status.conditions, "Ready");
    }

    /** Whether the API calls a node ready, and nothing keeps pods off: its taints go only after it has become ready. */
    nodeOpen(name: string): boolean {
        return this.nodeReady(name) && (this.nodes.get(name)?.spec.taints ?? []).length === 0;
    }

    /** Whether a node is there and in a zone that lives. */
    lives(node: string | undefined): boolean {
        return node !== undefined && this.nodes.has(node) && !this.lost.has(this.zoneOf(node));
    }

    /** Waits until something is so. @throws an `Error` that says what was not, and what there was instead. */
    async until(what: string, holds: () => boolean, limitSeconds: number): Promise<void> {
        const limit = Date.now() + limitSeconds * 1000;
        while (!holds()) {
            if (this.failure !== undefined) {
                throw this.failure;
            }
            if (Date.now() > limit) {
                throw new Error(`not in ${limitSeconds} s: ${what}\n${this.describe()}`);
            }
            await pause(100);
        }
    }

    /** Every server on a line of its own. */
    describe(): string {
        return this.all()
            .map(({ metadata, spec, status }) => {
                const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
                return [
                    `    ${metadata.name}`,
                    spec.nodeName ?? `on no node: ${scheduled?.message ?? "not tried yet"}`,
                    isTrue(status.conditions, "Ready") ? "ready" : "not ready",
                    metadata.deletionTimestamp === undefined ? "" : "told to end",
                ]
                    .filter((part) => part !== "")
                    .join(", ");
            })
            .join("\n");
    }

    private note(objects: Map<string, KubernetesObject>, { type, object }: WatchEvent): void {
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
        this.most = Math.max(this.most, this.all().length);
    }

    private zoneOf(node: string | undefined): string {
        return this.nodes.get(node ?? "")?.metadata.labels?.[ZONE] ?? "none";
    }
}

function isTrue(conditions: Condition[] | undefined, type: string): boolean {
    return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}
