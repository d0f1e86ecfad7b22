import type { Graph } from "../../graph/graph";
import { requirements } from "../../graph/requirements";
import { groupBy } from "../../lib/groupBy";
import type { Waiver } from "../../policy/waiver";
import { type Judgement, usedWaivers } from "./judgement";

/** A requirement of the reference architecture, with the result of the policy rules that check it. */
export interface Row {
    id: string;
    requirement: string;
    /** Whether no rule that checks it has a finding without a waiver. An unverified requirement is not met. */
    met: boolean;
    /** The waivers that accept the findings of rules that check it. */
    waivers: Waiver[];
    /** Whether a rule reports a violation of it. Otherwise, a requirement that is not met is not verified. */
    violated: boolean;
    /** The resources that meet it, or the findings. */
    by: string;
}

/**
 * Judges the requirements by the findings of the rules that carry the control `Posit R1` to `Posit R12`. A requirement
 * that no rule of the pack checks is not met.
 */
export function requirementRows(
    graph: Graph,
    { policies, violations, waived, unverified }: Judgement,
): Row[] {
    return requirements.map(({ id, requirement, evidence }) => {
        const rules = policies
            .filter(({ controls }) => controls.includes(`Posit ${id}`))
            .map(({ name }) => name);
        const broken = violations.filter(({ policy }) => rules.includes(policy));
        const open = unverified.filter(({ rule }) => rules.includes(rule));
        const waivers = usedWaivers({ waived: waived.filter(({ rule }) => rules.includes(rule)) });
        const row = { id, requirement, waivers, violated: broken.length > 0 };
        if (rules.length === 0) {
            return { ...row, met: false, by: "not verified: no rule of the policy pack checks it" };
        }
        if (broken.length > 0) {
            return { ...row, met: false, by: summarize(broken) };
        }
        return open.length > 0
            ? { ...row, met: false, by: `not verified: ${summarize(open)}` }
            : { ...row, met: true, by: [evidence(graph), ...describeWaivers(waivers)].join("; ") };
    });
}

export type RowStatus = "met" | "waived" | "violated" | "not verified";

export function statusOf({ met, waivers, violated }: Row): RowStatus {
    if (met) {
        return waivers.length === 0 ? "met" : "waived";
    }
    return violated ? "violated" : "not verified";
}

/** The numbers of requirements, such as `12 of 12 met, 2 of these with a waiver`. */
export function countRequirements(rows: readonly Row[]): string {
    const having = (status: RowStatus): number => rows.filter((row) => statusOf(row) === status).length;
    const [met, waived, unverified] = [having("met"), having("waived"), having("not verified")];
    return [
        `${met + waived} of ${rows.length} met`,
        ...(waived === 0 ? [] : [`${waived} of these with a waiver`]),
        ...(unverified === 0 ? [] : [`${unverified} not verified`]),
    ].join(", ");
}

/** The first finding, and the number of the others, which the policies' section lists. */
function summarize(findings: readonly { sentence: string }[]): string {
    const [first = "", ...others] = new Set(findings.map(({ sentence }) => sentence));
    return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}

/** The waived rules, by the end of their waivers. */
function describeWaivers(waivers: readonly Waiver[]): string[] {
    return [...groupBy(waivers, ({ expires }) => expires)].map(
        ([expires, each]) =>
            `waived until ${expires}: ${[...new Set(each.map(({ rule }) => rule))].join(", ")}`,
    );
}
