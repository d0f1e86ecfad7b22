import { z } from "zod";
import { resourceTypes } from "../catalog";
import {
    UnreadableChanges,
    type Note,
    type Change,
    type ChangedProperty,
    type Changes,
    type Incomparable,
} from "./change";
import { isWithin } from "./isWithin";
import { outcomeOf, type PropertyChange } from "./outcomeOf";
import { isDefaultProvider, stackOf } from "./urn";
import { isResourceReference, isSpecial, isUnknown } from "../lib/wire";

export type ReplacementRule = typeof outcomeOf;

const table = z.record(z.string(), z.unknown());

const resource = z.looseObject({
    urn: z.string().startsWith("urn:pulumi:"),
    type: z.string(),
    custom: z.boolean().default(true),
    id: z.string().optional(),
    inputs: table.default({}),
    outputs: table.default({}),
    dependencies: z.array(z.string()).default([]),
    propertyDependencies: z.record(z.string(), z.array(z.string())).default({}),
    aliases: z.array(z.string()).default([]),
    ignoreChanges: z.array(z.string()).default([]),
    replaceOnChanges: z.array(z.string()).default([]),
    protect: z.boolean().default(false),
    retainOnDelete: z.boolean().default(false),
    external: z.boolean().default(false),
    delete: z.boolean().default(false),
});

type State = z.output<typeof resource>;

const deploymentSchema = z.looseObject({
    version: z.literal([3, 4]),
    deployment: z.looseObject({ resources: z.array(resource).default([]) }),
});

/**
 * What an update from one deployment to another would do: from an exported state to a plan, or from plan to plan.
 *
 * The ids in a plan are simulated: in a property that comes from another resource, they are read as that resource's values
 * in the first deployment. Any other difference in it may come from the simulation and is reported as incomparable, like
 * secrets and unknown values.
 *
 * @throws {@link UnreadableChanges} if one is no deployment, or they belong to different stacks.
 */
export function changesBetween(from: unknown, to: unknown, replaces: ReplacementRule = outcomeOf): Changes {
    const before = resourcesOf(from, "--from");
    const after = resourcesOf(to, "--to");
    const stack = sameStack(before, after);
    return { stack, ...new Comparison(before, after, replaces).result() };
}

function resourcesOf(deployment: unknown, option: string): State[] {
    const parsed = deploymentSchema.safeParse(deployment);
    if (parsed.success) {
        return parsed.data.deployment.resources.filter(
            ({ urn, external }) => !external && !isDefaultProvider(urn),
        );
    }
    if (typeof deployment === "object" && deployment !== null && "steps" in deployment) {
        throw new UnreadableChanges(`${option} is a preview, not a deployment. Pass it with --preview`);
    }
    const { path = [], message = "" } = parsed.error.issues[0] ?? {};
    throw new UnreadableChanges(
        `${option} is not the output of \`pulumi stack export\` or \`npm run -s plan -- --json\`: ${path.join(".")}: ${message}`,
    );
}

/** The stack of both; a deployment without resources may belong to any. */
function sameStack(before: State[], after: State[]): string {
    const [one, other] = [before, after].map((resources) => projectAndStack(resources[0]?.urn));
    if (one !== undefined && other !== undefined && one !== other) {
        throw new UnreadableChanges(
            `--from belongs to ${one}, --to to ${other}. Compare two deployments of one stack`,
        );
    }
    const urn = (before[0] ?? after[0])?.urn;
    return urn === undefined ? "" : stackOf(urn);
}

function projectAndStack(urn: string | undefined): string | undefined {
    return urn === undefined ? undefined : `stack ${stackOf(urn)} of project ${urn.split("::")[1] ?? ""}`;
}

/** A difference between two values, at a path in their property. */
interface Difference {
    path: string;
    kind: ChangedProperty["kind"] | Incomparable["reason"];
}

class Comparison {
    private readonly incomparable: Incomparable[] = [];
    private readonly before: Map<string, State>;
    private readonly after: Map<string, State>;
    private readonly leftovers: State[];

    constructor(
        before: State[],
        private readonly planned: State[],
        private readonly replaces: ReplacementRule,
    ) {
        // Resources that an earlier update did not delete are reported separately.
        this.before = new Map(before.filter((one) => !one.delete).map((one) => [one.urn, one]));
        this.after = new Map(planned.map((one) => [one.urn, one]));
        this.leftovers = before.filter((one) => one.delete);
    }

    result(): Omit<Changes, "stack"> {
        const changes = this.changes();
        // A consequence of a replacement is a change, whatever its value will be.
        const incomparable = this.incomparable.filter(
            ({ urn, path }) =>
                !changes.some(
                    (one) =>
                        one.urn === urn && one.properties.some((property) => isWithin(path, property.path)),
                ),
        );
        return { changes, incomparable };
    }

