import type { Interruption } from "../../catalog/interruption";
import type { CostChange } from "../../graph/costChange";
import { nameOf } from "../../graph/urn";
import { count } from "../../lib/count";
import { formatUsd } from "../../lib/formatUsd";
import { groupBy } from "../../lib/groupBy";
import type { ChangesAnswer, ReportedChange } from "../changesAnswer";
import {
    ACTIONS,
    capitalize,
    enumerate,
    proposeAcknowledgements,
    VERBS,
    worstFirst,
    worstInterruption,
} from "../changeWords";
import { labelWithName } from "../labelWithName";
import type { PlanSummary } from "../planSummary";
import type { Row } from "../policyPack/requirementRows";
import type { StackAnswers } from "./answers";
import { formatMark } from "./marker";
import {
    codeBlock,
    escapeText,
    fold,
    inOnePiece,
    joinParts,
    list,
    paragraph,
    type Part,
    table,
} from "./markdown";
import { termsOf } from "../policyPack/judgement";

/** Characters that GitHub accepts in the body of a comment or an issue. */
export const LIMIT = 65_536;

/** Lines about a stack's changes outside the fold. */
const LISTED = 12;

/** Facts of a run that the answers do not have. */
export interface Origin {
    /** As `YYYY-MM-DD`. */
    today: string;
    /** The commit that the answers are about. */
    commit?: string;
    /** URL of the repository's page. */
    repository?: string;
    /** URL of the run in CI. */
    run?: string;
}

/** The answer about a stack. */
type Verdict = "blocked" | "unknown" | "changes" | "unchanged";

const MARKS: Record<Verdict, string> = { blocked: "⛔", unknown: "❔", changes: "✅", unchanged: "✅" };

const NOTICED: Record<Interruption, string> = {
    rejected:
        "a change is rejected: by AWS or Connect, halfway through the update, or as it would damage data",
    down: "unavailable for minutes, or permanently",
    unknown: "not known for all changes",
    brief: "an interruption of up to two minutes",
    rolling: "sessions on replaced nodes or pods end",
    none: "nothing",
};

interface StackReport {
    stack: string;
    plan: PlanSummary | undefined;
    changes: ChangesAnswer | undefined;
    cost: CostChange | undefined;
    isPreview: boolean;
    /** Failed commands, with their errors. */
    failures: { verdict: "blocked" | "unknown"; subject: string; error: string }[];
    verdict: Verdict;
}

/** The comment of a pull request: the summary of each stack, then the details in folds. */
export function comment(answers: readonly StackAnswers[], origin: Origin): string {
    const reports = answers.map(reportOf);
    const previews = reports.filter(({ isPreview }) => isPreview).length;
    const parts = [
        paragraph(`${formatMark({ commit: origin.commit ?? "", previews })}\n## ${heading(reports)}`),
        summary(reports),
        ...reports.flatMap((report) => [...blockers(report, origin), ...inWords(report)]),
        ...reports.flatMap(details),
    ];
    return joinParts(parts, LIMIT, {
        cut: `> [!NOTE]\n> Not complete: GitHub accepts ${LIMIT.toLocaleString("en-US")} characters. \`npm run plan\` and \`npm run changes\` print everything.\n`,
        end: `<sub>${footer(reports, origin)}</sub>\n`,
    });
}

function reportOf({ stack, plan, changes, preview, cost }: StackAnswers): StackReport {
    const failures = [
        { verdict: "blocked" as const, subject: "it cannot be planned", answer: plan },
        { verdict: "blocked" as const, subject: "its preview failed", answer: preview },
        { verdict: "unknown" as const, subject: "its changes cannot be determined", answer: changes },
    ].flatMap(({ verdict, subject, answer }) =>
        answer !== undefined && "error" in answer ? [{ verdict, subject, error: answer.error }] : [],
    );
    const known = {
        plan: dataOf(plan),
        // A preview knows the deployed stack; a comparison of plans does not.
        changes: dataOf(preview) ?? dataOf(changes),
        // It is no condition of an update, so it does not change the verdict.
        cost: dataOf(cost),
        isPreview: dataOf(preview) !== undefined,
    };
    return { stack, ...known, failures: distinct(failures), verdict: verdictOf(known, failures) };
}

function dataOf<Data extends object>(answer: Data | { error: string } | undefined): Data | undefined {
    return answer === undefined || "error" in answer ? undefined : answer;
}

/** Failures without those whose error contains another's: a comparison of plans repeats the error of a plan. */
function distinct(failures: StackReport["failures"]): StackReport["failures"] {
    return failures.filter(
        ({ error }, i) => !failures.some((other, j) => j < i && error.includes(other.error.trim())),
    );
}

