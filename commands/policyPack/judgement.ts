import type { Policy } from "./configuration";

/** A policy that a resource, or the stack as a whole, does not keep. */
export interface Violation {
    policy: string;
    /** Whether it stops a deployment; otherwise it is advice. */
    mandatory: boolean;
    urn: string;
    sentence: string;
    /** Empty where the policy has none. */
    remedy: string;
}

/** A violation that someone answers for, for a time. */
export interface Waived {
    rule: string;
    /** URN of the resource, with `*` for any text. */
    resource: string;
    reason: string;
    owner: string;
    /** Last day on which it holds, `YYYY-MM-DD`. */
    expires: string;
}

/** What a policy pack says of a deployment. */
export interface Judgement {
    pack: { name: string; version: string };
    /** Name of the level file by which it was judged. */
    levelFile: string;
    /** The pack's rules that are in force, and its notes on its own judging, at the level of the level file. */
    policies: Policy[];
    /** In the order of the resources, those of the whole stack last. */
    violations: Violation[];
    /** Waivers that hold and are in use. */
    waived: Waived[];
}

/** Until when a waiver holds, by whom and why. */
export function termsOf({ expires, owner, reason }: Waived): string {
    return `waived until ${expires} (${owner}): ${reason}`;
}

/** A rule judges the stack; the other policies are the pack's notes on its own judging. */
export function isRule({ controls }: Policy): boolean {
    return controls.length > 0;
}

/** A resource's name in the program: the last part of its URN. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** The type that ends the part of a URN that qualifies it by its parents' types. */
export function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
