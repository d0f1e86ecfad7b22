import { isDeepStrictEqual } from "node:util";
import { resourceTypes } from "../catalog";
import { INTERRUPTIONS, type Interruption } from "../catalog/interruption";
import type { ChangeEffect, InputChange, ValueChange } from "../catalog/resourceType";
import { getPath } from "../lib/getPath";
import { groupBy } from "../lib/groupBy";
import { isSecret, isUnknown } from "../lib/wire";
import type { Change } from "./change";
import { isWithin } from "./isWithin";
import { keysOf, memberOf } from "./propertyPath";

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
        properties: ["metadata.annotations", "metadata.labels"],
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
    create: "The catalog does not know this type, so the effect on users is not known.",
    update: "The effect on users is not known. Check it before you continue.",
    replace:
        "The resource is recreated. It may be missing or exist twice for a while. The effect on users is not known.",
    delete: "The resource is deleted. The effect on users is not known.",
};

const UNEXPLAINED = "The preview does not report what changes, so the effect is not known.";

const UNKNOWN_VALUE = {
    effect: "The value before or after is not known here, so the effect is not known either. Check it before you continue.",
    interruption: "unknown",
} as const;

/** Effects of a change on users and operators, worst first. A resource that is imported or retained has none. */
export function effectsOf(change: Change): Effect[] {
    const { action, type, properties, isUnexplained } = change;
    const known = (resourceTypes[type]?.effects ?? []).filter(({ on }) =>
        [on].flat().some((each) => each === action),
    );
    if (action === "create") {
        return creationEffects(change, known);
    }
    if (action === "replace" || action === "delete") {
        const values = { ...change, from: change.before, to: change.after };
        const isJudged = isUnexplained !== true || known.every(({ when }) => when === undefined);
        const effect = isJudged ? known.find(({ when = () => true }) => when(values)) : undefined;
        return [effectIn(values, effect ?? { effect: UNKNOWN[action], interruption: "unknown" }, [])];
    }
    if (isUnexplained === true) {
        return [{ properties: [], effect: UNEXPLAINED, interruption: "unknown" }];
    }
    return action === "update"
        ? worstFirst(
              properties.flatMap(({ path }) =>
                  differingParts(change, path).map((part) => updateEffect(known, change, part, path)),
              ),
          )
        : [];
}

/** A type of the catalog has none of its own, unless it changes how resources that exist already are used. */
function creationEffects(change: Change, known: readonly ChangeEffect[]): Effect[] {
    if (resourceTypes[change.type] === undefined) {
        return [effectIn(valuesAt(change, ""), { effect: UNKNOWN.create, interruption: "unknown" }, [])];
    }
    const values = { ...change, from: undefined, to: change.after };
    const effect = known.find(({ when = () => true }) => when(values));
    return effect === undefined ? [] : [effectIn(values, effect, [])];
}

/**
 * Paths of the parts of a changed value that differ, as a provider may report `values` for `values.replicas`; the path itself
 * if the inputs do not differ there. A list has no parts.
 */
function differingParts(change: InputChange, path: string): string[] {
    const parts = (from: unknown, to: unknown, at: string): string[] => {
        const objects = [from, to].filter(isTable);
        return objects.length === 0 || [from, to].some((side) => side !== undefined && !isTable(side))
            ? isDeepStrictEqual(from, to)
                ? []
                : [at]
            : [...new Set(objects.flatMap(Object.keys))].flatMap((key) =>
                  parts(getPath(from, [key]), getPath(to, [key]), memberOf(at, key)),
              );
    };
    const { from, to } = valuesAt(change, path);
    const found = parts(from, to, path);
    return found.length > 0 ? found : [path];
}

function isTable(value: unknown): value is object {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valuesAt({ before, after }: InputChange, path: string): ValueChange {
    const keys = keysOf(path);
    return { before, after, from: getPath(before, keys), to: getPath(after, keys) };
}

/** The effect of a changed part of a property that the provider reports as `path`. */
function updateEffect(
    known: readonly ChangeEffect[],
    change: InputChange,
    part: string,
    path: string,
): Effect {
    const candidates = [
        ...known.filter(({ properties }) => properties !== undefined),
        ...OF_ANY_TYPE,
        ...known.filter(({ properties }) => properties === undefined),
    ];
    const isJudged = !dependsOnUnknown(known, change, part);
    for (const candidate of candidates) {
        const { properties = [part], when = () => true } = candidate;
        const values = properties
            .filter((property) => isWithin(part, property))
            .map((property) => valuesAt(change, property))
            .find(when);
        if (values !== undefined) {
            return effectIn(
                values,
                isJudged || candidate.interruption === "unknown" ? candidate : UNKNOWN_VALUE,
                [path],
            );
        }
    }
    return {
        properties: [path],
        effect: isJudged ? UNKNOWN.update : UNKNOWN_VALUE.effect,
        interruption: "unknown",
    };
}

/**
 * Whether the effect of a changed part depends on values that are not known: secrets, those that an update computes, and those
 * that are the same in the inputs before and after, as the provider compares its own.
 */
function dependsOnUnknown(known: readonly ChangeEffect[], change: InputChange, part: string): boolean {
    return known.some(
        ({ properties = [], when }) =>
            when !== undefined &&
            properties.some((property) => {
                const isPart = isWithin(part, property);
                const { from, to } = valuesAt(change, isPart ? property : part);
                return isPart || isWithin(property, part)
                    ? isOpaque(from) || isOpaque(to) || (isPart && isDeepStrictEqual(from, to))
                    : false;
            }),
    );
}

/** Whether a value, or a part of it, is unknown or a secret, which a preview prints as `[secret]`. */
function isOpaque(value: unknown): boolean {
    return (
        isUnknown(value) ||
        isSecret(value) ||
        value === "[secret]" ||
        (typeof value === "object" && value !== null && Object.values(value).some(isOpaque))
    );
}

function effectIn(
    values: ValueChange,
    { effect, interruption, source }: EffectText,
    properties: string[],
): Effect {
    return {
        properties,
        effect: typeof effect === "string" ? effect : effect(values),
        interruption,
        ...(source === undefined ? {} : { source }),
    };
}

/** Properties with the same effect are listed together. */
function worstFirst(effects: Effect[]): Effect[] {
    return [...groupBy(effects, ({ effect }) => effect).values()]
        .map((same) => ({
            ...same[0],
            properties: [...new Set(same.flatMap(({ properties }) => properties))],
        }))
        .sort((one, other) => rankOf(one.interruption) - rankOf(other.interruption));
}

/** Position among the interruptions: lower is worse. */
export function rankOf(interruption: Interruption): number {
    return INTERRUPTIONS.indexOf(interruption);
}
