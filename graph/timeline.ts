import { durationOf } from "./durationOf";
import type { Graph, Resource } from "./graph";
import { mustPrecede } from "./timelineOrders";

/** When a resource is created, in seconds from the start. */
export interface Span {
    resource: Resource;
    start: number;
    finish: number;
    /** The prerequisite that it waited for longest. */
    after: Resource | undefined;
}

/** One round of a destroy: Pulumi deletes its resources in parallel, and all of them before the next round. */
export interface Round {
    seconds: number;
    /** The resource that takes longest. */
    slowest: Resource;
}

/** A wait that neither AWS nor Kubernetes requires. */
export interface Wait {
    resource: Resource;
    for: Resource;
    /** How much earlier the resource could start. */
    seconds: number;
}

/** How long a first deployment typically takes, with as much in parallel as Pulumi does. */
export interface Timeline {
    up: {
        seconds: number;
        /** The critical path, first to last. */
        critical: Span[];
    };
    destroy: {
        seconds: number;
        /** Rounds that take time, first to last. */
        rounds: Round[];
    };
    /** The longest chain that AWS and Kubernetes require: no program can be faster. */
    floor: {
        seconds: number;
        critical: Span[];
    };
    /** Waits on the critical path that neither AWS nor Kubernetes requires, the longest first. */
    waits: Wait[];
    /** Types that the catalog does not know. */
    untimed: string[];
}

/** How long an operation on a resource takes. */
type Durations = typeof durationOf;

/** @param durations by default the typical ones. */
export function timeline(graph: Graph, durations: Durations = durationOf): Timeline {
    const order = new Order(graph);
    const up = schedule(order.customs, (resource) => order.prerequisites(resource), durations);
    const floor = schedule(order.customs, (resource) => order.required(resource), durations);
    const critical = chainTo(up);
    return {
        up: { seconds: lastFinish(up), critical },
        destroy: destroy(graph, order, durations),
        floor: { seconds: lastFinish(floor), critical: chainTo(floor) },
        waits: waits(critical, up, order),
        untimed: [
            ...new Set(
                order.customs.flatMap((resource) =>
                    durations(resource, "create").source === undefined ? [resource.type] : [],
                ),
            ),
        ],
    };
}

/** The order of resources. */
class Order {
    /** The resources that take time. */
    readonly customs: Resource[];

    private readonly index: Map<string, number>;
    private readonly graph: Graph;

    constructor(graph: Graph) {
        this.graph = graph;
        this.customs = graph.resources.filter(({ custom }) => custom);
        this.index = new Map(graph.resources.map(({ urn }, i) => [urn, i]));
    }

    /**
     * The resources that a resource waits for. A component represents all its children. The children of a remote
     * component wait for its prerequisites too, as it creates them only then.
     */
    prerequisites(resource: Resource): Resource[] {
        const own = [...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()];
        const parent = this.find(resource.parent);
        return this.earlier(resource, [
            ...own.flatMap((urn) => this.expandComponent(urn)),
            ...this.provider(resource),
            ...(parent === undefined ? [] : parent.custom ? [parent] : this.prerequisites(parent)),
        ]);
    }

    /** Prerequisites that AWS or Kubernetes requires: sources of values, and known orders. */
    required(resource: Resource): Resource[] {
        const sources = new Set(
            [...Object.values(resource.propertyDependencies).flat(), resource.provider ?? ""].filter(
                // A remote component outputs values of its children: only they are the source.
                (urn) => this.find(urn)?.custom === true,
            ),
        );
        return this.prerequisites(resource).filter(
            (one) => sources.has(one.urn) || mustPrecede(one, resource),
        );
    }

    /** Resources that Pulumi deletes only after a resource: its dependencies, its provider and its parent. */
    deletedAfter(resource: Resource): Resource[] {
        const urns = [
            ...resource.dependencies,
            ...Object.values(resource.propertyDependencies).flat(),
            ...(resource.deletedWith === undefined ? [] : [resource.deletedWith]),
        ];
        const parent = this.find(resource.parent);
        return this.earlier(resource, [
            ...urns.flatMap((urn) => {
                const one = this.find(urn);
                return one === undefined ? [] : one.custom ? [one] : this.graph.tree(one);
            }),
            ...this.provider(resource),
            ...(parent === undefined ? [] : [parent]),
        ]);
    }