function verdictOf(
    { plan, changes }: Pick<StackReport, "plan" | "changes">,
    failures: StackReport["failures"],
): Verdict {
    const isBlocked =
        (plan?.policies.violations.some(({ mandatory }) => mandatory) ?? false) ||
        (changes !== undefined && (changes.blocked.length > 0 || rejectedIn(changes).length > 0));
    if (isBlocked || failures.some(({ verdict }) => verdict === "blocked")) {
        return "blocked";
    }
    if (plan === undefined || changes === undefined) {
        return "unknown";
    }
    return changes.changes.length === 0 ? "unchanged" : "changes";
}

function rejectedIn({ changes }: ChangesAnswer): ReportedChange[] {
    return changes.filter(({ effects }) => effects.some(({ interruption }) => interruption === "rejected"));
}

function heading(reports: readonly StackReport[]): string {
    const stacksWith = (verdict: Verdict): string =>
        reports
            .filter((report) => report.verdict === verdict)
            .map(({ stack }) => escapeText(stack))
            .join(" and ");
    for (const [verdict, text] of [
        ["blocked", "blocked"],
        ["unknown", "not all is known"],
    ] as const) {
        if (stacksWith(verdict) !== "") {
            return `${MARKS[verdict]} ${stacksWith(verdict)}: ${text}`;
        }
    }
    return stacksWith("changes") === ""
        ? `${MARKS.unchanged} Nothing changes`
        : `${MARKS.changes} ${stacksWith("changes")}: nothing blocks the update`;
}

function summary(reports: readonly StackReport[]): Part {
    return table(
        ["Stack", "Changes", "Users notice", "Policies", "Requirements", "Monthly cost, without use"],
        reports.map(({ stack, plan, changes, cost, verdict }) => [
            `${MARKS[verdict]} **${escapeText(stack)}**`,
            changes === undefined ? "not known" : countChanges(changes.changes),
            changes === undefined ? "not known" : NOTICED[worstInterruption(changes.changes)],
            plan === undefined ? "not checked" : countFindings(plan),
            plan === undefined ? "not checked" : countRequirements(plan.requirements),
            cost === undefined ? "not known" : describeCost(cost),
        ]),
    );
}

/** The cost before and after a change. A sum without an amount that is not known is the least. */
function describeCost({ beforeUsd, afterUsd, differenceUsd, lines }: CostChange): string {
    const sumOf = (usd: number, side: "before" | "after"): string =>
        `${lines.some((line) => line[side]?.monthlyUsd === null) ? "at least " : ""}${formatUsd(usd)}`;
    const unknown = lines.filter((line) => line.differenceUsd === null).length;
    if (beforeUsd !== undefined && afterUsd !== undefined && lines.length === 0) {
        return formatUsd(afterUsd);
    }
    return [
        ...(beforeUsd === undefined || afterUsd === undefined
            ? []
            : [`${sumOf(beforeUsd, "before")} → ${sumOf(afterUsd, "after")}`]),
        unknown === 0 ? formatDifference(differenceUsd) : `${count(unknown, "amount")} not known`,
    ].join(", ");
}

