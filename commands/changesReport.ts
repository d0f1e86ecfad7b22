import { createColors } from "picocolors";
import type { AssessedChange, Assessment } from "../graph/assess";
import type { Action, Note } from "../graph/change";
import type { Interruption } from "../catalog/interruption";
import { groupBy } from "../lib/groupBy";
import { wrap } from "../lib/wrap";
import {
    ACTIONS,
    capitalize,
    enumerate,
    proposeAcknowledgements,
    VERBS,
    worstFirst,
    worstInterruption,
} from "./changeWords";
import { labelWithName } from "./labelWithName";
import { noteText } from "./noteText";

/** How changes are reported. */
export interface ChangesForm {
    /** Whether they come from a preview; otherwise from two offline plans. */
    fromPreview: boolean;
    /** Name of the file whose settings acknowledge changes. */
    file: string;
    /** As `YYYY-MM-DD`. */
    today: string;
    color: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** Columns that a line may have. */
const WIDTH = 110;

const WORST: Record<Interruption, string> = {
    rejected:
        "a change is rejected: by AWS or Connect, halfway through the update, or as it would damage data. See above",
    down: "Connect, or a part that all of it needs, is unavailable for minutes or permanently",
    unknown: "not known for all changes: see above",
    brief: "an interruption of seconds to two minutes",
    rolling: "nodes or pods are replaced one after the other; sessions on them end, Connect stays available",
    none: "nothing",
};

/** Changes for an operator: first those that stop the update, then the effects of each, then what is not known. */
export function changesReport(assessment: Assessment, form: ChangesForm): string {
    const colors = createColors(form.color);
    const sections = [
        heading(assessment, form, colors),
        blocked(assessment, form, colors),
        ...(["replace", "delete", "update", "leave"] as const).map((action) =>
            listed(withAction(assessment, action), VERBS[action], colors),
        ),
        ...(["adopt", "create"] as const).map((action) =>
            added(withAction(assessment, action), VERBS[action], colors),
        ),
        stale(assessment, form, colors),
        notice(assessment, colors),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function withAction({ changes }: Assessment, action: Action): AssessedChange[] {
    return changes.filter((change) => change.action === action);
}

function heading(assessment: Assessment, { fromPreview }: ChangesForm, colors: Colors): string {
    const counts = ACTIONS.flatMap((action) => {
        const { length } = withAction(assessment, action);
        return length === 0 ? [] : [`${length} ${VERBS[action]}`];
    });
    return [
        colors.bold("Changes"),
        ...(assessment.stack === "" ? [] : [assessment.stack]),
        fromPreview ? "from a preview" : "from two plans",
        counts.length === 0 ? "none" : counts.join(", "),
    ].join(" · ");
}

function blocked({ blocked: changes }: Assessment, form: ChangesForm, colors: Colors): string {
    if (changes.length === 0) {
        return "";
    }
    return [
        colors.bold(colors.red("Data would be lost without an acknowledgement")),
        ...changes.flatMap(({ noun, name, action, loss = "", properties }) => {
            const causes = properties.flatMap(({ path, forcesReplacement }) =>
                forcesReplacement ? [path] : [],
            );
            return [
                `  ${colors.red("✗")} ${labelWithName(noun, name)} is ${VERBS[action]}${causes.length === 0 ? "" : `, because of ${enumerate(causes)}`}`,
                ...indent(`lost: ${loss}`, 6),
            ];
        }),
        "",
        ...indent(`To accept this, add to "config" in ${form.file}:`, 2),
        ...proposeAcknowledgements(changes, form.today).map((line) => `    ${line}`),
    ].join("\n");
}

function listed(changes: AssessedChange[], verb: string, colors: Colors): string {
    return changes.length === 0
        ? ""
        : [colors.bold(capitalize(verb)), ...describe(changes, colors)].join("\n");
}

function describe(changes: readonly AssessedChange[], colors: Colors): string[] {
    return similar([...changes].sort(worstFirst)).flatMap((group) => describeGroup(group, colors));
}

/** New resources: those with an effect, then the others. */
function added(changes: readonly AssessedChange[], verb: string, colors: Colors): string {
    const noticed = changes.filter(({ effects }) => effects.length > 0);
    const others = changes.filter(({ effects }) => effects.length === 0);
    return changes.length === 0
        ? ""
        : [colors.bold(capitalize(verb)), ...describe(noticed, colors), ...counted(others)].join("\n");
}

/** Groups of changes whose reports differ in name alone. What they follow from makes no difference. */
function similar(changes: AssessedChange[]): AssessedChange[][] {
    return [
        ...groupBy(changes, ({ noun, properties, effects, seconds, acknowledgement, notes }) =>
            JSON.stringify([
                noun,
                properties.map(({ path }) => path),
                effects,
                seconds,
                acknowledgement,
                notes.filter((note) => !isConsequence(note)),
            ]),
        ).values(),
    ];
}

function isConsequence({ kind }: Note): boolean {
    return kind === "follows";
}

function describeGroup(group: AssessedChange[], colors: Colors): string[] {
    const [first] = group;
    if (first === undefined) {
        return [];
    }
    const { action, noun, properties, effects, seconds = 0, acknowledgement } = first;
    const paths = properties.map(({ path }) => path);
    const isSimple = action === "update" && effects.length <= 1;
    const names = group.map(({ name }) => name);
    const subject =
        group.length === 1
            ? labelWithName(noun, first.name)
            : `${group.length} × ${noun} ${enumerate(names, 4)}`;
    const consequences = new Set(group.flatMap(({ notes }) => notes.filter(isConsequence).map(noteText)));
    return [
        ...indent(
            `${subject}${paths.length === 0 ? "" : `: ${enumerate(paths)}`}${formatTime(seconds)}`,
            2,
        ).map((line) => line.replace(subject, colors.bold(subject))),
        ...effects.flatMap((effect) => [
            ...indent(
                `${formatInterruption(effect.interruption)}${isSimple || effect.properties.length === 0 ? "" : `${enumerate(effect.properties)}: `}${effect.effect}`,
                6,
            ),
            ...(effect.source === undefined || effect.interruption === "none"
                ? []
                : [colors.dim(`      ${effect.source}`)]),
        ]),
        ...first.notes.filter((note) => !isConsequence(note)).flatMap((note) => indent(noteText(note), 6)),
        ...(consequences.size > 3
            ? indent(`Follows from ${consequences.size} other resources, which change.`, 6)
            : [...consequences].flatMap((text) => indent(text, 6))),
        ...(acknowledgement === undefined
            ? []
            : indent(`Acknowledged until ${acknowledgement.expires}: ${acknowledgement.reason}`, 6)),
    ];
}

/** Only for a step that takes a minute or more. */
function formatTime(seconds: number): string {
    return seconds < 60 ? "" : `, about ${Math.round(seconds / 60)} min`;
}

function formatInterruption(interruption: Interruption): string {
    return interruption === "none" ? "" : `[${interruption}] `;
}

/** Resources that interrupt no user, by kind. */
function counted(changes: readonly AssessedChange[]): string[] {
    const names = groupBy(changes, ({ noun }) => noun);
    const width = Math.max(...[...names.keys()].map(({ length }) => length));
    return [...names].map(
        ([noun, all]) =>
            `  ${noun.padEnd(width)}  ${String(all.length).padStart(3)}  ${enumerate(
                all.map(({ name }) => name),
                2,
            )}`,
    );
}

function stale({ expired, unused }: Assessment, { file }: ChangesForm, colors: Colors): string {
    const lines = [
        ...expired.map(({ urn, expires }) => `${urn}: expired on ${expires}; remove it, or renew it`),
        ...unused.map(
            ({ urn }) => `${urn}: not used, as the resource is neither replaced nor deleted; remove it`,
        ),
    ];
    return lines.length === 0
        ? ""
        : [colors.bold(`Acknowledgements in ${file}`), ...lines.map((line) => `  ${line}`)].join("\n");
}

function notice({ changes }: Assessment, colors: Colors): string {
    return `${colors.bold("Users notice")}: ${WORST[worstInterruption(changes)]}.`;
}

/** A text as indented lines that fit the screen. */
function indent(text: string, columns: number): string[] {
    return wrap(text, WIDTH - columns).map((line) => `${" ".repeat(columns)}${line}`);
}
