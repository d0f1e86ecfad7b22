import { Command, CommanderError } from "commander";
import { dirname } from "node:path";
import { UserError } from "../lib/userError";
import { readProject } from "../stacks/project";
import { SettingsError } from "../stacks/settingsError";
import { readStackFile } from "../stacks/stackFile";
import { type Check, type CheckContext, runChecks } from "./doctor/check";
import type { Sources } from "./doctor/sources";
import type { Diagnosis } from "./doctorReport";
import { EXIT } from "./exitStatus";
import { reportFailure } from "./reportFailure";

const ROOT = dirname(__dirname);

/** The environment of the command, except the file system. */
export interface DoctorContext {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Answers of AWS and of this machine. */
    sources: Sources;
    /** Writes to standard output. */
    out: (text: string) => void;
    /** Writes to standard error. */
    err: (text: string) => void;
    /** Shows a progress message until the returned function is called. */
    progress: (text: string) => () => void;
    /** Whether the output may have color. */
    color: boolean;
    /** In milliseconds since 1970. */
    now: number;
}

interface DoctorOptions {
    stack: string;
    license?: string;
    json?: true;
}

/**
 * `npm run doctor`: checks before the first update of a stack that it will not fail. Nothing is changed.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function doctorCommand(args: string[], context: DoctorContext): Promise<number> {
    const { out, err } = context;
    const command = defineDoctorCommand().configureOutput({ writeOut: out, writeErr: err });
    try {
        command.parse(args, { from: "user" });
        return await diagnose(command.opts<DoctorOptions>(), context);
    } catch (error) {
        if (error instanceof CommanderError) {
            return reportFailure(args, error, context);
        }
        if (error instanceof UserError || error instanceof SettingsError) {
            return reportFailure(args, error.message, context);
        }
        throw error;
    }
}

export function defineDoctorCommand(): Command {
    return new Command("npm run doctor --")
        .description(
            "Checks with your credentials that an update of a stack will not fail: account, permissions, quotas, zones, versions, " +
                "names, network, tools. It only reads.",
        )
        .option("--stack <name>", "stack to check, or the path of its Pulumi.<stack>.yaml", "dev")
        .option("--license <path>", "license file of Posit Connect, whose form and date are checked")
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run doctor -- --stack prod --license license.lic",
                "  npm run --silent doctor -- --stack prod --json | jq '.checks[] | select(.verdict == \"failed\")'",
                "",
                "Exit status: 0 nothing is known to stop an update, 1 invalid settings or a program error, 2 invalid usage, 6 an update or a",
                "drill will fail, 7 nothing is known to fail but a check could not tell.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run doctor -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function diagnose(options: DoctorOptions, context: DoctorContext): Promise<number> {
    const paths = process.env["INIT_CWD"] ?? process.cwd();
    const stackFile = readStackFile(options.stack, { stacks: ROOT, paths }, readProject(ROOT));
    if (stackFile.environments.length > 0) {
        throw new UserError([
            `Pulumi.${stackFile.stack}.yaml takes values from ESC environments, which are not known here: ${stackFile.environments.join(", ")}.`,
        ]);
    }
    const [checkContext, { account }, { CHECKS }] = await Promise.all([
        import("./doctor/planContext").then(({ planContext }) =>
            planContext(stackFile, { ...context, license: options.license }),
        ),
        import("./doctor/checks/account"),
        import("./doctor/checks"),
    ]);
    const checks = await checkAll(account, CHECKS, checkContext, context.progress);
    const { project, stack, place } = checkContext;
    const diagnosis: Diagnosis = { project, stack, account: place.account, region: place.region, checks };
    if (options.json === true) {
        context.out(`${JSON.stringify(diagnosis, null, 4)}\n`);
    } else {
        const { doctorReport } = await import("./doctorReport");
        context.out(doctorReport(diagnosis, context));
    }
    const has = (verdict: string): boolean => checks.some((check) => check.verdict === verdict);
    return has("failed") ? EXIT.willFail : has("unknown") ? EXIT.undetermined : EXIT.done;
}

/** Runs the checks, and shows how many have an answer. */
async function checkAll(
    account: Check,
    checks: readonly Check[],
    context: CheckContext,
    progress: DoctorContext["progress"],
) {
    const open = new Set([account, ...checks].map(({ title }) => title));
    const total = open.size;
    const show = () =>
        progress(`Checking ${context.stack}: ${total - open.size} of ${total}, next ${[...open][0] ?? ""} …`);
    let end = show();
    const done = await runChecks(account, checks, context, ({ title }) => {
        open.delete(title);
        end();
        end = show();
    });
    end();
    return done;
}
