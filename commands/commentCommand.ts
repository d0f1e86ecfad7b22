import { appendFileSync } from "node:fs";
import { Command } from "commander";
import { readAnswers } from "./comment/answers";
import { comment } from "./comment/comment";
import { EXIT } from "./exitStatus";
import { GitHub } from "./github/github";
import { postComment } from "./github/postComment";
import { readPullRequest } from "./github/pullRequestEvent";
import type { Streams } from "./reportFailure";
import { UserError } from "../lib/userError";
import { runCommand } from "./runCommand";

/** The environment of the command, in addition to the file system and GitHub. */
export interface CommentContext extends Streams {
    env: NodeJS.ProcessEnv;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

/**
 * `npm run comment`: prints the comment of a pull request, or posts it.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function commentCommand(args: string[], context: CommentContext): Promise<number> {
    return runCommand(defineCommentCommand(), args, context, (command) => {
        const [folder = ""] = command.args;
        return run(folder, command.opts<{ post?: true }>().post === true, context);
    });
}

/** The options of the command. */
export function defineCommentCommand(): Command {
    return new Command("npm run comment --")
        .description("Write the comment of a pull request from the answers of `plan`, `changes` and `cost`.")
        .argument(
            "<folder>",
            "folder with plan.json, changes.json, preview.json and cost.json in a folder for each stack",
        )
        .option(
            "--post",
            "post it to the pull request of GITHUB_EVENT_PATH with GITHUB_TOKEN, or edit the present one. If the token cannot write, as for a fork, add it to the summary of the job",
        )
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  mkdir -p answers/dev",
                "  npm run -s plan -- --stack dev --format json > answers/dev/plan.json",
                "  npm run -s changes -- --against origin/main --stack dev --json > answers/dev/changes.json",
                "  npm run -s cost -- --against origin/main --stack dev --json > answers/dev/cost.json",
                "  npm run -s comment -- answers",
                "",
                "Exit status: 0 written; 1 an answer or GitHub's response is wrong; 2 wrong usage. It does not depend on",
                "the answers: `plan` and `changes` themselves fail if something blocks the update.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError("(Options come after two dashes: npm run comment -- answers. --help lists them.)")
        .exitOverride();
}

async function run(folder: string, post: boolean, { env, today, out }: CommentContext): Promise<number> {
    const answers = readAnswers(folder);
    const pullRequest = readPullRequest(env);
    const commit = pullRequest?.commit ?? env["GITHUB_SHA"];
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    const page = server && repository ? `${server}/${repository}` : undefined;
    const body = comment(answers, {
        today,
        ...(commit ? { commit } : {}),
        ...(page === undefined ? {} : { repository: page }),
        ...(page !== undefined && id ? { run: `${page}/actions/runs/${id}` } : {}),
    });
    if (!post) {
        out(body);
        return EXIT.done;
    }
    if (pullRequest === undefined) {
        throw new UserError([
            "GITHUB_EVENT_PATH: must be the event of a pull request. Omit --post to print the comment.",
        ]);
    }
    const posted = await postComment(GitHub.fromEnvironment(env), pullRequest, body);
    const summary = env["GITHUB_STEP_SUMMARY"];
    if (summary && posted?.as !== "created" && posted?.as !== "updated") {
        appendFileSync(summary, body);
    }
    out(`${posted === undefined ? NOT_POSTED : `${TEXTS[posted.as]}: ${posted.url}`}\n`);
    return EXIT.done;
}

const NOT_POSTED = "The token cannot write to the pull request: the comment is in the summary of this job.";

const TEXTS = {
    created: "Posted",
    updated: "Updated",
    kept: "Kept the comment, which has the previews of the same commit. This one is in the summary of the job",
};
