import type { createColors } from "picocolors";
import { groupBy } from "../../lib/groupBy";
import { count } from "../../lib/count";
import { wrap } from "../../lib/wrap";
import { nameOf, typeOf } from "../../graph/urn";
import { countFindings, isBlocked, type Judgement, termsOf, usedWaivers, type Violation } from "./judgement";
import type { UnknownType } from "./unknownTypes";

/** Width of a report in columns. */
export const WIDTH = 118;

/** The policies' findings for a person: a line for each violation, advice and waiver, with the remedy. */
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
                violations.map((violation, i) => [
                    `    ${mark(violation)} `,
                    violation.policy,
                    [violation.sentence, remedyOf(violation, violations[i + 1], form)],
                ]),
            ),
        ]),
        // Waivers with the same rule and terms are printed once.
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

/**
 * The remedy, once for successive violations of a rule. The remedy of advice is omitted: a trial stack accepts much
 * advice on purpose.
 */
function remedyOf(
    { policy, mandatory, remedy }: Violation,
    next: Violation | undefined,
    { verbose }: { verbose: boolean },
): string {
    return (mandatory || verbose) && next?.policy !== policy ? remedy : "";
}

function heading(judgement: Judgement, colors: Colors): string {
    const verdict = isBlocked(judgement) ? `; ${colors.red("deployment blocked")}` : "";
    return `${colors.bold("Policies")} (${judgement.levelFile}): ${countFindings(judgement)}${verdict}`;
}

type Colors = ReturnType<typeof createColors>;

/** Rows of a mark, a name and texts, each text wrapped under its beginning. */
function table(rows: [mark: string, name: string, texts: string[]][]): string[] {
    const nameWidth = Math.max(0, ...rows.map(([, name]) => name.length));
    return rows.flatMap(([mark, name, texts]) => {
        // The mark is one column wide, regardless of its color codes, and so is the space after it.
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
    const types = count(unknown.length, "resource type");
    return verbose
        ? [
              `  ${types} without a rule:`,
              ...unknown.map(
                  ({ type, resources }) => `    ${type}${resources === 1 ? "" : ` × ${resources}`}`,
              ),
          ]
        : [`  ${types} without a rule; --verbose lists them.`];
}
