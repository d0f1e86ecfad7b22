import { dirname } from "node:path";
import { Command, CommanderError } from "commander";
import { assess, UnreadableChanges, type Assessment, type Changes } from "../graph/changes";
import { changesBetween } from "../graph/changesBetween";
import { changesInPreview } from "../graph/changesInPreview";
import { acknowledgementsIn } from "../stacks/sections/acknowledgedChanges";
import { changesReport } from "./changesReport";
import { findJsonObject } from "./findJsonObject";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { readStackFile } from "../stacks/stackFile";

/** What the shell learns. */
const EXIT = { clear: 0, unreadable: 1, wrongUsage: 2, stopped: 4 };

const ROOT = dirname(__dirname);

/** What the command reaches beside the file system. */
export interface ChangesSurroundings {
    /** Writes to standard output. */
    out: (text: string) => void;
    /** Writes to standard error. */
    err: (text: string) => void;
    /** Whether the output may have colour. */
    colour: boolean;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface ChangesOptions {
    preview?: string;
    from?: string;
    to?: string;
    stack?: string;
    json?: true;
}

/**
 * `npm run changes`: says what an update would do, in the words of an operator, and stops at the loss of what no update
 * makes again.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export function changesCommand(args: string[], surroundings: ChangesSurroundings): number {
    const { out, err } = surroundings;
    const command = usage().configureOutput({ writeOut: out, writeErr: err });
    try {
        command.parse(args, { from: "user" });
        checkSources(command);
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? EXIT.clear : EXIT.wrongUsage;
        }
        throw error;
    }
    try {
        return run(command.opts<ChangesOptions>(), surroundings);
    } catch (error) {
        err(`${error instanceof Error ? error.message : String(error)}\n`);
        return EXIT.unreadable;
    }
}

function usage(): Command {
    return new Command("npm run changes --")
        .description("Says what an update would do to a stack, and stops at the loss of data.")
        .option("--preview <file>", "what `pulumi preview --json` has written")
        .option("--from <file>", "what `pulumi stack export` has written, or an earlier plan")
        .option("--to <file>", "what `npm run -s plan -- --json` has written")
        .option(
            "--stack <name>",
            "stack whose settings acknowledge changes, or the path of its Pulumi.<stack>.yaml (default: the stack of the changes)",
        )
        .option("--json", "print data, and nothing else")
        .addHelpText(
            "after",
            "\nExit status: 0 nothing is lost, or all of it acknowledged; 1 what was given cannot be read or is wrong; " +
                "2 wrong usage; 4 something that holds data would be replaced or deleted without an acknowledgement, or cannot be judged, " +
                "or AWS rejects a change.",
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options go behind two dashes: npm run changes -- --preview preview.json. --help lists them.)",
        )
        .exitOverride();
}

function checkSources(command: Command): void {
    const { preview, from, to } = command.opts<ChangesOptions>();
    const isPreview = preview !== undefined && from === undefined && to === undefined;
    const areDeployments = preview === undefined && from !== undefined && to !== undefined;
    if (!isPreview && !areDeployments) {
        command.error("error: needs either --preview, or --from and --to");
    }
}

function run(options: ChangesOptions, { out, colour, today }: ChangesSurroundings): number {
    const changes = changesIn(options);
    const { acknowledgements, file } = acknowledgementsFor(options.stack ?? changes.stack);
    const assessment = assess(changes, acknowledgements, today);
    out(
        options.json === true
            ? `${JSON.stringify(data(assessment), null, 4)}\n`
            : changesReport(assessment, { fromPreview: options.preview !== undefined, file, today, colour }),
    );
    const isRejected = assessment.changes.some(({ effects }) =>
        effects.some(({ interruption }) => interruption === "rejected"),
    );
    return assessment.blocked.length === 0 && !isRejected ? EXIT.clear : EXIT.stopped;
}

function changesIn({ preview, from = "", to = "" }: ChangesOptions): Changes {
    if (preview !== undefined) {
        const content = readJson("--preview", preview);
        return told(`--preview ${preview} `, () => changesInPreview(content));
    }
    const [before, after] = [readJson("--from", from), readJson("--to", to)];
    return told("", () => changesBetween(before, after));
}

/** Runs a reader, and tells what it could not read with the option that named it. */
function told(subject: string, read: () => Changes): Changes {
    try {
        return read();
    } catch (error) {
        throw error instanceof UnreadableChanges ? new UserError([`${subject}${error.message}.`]) : error;
    }
}

function readJson(option: string, file: string): unknown {
    const text = readNamedFile(option, file);
    const found = findJsonObject(text);
    if (found !== undefined) {
        return found;
    }
    const [first = ""] = text.trim().split("\n");
    const what =
        first === ""
            ? "is empty"
            : `must hold one JSON object, got text that begins with "${first.slice(0, 60)}"`;
    throw new UserError([
        `${option} ${file} ${what}. Write it again with ${
            option === "--preview" ? "`pulumi preview --json`" : "`npm run -s plan -- --json`"
        }.`,
    ]);
}

function acknowledgementsFor(stack: string) {
    if (stack === "") {
        return { acknowledgements: [], file: "" };
    }
    const folders = { stacks: ROOT, paths: process.env["INIT_CWD"] ?? process.cwd() };
    const { config, secretKeys, stack: name } = readStackFile(stack, folders);
    const file = `Pulumi.${name}.yaml`;
    const { acknowledgements, mistakes } = {
        acknowledgements: [],
        ...acknowledgementsIn(config, secretKeys),
    };
    if (mistakes !== undefined) {
        throw new UserError([
            `${file} acknowledges changes in a form that cannot be read; nothing was judged.`,
            "",
            ...mistakes.map(
                ({ key, value, problem }) =>
                    `  ${[key, ...(value === undefined ? [] : [value]), problem].join("   ")}`,
            ),
        ]);
    }
    return { acknowledgements, file };
}

/** For programs: without the inputs, which may hold what nobody is to see. */
function data({ changes, blocked, ...rest }: Assessment) {
    return {
        ...rest,
        changes: changes.map((change) => ({ ...change, before: undefined, after: undefined })),
        blocked: blocked.map(({ urn }) => urn),
    };
}