    private expandComponent(urn: string): Resource[] {
        const one = this.find(urn);
        if (one === undefined) {
            return [];
        }
        return one.custom ? [one] : this.graph.tree(one).filter(({ custom }) => custom);
    }

    private provider({ provider }: Resource): Resource[] {
        const one = this.find(provider);
        return one === undefined ? [] : [one];
    }

    private find(urn: string | undefined): Resource | undefined {
        return urn === undefined ? undefined : this.graph.find(urn);
    }

    /** Each once, and only if registered before: a component does not represent its later children. */
    private earlier(resource: Resource, others: Resource[]): Resource[] {
        const own = this.indexOf(resource);
        return [...new Set(others)].filter((one) => this.indexOf(one) < own);
    }

    private indexOf({ urn }: Resource): number {
        return this.index.get(urn) ?? 0;
    }
}

type Spans = Map<Resource, Span>;

/** Each starts after its prerequisites: Pulumi's limit of parallel operations is far above a stack of this size. */
function schedule(
    resources: Resource[],
    prerequisites: (resource: Resource) => Resource[],
    durations: Durations,
): Spans {
    const spans: Spans = new Map();
    // Registration order: each resource comes after its prerequisites.
    for (const resource of resources) {
        const last = lastOf(prerequisites(resource).flatMap((one) => spans.get(one) ?? []));
        const start = last?.finish ?? 0;
        const finish = start + durations(resource, "create").seconds;
        spans.set(resource, { resource, start, finish, after: last?.resource });
    }
    return spans;
}

function lastOf(spans: Iterable<Span>): Span | undefined {
    let last: Span | undefined;
    for (const span of spans) {
        last = last === undefined || span.finish > last.finish ? span : last;
    }
    return last;
}

function lastFinish(spans: Spans): number {
    return lastOf(spans.values())?.finish ?? 0;
}

/** The chain that ends last, first to last, without resources that take no time. */
function chainTo(spans: Spans): Span[] {
    const chain: Span[] = [];
    for (let span = lastOf(spans.values()); span !== undefined; span = span.after && spans.get(span.after)) {
        chain.unshift(span);
    }
    return chain.filter(({ start, finish }) => finish > start);
}

function waits(critical: Span[], up: Spans, order: Order): Wait[] {
    return critical
        .flatMap(({ resource, start, after }): Wait[] => {
            const required =
                lastOf(order.required(resource).flatMap((one) => up.get(one) ?? []))?.finish ?? 0;
            return after !== undefined && required < start
                ? [{ resource, for: after, seconds: start - required }]
                : [];
        })
        .sort((one, other) => other.seconds - one.seconds);
}

/**
 * Pulumi deletes in rounds. The last round has the resources without dependencies, and each resource is one round before the
 * first of its dependencies. A round takes as long as its slowest resource.
 * Source: `pulumi/pulumi` 3.259.0, pkg/resource/deploy/step_generator.go, `ScheduleDeletes`.
 */
function destroy(graph: Graph, order: Order, durations: Durations): Timeline["destroy"] {
    const levels = new Map<Resource, number>();
    for (const resource of graph.resources) {
        const below = order.deletedAfter(resource).map((one) => levels.get(one) ?? 0);
        levels.set(resource, below.length === 0 ? 0 : Math.max(...below) + 1);
    }
    const rounds = new Map<number, Round>();
    for (const [resource, level] of levels) {
        const isLeft = resource.retainOnDelete || graph.find(resource.deletedWith ?? "") !== undefined;
        const seconds = isLeft ? 0 : durations(resource, "delete").seconds;
        if (seconds > (rounds.get(level)?.seconds ?? 0)) {
            rounds.set(level, { seconds, slowest: resource });
        }
    }
    const inOrder = [...rounds].sort(([one], [other]) => other - one).map(([, round]) => round);
    return { seconds: inOrder.reduce((sum, { seconds }) => sum + seconds, 0), rounds: inOrder };
}
