import { count } from "../../lib/count";
import type { Outcome } from "../../policy/outcome";
import type { Waiver } from "../../policy/waiver";
import type { Policy } from "./configuration";

/** A policy's finding in a resource or in the stack. */
export interface Violation {
    policy: string;
    /** Whether it blocks a deployment; otherwise it is advice. */
    mandatory: boolean;
    urn: string;
    sentence: string;
    /** Empty if the policy has none. */
    remedy: string;
}

/** The result of a policy pack for a deployment. */
export interface Judgement {
    pack: { name: string; version: string };
    /** Name of the level file that configured the pack. */
    levelFile: string;
    /** The pack's enabled rules, and its notes on its own check, at the level of the level file. */
    policies: Policy[];
    /** In the order of the resources, those of the stack last. */
    violations: Violation[];
    /** The findings that a waiver accepts. */
    waived: Outcome["waived"];
    /** The findings that the stack cannot confirm. */
    unverified: Outcome["unverified"];
}

/** The waivers that are used, each once. */
export function usedWaivers({ waived }: Pick<Judgement, "waived">): Waiver[] {
    return [...new Map(waived.map(({ waiver }) => [JSON.stringify(waiver), waiver])).values()];
}

/** The end, the owner and the reason of a waiver. */
export function termsOf({ expires, owner, reason }: Waiver): string {
    return `waived until ${expires} (${owner}): ${reason}`;
}

/** Whether a policy is a rule. The others are the pack's reports on its own check. */
export function isRule({ controls }: Policy): boolean {
    return controls.length > 0;
}

/** Whether a finding stops a deployment. */
export function isBlocked({ violations }: Judgement): boolean {
    return violations.some(({ mandatory }) => mandatory);
}

/** The numbers of rules and findings, such as `154 rules, 0 violations, 2 waived`. */
export function countFindings(judgement: Judgement): string {
    const { policies, violations } = judgement;
    const waived = usedWaivers(judgement).length;
    const broken = violations.filter(({ mandatory }) => mandatory).length;
    const advice = violations.length - broken;
    return [
        count(policies.filter(isRule).length, "rule"),
        count(broken, "violation"),
        ...(advice === 0 ? [] : [`${advice} advisory`]),
        ...(waived === 0 ? [] : [`${waived} waived`]),
    ].join(", ");
}