function formatDifference(usd: number): string {
    return `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
}

/** The amounts that a change adds, removes or changes. */
function costTable({ lines }: CostChange): Part {
    const side = (value: CostChange["lines"][number]["before"]): string =>
        value === null ? "–" : value.monthlyUsd === null ? "not known" : formatUsd(value.monthlyUsd);
    return table(
        ["Resource", "Amount", "Before", "After", "Difference"],
        lines.map(({ resource, item, before, after, differenceUsd, problem }) => [
            escapeText(resource),
            escapeText(item),
            side(before),
            side(after),
            differenceUsd === null
                ? `not known${problem === undefined ? "" : `: ${escapeText(problem)}`}`
                : formatDifference(differenceUsd),
        ]),
    );
}

function countChanges(changes: readonly ReportedChange[]): string {
    const counts = ACTIONS.flatMap((action) => {
        const { length } = changes.filter((change) => change.action === action);
        return length === 0 ? [] : [`${length} ${VERBS[action]}`];
    });
    return counts.length === 0 ? "none" : counts.join(", ");
}

function countFindings({ policies: { rules, violations, waived } }: PlanSummary): string {
    const broken = violations.filter(({ mandatory }) => mandatory).length;
    const advice = violations.length - broken;
    return [
        `${rules} rules`,
        broken === 0 ? "no violation" : `**${broken} violation${broken === 1 ? "" : "s"}**`,
        ...(advice === 0 ? [] : [`${advice} advisory`]),
        ...(waived.length === 0 ? [] : [`${waived.length} waived`]),
    ].join(", ");
}

function countRequirements(rows: readonly Row[]): string {
    const met = rows.filter((row) => row.met);
    const waived = met.filter(({ waivers }) => waivers.length > 0).length;
    const unverified = rows.filter((row) => !row.met && !row.violated).length;
    return [
        `${met.length} of ${rows.length} met`,
        ...(waived === 0 ? [] : [`${waived} of these with a waiver`]),
        ...(unverified === 0 ? [] : [`${unverified} not verified`]),
    ].join(", ");
}

/** Everything that stops the update of a stack. */
function blockers(report: StackReport, { today }: Origin): Part[] {
    const { stack, plan, changes, failures } = report;
    const violations = plan?.policies.violations.filter(({ mandatory }) => mandatory) ?? [];
    const lost = changes?.changes.filter(({ urn }) => changes.blocked.includes(urn)) ?? [];
    const rejected = changes === undefined ? [] : rejectedIn(changes);
    const items = [
        ...lost.map(
            (change) =>
                `**${escapeText(subjectOf(change))}** is ${VERBS[change.action]}${becauseOf(change)}. Lost: ${escapeText(change.loss ?? "")}`,
        ),
        ...rejected.map(
            (change) =>
                `**${escapeText(subjectOf(change))}**: ${change.effects
                    .filter(({ interruption }) => interruption === "rejected")
                    .map(({ effect }) => escapeText(effect))
                    .join(" ")}`,
        ),
        ...violations.map(
            ({ policy, urn, sentence, remedy }) =>
                `\`${policy}\`, **${escapeText(nameOf(urn))}**: ${escapeText(`${sentence} ${remedy}`)}`,
        ),
    ];
    return [
        ...failures.flatMap(({ verdict, subject, error }) => [
            paragraph(`### ${MARKS[verdict]} ${escapeText(stack)}: ${subject}`),
            codeBlock("text", error.trim().split("\n")),
        ]),
        ...(items.length === 0
            ? []
            : [paragraph(`### ⛔ ${escapeText(stack)}: what blocks the update`), list(items)]),
        ...(lost.length === 0
            ? []
            : [
                  paragraph(
                      `To accept the loss of data, add to \`config\` in \`Pulumi.${stack}.yaml\`, and have it reviewed:`,
                  ),
                  codeBlock("yaml", proposeAcknowledgements(lost, today)),
              ]),
    ];
}

/** The changes of a stack in a few lines, the worst for users first. */
function inWords({ stack, changes, isPreview }: StackReport): Part[] {
    if (changes === undefined || changes.changes.length === 0) {
        return [];
    }
    const isQuiet = ({ action, effects }: ReportedChange): boolean =>
        (action === "create" || action === "adopt") && effects.length === 0;
    const groups = groupBy(
        changes.changes.filter((change) => !isQuiet(change)).sort(worstFirst),
        ({ action, noun, properties, effects }) =>
            JSON.stringify([action, noun, properties.map(({ path }) => path), effects]),
    );
    const described = [...groups.values()].map(describeGroup);
    const rest = described.length - LISTED;
    const quiet = groupBy(changes.changes.filter(isQuiet), ({ action }) => action);
    return [
        paragraph(
            `### ${escapeText(stack)}: changes${isPreview ? "" : ", by offline plans, which do not know the deployed stack"}`,
        ),
        list([
            ...described.slice(0, LISTED),
            ...(rest > 0 ? [`${rest} more, in “All changes”`] : []),
            ...[...quiet].map(([action, ofAction]) => {
                const kinds = [...groupBy(ofAction, ({ noun }) => noun)].map(([noun, { length }]) =>
                    length === 1 ? noun : `${length} × ${noun}`,
                );
                return `${capitalize(VERBS[action])}: ${escapeText(enumerate(kinds))}`;
            }),
        ]),
    ];
}

function describeGroup(group: ReportedChange[]): string {
    const [first] = group;
    if (first === undefined) {
        return "";
    }
    const subject =
        group.length === 1
            ? subjectOf(first)
            : `${group.length} × ${first.noun} ${enumerate(
                  group.map(({ name }) => name),
                  4,
              )}`;
    const minutes = Math.round((first.seconds ?? 0) / 60);
    const time = minutes === 0 ? "" : `, about ${minutes} min`;
    return `**${escapeText(subject)}** ${group.length === 1 ? "is" : "are"} ${VERBS[first.action]}${pathsOf(first)}${time}${effectsOf(first)}`;
}

