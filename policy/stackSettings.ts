import type { Graph } from "../graph/graph";
import { getPath } from "../lib/getPath";

/** Settings of a stack, as rules ask for them. */
export interface StackSettings {
    /** Finds why the stack does not keep its budget, as a sentence. Absent without a budget. */
    readonly findBudgetFault?: (graph: Graph) => string | undefined;
}

/**
 * Reads the stack's configuration, which the engine passes with each value as text. Prices are loaded only for a stack with a
 * budget: the pack starts faster without them.
 */
export async function readStackSettings(config: ReadonlyMap<string, string>): Promise<StackSettings> {
    const text = config.get("posit-connect:budget");
    const budget = text === undefined ? {} : parse(text);
    const monthlyUsd = getPath(budget, ["monthlyUsd"]);
    if (typeof budget === "object" && budget !== null && monthlyUsd === undefined) {
        return {};
    }
    if (typeof monthlyUsd !== "number") {
        return {
            findBudgetFault: () =>
                "posit-connect:budget.monthlyUsd is not a number, so the budget is not checked.",
        };
    }
    const { findBudgetFault } = await import("./findBudgetFault");
    return { findBudgetFault: (graph) => findBudgetFault(graph, monthlyUsd) };
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
