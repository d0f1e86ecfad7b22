import { createColors } from "picocolors";
import { checkLines, checkSummary } from "./checkLines";
import type { Checked } from "./doctor/check";

/** The answers of all checks. */
export interface Diagnosis {
    project: string;
    stack: string;
    account: string;
    region: string;
    checks: Checked[];
}

/** The checks for a person. */
export function doctorReport(
    { project, stack, account, region, checks }: Diagnosis,
    { color, after }: { color: boolean; after: boolean },
): string {
    return `${[
        [createColors(color).bold("Doctor"), project, stack, account, region].join(" · "),
        "",
        ...checkLines(checks, { color }),
        "",
        checkSummary(checks, {
            failed: after ? "the stack needs attention" : "an update or a drill will fail",
            unknown: `nothing is known to ${after ? "need attention" : "fail"}, and not everything is known`,
            passed: `nothing is known to ${after ? "need attention" : "stop an update"}`,
        }),
    ].join("\n")}\n`;
}