function pathsOf({ properties }: ReportedChange): string {
    return properties.length === 0
        ? ""
        : ` (${escapeText(
              enumerate(
                  properties.map(({ path }) => path),
                  4,
              ),
          )})`;
}

function effectsOf({ effects, acknowledgement }: ReportedChange): string {
    const noticed = effects.filter(({ interruption }) => interruption !== "none");
    const texts = [
        ...noticed.map(({ interruption, effect }) => `\`${interruption}\` ${escapeText(effect)}`),
        ...(acknowledgement === undefined
            ? []
            : [`Acknowledged until ${acknowledgement.expires}: ${escapeText(acknowledgement.reason)}`]),
    ];
    return texts.length === 0 ? "" : `. ${texts.join(" ")}`;
}

function subjectOf({ noun, name }: ReportedChange): string {
    return labelWithName(noun, name);
}

function becauseOf({ properties }: ReportedChange): string {
    const causes = properties.flatMap(({ path, forcesReplacement }) =>
        forcesReplacement === true ? [path] : [],
    );
    return causes.length === 0 ? "" : `, because of ${escapeText(enumerate(causes))}`;
}

/** The complete lists of a stack, each in a fold. */
function details({ stack, plan, changes, cost }: StackReport): Part[] {
    const name = escapeText(stack);
    const violations = plan?.policies.violations ?? [];
    const waived = plan?.policies.waived ?? [];
    return [
        ...(changes === undefined || changes.changes.length === 0
            ? []
            : [fold(`${name}: all changes (${changes.changes.length})`, changesTable(changes.changes))]),
        ...(cost === undefined || cost.lines.length === 0
            ? []
            : [fold(`${name}: monthly cost (${describeCost(cost)})`, costTable(cost))]),
        ...(violations.length + waived.length === 0
            ? []
            : [
                  fold(
                      `${name}: policy findings (${violations.length + waived.length}), levels from ${escapeText(plan?.policies.levelFile ?? "")}`,
                      table(
                          ["", "Rule", "Resource", "Finding"],
                          [
                              ...violations.map(({ mandatory, policy, urn, sentence, remedy }) => [
                                  mandatory ? "⛔" : "advice",
                                  `\`${policy}\``,
                                  escapeText(nameOf(urn)),
                                  escapeText(`${sentence} ${remedy}`),
                              ]),
                              ...waived.map(({ rule, urn, sentence, waiver }) => [
                                  "waived",
                                  `\`${rule}\``,
                                  escapeText(nameOf(urn)),
                                  escapeText(`${sentence} ${capitalize(termsOf(waiver))}`),
                              ]),
                          ],
                      ),
                  ),
              ]),
        ...(plan === undefined
            ? []
            : [
                  fold(
                      `${name}: requirements of the reference architecture (${countRequirements(plan.requirements)})`,
                      table(
                          ["", "", "Requirement", "Met by"],
                          plan.requirements.map((row) => [
                              row.met ? (row.waivers.length === 0 ? "✅" : "○") : row.violated ? "⛔" : "❔",
                              row.id,
                              escapeText(row.requirement),
                              escapeText(row.by),
                          ]),
                      ),
                  ),
                  fold(`${name}: diagram`, inOnePiece(codeBlock("mermaid", plan.diagram.trim().split("\n")))),
              ]),
    ];
}

/** Every change of a stack, the worst for users first. */
export function changesTable(changes: readonly ReportedChange[]): Part {
    return table(
        ["Resource", "Change", "Properties", "Effect"],
        [...changes]
            .sort(worstFirst)
            .map((change) => [
                escapeText(subjectOf(change)),
                VERBS[change.action],
                escapeText(enumerate(change.properties.map(({ path }) => path))),
                [
                    ...change.effects.map(
                        ({ interruption, effect, source }) =>
                            `${interruption === "none" ? "" : `\`${interruption}\` `}${escapeText(effect)}${source === undefined ? "" : ` ([source](${source}))`}`,
                    ),
                    ...change.notes.map(escapeText),
                ].join("<br>"),
            ]),
    );
}

function footer(reports: readonly StackReport[], { commit, repository, run }: Origin): string {
    const previewed = reports.filter(({ isPreview }) => isPreview).map(({ stack }) => escapeText(stack));
    return [
        ...(commit === undefined ? [] : [`Commit ${commit.slice(0, 12)}`]),
        previewed.length === 0
            ? "Offline plans, without credentials"
            : `Changes of ${previewed.join(" and ")} by \`pulumi preview\``,
        ...(run === undefined ? [] : [`[run](${run})`]),
        ...(repository === undefined ? [] : [`[how to read it](${repository}/blob/HEAD/docs/delivery.md)`]),
    ].join(" · ");
}
