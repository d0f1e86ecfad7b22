import { connect } from "../catalog/connect";
import { isChart } from "../lib/isChart";
import { readPath } from "./path";
import type { Resource } from "./graph";
import { once } from "./once";
import { RELEASE } from "./types";
import { textOf } from "./value";

const releasesOf = (chart: string) =>
    once((graph): readonly Resource[] =>
        graph.all(RELEASE).filter(({ properties }) => isChart(textOf(properties.chart), chart)),
    );

export const connectReleases = releasesOf(connect.chart.name);

export const controllerReleases = releasesOf("aws-load-balancer-controller");

export const autoscalerReleases = releasesOf("cluster-autoscaler");

export const devicePluginReleases = releasesOf("nvidia-device-plugin");

/** The releases of Karpenter itself, not those of its definitions. */
export const karpenterReleases = releasesOf("karpenter");

/** The namespace in which a release of Connect runs content: the release's own if the values name none. */
export function contentNamespace({ properties }: Resource): string {
    const named =
        readPath(properties, ["values", "backends", "kubernetes", "namespace"]) ?? properties.namespace;
    return typeof named === "string" ? named : "";
}
