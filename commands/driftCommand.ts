import { appendFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command, CommanderError } from "commander";
import { assess } from "../graph/assess";
import { changesInPreview } from "../graph/changesInPreview";
import { changesAnswer, type ChangesAnswer } from "./changesAnswer";
import { changesTable, LIMIT } from "./comment/comment";
import { joinParts, paragraph } from "./comment/markdown";
import { EXIT } from "./exitStatus";
import { findJsonObject } from "./findJsonObject";
import { GitHub } from "./github/github";
import { postIssue } from "./github/postIssue";
import { labelWithName } from "./labelWithName";
import { enumerate, VERBS } from "./changeWords";
import { reportFailure, type Streams } from "./reportFailure";
import { rejectUnknownFirst } from "./rejectUnknownFirst";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { readProject } from "../stacks/project";
import { withoutOrganization } from "../stacks/stackFile";

const ROOT = dirname(__dirname);

/** The environment of the command, in addition to the file system and GitHub. */
export interface DriftContext extends Streams {
    env: NodeJS.ProcessEnv;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface DriftOptions {
    preview: string;
    stack: string;
    post?: true;
    json?: true;
}

/** The preview does not show if the stack has drifted. */
class Undetermined extends UserError {}

/**
 * `npm run drift`: reports how a deployed stack differs from its program.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function driftCommand(args: string[], context: DriftContext): Promise<number> {
    const { out, err } = context;
    const command = defineDriftCommand().configureOutput({ writeOut: out, writeErr: err });
    try {
        rejectUnknownFirst(command).parse(args, { from: "user" });
        return await run(command.opts<DriftOptions>(), context);
    } catch (error) {
        const failed = reportFailure(
            args,
            error instanceof CommanderError ? error : error instanceof Error ? error.message : String(error),
            context,
        );
        return error instanceof Undetermined ? EXIT.undetermined : failed;
    }
}

/** The options of the command. */
export function defineDriftCommand(): Command {
    return new Command("npm run drift --")
        .description("Report how a deployed stack differs from its program.")
        .requiredOption("--preview <file>", "output of `pulumi preview --refresh --json`")
        .requiredOption("--stack <name>", "name of the stack, for the issue")
        .option(
            "--post",
            "write the difference to the one open issue about this stack, with GITHUB_TOKEN; close it if there is no difference",
        )
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  pulumi preview --stack prod --refresh --expect-no-changes --json > preview.json",
                "  npm run drift -- --stack prod --preview preview.json",
                "",
                "Exit status: 0 no difference; 1 GitHub's response is wrong; 2 wrong usage; 6 the stack differs; 7 not known,",
                "because the preview failed, is incomplete or is missing.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run drift -- --preview preview.json. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: DriftOptions, { env, today, out }: DriftContext): Promise<number> {
    const { post, json } = options;
    const stack = withoutOrganization(options.stack, readProject(ROOT).name);
    const summarize = (text: string): void => {
        if (post === true && env["GITHUB_STEP_SUMMARY"]) {
            appendFileSync(env["GITHUB_STEP_SUMMARY"], `${text}\n`);
        }
    };
    let answer: ChangesAnswer;
    try {
        answer = readPreview({ ...options, stack }, today);
    } catch (error) {
        const text = `It is not known if ${stack} has drifted: ${(error as Error).message}`;
        summarize(text);
        throw new Undetermined([text]);
    }
    const { changes } = answer;
    const text =
        changes.length === 0
            ? `No drift: ${stack} is as its program describes it.`
            : `${stack} differs from its program in ${changes.length} resource${changes.length === 1 ? "" : "s"}: ${enumerate(
                  changes.map(({ action, noun, name }) => `${labelWithName(noun, name)} (${VERBS[action]})`),
              )}.`;
    summarize(text);
    if (json === true) {
        out(`${JSON.stringify(answer, null, 4)}\n`);
    } else {
        out(`${text}\n`);
    }
    if (post === true) {
        const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
        const run = server && repository && id ? `[the run](${server}/${repository}/actions/runs/${id})` : "";
        const posted = await postIssue(GitHub.fromEnvironment(env), stack, {
            isOpen: changes.length > 0,
            body: changes.length > 0 ? issueBody(answer, run) : `No drift since ${today}. ${run}`.trim(),
        });
        if (posted !== undefined && json !== true) {
            out(`${posted}\n`);
        }
    }
    return changes.length === 0 ? EXIT.done : EXIT.drifted;
}

function readPreview({ preview, stack }: DriftOptions, today: string): ChangesAnswer {
    const changes = changesInPreview(findJsonObject(readNamedFile("--preview", preview)));
    if (changes.stack !== "" && changes.stack !== stack) {
        throw new UserError([`the preview is of the stack ${changes.stack}`]);
    }
    return changesAnswer(assess(changes, [], today));
}

function issueBody(answer: ChangesAnswer, run: string): string {
    return joinParts(
        [
            paragraph(
                "`pulumi preview --refresh` found changes that an update would make, although none is intended: something was changed outside of Pulumi, or a commit of this branch is not deployed yet.",
            ),
            changesTable(answer.changes),
            paragraph(
                "To undo a change outside of Pulumi, run `pulumi up --refresh`. To keep it, change the settings or the program. This issue is updated each night, and closed when the difference ends.",
            ),
        ],
        LIMIT - 100,
        { cut: "_Not complete: GitHub accepts 65,536 characters._\n", end: `<sub>${run}</sub>\n` },
    );
}
