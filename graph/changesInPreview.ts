import { z } from "zod";
import { UnreadableChanges, type Action, type Change, type Changes, type Note } from "./change";
import { formatIssue } from "./formatIssue";
import { isDefaultProvider, stackOf, typeOf } from "./urn";

/**
 * Operations of the engine, as `pulumi preview --json` names them.
 * Source: `pulumi/pulumi` 3.259.0, pkg/resource/deploy/step.go, `StepOps`.
 */
const OPS = [
    "same",
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "read",
    "read-replacement",
    "refresh",
    "discard",
    "discard-replaced",
    "remove-pending-replace",
    "import",
    "import-replacement",
    "diff",
    "extend-parameterize",
] as const;

type Op = (typeof OPS)[number];

const properties = z.record(z.string(), z.unknown());

/** `apitype.ResourceV3`, sdk/go/common/apitype/core.go; empty fields are left out. */
const state = z.looseObject({
    type: z.string(),
    custom: z.boolean(),
    inputs: properties.optional(),
    protect: z.boolean().optional(),
    modified: z.iso.datetime({ offset: true }).optional(),
    retainOnDelete: z.boolean().optional(),
});

type State = z.output<typeof state>;

/** `plugin.DiffKind`, sdk/go/common/resource/plugin/provider.go. */
const kind = z.enum(["add", "add-replace", "delete", "delete-replace", "update", "update-replace"]);

const keys = z.array(z.string()).optional();

/** `display.PreviewStep`, pkg/display/json.go. */
const step = z.looseObject({
    op: z.string(),
    urn: z.string().startsWith("urn:pulumi:"),
    oldState: state.optional(),
    newState: state.optional(),
    diffReasons: keys,
    replaceReasons: keys,
    detailedDiff: z.record(z.string(), z.looseObject({ kind })).nullish(),
});

type Step = z.output<typeof step> & { op: Op };

/** `display.PreviewDigest`, pkg/display/json.go. */
const digest = z.looseObject({
    steps: z.array(step).optional(),
    diagnostics: z
        .array(z.looseObject({ message: z.string().optional(), severity: z.string().optional() }))
        .optional(),
    changeSummary: z.record(z.string(), z.number().int().min(0)).optional(),
});

/**
 * The changes that `pulumi preview --json` reports.
 *
 * @throws {@link UnreadableChanges} if it is no such preview, or one that failed: then steps are missing.
 */
export function changesInPreview(preview: unknown): Changes {
    const { steps = [], diagnostics = [], changeSummary } = read(preview);
    const failure = diagnostics.find(({ severity }) => severity === "error");
    if (failure !== undefined) {
        const [line = ""] = (failure.message ?? "").trim().split("\n");
        throw new UnreadableChanges(`holds a preview that failed and lacks steps: ${line}`);
    }
    if (changeSummary === undefined || Object.values(changeSummary).every((counted) => counted === 0)) {
        throw new UnreadableChanges(`holds no summary of its changes, so it may be incomplete. ${REWRITE}`);
    }
    const all = steps.map(known);
    checkCompleteness(all, changeSummary);
    const byUrn = new Map<string, Step[]>();
    for (const one of all) {
        byUrn.set(one.urn, [...(byUrn.get(one.urn) ?? []), one]);
    }
    const stacks = new Set([...byUrn.keys()].map(stackOf));
    if (stacks.size > 1) {
        throw new UnreadableChanges(`holds steps of several stacks: ${[...stacks].join(", ")}`);
    }
    return {
        stack: [...stacks][0] ?? "",
        changes: [...byUrn].flatMap(([urn, ofOne]) => changeOf(urn, ofOne)),
    };
}

const REWRITE = "Write it again with `pulumi preview --json > preview.json`";

/** Operations that a preview counts but does not list, or lists only if they change something. */
const UNLISTED = ["same", "read", "refresh"];

/**
 * Rejects a preview that lists fewer steps than it counts. It may list more: `--refresh` adds steps that are not counted.
 *
 * Source: `pulumi/pulumi` 3.259.0, pkg/backend/display/json.go and display.go, `shouldShow`; pkg/engine/update.go,
 * `previewActions.OnResourceStepPost`.
 */
function checkCompleteness(steps: readonly Step[], changeSummary: Record<string, number>): void {
    const missing = Object.entries(changeSummary).flatMap(([op, counted]) => {
        const listed = steps.filter((one) => one.op === op && !isDefaultProvider(one.urn)).length;
        return UNLISTED.includes(op) || listed >= counted ? [] : [`${listed} of ${counted} "${op}"`];
    });
    if (missing.length > 0) {
        throw new UnreadableChanges(`is incomplete, its steps are ${missing.join(", ")}. ${REWRITE}`);
    }
}

/** Types of components, for steps without states. */
const COMPONENT = /^(posit-connect|awsx|eks|pulumi:pulumi):/;

function read(preview: unknown): z.output<typeof digest> {
    if (typeof preview !== "object" || preview === null || Array.isArray(preview)) {
        throw new UnreadableChanges("is not the output of `pulumi preview --json`, which is one object");
    }
    if ("deployment" in preview) {
        throw new UnreadableChanges(
            "is an exported state, not a preview. Write a preview with `pulumi preview --json`",
        );
    }
    if ("sequence" in preview && "timestamp" in preview) {
        throw new UnreadableChanges("is an event log, not a preview. Write one with `pulumi preview --json`");
    }
    const parsed = digest.safeParse(preview);
    if (parsed.success) {
        return parsed.data;
    }
    throw new UnreadableChanges(
        `is not the output of \`pulumi preview --json\` of Pulumi 3: ${formatIssue(parsed.error)}`,
    );
}

