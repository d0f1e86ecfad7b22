import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "./api";
import { derivedObjects } from "./derivedObjects";
import type { Plan, PlannedRelease, Values } from "./plan";

/** Source of a release's objects. */
export interface Manifests {
    /** Part of the tests' names. */
    source: string;
    /** Renders the release's objects with these values. */
    render: (values: Values) => KubernetesObject[];
}

/** Time limit for helm to fetch the chart, or to fail without network access. */
const FETCH_LIMIT_MS = 60_000;

/**
 * The planned release, rendered with the real chart if it is available: `CONNECT_CHART` names its directory or archive, or helm
 * fetches it into `directory`. Otherwise the Deployment and the disruption budget that the tests derive from the values.
 */
export function manifests(planned: Plan, helm: string, directory: string): Manifests {
    const { release } = planned;
    const chart = process.env.CONNECT_CHART;
    if (chart !== undefined && chart !== "") {
        return renderChart(planned, helm, chart);
    }
    return fetchChart(release, helm, directory)
        ? renderChart(planned, helm, join(directory, readdirSync(directory)[0] ?? ""))
        : {
              source: `a Deployment derived from the values planned for ${release.chart.name}`,
              render: (values) => derivedObjects(release, values),
          };
}

function renderChart({ release, version }: Plan, helm: string, chart: string): Manifests {
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
            // Kubernetes parses YAML 1.1, in which a mode of 0755 is octal.
            return parseAllDocuments(text, { version: "1.1" })
                .map((document) => document.toJS() as KubernetesObject | null)
                .filter((object) => object !== null)
                .map((object) => inNamespace(object, release.namespace));
        },
    };
}

/** Cluster-scoped kinds of the chart. */
const CLUSTER_WIDE = new Set(["PriorityClass"]);

/** Adds the release's namespace to an object without one, as `helm install` does. */
function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
    return CLUSTER_WIDE.has(object.kind)
        ? object
        : { ...object, metadata: { namespace, ...object.metadata } };
}

/** @returns whether helm fetched the chart. */
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