    private changes(): Change[] {
        const kept = new Map<string, State>();
        const changes = this.planned.map((planned) => {
            const existing = this.existing(planned);
            if (existing === undefined) {
                return change("create", planned, { after: planned });
            }
            kept.set(existing.urn, planned);
            return this.update(existing, planned);
        });
        this.cascade(changes);
        const removed = [...this.before.values()].filter(({ urn }) => !kept.has(urn));
        return [
            ...changes.filter(({ action, properties }) => action !== "update" || properties.length > 0),
            ...[...removed].reverse().map((state) =>
                change(state.retainOnDelete ? "leave" : "delete", state, {
                    before: state,
                    notes: state.retainOnDelete ? [{ kind: "retained" }] : [],
                }),
            ),
            ...this.leftovers.map((state) =>
                change("delete", state, {
                    before: state,
                    notes: [{ kind: "leftover" }],
                }),
            ),
        ].flatMap((draft): Change[] => {
            const { action, urn, type, properties, before, after } = draft;
            return draft.isComponent
                ? []
                : [{ action, urn, type, properties, notes: withProtection(draft), before, after }];
        });
    }

    private existing(planned: State): State | undefined {
        return [planned.urn, ...planned.aliases].flatMap((urn) => this.before.get(urn) ?? [])[0];
    }

