import type { StackRule } from "../../rule";

export const budget: readonly StackRule[] = [
    {
        name: "stack-budget",
        level: "advisory",
        severity: "medium",
        controls: ["Pulumi budget"],
        description: "The stack costs no more in a month than its setting budget.monthlyUsd, without use.",
        remedy: "Choose smaller or fewer resources, or raise posit-connect:budget.monthlyUsd. npm run cost lists the amounts.",
        url: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
        *check(graph, settings) {
            const sentence = settings?.findBudgetFault?.(graph);
            if (sentence !== undefined) {
                yield { sentence };
            }
        },
    },
];
