import { z } from "zod";
import { resourceTypes } from "../catalog";
import { containsUnknown, isResourceReference, isSecret, OFFLINE_PLAN } from "../lib/wire";
import { UnreadableChanges, type Change, type ChangedProperty, type Changes, type Note } from "./change";
import { formatIssue } from "./formatIssue";
import { isWithin } from "./isWithin";
import { outcomeOf, type PropertyChange } from "./outcomeOf";
import { keysOf, memberOf } from "./propertyPath";
import { isDefaultProvider, stackOf } from "./urn";

export type ReplacementRule = typeof outcomeOf;

const table = z.record(z.string(), z.unknown());

const resource = z.looseObject({
    urn: z.string().startsWith("urn:pulumi:"),
    type: z.string(),
    custom: z.boolean().default(true),
    inputs: table.default({}),
    outputs: table.default({}),
    propertyDependencies: z.record(z.string(), z.array(z.string())).default({}),
    aliases: z.array(z.string()).default([]),
    ignoreChanges: z.array(z.string()).default([]),
    replaceOnChanges: z.array(z.string()).default([]),
    protect: z.boolean().default(false),
    retainOnDelete: z.boolean().default(false),
});

type Planned = z.output<typeof resource>;

const planSchema = z.looseObject({
    version: z.literal(3),
    deployment: z.looseObject({
        manifest: z.looseObject({ version: z.string().default("") }).default({ version: "" }),
        resources: z.array(resource).default([]),
    }),
});

/**
 * The changes of an update from one offline plan to another of the same stack. They are exact: two plans give a resource
 * the same simulated id, and secrets carry a digest of their simulated value.
 *
 * @param from `undefined` if the stack does not exist yet.
 * @param names of the two plans, for errors.
 * @throws {@link UnreadableChanges} if one is no offline plan, or they belong to different stacks.
 */
export function changesBetween(
    from: unknown,
    to: unknown,
    replaces: ReplacementRule = outcomeOf,
    names: readonly [string, string] = ["--from", "--to"],
): Changes {
    const before = resourcesOf(from, names[0]);
    const after = resourcesOf(to, names[1]);
    return { stack: sameStack(before, after), changes: compare(before, after, replaces) };
}

function resourcesOf(plan: unknown, name: string): Planned[] {
    if (plan === undefined) {
        return [];
    }
    const parsed = planSchema.safeParse(plan);
    if (!parsed.success) {
        if (typeof plan === "object" && plan !== null && "steps" in plan) {
            throw new UnreadableChanges(`${name} is a preview, not an offline plan. Pass it with --preview`);
        }
        throw new UnreadableChanges(
            `${name} is not the output of \`npm run -s plan -- --json\`: ${formatIssue(parsed.error)}`,
        );
    }
    const { manifest, resources } = parsed.data.deployment;
    if (manifest.version !== OFFLINE_PLAN) {
        throw new UnreadableChanges(
            `${name} is an exported state, or a plan of another version. Its ids are not those of a plan, so ` +
                "the two cannot be compared. For the changes of a deployed stack, run " +
                "`pulumi preview --json > preview.json` and pass it with --preview",
        );
    }
    if (resources.length === 0) {
        throw new UnreadableChanges(
            `${name} is incomplete, it has no resources, not even a stack. Write it again with \`npm run -s plan -- --json\``,
        );
    }
    const unknown = resources.find(({ inputs }) => containsUnknown(inputs));
    if (unknown !== undefined) {
        throw new UnreadableChanges(
            `${name} was made with --first-preview, which leaves values unknown. Plan without it`,
        );
    }
    return resources.filter(({ urn }) => !isDefaultProvider(urn));
}

/** The stack of both. */
function sameStack(before: Planned[], after: Planned[]): string {
    const [one, other] = [before, after].map((resources) => projectAndStack(resources[0]?.urn));
    if (one !== undefined && other !== undefined && one !== other) {
        throw new UnreadableChanges(
            `--from belongs to ${one}, --to to ${other}. Compare two plans of one stack`,
        );
    }
    const urn = (before[0] ?? after[0])?.urn;
    return urn === undefined ? "" : stackOf(urn);
}

