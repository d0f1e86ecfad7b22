import { resourceTypes } from "../catalog";
import { INTERRUPTIONS, type Interruption } from "../catalog/interruption";
import type { ChangeEffect } from "../catalog/resourceType";
import { groupBy } from "../lib/groupBy";
import type { Change } from "./change";
import { isWithin } from "./isWithin";

/** The effect of a change on users and operators. */
export interface Effect {
    /** Paths of the properties that have the effect; none if the change as such has it. */
    properties: string[];
    effect: string;
    interruption: Interruption;
    /** Absent if the effect is unknown or follows from this program. */
    source?: string;
}

type EffectText = Omit<ChangeEffect, "on">;

/** Effects of properties of any type. The tags of nodes are in their launch template, whose changes replace the nodes. */
const OF_ANY_TYPE: readonly EffectText[] = [
    {
        properties: ["tags", "tagsAll"],
        effect: "Changed in place, without interruption.",
        interruption: "none",
    },
    {
        properties: ["protect"],
        effect: "Whether Pulumi rejects its deletion or replacement. Nothing changes in AWS.",
        interruption: "none",
    },
];

const UNKNOWN = {
    update: "The effect on users is not known. Check it before you continue.",
    replace:
        "The resource is recreated. It may be missing or exist twice for a while. The effect on users is not known.",
    delete: "The resource is deleted. The effect on users is not known.",
};

const UNEXPLAINED = "The preview does not report the changed properties, so the effect is not known.";

/** Effects of a change on users and operators, worst first. A resource that is only created or retained has none. */
export function effectsOf(change: Change): Effect[] {
    const { action, type, properties, isUnexplained } = change;
    const known = (resourceTypes[type]?.effects ?? []).filter(
        ({ on, when }) => [on].flat().some((each) => each === action) && (when === undefined || when(change)),
    );
    if (action === "replace" || action === "delete") {
        const [effect = { effect: UNKNOWN[action], interruption: "unknown" }] = known;
        return [effectIn(change, effect, [])];
    }
    if (isUnexplained === true) {
        return [{ properties: [], effect: UNEXPLAINED, interruption: "unknown" }];
    }
    return action === "update"
        ? worstFirst(properties.map(({ path }) => effectIn(change, updateEffect(known, path), [path])))
        : [];
}

function updateEffect(known: readonly ChangeEffect[], path: string): EffectText {
    const covers = ({ properties }: EffectText): boolean =>
        properties?.some((property) => isWithin(path, property)) === true;
    return (
        known.find(covers) ??
        OF_ANY_TYPE.find(covers) ??
        known.find(({ properties }) => properties === undefined) ?? {
            effect: UNKNOWN.update,
            interruption: "unknown",
        }
    );
}

function effectIn(
    change: Change,
    { effect, interruption, source }: EffectText,
    properties: string[],
): Effect {
    return {
        properties,
        effect: typeof effect === "string" ? effect : effect(change),
        interruption,
        ...(source === undefined ? {} : { source }),
    };
}

/** Properties with the same effect are listed together. */
function worstFirst(effects: Effect[]): Effect[] {
    return [...groupBy(effects, ({ effect }) => effect).values()]
        .flatMap(([first, ...rest]) =>
            first === undefined
                ? []
                : [{ ...first, properties: [first, ...rest].flatMap(({ properties }) => properties) }],
        )
        .sort((one, other) => rankOf(one.interruption) - rankOf(other.interruption));
}

/** Position among the interruptions: lower is worse. */
export function rankOf(interruption: Interruption): number {
    return INTERRUPTIONS.indexOf(interruption);
}
