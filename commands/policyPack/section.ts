import type { createColors } from "picocolors";
import { groupBy } from "../../lib/groupBy";
import { wrap } from "../../lib/wrap";
import { isRule, type Judgement, nameOf, termsOf, typeOf, usedWaivers, type Violation } from "./judgement";
import type { UnknownType } from "./unknownTypes";

/** Columns of a report's line. */
export const WIDTH = 118;

/** What the policies say, for a person: a line for each violation, advice and waiver, and what to do. */
export function policySection(
    judgement: Judgement,
    unknown: UnknownType[],
    form: { verbose: boolean },
    colors: ReturnType<typeof createColors>,
): string {
    const mark = ({ mandatory }: Violation): string => (mandatory ? colors.red("✗") : colors.yellow("!"));
    return [
        heading(judgement, colors),
        ...[...groupBy(judgement.violations, ({ urn }) => urn)].flatMap(([urn, violations]) => [
            `  ${nameOf(urn)}  ${colors.dim(typeOf(urn))}`,
            ...table(
                violations.map((violation) => [
                    `    ${mark(violation)} `,
                    violation.policy,
                    // Advice is short: a stack for trials has much of it, and means to.
                    [violation.sentence, violation.mandatory || form.verbose ? violation.remedy : ""],
                ]),
            ),
        ]),
        // One line for what one reason covers, however many waivers that takes.
        ...new Set(
            table(
                usedWaivers(judgement).map((waiver) => [
                    `  ${colors.dim("○")} `,
                    waiver.rule,
                    [termsOf(waiver)],
                ]),
            ),
        ),
        ...unknownLines(unknown, form),
    ].join("\n");
}

function heading(judgement: Judgement, colors: Colors): string {
    const { levelFile, policies, violations } = judgement;
    const waived = usedWaivers(judgement).length;
    const broken = violations.filter(({ mandatory }) => mandatory).length;
    const advice = violations.length - broken;
    const counts = [
        counted(policies.filter(isRule).length, "rule"),
        counted(broken, "violation"),
        ...(advice === 0 ? [] : [`${advice} advisory`]),
        ...(waived === 0 ? [] : [`${waived} waived`]),
    ].join(", ");
    const verdict = broken === 0 ? "" : `; ${colors.red("not to be deployed")}`;
    return `${colors.bold("Policies")} (${levelFile}): ${counts}${verdict}`;
}

type Colors = ReturnType<typeof createColors>;

/** Rows of a mark, a name and texts, each text broken into lines under its own beginning. */
function table(rows: [mark: string, name: string, texts: string[]][]): string[] {
    const nameWidth = Math.max(0, ...rows.map(([, name]) => name.length));
    return rows.flatMap(([mark, name, texts]) => {
        // The mark is one column wide, whatever its colour; so is the space after it.
        const indent = " ".repeat((/^ */.exec(mark)?.[0].length ?? 0) + 2 + nameWidth + 2);
        const lines = texts
            .filter((text) => text !== "")
            .flatMap((text) => wrap(text, WIDTH - indent.length));
        return lines.map((line, i) => `${i === 0 ? `${mark}${name.padEnd(nameWidth)}  ` : indent}${line}`);
    });
}

function unknownLines(unknown: UnknownType[], { verbose }: { verbose: boolean }): string[] {
    if (unknown.length === 0) {
        return [];
    }
    const types = counted(unknown.length, "resource type");
    return verbose
        ? [
              `  No rule knows ${types}:`,
              ...unknown.map(
                  ({ type, resources }) => `    ${type}${resources === 1 ? "" : ` × ${resources}`}`,
              ),
          ]
        : [`  No rule knows ${types}; --verbose lists them.`];
}

function counted(count: number, what: string): string {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
}
