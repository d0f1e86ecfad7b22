import { INTERRUPTIONS, type Interruption } from "../catalog/interruption";
import type { Action } from "../graph/change";
import { rankOf } from "../graph/effectsOf";

/** Resources, and properties of one, that are listed by name; the rest is a number. */
const LISTED = 8;

/** Days that a proposed acknowledgement is valid: long enough for one update, too short to be forgotten. */
const PROPOSED_DAYS = 14;

export const VERBS: Record<Action, string> = {
    replace: "replaced",
    delete: "deleted",
    update: "updated",
    leave: "retained",
    adopt: "imported",
    create: "created",
};

export const ACTIONS = Object.keys(VERBS) as Action[];

interface WithEffects {
    effects: { interruption: Interruption }[];
}

/** Compares changes for a list that begins with the worst for users. */
export function worstFirst(one: WithEffects, other: WithEffects): number {
    return worstOf(one) - worstOf(other);
}

/** The most that users notice of several changes. */
export function worstInterruption(changes: readonly WithEffects[]): Interruption {
    return INTERRUPTIONS[Math.min(rankOf("none"), ...changes.map(worstOf))] ?? "none";
}

function worstOf({ effects }: WithEffects): number {
    return Math.min(INTERRUPTIONS.length, ...effects.map(({ interruption }) => rankOf(interruption)));
}

export function enumerate(names: readonly string[], limit = LISTED): string {
    const rest = names.length - limit;
    return rest > 0 ? `${names.slice(0, limit).join(", ")} and ${rest} more` : names.join(", ");
}

export function capitalize(text: string): string {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/**
 * Lines for the settings that acknowledge the loss of resources.
 *
 * @param today as `YYYY-MM-DD`.
 */
export function proposeAcknowledgements(changes: readonly { urn: string }[], today: string): string[] {
    const expires = new Date(Date.parse(today) + PROPOSED_DAYS * 24 * 3600 * 1000)
        .toISOString()
        .slice(0, today.length);
    return [
        "posit-connect:acknowledgedChanges:",
        ...changes.flatMap(({ urn }) => [
            `  - urn: ${urn}`,
            "    reason: <why, and who approved it>",
            `    expires: "${expires}"`,
        ]),
    ];
}
