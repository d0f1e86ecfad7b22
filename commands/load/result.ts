import type { LoadForecast } from "./forecast";
import type { PhaseRate, Second } from "./measurements";
import type { K6Summary, Run } from "./runK6";

/**
 * Posit's published figure of the reference architecture.
 *
 * Source: https://docs.posit.co/connect/admin/reference-architectures/aws/k8s/, "Performance".
 */
export const PUBLISHED = { users: 3000, p99Ms: 1500 };

export type Scenario = "users" | "peak";

/** The parameters of a test. */
export interface LoadPlan {
    scenario: Scenario;
    url: string;
    users: number;
    rampSeconds: number;
    holdSeconds: number;
    thinkSeconds: number;
    /** Processes of each API on each server. */
    processes: number;
    /** Names of Connect's servers; none if it does not report them. */
    servers: string[];
}

/** The requests to an API, or to a server, with all users. */
export interface Part {
    kind: "all" | "content" | "server";
    name: string;
    requests: number;
    requestsPerSecond: number;
    medianMs: number | null;
    p95Ms: number | null;
    p99Ms: number | null;
    errorShare: number;
    /** Whether its thresholds hold. */
    passed: boolean;
}

/** The publisher's deployments. */
export interface Publishing {
    deployments: number;
    medianSeconds: number | null;
    errorShare: number;
}

/** The search for the most throughput. */
export interface PeakSearch {
    steps: PhaseRate[];
    users: number;
    requestsPerSecond: number;
}

/** The outcome of a test. */
export interface LoadResult extends LoadPlan {
    startedAt: string;
    passed: boolean;
    parts: Part[];
    publishing: Publishing | undefined;
    peak: PeakSearch | undefined;
    /** The forecast of the capacity model. */
    forecast: LoadForecast;
    seconds: Second[];
}

/** The parts of a run with all users, by content and by server. */
export function partsOf({ summary, phases }: Run, { servers }: LoadPlan, apis: readonly string[]): Part[] {
    const hold = phases.find(({ phase }) => phase === "hold");
    const seconds = hold === undefined ? 0 : hold.requests / hold.requestsPerSecond;
    const part = (kind: Part["kind"], name: string, tag: string): Part => {
        const tags = `{phase:hold${tag}}`;
        const duration = summary.metrics[`http_req_duration${tags}`]?.values ?? {};
        const requests = summary.metrics[`http_reqs${tags}`]?.values["count"] ?? 0;
        const value = (key: string): number | null => (requests === 0 ? null : (duration[key] ?? null));
        return {
            kind,
            name,
            requests,
            requestsPerSecond: seconds === 0 ? 0 : requests / seconds,
            medianMs: value("med"),
            p95Ms: value("p(95)"),
            p99Ms: value("p(99)"),
            errorShare: summary.metrics[`errors${tags}`]?.values["rate"] ?? 1,
            passed: ["http_req_duration", "errors", "http_reqs"].every((metric) =>
                holds(summary, `${metric}${tags}`),
            ),
        };
    };
    return [
        part("all", "all requests", ""),
        ...apis.map((name) => part("content", name, `,content:${name}`)),
        ...servers.map((name) => part("server", name, `,server:${name}`)),
    ];
}

/** Whether a metric's thresholds hold. One without a threshold does not. */
function holds({ metrics }: K6Summary, name: string): boolean {
    const thresholds = Object.values(metrics[name]?.thresholds ?? {});
    return thresholds.length > 0 && thresholds.every(({ ok }) => ok);
}

/** The publisher's part of a run; `undefined` if no user published. */
export function publishingOf({ metrics }: K6Summary): Publishing | undefined {
    const errors = metrics["publish_errors"]?.values;
    if (errors === undefined) {
        return undefined;
    }
    const { passes = 0, fails = 0, rate = 1 } = errors;
    return {
        deployments: passes + fails,
        medianSeconds: metrics["publish_seconds"]?.values["med"] ?? null,
        errorShare: rate,
    };
}

/** How a result compares with Posit's published figure, in a sentence. */
export function compareWithPublished({ parts, users, thinkSeconds, passed }: LoadResult): string {
    const [all] = parts;
    const p99 = all?.p99Ms;
    const rate = Math.round(all?.requestsPerSecond ?? 0);
    const measured = `${users.toLocaleString("en")} users, ${rate.toLocaleString("en")} requests a second, 99th percentile ${p99 === null || p99 === undefined ? "unknown" : `${Math.round(p99).toLocaleString("en")} ms`}`;
    const published = `Posit publishes ${PUBLISHED.users.toLocaleString("en")} users below ${PUBLISHED.p99Ms.toLocaleString("en")} ms, and no rate of requests`;
    const assumption = `here each user waits ${thinkSeconds} s on average between two requests`;
    const verdict =
        users < PUBLISHED.users
            ? "This run has fewer users, and does not repeat it."
            : passed
              ? "This run repeats it."
              : "This run does not reach it.";
    return `${measured}. ${published}; ${assumption}. ${verdict}`;
}
