import { createColors } from "picocolors";
import { wrap } from "../lib/wrap";
import type { Checked, Verdict } from "./doctor/check";

const MARKS: Record<Verdict, string> = { passed: "✓", failed: "✗", unknown: "?", notNeeded: "–" };

const WIDTH = 120;

/** Checks for a person, a few lines each: those that need attention have what to do. */
export function checkLines(checks: readonly Checked[], { color }: { color: boolean }): string[] {
    const colors = createColors(color);
    const paint = { passed: colors.green, failed: colors.red, unknown: colors.yellow, notNeeded: colors.dim };
    const titleWidth = Math.max(...checks.map(({ title }) => title.length));
    const indent = " ".repeat(titleWidth + 4);
    return checks.flatMap(({ title, verdict, detail, fix }) => {
        const prefix = { passed: "", failed: "", unknown: "could not tell: ", notNeeded: "not needed: " }[
            verdict
        ];
        const [first = "", ...others] = wrap(`${prefix}${detail}`, WIDTH - indent.length);
        return [
            `${paint[verdict](MARKS[verdict])} ${title.padEnd(titleWidth)}  ${first}`,
            ...others.map((line) => `${indent}${line}`),
            // A command stays on one line.
            ...(fix ?? "")
                .split("\n")
                .filter((line) => line !== "")
                .flatMap((line) =>
                    line.startsWith("pulumi ") ? [line] : wrap(line, WIDTH - indent.length - 2),
                )
                .map((line, index) => `${indent}${index === 0 ? "→" : " "} ${line}`),
        ];
    });
}

/** How many checks passed and how many did not, and a conclusion. */
export function checkSummary(
    checks: readonly Checked[],
    conclusions: { failed: string; unknown: string; passed: string },
): string {
    const number = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
    const [failures, unknowns] = [number("failed"), number("unknown")];
    const counts = [
        `${number("passed")} passed`,
        ...(failures === 0 ? [] : [`${failures} failed`]),
        ...(unknowns === 0 ? [] : [`${unknowns} could not tell`]),
        ...(number("notNeeded") === 0 ? [] : [`${number("notNeeded")} not needed`]),
    ].join(", ");
    return `${counts}: ${failures > 0 ? conclusions.failed : unknowns > 0 ? conclusions.unknown : conclusions.passed}`;
}