function known(one: z.output<typeof step>, index: number): Step {
    const op = OPS.find((candidate) => candidate === one.op);
    if (op === undefined) {
        throw new UnreadableChanges(`has an unknown operation, "${one.op}" in step ${index + 1}: ${one.urn}`);
    }
    return { ...one, op };
}

/** The steps of one resource as one change; none for a component, whose children have their own. */
function changeOf(urn: string, steps: Step[]): Change[] {
    const before = steps.find(({ oldState }) => oldState !== undefined)?.oldState;
    const after = steps.findLast(({ newState }) => newState !== undefined)?.newState;
    const type = after?.type ?? before?.type ?? typeOf(urn);
    const custom = (after ?? before)?.custom ?? !COMPONENT.test(type);
    const action = actionOf(new Set(steps.map(({ op }) => op)), before, after);
    if (action === undefined || !custom || isDefaultProvider(urn)) {
        return [];
    }
    const changed = propertiesOf(steps, before, after);
    return [
        {
            action,
            urn,
            type,
            properties: changed,
            ...(isUnexplained(action, changed, before, after) ? { isUnexplained: true as const } : {}),
            ...(before?.modified === undefined
                ? {}
                : { modified: new Date(before.modified).toISOString().slice(0, "YYYY-MM-DD".length) }),
            notes: notesOf(action, steps, before),
            before: before?.inputs ?? {},
            after: after?.inputs ?? {},
        },
    ];
}

/** Whether a preview does not report what a change is from, or to. */
function isUnexplained(
    action: Action,
    changed: Change["properties"],
    before: State | undefined,
    after: State | undefined,
): boolean {
    switch (action) {
        case "update":
            return (
                changed.length === 0 ||
                (changed.some(({ path }) => path !== "protect") &&
                    (before?.inputs === undefined || after?.inputs === undefined))
            );
        case "replace":
        case "delete":
            return before?.inputs === undefined;
        default:
            return false;
    }
}

function actionOf(ops: Set<Op>, before: State | undefined, after: State | undefined): Action | undefined {
    const has = (...candidates: Op[]): boolean => candidates.some((op) => ops.has(op));
    // A resource that is deleted and created again, as after a refresh that did not find it, counts as replaced.
    if (
        has("replace", "create-replacement", "import-replacement", "read-replacement") ||
        (has("delete") && has("create"))
    ) {
        return "replace";
    }
    if (has("delete", "delete-replaced")) {
        return before?.retainOnDelete === true ? "leave" : "delete";
    }
    if (has("create")) {
        return "create";
    }
    if (has("import")) {
        return "adopt";
    }
    // An unchanged resource is listed if its protection changes.
    const isUnprotected = has("same") && (before?.protect === true) !== (after?.protect === true);
    return has("update") || isUnprotected ? "update" : undefined;
}

/**
 * The provider's own paths if it reports any; the names of properties for those that it leaves out; the inputs that differ
 * if it names none.
 */
function propertiesOf(
    steps: Step[],
    before: State | undefined,
    after: State | undefined,
): Change["properties"] {
    const forced = new Set(steps.flatMap(({ replaceReasons = [] }) => replaceReasons));
    const detailed = new Map(steps.flatMap(({ detailedDiff }) => Object.entries(detailedDiff ?? {})));
    const names = new Set([...detailed.keys()].map(firstKey));
    const others = new Set([...steps.flatMap(({ diffReasons = [] }) => diffReasons), ...forced]);
    const isExplained = detailed.size > 0 || others.size > 0;
    return [
        ...(isExplained ? [] : differingInputs(before, after)),
        ...[...detailed].map(([path, diff]) => {
            const [verb, replaces] = diff.kind.split("-") as ["add" | "delete" | "update", "replace"?];
            return {
                path,
                kind: verb,
                forcesReplacement: replaces !== undefined || forced.has(firstKey(path)),
            };
        }),
        ...[...others]
            .filter((name) => !names.has(name))
            .map((path) => ({ path, kind: "update" as const, forcesReplacement: forced.has(path) })),
        ...(before !== undefined &&
        after !== undefined &&
        (before.protect === true) !== (after.protect === true)
            ? [{ path: "protect", kind: "update" as const, forcesReplacement: false }]
            : []),
    ];
}

function differingInputs(before: State | undefined, after: State | undefined): Change["properties"] {
    if (before?.inputs === undefined || after?.inputs === undefined) {
        return [];
    }
    const { inputs: olds } = before;
    const { inputs: news } = after;
    return [...new Set([...Object.keys(olds), ...Object.keys(news)])]
        .filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]))
        .map((path) => ({
            path,
            kind: !(path in olds) ? "add" : !(path in news) ? "delete" : "update",
            forcesReplacement: false,
        }));
}

function notesOf(action: Action, steps: Step[], before: State | undefined): Note[] {
    const ops = new Set(steps.map(({ op }) => op));
    return [
        ...(action === "replace" && ops.has("delete") && !ops.has("replace")
            ? [{ kind: "recreated" as const }]
            : []),
        ...(action === "delete" && !ops.has("delete") ? [{ kind: "leftover" as const }] : []),
        ...(action === "leave" ? [{ kind: "retained" as const }] : []),
        ...((action === "delete" || action === "replace") && before?.protect === true
            ? [{ kind: "protected" as const }]
            : []),
    ];
}

/** The first key of a path: `a` of `a.b`, `a[0]` and `["a"]`. */
function firstKey(path: string): string {
    return /^\["([^"]*)"\]/.exec(path)?.[1] ?? path.split(/[.[]/)[0] ?? path;
}
