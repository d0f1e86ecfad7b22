import type { Rate } from "./measurements";

/** Growth of the throughput below which more users do not bring more. */
const GROWTH = 0.05;

/** Steps without growth that end the search. */
const PATIENCE = 2;

/** The step with the most throughput, once {@link PATIENCE} further steps do not exceed it by {@link GROWTH}; or none so far. */
export function findPeak(steps: readonly Rate[]): Rate | undefined {
    let peak: Rate | undefined;
    let without = 0;
    for (const step of steps) {
        if (peak === undefined || step.requestsPerSecond > peak.requestsPerSecond * (1 + GROWTH)) {
            peak = step;
            without = 0;
        } else {
            without += 1;
        }
        if (without >= PATIENCE) {
            return peak;
        }
    }
    return undefined;
}