function projectAndStack(urn: string | undefined): string | undefined {
    return urn === undefined ? undefined : `stack ${stackOf(urn)} of project ${urn.split("::")[1] ?? ""}`;
}

/** A change, with the plans that it was found in. */
interface Draft extends Change {
    planned: Planned;
    isProtected: boolean;
}

function compare(before: Planned[], after: Planned[], replaces: ReplacementRule): Change[] {
    const existing = new Map(before.map((one) => [one.urn, one]));
    const kept = new Set<string>();
    const drafts = after.map((planned) => {
        const found = [planned.urn, ...planned.aliases].flatMap((urn) => existing.get(urn) ?? [])[0];
        if (found === undefined) {
            return draft("create", planned, { after: planned });
        }
        kept.add(found.urn);
        return updateOf(found, planned, replaces);
    });
    addConsequences(drafts, replaces);
    const removed = before.filter(({ urn }) => !kept.has(urn)).reverse();
    return [
        ...drafts.filter(({ action, properties }) => action !== "update" || properties.length > 0),
        ...removed.map((one) =>
            one.retainOnDelete
                ? draft("leave", one, { before: one, notes: [{ kind: "retained" }] })
                : draft("delete", one, { before: one }),
        ),
    ]
        .filter(({ planned }) => planned.custom)
        .map(({ action, urn, type, properties, notes, before, after, isProtected }) => ({
            action,
            urn,
            type,
            properties,
            notes:
                isProtected && (action === "delete" || action === "replace")
                    ? [...notes, { kind: "protected" as const }]
                    : notes,
            before,
            after,
        }));
}

function draft(
    action: Change["action"],
    planned: Planned,
    rest: { before?: Planned; after?: Planned; properties?: ChangedProperty[]; notes?: Note[] },
): Draft {
    return {
        action,
        urn: planned.urn,
        type: planned.type,
        properties: rest.properties ?? [],
        notes: rest.notes ?? [],
        before: rest.before?.inputs ?? {},
        after: rest.after?.inputs ?? {},
        planned,
        isProtected: rest.before?.protect === true,
    };
}

function updateOf(existing: Planned, planned: Planned, replaces: ReplacementRule): Draft {
    const [before, after] = [existing, planned].map((one) => withoutIgnored(one, planned.ignoreChanges)) as [
        Planned,
        Planned,
    ];
    const changed = differencesAt("", before.inputs, after.inputs)
        .filter(({ path }) => !planned.ignoreChanges.some((ignored) => isWithin(path, ignored)))
        .flatMap(({ path, kind }) =>
            changedProperty(planned, { path, kind, before: before.inputs, after: after.inputs }, replaces),
        );
    const forced = changed.some(({ forcesReplacement }) => forcesReplacement === true);
    const unclear = changed.filter(({ forcesReplacement }) => forcesReplacement === undefined);
    return draft(forced ? "replace" : "update", planned, {
        before,
        after,
        properties: [
            ...changed,
            ...(existing.protect === planned.protect
                ? []
                : [{ path: "protect", kind: "update" as const, forcesReplacement: false }]),
        ],
        notes:
            forced || unclear.length === 0
                ? []
                : [{ kind: "unclear", paths: unclear.map(({ path }) => path) }],
    });
}

/**
 * A resource without the properties that its program ignores: Pulumi keeps the value that the deployed resource has, also in a
 * replacement, and no plan knows it.
 *
 * Source: `pulumi/pulumi`, pkg/resource/deploy/step_generator.go, `processIgnoreChanges`.
 */
function withoutIgnored(one: Planned, ignoreChanges: readonly string[]): Planned {
    return {
        ...one,
        inputs: ignoreChanges.reduce((inputs, path) => without(inputs, keysOf(path)), one.inputs),
    };
}

function without(values: Record<string, unknown>, [key = "", ...rest]: string[]): Record<string, unknown> {
    const { [key]: inner, ...others } = values;
    if (rest.length === 0) {
        return others;
    }
    return isTable(inner) ? { ...others, [key]: without(inner, rest) } : values;
}

