import { priceLists } from "../catalog/priceLists";
import { cost, totalUsd } from "../graph/cost";
import type { Graph } from "../graph/graph";
import { regionOf } from "../graph/subnets";
import { formatUsd } from "../lib/formatUsd";
import { today } from "./clock";

/** Finds why a stack does not keep its budget, as a sentence. An amount that is not known may exceed it. */
export function findBudgetFault(graph: Graph, budgetUsd: number): string | undefined {
    const budget = `its budget of ${formatUsd(budgetUsd)}`;
    const region = regionOf(graph);
    const prices = priceLists[region ?? ""];
    if (prices === undefined) {
        return `The stack may exceed ${budget}: ${region ?? "its region, which is not known,"} has no prices in catalog/prices.`;
    }
    const priced = cost(graph, prices, today());
    const total = totalUsd(priced);
    if (total > budgetUsd) {
        return `The stack costs ${formatUsd(total)} a month without use, more than ${budget}.`;
    }
    const unknown = [
        ...priced.fixed.flatMap(({ monthlyUsd, resource }) => (monthlyUsd === null ? [resource] : [])),
        ...priced.notPriced.flatMap(({ names }) => names),
    ];
    return unknown.length === 0
        ? undefined
        : `The stack costs at least ${formatUsd(total)} a month and may exceed ${budget}: the price of ${[...new Set(unknown)].join(", ")} is not known.`;
}
