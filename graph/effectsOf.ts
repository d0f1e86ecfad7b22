import { resourceTypes } from "../catalog";
import { INTERRUPTIONS, type Interruption } from "../catalog/interruption";
import type { ChangeEffect } from "../catalog/resourceType";
import type { Change, ChangedProperty } from "./changes";
import { isWithin } from "./isWithin";

/** What a change means for users and operators. */
export interface Effect {
    /** Paths of the properties that have the effect; none if the change as such has it. */
    properties: string[];
    effect: string;
    interruption: Interruption;
    /** Absent if the effect is unknown or follows from this program. */
    source?: string;
}

/** What holds for a property of any type. Tags of nodes are told by their launch template, whose nodes roll. */
const ANY_TYPE: Pick<ChangeEffect, "properties" | "effect" | "interruption">[] = [
    { properties: ["tags", "tagsAll"], effect: "Changed while it runs.", interruption: "none" },
    {
        properties: ["protect"],
        effect: "Whether Pulumi refuses to delete or replace it; nothing changes in AWS.",
        interruption: "none",
    },
];

const UNKNOWN = {
    update: "What users notice of this is not known here: look it up before you go on.",
    replace:
        "It is made anew, and gone or twice there meanwhile. What users notice of this is not known here.",
    delete: "It goes. What users notice of this is not known here.",
};

/** What users and operators notice of a change, worst first. Nothing for what is only made or let go of. */
const UNEXPLAINED = "The preview does not say what changes, so the effect cannot be judged.";

export function effectsOf(change: Change): Effect[] {
    if (change.action === "replace" || change.action === "delete") {
        const row = effectRows(change).find((candidate) => fits(candidate, change));
        return [
            row === undefined
                ? { properties: [], effect: UNKNOWN[change.action], interruption: "unknown" }
                : told(row, [], change),
        ];
    }
    if (change.isUnexplained === true) {
        return [{ properties: [], effect: UNEXPLAINED, interruption: "unknown" }];
    }
    return change.action === "update" ? inOrder(change.properties.map((one) => effectOf(change, one))) : [];
}

function effectOf(change: Change, { path }: ChangedProperty): Effect {
    const rows = effectRows(change);
    const row =
        rows.find((candidate) => candidate.properties !== undefined && fits(candidate, change, path)) ??
        ANY_TYPE.find(({ properties }) => properties?.some((property) => isWithin(path, property))) ??
        rows.find((candidate) => candidate.properties === undefined && fits(candidate, change));
    return row === undefined
        ? { properties: [path], effect: UNKNOWN.update, interruption: "unknown" }
        : told(row, [path], change);
}

function effectRows({ type }: Change): readonly ChangeEffect[] {
    return resourceTypes[type]?.effects ?? [];
}

function fits({ on, properties, when }: ChangeEffect, change: Change, path?: string): boolean {
    return (
        [on].flat().some((action) => action === change.action) &&
        (path === undefined || properties?.some((property) => isWithin(path, property)) === true) &&
        (when === undefined || when(change))
    );
}

function told(
    { effect, interruption, source }: Omit<ChangeEffect, "on">,
    properties: string[],
    change: Change,
): Effect {
    return {
        properties,
        effect: typeof effect === "string" ? effect : effect(change),
        interruption,
        ...(source === undefined ? {} : { source }),
    };
}

/** Worst first; properties with one effect told together. */
function inOrder(effects: Effect[]): Effect[] {
    const byText = new Map<string, Effect>();
    for (const effect of effects) {
        const known = byText.get(effect.effect);
        if (known === undefined) {
            byText.set(effect.effect, { ...effect, properties: [...effect.properties] });
        } else {
            known.properties.push(...effect.properties);
        }
    }
    return [...byText.values()].sort((one, other) => rankOf(one.interruption) - rankOf(other.interruption));
}

/** Position among the interruptions: lower is worse. */
export function rankOf(interruption: Interruption): number {
    return INTERRUPTIONS.indexOf(interruption);
}
