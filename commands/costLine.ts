import { priceLists } from "../catalog/priceLists";
import { cost, totalUsd } from "../graph/cost";
import type { Graph } from "../graph/graph";
import { lacksAmounts } from "./costReport";
import { formatUsd } from "../lib/formatUsd";

/** The monthly cost of a stack in one line of its plan. */
export function costLine(graph: Graph, region: string, today: string): string {
    const prices = priceLists[region];
    if (prices === undefined) {
        return `Cost: not known, as ${region === "" ? "the stack's region" : region} has no prices here. See docs/cost.md.`;
    }
    const priced = cost(graph, prices, today);
    const least = lacksAmounts(priced, false) ? "at least " : "";
    return `Cost: ${least}${formatUsd(totalUsd(priced))} a month, and what depends on use. npm run cost lists both.`;
}
