import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "./api";
import { derivedObjects } from "./derivedObjects";
import type { Plan, PlannedRelease, Values } from "./plan";

/** Where a release's objects come from. */
export interface Manifests {
    /** Said in the tests' name. */
    source: string;
    /** The release's objects with these values. */
    render: (values: Values) => KubernetesObject[];
}

/** How long helm may take to fetch the chart, or to learn that there is no way to it. */
const FETCH_LIMIT_MS = 60_000;

/**
 * The planned release, rendered by the real chart where it can be had: `CONNECT_CHART` names it, a directory or an
 * archive, or helm fetches it into `directory`. Elsewhere the Deployment and the disruption budget that the tests derive from the values.
 */
export function manifests(planned: Plan, helm: string, directory: string): Manifests {
    const { release } = planned;
    const chart = process.env.CONNECT_CHART;
    if (chart !== undefined && chart !== "") {
        return rendered(planned, helm, chart);
    }
    return fetchChart(release, helm, directory)
        ? rendered(planned, helm, join(directory, readdirSync(directory)[0] ?? ""))
        : {
              source: `a Deployment derived from the values planned for ${release.chart.name}`,
              render: (values) => derivedObjects(release, values),
          };
}

function rendered({ release, version }: Plan, helm: string, chart: string): Manifests {
    const found = parseAllDocuments(run(helm, ["show", "chart", chart]))[0]?.toJS() as {
        name: string;
        version: string;
    };
    return {
        source: `the chart ${found.name} ${found.version}`,
        render: (values) => {
            const text = run(
                helm,
                [
                    "template",
                    release.name,
                    chart,
                    `--namespace=${release.namespace}`,
                    "--values=-",
                    `--kube-version=${version}`,
                    "--no-hooks",
                ],
                JSON.stringify(values),
            );
            // Kubernetes reads YAML 1.1: a mode of 0755 is octal.
            return parseAllDocuments(text, { version: "1.1" })
                .map((document) => document.toJS() as KubernetesObject | null)
                .filter((object) => object !== null)
                .map((object) => inNamespace(object, release.namespace));
        },
    };
}

/** Kinds of the chart that are the cluster's. */
const CLUSTER_WIDE = new Set(["PriorityClass"]);

/** An object that names no namespace goes into the release's, as with `helm install`. */
function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
    return CLUSTER_WIDE.has(object.kind)
        ? object
        : { ...object, metadata: { namespace, ...object.metadata } };
}

/** @returns whether it worked. */
function fetchChart({ chart }: PlannedRelease, helm: string, directory: string): boolean {
    const repository = chart.repository === "" ? [] : [`--repo=${chart.repository}`];
    try {
        run(helm, [
            "pull",
            chart.name,
            ...repository,
            `--version=${chart.version}`,
            `--destination=${directory}`,
        ]);
        return true;
    } catch {
        return false;
    }
}

function run(helm: string, args: string[], input = ""): string {
    return execFileSync(helm, args, {
        encoding: "utf8",
        timeout: FETCH_LIMIT_MS,
        maxBuffer: 64 * 1024 * 1024,
        input,
        stdio: "pipe",
    });
}
