import { isConnect } from "../rules/helm/connectRelease";
import type { Resource } from "../resource";
import { at } from "./links";
import { once } from "./once";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** The releases of Connect's chart. */
export const connectReleases = once((topology): readonly Resource[] =>
    topology.all(RELEASE).filter(({ properties }) => {
        const { chart } = properties;
        return typeof chart === "string" && isConnect.accepts(chart, undefined);
    }),
);

/** The releases of the chart of the AWS Load Balancer Controller. */
export const controllerReleases = once((topology): readonly Resource[] =>
    topology.all(RELEASE).filter(({ properties }) => {
        const { chart } = properties;
        return typeof chart === "string" && /(^|\/)aws-load-balancer-controller$/.test(chart);
    }),
);

/** The namespace that a release of Connect runs content in: its own where the values name none. */
export function contentNamespace({ properties }: Resource): string {
    const named = at(properties, ["values", "backends", "kubernetes", "namespace"]) ?? properties.namespace;
    return typeof named === "string" ? named : "";
}