    private update(existing: State, planned: State): Draft {
        const found = this.differences(existing, planned);
        const changed = found.flatMap(({ path, kind }): ChangedProperty[] =>
            kind === "add" || kind === "delete" || kind === "update"
                ? this.changed(planned, { path, kind, before: existing.inputs, after: planned.inputs })
                : [],
        );
        for (const { path, kind } of found) {
            if (planned.custom && kind !== "add" && kind !== "delete" && kind !== "update") {
                this.incomparable.push({ urn: planned.urn, path, reason: kind });
            }
        }
        const forced = changed.some(({ forcesReplacement }) => forcesReplacement === true);
        const unclear = changed.filter(({ forcesReplacement }) => forcesReplacement === undefined);
        return change(forced ? "replace" : "update", planned, {
            before: existing,
            after: planned,
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

    private differences(existing: State, planned: State): Difference[] {
        const added = new Set(resourceTypes[planned.type]?.addedInputs ?? []);
        return unionOf(existing.inputs, planned.inputs)
            .filter((property) => !added.has(property) || property in planned.inputs)
            .flatMap((property) => {
                const sources = planned.propertyDependencies[property] ?? [];
                return differencesAt(
                    property,
                    valueOf(existing.inputs, property, planned.inputs),
                    this.translated(valueOf(planned.inputs, property), sources),
                    sources.length > 0,
                );
            })
            .filter(({ path }) => !planned.ignoreChanges.some((ignored) => isWithin(path, ignored)));
    }

    /** The plan's value, with each simulated output in it replaced by the real one of the same resource. */
    private translated(value: unknown, sources: string[]): unknown {
        const words = sources
            .flatMap((urn) => {
                const planned = this.after.get(urn);
                const existing = planned === undefined ? undefined : this.existing(planned);
                return planned === undefined || existing === undefined ? [] : pairs(planned, existing);
            })
            // The longest first: an ARN contains an id.
            .sort(([one], [other]) => other.length - one.length);
        return words.length === 0 ? value : replaceTexts(value, words);
    }

    /** The changed property; none if the provider keeps the resource's value. */
    private changed({ type, replaceOnChanges }: State, change: PropertyChange): ChangedProperty[] {
        const { path, kind } = change;
        const outcome = this.replaces(type, change);
        if (outcome === "none") {
            return [];
        }
        const isForced = replaceOnChanges.some((forcing) => forcing === "*" || isWithin(path, forcing));
        return isForced || outcome !== undefined
            ? [{ path, kind, forcesReplacement: isForced || outcome === "replace" }]
            : [{ path, kind }];
    }

    /** A replaced resource has other outputs: resources that use them change as well, and may be replaced for it. */
    private cascade(changes: Draft[]): void {
        const replaced = changes.filter(({ action }) => action === "replace").map(({ urn }) => urn);
        for (let urn = replaced.pop(); urn !== undefined; urn = replaced.pop()) {
            for (const one of changes.filter(({ action }) => action === "update" || action === "replace")) {
                const { propertyDependencies = {} } = this.after.get(one.urn) ?? {};
                const taking = Object.entries(propertyDependencies)
                    .filter(([, sources]) => sources.includes(urn))
                    .map(([property]) => property)
                    .filter((property) => !one.properties.some(({ path }) => isWithin(path, property)));
                if (taking.length === 0) {
                    continue;
                }
                const { before, after } = one;
                one.properties.push(
                    ...taking.flatMap((path) =>
                        this.changed(this.after.get(one.urn) ?? NOTHING, {
                            path,
                            kind: "update",
                            before,
                            after,
                        }),
                    ),
                );
                one.notes.push({ kind: "follows", cause: urn });
                if (
                    one.action === "update" &&
                    one.properties.some((property) => property.forcesReplacement)
                ) {
                    one.action = "replace";
                    replaced.push(one.urn);
                }
            }
        }
    }
}

const NOTHING = { type: "", replaceOnChanges: [] } as unknown as State;

type Draft = Change & { isComponent: boolean; isProtected: boolean };

function change(
    action: Change["action"],
    { urn, type, custom }: State,
    {
        before,
        after,
        properties: changed = [],
        notes = [],
    }: {
        before?: State;
        after?: State;
        properties?: ChangedProperty[];
        notes?: Note[];
    },
): Draft {
    return {
        action,
        urn,
        type,
        properties: changed,
        notes,
        before: before?.inputs ?? {},
        after: after?.inputs ?? {},
        isComponent: !custom,
        isProtected: before?.protect === true,
    };
}

function withProtection({ action, notes, isProtected }: Draft): Note[] {
    const isRejected = isProtected && (action === "delete" || action === "replace");
    return isRejected ? [...notes, { kind: "protected" }] : notes;
}

const ABSENT = Symbol("absent");

/** A property's value; absent if a provider has set it and the plan leaves it out. */
function valueOf(
    inputs: Record<string, unknown>,
    property: string,
    other?: Record<string, unknown>,
): unknown {
    const isDefault = (inputs["__defaults"] as unknown[] | undefined)?.includes(property) === true;
    return property in inputs && !(isDefault && other !== undefined && !(property in other))
        ? inputs[property]
        : ABSENT;
}

function unionOf(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => key !== "__defaults");
}

function differencesAt(path: string, one: unknown, other: unknown, flows: boolean): Difference[] {
    const before = withoutReference(one);
    const after = withoutReference(other);
    if (before === ABSENT && after === ABSENT) {
        return [];
    }
    if (isSecret(before) || isSecret(after)) {
        return [{ path, kind: "secret" }];
    }
    if (isUnknown(before) || isUnknown(after)) {
        return [{ path, kind: "unknown" }];
    }
    if (before === ABSENT || after === ABSENT) {
        return [{ path, kind: before === ABSENT ? "add" : "delete" }];
    }
    if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
        return before.flatMap((item, i) => differencesAt(`${path}[${i}]`, item, after[i], flows));
    }
    if (isTable(before) && isTable(after)) {
        return unionOf(before, after).flatMap((key) =>
            differencesAt(
                /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`,
                valueOf(before, key, after),
                valueOf(after, key),
                flows,
            ),
        );
    }
    const isLeaf = typeof before === typeof after && typeof before !== "object";
    return before === after ? [] : [{ path, kind: flows && isLeaf ? "from another resource" : "update" }];
}

function isTable(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The id of the resource that a reference names, as a provider reads it; a component has only a URN. */
function withoutReference(value: unknown): unknown {
    return isResourceReference(value) ? (value.id ?? value.urn) : value;
}

/** A secret has the signature; in a preview's state it is a fixed text. Any other special value counts as one. */
function isSecret(value: unknown): boolean {
    return value === "[secret]" || (isSpecial(value) && !isResourceReference(value));
}

/** Pairs of texts in the outputs of one resource: simulated, and real. */
function pairs(planned: State, existing: State): [string, string][] {
    const ids: [string, string][] =
        planned.id === undefined || existing.id === undefined ? [] : [[planned.id, existing.id]];
    const outputs = Object.entries(planned.outputs).flatMap(([key, value]): [string, string][] => {
        const real = existing.outputs[key];
        return typeof value === "string" && typeof real === "string" ? [[value, real]] : [];
    });
    return [...ids, ...outputs].filter(
        ([simulated, real]) => simulated !== "" && simulated !== real && !isUnknown(simulated),
    );
}

/** Shorter texts, such as a version `1`, are replaced only if they are the complete value. */
const DISTINCTIVE_LENGTH = 8;

function replaceTexts(value: unknown, words: [string, string][]): unknown {
    if (typeof value === "string") {
        const whole = words.find(([simulated]) => simulated === value);
        return whole === undefined ? replaceParts(value, words) : whole[1];
    }
    if (Array.isArray(value)) {
        return value.map((item) => replaceTexts(item, words));
    }
    return isTable(value) && !isSecret(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceTexts(item, words)]))
        : value;
}

/** In one pass, so that no replaced text is replaced again. */
function replaceParts(text: string, words: [string, string][]): string {
    const distinctive = new Map(words.filter(([simulated]) => simulated.length >= DISTINCTIVE_LENGTH));
    const escaped = [...distinctive.keys()].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return distinctive.size === 0
        ? text
        : text.replaceAll(new RegExp(escaped.join("|"), "g"), (word) => distinctive.get(word) ?? word);
}