/** The changed property; none if the provider keeps the resource's value. */
function changedProperty(
    { type, replaceOnChanges }: Planned,
    change: PropertyChange,
    replaces: ReplacementRule,
): ChangedProperty[] {
    const { path, kind } = change;
    const outcome = replaces(type, change);
    if (outcome === "none") {
        return [];
    }
    const isForced = replaceOnChanges.some((forcing) => forcing === "*" || isWithin(path, forcing));
    return isForced || outcome !== undefined
        ? [{ path, kind, forcesReplacement: isForced || outcome === "replace" }]
        : [{ path, kind }];
}

/**
 * A replaced resource has other outputs, and an update changes some, such as the version of a launch template. Resources
 * that use these outputs change as well, and may be replaced for it. Plans do not show it: their outputs are simulated.
 */
function addConsequences(drafts: Draft[], replaces: ReplacementRule): void {
    const causes = drafts.filter(({ action, properties }) =>
        action === "replace"
            ? true
            : action === "update" && properties.some(({ path }) => path !== "protect"),
    );
    for (let cause = causes.shift(); cause !== undefined; cause = causes.shift()) {
        for (const one of drafts.filter(({ action }) => action === "update" || action === "replace")) {
            const following = followingPaths(cause, one.planned).filter(
                (path) =>
                    !one.properties.some(
                        (property) => isWithin(path, property.path) || isWithin(property.path, path),
                    ),
            );
            const changed = following.flatMap((path) =>
                changedProperty(
                    one.planned,
                    { path, kind: "update", before: one.before, after: one.after },
                    replaces,
                ),
            );
            if (changed.length === 0) {
                continue;
            }
            const wasUnchanged = one.action === "update" && one.properties.length === 0;
            one.properties.push(...changed);
            one.notes.push({
                kind: "follows",
                cause: cause.urn,
                of: cause.action === "replace" ? "replace" : "update",
            });
            const isReplaced =
                one.action === "update" && one.properties.some(({ forcesReplacement }) => forcesReplacement);
            if (isReplaced) {
                one.action = "replace";
            }
            if (isReplaced || wasUnchanged) {
                causes.push(one);
            }
        }
    }
}

/** Paths in a resource's inputs that change after another resource is replaced or updated. */
function followingPaths(cause: Draft, { inputs, propertyDependencies, ignoreChanges }: Planned): string[] {
    const using = Object.entries(propertyDependencies)
        .filter(([, sources]) => sources.includes(cause.urn))
        .map(([property]) => property);
    if (cause.action === "replace") {
        return using;
    }
    const changing = Object.keys(resourceTypes[cause.type]?.updatedOutputs ?? {}).map((output) =>
        String(cause.planned.outputs[output]),
    );
    return using
        .flatMap((property) => leavesAt(property, inputs[property]))
        .filter(({ value }) => changing.includes(String(value)))
        .map(({ path }) => path)
        .filter((path) => !ignoreChanges.some((ignored) => isWithin(path, ignored)));
}

function leavesAt(path: string, value: unknown): { path: string; value: unknown }[] {
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, part]) =>
              leavesAt(Array.isArray(value) ? `${path}[${key}]` : memberOf(path, key), part),
          )
        : [{ path, value }];
}

/** The paths whose values differ. */
function differencesAt(
    path: string,
    one: unknown,
    other: unknown,
): { path: string; kind: ChangedProperty["kind"] }[] {
    const before = withoutReference(one);
    const after = withoutReference(other);
    if (before === undefined || after === undefined) {
        return before === after ? [] : [{ path, kind: before === undefined ? "add" : "delete" }];
    }
    if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
        return before.flatMap((item, i) => differencesAt(`${path}[${i}]`, item, after[i]));
    }
    if (isTable(before) && isTable(after)) {
        return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
            differencesAt(memberOf(path, key), before[key], after[key]),
        );
    }
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, kind: "update" }];
}

/** Whether a value is an object whose parts are compared; a secret is compared by its digest. */
function isTable(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);
}

/** The id of the resource that a reference names, as a provider reads it; a component has only a URN. */
function withoutReference(value: unknown): unknown {
    return isResourceReference(value) ? (value.id ?? value.urn) : value;
}
