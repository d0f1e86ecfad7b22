import { readPath } from "./path";
import type { Resource } from "./graph";
import { once } from "./once";
import { textOf } from "./value";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Whether a chart is Connect's: by its name, or by the path or address of its folder or archive. */
export function isConnectChart(chart: string): boolean {
    return /(^|\/)rstudio-connect(-\d[^/]*)?\/?$/.test(chart);
}

/** The releases of Connect's chart. */
export const connectReleases = once((graph): readonly Resource[] =>
    graph.all(RELEASE).filter(({ properties }) => isConnectChart(textOf(properties.chart))),
);

/** The releases of the chart of the AWS Load Balancer Controller. */
export const controllerReleases = once((graph): readonly Resource[] =>
    graph
        .all(RELEASE)
        .filter(({ properties }) => /(^|\/)aws-load-balancer-controller$/.test(textOf(properties.chart))),
);

/** The releases of the chart of the Kubernetes Cluster Autoscaler. */
export const autoscalerReleases = once((graph): readonly Resource[] =>
    graph
        .all(RELEASE)
        .filter(({ properties }) => /(^|\/)cluster-autoscaler(-\d[^/]*)?\/?$/.test(textOf(properties.chart))),
);

/** The releases of the chart of NVIDIA's device plugin. */
export const devicePluginReleases = once((graph): readonly Resource[] =>
    graph
        .all(RELEASE)
        .filter(({ properties }) =>
            /(^|\/)nvidia-device-plugin(-\d[^/]*)?\/?$/.test(textOf(properties.chart)),
        ),
);

/** The releases of the chart of Karpenter, not those of its definitions. */
export const karpenterReleases = once((graph): readonly Resource[] =>
    graph
        .all(RELEASE)
        .filter(({ properties }) => /(^|\/)karpenter(-v?\d[^/]*)?\/?$/.test(textOf(properties.chart))),
);

/** The namespace in which a release of Connect runs content: the release's own if the values name none. */
export function contentNamespace({ properties }: Resource): string {
    const named =
        readPath(properties, ["values", "backends", "kubernetes", "namespace"]) ?? properties.namespace;
    return typeof named === "string" ? named : "";
}
