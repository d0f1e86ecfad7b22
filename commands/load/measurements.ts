/** A second of a run. */
export interface Second {
    /** Seconds since the start. */
    second: number;
    /** Users at its end. */
    users: number;
    requests: number;
    errors: number;
    medianMs: number | null;
    p99Ms: number | null;
}

/** The throughput of a phase, such as `hold` or `step3`. */
export interface Rate {
    phase: string;
    /** Most users in it. */
    users: number;
    /** From its first to its last request. */
    requestsPerSecond: number;
}

/** All that is measured of a phase. */
export interface PhaseRate extends Rate {
    requests: number;
    errors: number;
    p99Ms: number | null;
}

/** A sample of k6. Source: https://grafana.com/docs/k6/latest/results-output/real-time/json/ */
interface Sample {
    metric: string;
    type: string;
    data: { time: string; value: number; tags?: Record<string, string> };
}

interface Bucket {
    durations: number[];
    requests: number;
    errors: number;
    users: number;
}

/** The metrics that count, as they appear in a line: most lines are of others, and are not parsed. */
const WANTED = /"metric":"(http_req_duration|errors|vus)"/;

/** Phases of which no user's request is part. */
const OTHER = ["setup", "publish"];

/** Collects the samples of k6 while it runs: nothing is written to disk. */
export class Measurements {
    private start: number | undefined;
    private readonly buckets = new Map<number, Bucket>();
    private readonly phases = new Map<string, Bucket & { first: number; last: number }>();
    private users = 0;

    /** @param line of k6's output in JSON. */
    add(line: string): void {
        if (!WANTED.test(line)) {
            return;
        }
        const { metric, type, data } = JSON.parse(line) as Sample;
        if (type !== "Point") {
            return;
        }
        const time = Date.parse(data.time);
        this.start ??= time;
        const second = Math.max(0, Math.floor((time - this.start) / 1000));
        const bucket = this.buckets.get(second) ?? {
            durations: [],
            requests: 0,
            errors: 0,
            users: this.users,
        };
        this.buckets.set(second, bucket);
        const phase = data.tags?.["phase"] ?? "";
        if (metric === "vus") {
            this.users = data.value;
            bucket.users = data.value;
        } else if (!OTHER.includes(phase)) {
            const all = this.phases.get(phase) ?? {
                durations: [],
                requests: 0,
                errors: 0,
                users: 0,
                first: time,
                last: time,
            };
            this.phases.set(phase, all);
            for (const each of [bucket, all]) {
                if (metric === "errors") {
                    each.errors += data.value;
                } else {
                    each.requests += 1;
                    each.durations.push(data.value);
                }
            }
            all.users = Math.max(all.users, this.users);
            all.last = time;
        }
    }

    /** The last complete second; `undefined` before its end. */
    latest(): Second | undefined {
        const [number, bucket] = [...this.buckets].at(-2) ?? [];
        return number === undefined || bucket === undefined ? undefined : secondOf(number, bucket);
    }

    /** Every second of the run. The last one may not be complete. */
    seconds(): Second[] {
        return [...this.buckets]
            .sort(([one], [other]) => one - other)
            .map(([number, bucket]) => secondOf(number, bucket));
    }

    /** The phases so far, in their order. */
    rates(): Rate[] {
        return [...this.phases].map(([phase, { users, requests, first, last }]) => ({
            phase,
            users,
            requestsPerSecond: requests / Math.max(1, (last - first) / 1000),
        }));
    }

    /** The phases of the run, in their order. */
    phaseRates(): PhaseRate[] {
        return this.rates().map((rate) => {
            const { durations = [], requests = 0, errors = 0 } = this.phases.get(rate.phase) ?? {};
            return { ...rate, requests, errors, p99Ms: quantile(durations, 0.99) };
        });
    }
}

function secondOf(second: number, { users, requests, errors, durations }: Bucket): Second {
    return {
        second,
        users,
        requests,
        errors,
        medianMs: quantile(durations, 0.5),
        p99Ms: quantile(durations, 0.99),
    };
}

/** A quantile as k6 computes it: linear between the two nearest values. */
export function quantile(values: readonly number[], share: number): number | null {
    const sorted = Float64Array.from(values).sort();
    if (sorted.length === 0) {
        return null;
    }
    const position = share * (sorted.length - 1);
    const [below = 0, above = below] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
    return below + (above - below) * (position - Math.floor(position));
}
