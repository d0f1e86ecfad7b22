import { Command, Option } from "commander";
import { dirname } from "node:path";
import { runChecksWithProgress } from "./doctor/check";
import { LICENSE_TIERS, type LicenseTier } from "./doctor/licenseTiers";
import type { Sources } from "./doctor/sources";
import type { Diagnosis } from "./doctorReport";
import { EXIT } from "./exitStatus";
import { readSettings } from "./readSettings";
import { describeUserError } from "./describeUserError";
import { runCommand } from "./runCommand";

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
    configFile?: string;
    after?: true;
    license?: string;
    licenseTier?: LicenseTier;
    json?: true;
}

/**
 * `npm run doctor`: checks before the first update of a stack that it will not fail. Nothing is changed.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function doctorCommand(args: string[], context: DoctorContext): Promise<number> {
    return runCommand(
        defineDoctorCommand(),
        args,
        context,
        (command) => diagnose(command.opts<DoctorOptions>(), context),
        describeUserError,
    );
}

export function defineDoctorCommand(): Command {
    return new Command("npm run doctor --")
        .description(
            "Checks with your credentials that an update of a stack will not fail: account, permissions, quotas, zones, versions, " +
                "names, network, tools. With --after, checks a deployed stack. It only reads.",
        )
        .option("--stack <name>", "stack to check, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option(
            "--after",
            "check the deployed stack instead: nodes, support, backups, certificate, drift. Takes as long as a preview",
        )
        .addOption(
            new Option(
                "--license <path>",
                "license file of Posit Connect, whose form and date are checked",
            ).conflicts("after"),
        )
        .addOption(
            new Option("--license-tier <tier>", "tier of the license, which no file shows")
                .choices(Object.keys(LICENSE_TIERS))
                .conflicts("after"),
        )
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run doctor -- --stack prod --license license.lic --license-tier advanced",
                "  npm run doctor -- --stack prod --after",
                "  npm run --silent doctor -- --stack prod --json | jq '.checks[] | select(.verdict == \"failed\")'",
                "",
                "Exit status: 0 nothing is known to stop an update, 1 invalid settings or a program error, 2 invalid usage, 6 an update or a",
                "drill will fail, or the deployed stack needs attention, 7 nothing is known to fail but a check could not tell.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run doctor -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function diagnose(options: DoctorOptions, context: DoctorContext): Promise<number> {
    const after = options.after === true;
    const stackFile = readSettings(ROOT, options, "doctor");
    const [checkContext, { account }, { CHECKS, CHECKS_AFTER }] = await Promise.all([
        import("./doctor/planContext").then(({ planContext }) =>
            planContext(stackFile, {
                ...context,
                root: ROOT,
                license: options.license,
                licenseTier: options.licenseTier,
            }),
        ),
        import("./doctor/checks/account"),
        import("./doctor/checks"),
    ]);
    const checks = await runChecksWithProgress(
        account,
        after ? CHECKS_AFTER : CHECKS,
        checkContext,
        context.progress,
    );
    const { project, stack, place } = checkContext;
    const diagnosis: Diagnosis = { project, stack, account: place.account, region: place.region, checks };
    if (options.json === true) {
        context.out(`${JSON.stringify(diagnosis, null, 4)}\n`);
    } else {
        const { doctorReport } = await import("./doctorReport");
        context.out(doctorReport(diagnosis, { ...context, after }));
    }
    const has = (verdict: string): boolean => checks.some((check) => check.verdict === verdict);
    return has("failed") ? EXIT.willFail : has("unknown") ? EXIT.undetermined : EXIT.done;
}
