import { Command } from "commander";
import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../lib/userError";
import type { AcceptSources } from "./accept/acceptContext";
import type { Acceptance } from "./acceptReport";
import { runChecksWithProgress } from "./doctor/check";
import { EXIT } from "./exitStatus";
import { readSettings } from "./readSettings";
import { describeUserError } from "./describeUserError";
import { runCommand } from "./runCommand";

const ROOT = dirname(__dirname);

/** The environment of the command, except the file system. */
export interface AcceptEnvironment {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Answers of AWS and of the deployment. */
    sources: AcceptSources;
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

interface AcceptOptions {
    stack: string;
    configFile?: string;
    vip: string;
    json?: true;
}

/**
 * `npm run accept`: checks after an update that the deployment does what its stack promises. Nothing is changed.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function acceptCommand(args: string[], context: AcceptEnvironment): Promise<number> {
    return runCommand(
        defineAcceptCommand(),
        args,
        context,
        (command) => accept(command.opts<AcceptOptions>(), context),
        describeUserError,
    );
}

export function defineAcceptCommand(): Command {
    return new Command("npm run accept --")
        .description(
            "Checks a living deployment: servers in every zone, DNS, certificate, TLS versions, redirect, health, sticky sessions, " +
                "private metrics, headers, login page. It only reads, and writes the configuration of Posit's own suite.",
        )
        .option("--stack <name>", "stack to check, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option("--vip <file>", "file for the configuration of Posit's suite, posit-vip", "vip.toml")
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run accept -- --stack prod",
                "  npm run --silent accept -- --stack prod --json | jq '.checks[] | select(.verdict == \"failed\")'",
                "",
                "Exit status: 0 every check passed, 1 invalid settings or a program error, 2 invalid usage, 7 nothing failed but a check",
                "could not tell, 9 a check failed.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run accept -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function accept(options: AcceptOptions, context: AcceptEnvironment): Promise<number> {
    const stackFile = readSettings(ROOT, options, "accept");
    const [{ planStack }, { acceptContext }, { account }, { CHECKS }, { expectedFailures, vipToml }] =
        await Promise.all([
            import("./doctor/planContext"),
            import("./accept/acceptContext"),
            import("./doctor/checks/account"),
            import("./accept/checks"),
            import("./accept/vipToml"),
        ]);
    const asked = acceptContext(await planStack(stackFile, context.program, context.sources), context);
    const checks = await runChecksWithProgress(account, CHECKS, asked, context.progress);
    const url = await asked.endpoint().then(
        (endpoint) => endpoint.url.origin,
        () => undefined,
    );
    const { project, stack, settings } = asked;
    const facts = {
        project,
        stack,
        connect: settings.connect,
        selfSigned: settings.loadBalancer.selfSignedCertificate,
    };
    if (url !== undefined) {
        writeFile(options.vip, vipToml({ ...facts, url }));
    }
    const acceptance: Acceptance = {
        project,
        stack,
        url,
        checks,
        vip: url === undefined ? undefined : { file: options.vip, expected: expectedFailures(facts) },
    };
    const { acceptReport, wayBack } = await import("./acceptReport");
    if (options.json === true) {
        context.out(`${JSON.stringify({ ...acceptance, wayBack: wayBack(checks) }, null, 4)}\n`);
    } else {
        context.out(acceptReport(acceptance, context));
    }
    const has = (verdict: string): boolean => checks.some((check) => check.verdict === verdict);
    return has("failed") ? EXIT.notAccepted : has("unknown") ? EXIT.undetermined : EXIT.done;
}

function writeFile(file: string, text: string): void {
    try {
        writeFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), file), text);
    } catch (error) {
        throw new UserError([
            `--vip ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? ""}).`,
        ]);
    }
}
