import { chartApis } from "../../catalog/chartApis";
import type { RemovedApi } from "../../catalog/removedApis";
import { kubernetesMinor } from "../../lib/kubernetesMinor";
import type { Graph } from "../graph";
import { RELEASE } from "../types";
import { textOf } from "../value";

/** An object of an API version that a Kubernetes version no longer has. */
export interface RemovedUse {
    /** Name of the resource, or of the release whose chart installs the object. */
    resource: string;
    apiVersion: string;
    /** Kind of the object, such as `PodDisruptionBudget`. */
    object: string;
    removedIn: string;
    replacedBy: string;
}

/** Objects of a stack and of its charts whose API version is removed after one Kubernetes version, up to another. */
export function removedUses(
    graph: Graph,
    removed: readonly RemovedApi[],
    from: string,
    to: string,
): RemovedUse[] {
    const [after, last] = [kubernetesMinor(from) ?? 0, kubernetesMinor(to) ?? 0];
    const isGone = ({ removedIn }: RemovedApi) => {
        const minor = kubernetesMinor(removedIn) ?? 0;
        return minor > after && minor <= last;
    };
    return uses(graph).flatMap(({ resource, apiVersion, kind }) =>
        removed
            .filter((api) => isGone(api) && api.apiVersion === apiVersion && api.kinds.includes(kind))
            .map(({ removedIn, replacedBy }) => ({
                resource,
                apiVersion,
                object: kind,
                removedIn,
                replacedBy,
            })),
    );
}

/** Releases of charts whose API versions the catalog does not know, each as its name with chart and version. */
export function unknownCharts(graph: Graph): { release: string; chart: string }[] {
    return charts(graph)
        .filter(({ chart }) => !Object.hasOwn(chartApis, chart))
        .map(({ release, chart }) => ({ release, chart }));
}

interface Use {
    resource: string;
    apiVersion: string;
    kind: string;
}

function uses(graph: Graph): Use[] {
    return [
        ...graph.resources.flatMap(({ type, name }) => {
            const [, group = "", kind = ""] = /^kubernetes:([^:]+):(\w+)$/.exec(type) ?? [];
            return group === "" || type === RELEASE
                ? []
                : [{ resource: name, apiVersion: group.replace(/^core\//, ""), kind }];
        }),
        ...charts(graph).flatMap(({ release, chart }) =>
            (chartApis[chart] ?? []).map((api) => {
                const parts = api.split("/");
                return {
                    resource: release,
                    apiVersion: parts.slice(0, -1).join("/"),
                    kind: parts.at(-1) ?? "",
                };
            }),
        ),
    ];
}

function charts(graph: Graph): { release: string; chart: string }[] {
    return graph.all(RELEASE).map(({ name, properties }) => ({
        release: name,
        chart: `${textOf(properties.chart)} ${textOf(properties.version)}`,
    }));
}
