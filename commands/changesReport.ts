import { createColors } from "picocolors";
import type { Action, AssessedChange, Assessment, Incomparable } from "../graph/changes";
import { INTERRUPTIONS, type Interruption } from "../catalog/interruption";
import { rankOf } from "../graph/effectsOf";

/** How changes are shown. */
export interface ChangesForm {
    /** Whether they were read from a preview; else from two deployments. */
    fromPreview: boolean;
    /** Name of the file whose settings acknowledge changes. */
    file: string;
    /** As `YYYY-MM-DD`. */
    today: string;
    colour: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** Columns that a line may have. */
const WIDTH = 110;

/** Resources, and properties of one, that are listed by name: more is a number. */
const LISTED = 8;

/** Days that a proposed acknowledgement holds: long enough for one update, too short to be forgotten. */
const PROPOSED_DAYS = 14;

const VERBS: Record<Action, string> = {
    replace: "replaced",
    delete: "deleted",
    update: "updated",
    leave: "let go",
    adopt: "adopted",
    create: "created",
};

const ACTIONS = Object.keys(VERBS) as Action[];

const WORST: Record<Interruption, string> = {
    rejected: "AWS rejects a change, and the update fails halfway: see above",
    down: "Connect, or a part of it that all depend on, is away for minutes or for good",
    unknown: "not known for all of it: see above",
    brief: "an interruption of seconds to two minutes",
    rolling: "parts go one after the other; sessions on them end, the whole stays",
    none: "nothing",
};

/** Changes for a person: what stops the update first, then what each change means, then what is not known. */
export function changesReport(assessment: Assessment, form: ChangesForm): string {
    const colors = createColors(form.colour);
    const sections = [
        heading(assessment, form, colors),
        blocked(assessment, form, colors),
        ...(["replace", "delete", "update", "leave"] as const).map((action) =>
            listed(of(assessment, action), VERBS[action], colors),
        ),
        ...(["adopt", "create"] as const).map((action) =>
            counted(of(assessment, action), VERBS[action], colors),
        ),
        incomparable(assessment.incomparable, colors),
        stale(assessment, form, colors),
        notice(assessment, colors),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function of({ changes }: Assessment, action: Action): AssessedChange[] {
    return changes.filter((change) => change.action === action);
}

function heading(assessment: Assessment, { fromPreview }: ChangesForm, colors: Colors): string {
    const counts = ACTIONS.flatMap((action) => {
        const { length } = of(assessment, action);
        return length === 0 ? [] : [`${length} ${VERBS[action]}`];
    });
    return [
        colors.bold("Changes"),
        ...(assessment.stack === "" ? [] : [assessment.stack]),
        fromPreview ? "from a preview" : "from two deployments",
        counts.length === 0 ? "none" : counts.join(", "),
    ].join(" · ");
}

function blocked({ blocked: changes }: Assessment, form: ChangesForm, colors: Colors): string {
    if (changes.length === 0) {
        return "";
    }
    const expires = new Date(Date.parse(form.today) + PROPOSED_DAYS * 24 * 3600 * 1000)
        .toISOString()
        .slice(0, form.today.length);
    return [
        colors.bold(colors.red("Data would be lost, and nobody has acknowledged it")),
        ...changes.flatMap(({ noun, name, action, loss = "", properties }) => {
            const why = properties.flatMap(({ path, forcesReplacement }) =>
                forcesReplacement ? [path] : [],
            );
            return [
                `  ${colors.red("✗")} ${called(noun, name)} is ${VERBS[action]}${why.length === 0 ? "" : `, because of ${some(why)}`}`,
                ...wrapped(`lost: ${loss}`, 6),
            ];
        }),
        "",
        ...wrapped(`If that is meant, say so in ${form.file}, under "config":`, 2),
        "    posit-connect:acknowledgedChanges:",
        ...changes.flatMap(({ urn }) => [
            `      - urn: ${urn}`,
            "        reason: <why, and who says so>",
            `        expires: "${expires}"`,
        ]),
    ].join("\n");
}

function listed(changes: AssessedChange[], verb: string, colors: Colors): string {
    return changes.length === 0
        ? ""
        : [
              colors.bold(`${verb.charAt(0).toUpperCase()}${verb.slice(1)}`),
              ...alike([...changes].sort(worstFirst)).flatMap((group) => told(group, colors)),
          ].join("\n");
}

/** Changes that have the same to say of them, together. */
function alike(changes: AssessedChange[]): AssessedChange[][] {
    const groups = new Map<string, AssessedChange[]>();
    for (const change of changes) {
        const { noun, properties, effects, seconds, acknowledgement, notes } = change;
        // What a change follows from is told of each in a few words, and makes no difference.
        const own = notes.filter((note) => !isConsequence(note));
        const paths = properties.map(({ path }) => path);
        const key = JSON.stringify([noun, paths, effects, seconds, acknowledgement, own]);
        groups.set(key, [...(groups.get(key) ?? []), change]);
    }
    return [...groups.values()];
}

function isConsequence(note: string): boolean {
    return note.startsWith("Follows from ");
}

function told(group: AssessedChange[], colors: Colors): string[] {
    const [first] = group;
    if (first === undefined) {
        return [];
    }
    const { action, noun, properties, effects, seconds = 0, acknowledgement } = first;
    const paths = properties.map(({ path }) => path);
    const isSimple = action === "update" && effects.length <= 1;
    const names = group.map(({ name }) => name);
    const subject =
        group.length === 1 ? called(noun, first.name) : `${group.length} × ${noun} ${some(names, 4)}`;
    const notes = [...new Set(group.flatMap((change) => change.notes))];
    const consequences = notes.filter(isConsequence);
    return [
        ...wrapped(`${subject}${paths.length === 0 ? "" : `: ${some(paths)}`}${time(seconds)}`, 2).map(
            (line) => line.replace(subject, colors.bold(subject)),
        ),
        ...effects.flatMap((effect) => [
            ...wrapped(
                `${mark(effect.interruption)}${isSimple || effect.properties.length === 0 ? "" : `${some(effect.properties)}: `}${effect.effect}`,
                6,
            ),
            ...(effect.source === undefined || effect.interruption === "none"
                ? []
                : [colors.dim(`      ${effect.source}`)]),
        ]),
        ...notes.filter((note) => !isConsequence(note)).flatMap((note) => wrapped(note, 6)),
        ...(consequences.length > 3
            ? wrapped(`Follows from ${consequences.length} others, which are made anew.`, 6)
            : consequences.flatMap((note) => wrapped(note, 6))),
        ...(acknowledgement === undefined
            ? []
            : wrapped(`Acknowledged until ${acknowledgement.expires}: ${acknowledgement.reason}`, 6)),
    ];
}

/** Of a step that makes one wait. */
function time(seconds: number): string {
    return seconds < 60 ? "" : `, about ${Math.round(seconds / 60)} min`;
}

/** What a resource is, and its name where that says more. */
function called(noun: string, name: string): string {
    return noun === name ? noun : `${noun} ${name}`;
}

function mark(interruption: Interruption): string {
    return interruption === "none" ? "" : `[${interruption}] `;
}

function worstFirst(one: AssessedChange, other: AssessedChange): number {
    return worstOf(one) - worstOf(other);
}

function worstOf({ effects }: AssessedChange): number {
    return Math.min(INTERRUPTIONS.length, ...effects.map(({ interruption }) => rankOf(interruption)));
}

/** What only comes to be, by kind: nobody is interrupted by it. */
function counted(changes: AssessedChange[], verb: string, colors: Colors): string {
    if (changes.length === 0) {
        return "";
    }
    const names = new Map<string, string[]>();
    for (const { noun, name } of changes) {
        names.set(noun, [...(names.get(noun) ?? []), name]);
    }
    const width = Math.max(...[...names.keys()].map(({ length }) => length));
    return [
        colors.bold(`${verb.charAt(0).toUpperCase()}${verb.slice(1)}`),
        ...[...names].map(
            ([noun, all]) => `  ${noun.padEnd(width)}  ${String(all.length).padStart(3)}  ${some(all, 2)}`,
        ),
    ].join("\n");
}

const REASONS: Record<Incomparable["reason"], string> = {
    secret: "secret",
    unknown: "known only after the update",
    "from another resource": "comes from another resource, whose simulated values differ",
};

function incomparable(properties: Incomparable[], colors: Colors): string {
    if (properties.length === 0) {
        return "";
    }
    const reasons = [...new Set(properties.map(({ reason }) => reason))];
    return [
        colors.bold("Not comparable, and so not called a change; a preview knows more"),
        ...reasons.flatMap((reason) => {
            const all = properties.filter((one) => one.reason === reason);
            const names = all.map(({ urn, path }) => `${urn.split("::").slice(3).join("::")} › ${path}`);
            return wrapped(`${REASONS[reason]}: ${some(names)}`, 2);
        }),
    ].join("\n");
}

function stale({ expired, unused }: Assessment, { file }: ChangesForm, colors: Colors): string {
    const lines = [
        ...expired.map(({ urn, expires }) => `${urn}: ended on ${expires}; take it out, or renew it`),
        ...unused.map(({ urn }) => `${urn}: not used, as it is neither replaced nor deleted; take it out`),
    ];
    return lines.length === 0
        ? ""
        : [colors.bold(`Acknowledgements in ${file}`), ...lines.map((line) => `  ${line}`)].join("\n");
}

function notice({ changes }: Assessment, colors: Colors): string {
    const worst = Math.min(rankOf("none"), ...changes.map(worstOf));
    return `${colors.bold("Users notice")}: ${WORST[INTERRUPTIONS[worst] ?? "none"]}.`;
}

function some(names: string[], limit = LISTED): string {
    const rest = names.length - limit;
    return rest > 0 ? `${names.slice(0, limit).join(", ")} and ${rest} more` : names.join(", ");
}

/** A text as indented lines that are no longer than a screen is wide. */
function wrapped(text: string, indent: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
        const last = lines.at(-1);
        if (last === undefined || last.length + 1 + word.length > WIDTH - indent) {
            lines.push(word);
        } else {
            lines[lines.length - 1] = `${last} ${word}`;
        }
    }
    return lines.map((line) => `${" ".repeat(indent)}${line}`);
}
