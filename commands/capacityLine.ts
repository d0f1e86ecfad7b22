import { workloads } from "../catalog/workloads";
import { capacity, growth } from "../graph/capacity";
import type { Graph } from "../graph/graph";
import { sizingOf } from "../graph/sizing";
import { fixedCapacity } from "./fixedCapacity";
import { formatSize, nameOfLimit } from "./capacityWords";

/** The capacity of a stack for Posit's published test, in one line of its plan, or two with an autoscaler. */
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
    const fixed = fixedCapacity(sizing, posit)?.growth;
    const least =
        fixed === undefined
            ? ""
            : `\n  Before the autoscaler starts nodes: ${formatSize(posit, fixed.factor)}.`;
    const most = `${formatSize(posit, factor)} (${nameOfLimit(binding.limit)}). npm run capacity explains it.${least}`;
    return factor >= 1
        ? `Capacity: Posit's test fits, with up to ${most}`
        : `Capacity: Posit's test of ${formatSize(posit)} does not fit, at most ${most}`;
}
