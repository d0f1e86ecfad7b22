import { workloads } from "../catalog/workloads";
import { capacity, growth } from "../graph/capacity";
import type { Graph } from "../graph/graph";
import { sizingOf } from "../graph/sizing";
import { formatSize, nameOfLimit } from "./capacityWords";

/** The capacity of a stack for Posit's published test, in one line of its plan. */
export function capacityLine(graph: Graph): string {
    const { sizing, unknown } = sizingOf(graph);
    if (sizing === undefined) {
        return `Capacity: not known, as ${unknown}.`;
    }
    const { posit } = workloads;
    const found = growth(sizing, posit);
    if (found === undefined) {
        const problem = capacity(sizing, posit).find((limit) => limit.problem !== undefined)?.problem ?? "";
        return `Capacity: not known, as ${problem}. npm run capacity lists what is.`;
    }
    const { factor, binding } = found;
    const fits = factor >= 1 ? "fit, at most" : "do not fit: at most";
    return `Capacity: ${formatSize(posit)} of Posit's test ${fits} ${formatSize(posit, factor)} (${nameOfLimit(binding.limit)}). npm run capacity lists all limits.`;
}
