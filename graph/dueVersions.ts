import { kubernetesVersions } from "../catalog/kubernetesVersions";
import { OLD_RELEASE_DAYS, releaseDay, SUPPORT_NOTICE_DAYS } from "../catalog/maintenance";
import { postgresVersions } from "../catalog/postgresVersions";
import type { PriceList } from "../catalog/priceLists";
import { daysBetween } from "../lib/days";
import { cost } from "./cost";
import { Graph, type Resource } from "./graph";
import { readPath } from "./path";
import { CLUSTER, DATABASE, NODE_GROUP } from "./types";
import { textOf } from "./value";

/** A version whose end of standard support is near or past. */
export interface EndingSupport {
    kind: "support";
    of: "Kubernetes" | "PostgreSQL";
    version: string;
    /** Day of the end, `YYYY-MM-DD`. */
    ends: string;
    /** Days until then; below zero if it is past. */
    days: number;
    /** Whether the resource is in extended support from then on. */
    isExtended: boolean;
    /** Monthly price of extended support in USD; `null` if it is not known. */
    extendedUsd: number | null;
}

/** Nodes whose pinned image is old. */
export interface OldRelease {
    kind: "release";
    nodeGroup: string;
    release: string;
    days: number;
}

/** Versions that need an upgrade soon. */
export type DueVersion = EndingSupport | OldRelease;

/**
 * The versions of a stack that need an upgrade soon: ends of standard support in {@link SUPPORT_NOTICE_DAYS} days, and
 * releases of nodes older than {@link OLD_RELEASE_DAYS}.
 *
 * @param prices of the stack's region, if it has any.
 * @param today as `YYYY-MM-DD`, in UTC.
 */
export function dueVersions(graph: Graph, prices: PriceList | undefined, today: string): DueVersion[] {
    const due = ({ days }: { days: number }) => days <= SUPPORT_NOTICE_DAYS;
    return [
        ...graph
            .all(CLUSTER)
            .flatMap((cluster) => clusterSupport(cluster, today))
            .filter(due)
            .map((found) => ({ ...found, extendedUsd: extendedUsd(graph, CLUSTER, prices, found.ends) })),
        ...graph
            .all(DATABASE)
            .flatMap((database) => databaseSupport(database, today))
            .filter(due)
            .map((found) => ({ ...found, extendedUsd: extendedUsd(graph, DATABASE, prices, found.ends) })),
        ...graph.all(NODE_GROUP).flatMap((nodes) => oldRelease(nodes, today)),
    ];
}

type Support = Omit<EndingSupport, "extendedUsd">;

function clusterSupport({ properties }: Resource, today: string): Support[] {
    const version = textOf(properties.version);
    const ends = Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1]
        .standardSupportEnds;
    // The default is EXTENDED.
    const isExtended = readPath(properties, ["upgradePolicy", "supportType"]) !== "STANDARD";
    return ends === undefined
        ? []
        : [{ kind: "support", of: "Kubernetes", version, ends, days: daysBetween(today, ends), isExtended }];
}

function databaseSupport({ properties }: Resource, today: string): Support[] {
    const version = textOf(properties.engineVersion);
    const ends = postgresVersions.get(version.split(".")[0] ?? "");
    const isExtended = properties.engineLifecycleSupport !== "open-source-rds-extended-support-disabled";
    return ends === undefined
        ? []
        : [{ kind: "support", of: "PostgreSQL", version, ends, days: daysBetween(today, ends), isExtended }];
}

function oldRelease({ name, properties }: Resource, today: string): OldRelease[] {
    const release = textOf(properties.releaseVersion);
    const released = releaseDay(release);
    const days = released === undefined ? 0 : daysBetween(released, today);
    return days > OLD_RELEASE_DAYS ? [{ kind: "release", nodeGroup: name, release, days }] : [];
}

/** Inputs with which a resource is in extended support. */
const EXTENDED: Record<string, Record<string, unknown>> = {
    [CLUSTER]: { upgradePolicy: { supportType: "EXTENDED" } },
    [DATABASE]: { engineLifecycleSupport: "open-source-rds-extended-support" },
};

/** The price of extended support for a month of its first year, priced as if the stack were in it. */
function extendedUsd(graph: Graph, type: string, prices: PriceList | undefined, ends: string): number | null {
    if (prices === undefined) {
        return null;
    }
    const { source } = graph;
    const resources = (source.deployment.resources ?? []).map((state) =>
        state.type === type
            ? {
                  ...state,
                  inputs: { ...state.inputs, ...EXTENDED[type] },
                  outputs: { ...state.outputs, ...EXTENDED[type] },
              }
            : state,
    );
    const { fixed, later } = cost(new Graph({ ...source, deployment: { resources } }), prices, ends);
    const urns = graph.all(type).map(({ urn }) => urn);
    const line = [...fixed, ...later].find(
        ({ urn, item }) => urns.includes(urn) && item.startsWith("extended support"),
    );
    return line?.monthlyUsd ?? null;
}
