import { dirname } from "node:path";
import { Command, CommanderError } from "commander";
import { assess } from "../graph/assess";
import { UnreadableChanges, type Changes } from "../graph/change";
import { changesBetween } from "../graph/changesBetween";
import { changesInPreview } from "../graph/changesInPreview";
import { formatConfigError } from "../stacks/configError";
import { checkInterrupted } from "../graph/checkInterrupted";
import { parseAcknowledgedChanges } from "../stacks/sections/acknowledgedChanges";
import { changesAnswer } from "./changesAnswer";
import { changesReport } from "./changesReport";
import { EXIT } from "./exitStatus";
import { findJsonObject } from "./findJsonObject";
import { planIn, planRevision } from "./planRevision";
import { reportFailure, type Streams } from "./reportFailure";
import { isStandardInput, readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { readProject } from "../stacks/project";
import { readStackFile, withoutOrganization } from "../stacks/stackFile";

const ROOT = dirname(__dirname);

/** The environment of the command, in addition to the file system. */
export interface ChangesContext extends Streams {
    /** Whether the output may have color. */
    color: boolean;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface ChangesOptions {
    preview?: string;
    state?: string;
    from?: string;
    to?: string;
    against?: string;
    stack?: string;
    json?: true;
}

/**
 * `npm run changes`: reports what an update would do to users and operators, and stops before data is lost.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export function changesCommand(args: string[], context: ChangesContext): number {
    const { out, err } = context;
    const command = defineChangesCommand().configureOutput({ writeOut: out, writeErr: err });
    try {
        command.parse(args, { from: "user" });
        checkSources(command);
    } catch (error) {
        if (error instanceof CommanderError) {
            return reportFailure(args, error, context);
        }
        throw error;
    }
    try {
        return run(command.opts<ChangesOptions>(), context);
    } catch (error) {
        return reportFailure(args, error instanceof Error ? error.message : String(error), context);
    }
}

export function defineChangesCommand(): Command {
    return new Command("npm run changes --")
        .description("Report what an update would do to a stack, and stop before data is lost.")
        .option("--preview <file>", "output of `pulumi preview --json`; - reads standard input")
        .option(
            "--state <file>",
            "with --preview: output of `pulumi stack export`, to stop if an earlier update was interrupted",
        )
        .option("--from <file>", "an offline plan: output of `npm run -s plan -- --json`")
        .option("--to <file>", "a later offline plan of the same stack")
        .option(
            "--against <revision>",
            "compares the offline plan of the working tree with that of a git revision",
        )
        .option(
            "--stack <name>",
            "stack whose settings acknowledge changes, or the path of its Pulumi.<stack>.yaml (default: the stack of the changes); with --against, the stack to plan (default: dev)",
        )
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  pulumi preview --json > preview.json && npm run changes -- --preview preview.json",
                "  npm run changes -- --against origin/main --stack prod",
                "",
                "",
            ].join("\n") +
                "Exit status: 0 no data is lost, or its loss is acknowledged; 1 the input cannot be read or is wrong; " +
                "2 wrong usage; 4 data would be lost without an acknowledgement, a change to data cannot be judged, " +
                "or a change is rejected.",
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run changes -- --preview preview.json. --help lists them.)",
        )
        .exitOverride();
}

function checkSources(command: Command): void {
    const { preview, state, from, to, against, stack } = command.opts<ChangesOptions>();
    const sources = [preview, from ?? to, against].filter((source) => source !== undefined);
    if (sources.length !== 1 || (from === undefined) !== (to === undefined)) {
        command.error("error: requires either --preview, or --from and --to, or --against");
    }
    if (state !== undefined && preview === undefined) {
        command.error("error: --state belongs to --preview: an offline plan has no operations in progress");
    }
    if ([preview, state, from, to].filter((file) => file !== undefined && isStandardInput(file)).length > 1) {
        command.error("error: only one option can read standard input");
    }
    if (against !== undefined && /\\|\.ya?ml$/.test(stack ?? "")) {
        command.error("error: --against plans a stack by its name: pass the name with --stack, not a path");
    }
}

function run(options: ChangesOptions, { out, color, today }: ChangesContext): number {
    const changes = changesIn(options);
    const { acknowledgements, file } = acknowledgementsFor(options.stack ?? changes.stack);
    const assessment = assess(changes, acknowledgements, today);
    out(
        options.json === true
            ? `${JSON.stringify(changesAnswer(assessment), null, 4)}\n`
            : changesReport(assessment, { fromPreview: options.preview !== undefined, file, today, color }),
    );
    const isRejected = assessment.changes.some(({ effects }) =>
        effects.some(({ interruption }) => interruption === "rejected"),
    );
    return assessment.blocked.length === 0 && !isRejected ? EXIT.done : EXIT.stopped;
}

function changesIn(options: ChangesOptions): Changes {
    const { preview, state, from = "", to = "", against } = options;
    if (preview !== undefined) {
        const content = readJson("--preview", preview);
        const changes = withOption(`--preview ${preview} `, () => changesInPreview(content));
        if (state !== undefined) {
            const exported = readJson("--state", state);
            withOption(`--state ${state} `, () => {
                checkInterrupted(exported, changes.stack);
            });
        }
        return changes;
    }
    if (against !== undefined) {
        const stack = withoutOrganization(options.stack ?? "dev", readProject(ROOT).name);
        const before = planRevision(ROOT, against, stack);
        const after = planIn(ROOT, stack, "The working tree");
        const names = [`The plan of ${against}`, "The plan of the working tree"] as const;
        return withOption("", () => changesBetween(before, after, undefined, names));
    }
    const [before, after] = [readJson("--from", from), readJson("--to", to)];
    return withOption("", () => changesBetween(before, after));
}

/** Runs a reader; its error begins with the option that named the file. */
function withOption<Result>(subject: string, read: () => Result): Result {
    try {
        return read();
    } catch (error) {
        throw error instanceof UnreadableChanges ? new UserError([`${subject}${error.message}.`]) : error;
    }
}

/** Stands for bytes that are no text. */
const REPLACEMENT = "\uFFFD";

/** Commands that write the files of options. */
const WRITERS: Record<string, string> = {
    "--preview": "`pulumi preview --json`",
    "--state": "`pulumi stack export`",
};

function readJson(option: string, file: string): unknown {
    const text = readNamedFile(option, file);
    const found = findJsonObject(text);
    // Bytes that are no text may stand around the object, but not in it: they would hide a difference.
    if (found !== undefined && !(text.includes(REPLACEMENT) && JSON.stringify(found).includes(REPLACEMENT))) {
        return found;
    }
    throw new UserError([
        `${option} ${file} ${problemOf(text)}. Write it again with ${
            WRITERS[option] ?? "`npm run -s plan -- --json`"
        }.`,
    ]);
}

/** The reason why a text holds no JSON object that can be read. */
function problemOf(text: string): string {
    const [first = ""] = text.trim().split("\n");
    if (first === "") {
        return "is empty";
    }
    if (text.includes(REPLACEMENT) || text.includes("\0")) {
        return "is not text in UTF-8, nor in UTF-16 with a byte order mark";
    }
    return first.startsWith("{")
        ? "must hold one complete JSON object, got one that is cut off, or has other text with braces around it"
        : `must hold one JSON object, got text that begins with ${JSON.stringify(first.slice(0, 60))}`;
}

function acknowledgementsFor(stack: string) {
    if (stack === "") {
        return { acknowledgements: [], file: "" };
    }
    const folders = { stacks: ROOT, paths: process.env["INIT_CWD"] ?? process.cwd() };
    const { config, secretKeys, textAt, stack: name } = readStackFile(stack, folders, readProject(ROOT));
    const file = `Pulumi.${name}.yaml`;
    const { acknowledgements, errors } = {
        acknowledgements: [],
        ...parseAcknowledgedChanges(config, secretKeys, textAt),
    };
    if (errors !== undefined) {
        throw new UserError([
            `${file} acknowledges changes in a form that cannot be read. No change was judged.`,
            "",
            ...errors.map((error) => `  ${formatConfigError(error)}`),
        ]);
    }
    return { acknowledgements, file };
}
