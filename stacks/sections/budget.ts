import { table, wholeNumber } from "../field";

export const budgetSchema = table({
    monthlyUsd: wholeNumber({ min: 1, max: 100_000_000, unit: "USD" })
        .optional()
        .describe(
            "Most that the stack may cost in a month: the fixed amounts of `npm run cost`, without use. The policy `stack-budget` " +
                "reports a stack above it, as advice unless the level file makes it mandatory.",
        ),
})
    .prefault({})
    .describe("The monthly cost of the stack. No resource depends on it.");
