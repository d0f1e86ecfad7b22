import { createColors } from "picocolors";
import { wrap } from "../lib/wrap";
import type { Checked, Verdict } from "./doctor/check";

/** The answers of all checks. */
export interface Diagnosis {
    project: string;
    stack: string;
    account: string;
    region: string;
    checks: Checked[];
}

const MARKS: Record<Verdict, string> = { passed: "✓", failed: "✗", unknown: "?", notNeeded: "–" };

const WIDTH = 120;

/** The checks for a person: those that need attention have what to do. */
export function doctorReport(
    { project, stack, account, region, checks }: Diagnosis,
    { color, after }: { color: boolean; after: boolean },
): string {
    const colors = createColors(color);
    const paint = { passed: colors.green, failed: colors.red, unknown: colors.yellow, notNeeded: colors.dim };
    const titleWidth = Math.max(...checks.map(({ title }) => title.length));
    const indent = " ".repeat(titleWidth + 4);
    const lines = checks.flatMap(({ title, verdict, detail, fix }) => {
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
    return `${[
        [colors.bold("Doctor"), project, stack, account, region].join(" · "),
        "",
        ...lines,
        "",
        summary(checks, after),
    ].join("\n")}\n`;
}

function summary(checks: readonly Checked[], after: boolean): string {
    const number = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
    const [failures, unknowns] = [number("failed"), number("unknown")];
    const counts = [
        `${number("passed")} passed`,
        ...(failures === 0 ? [] : [`${failures} failed`]),
        ...(unknowns === 0 ? [] : [`${unknowns} could not tell`]),
        ...(number("notNeeded") === 0 ? [] : [`${number("notNeeded")} not needed`]),
    ].join(", ");
    const verdict =
        failures > 0
            ? after
                ? "the stack needs attention"
                : "an update or a drill will fail"
            : unknowns > 0
              ? `nothing is known to ${after ? "need attention" : "fail"}, and not everything is known`
              : `nothing is known to ${after ? "need attention" : "stop an update"}`;
    return `${counts}: ${verdict}`;
}
