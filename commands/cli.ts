import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Command, CommanderError } from "commander";

const ROOT = dirname(__dirname);

/** A reader that closes its end early, such as `head`, is no error. */
const exitOnClosedOutput = (error: NodeJS.ErrnoException): void => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
};

const terminal = {
    out: (text: string): void => void process.stdout.write(text),
    err: (text: string): void => void process.stderr.write(text),
    color: process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
};

/** Today's date in UTC, `YYYY-MM-DD`. */
const today = (): string => new Date().toISOString().slice(0, "YYYY-MM-DD".length);

const program = async (): Promise<unknown> => (await import("../index")).default();

/** Each command imports its code when it runs: a plan starts without what a recovery needs. */
const COMMANDS: Record<string, { summary: string; run: (args: string[]) => number | Promise<number> }> = {
    plan: {
        summary: "plan a stack offline and check it against the policies",
        run: async (args) => {
            const { planCommand } = await import("./planCommand");
            return planCommand(args, {
                ...terminal,
                program,
                policyPack: {
                    folder: join(ROOT, "policy"),
                    nodeArguments: ["--require", join(__dirname, "startPolicyPack.cjs")],
                    timeoutMs: 60_000,
                },
                progress: showProgress,
            });
        },
    },
    changes: {
        summary: "report what an update would do, and stop at the loss of data",
        run: async (args) => {
            const { changesCommand } = await import("./changesCommand");
            return changesCommand(args, { ...terminal, today: today() });
        },
    },
    cost: {
        summary: "price a stack by the month, or a change of it",
        run: async (args) => {
            const { costCommand } = await import("./costCommand");
            return costCommand(args, { ...terminal, program, today: today() });
        },
    },
    prices: {
        summary: "refresh the prices of a region",
        run: async (args) => {
            const [{ pricesCommand }, { readProducts }] = await Promise.all([
                import("./pricesCommand"),
                import("./prices/readProducts"),
            ]);
            return pricesCommand(args, {
                ...terminal,
                root: ROOT,
                readProducts,
                progress: showProgress,
                today: today(),
            });
        },
    },
    capacity: {
        summary: "compare a workload with a stack: what binds first",
        run: async (args) => {
            Error.stackTraceLimit = 0;
            const { capacityCommand } = await import("./capacityCommand");
            return capacityCommand(args, { ...terminal, program, today: today() });
        },
    },
    upgrade: {
        summary: "list the steps of an upgrade, and the way back of each",
        run: async (args) => {
            const { upgradeCommand } = await import("./upgradeCommand");
            return upgradeCommand(args, {
                ...terminal,
                program,
                sources: async () => (await import("./upgrade/live")).liveSources,
                today: today(),
            });
        },
    },
    drift: {
        summary: "report changes made outside of Pulumi, in one issue",
        run: async (args) => {
            const { driftCommand } = await import("./driftCommand");
            return driftCommand(args, { ...terminal, today: today(), env: process.env });
        },
    },
    comment: {
        summary: "write the comment of a pull request, and post it",
        run: async (args) => {
            const { commentCommand } = await import("./commentCommand");
            return commentCommand(args, { ...terminal, today: today(), env: process.env });
        },
    },
    release: {
        summary: "pack the policy pack, with a checksum and the release's notes",
        run: async (args) => {
            const { releaseCommand } = await import("./releaseCommand");
            return releaseCommand(args, { ...terminal, root: ROOT });
        },
    },
    doctor: {
        summary: "check an account before the first update of a stack",
        run: async (args) => {
            const [{ doctorCommand }, { sources }] = await Promise.all([
                import("./doctorCommand"),
                import("./doctor/sources"),
            ]);
            return doctorCommand(args, {
                ...terminal,
                program,
                sources,
                progress: showProgress,
                now: Date.now(),
            });
        },
    },
    accept: {
        summary: "check a living deployment after an update",
        run: async (args) => {
            const [{ acceptCommand }, { acceptSources }] = await Promise.all([
                import("./acceptCommand"),
                import("./accept/acceptContext"),
            ]);
            return acceptCommand(args, {
                ...terminal,
                program,
                sources: acceptSources,
                progress: showProgress,
                now: Date.now(),
            });
        },
    },
    load: {
        summary: "repeat Posit's load test on a deployment",
        run: async (args) => {
            const { loadCommand } = await import("./loadCommand");
            return loadCommand(args, {
                ...terminal,
                program,
                root: ROOT,
                env: process.env,
                progress: showProgress,
                now: Date.now(),
            });
        },
    },
    bootstrap: {
        summary: "print what CI needs in an account once, and create it",
        run: async (args) => {
            const { bootstrapCommand } = await import("./bootstrapCommand");
            return bootstrapCommand(args, {
                ...terminal,
                root: ROOT,
                program,
                readAccount: async (place) => (await import("../bootstrap/readAccount")).readAccount(place),
                update: async (options) => (await import("../bootstrap/updateCi")).updateCi(options),
            });
        },
    },
    tunnel: {
        summary: "connect to the private Kubernetes API of a stack through a node",
        run: async (args) => {
            const [{ tunnelCommand }, { signIn }, { readCluster }, { listReachableNodes }, { runSession }] =
                await Promise.all([
                    import("./tunnelCommand"),
                    import("./doctor/aws/sts"),
                    import("./doctor/aws/eks"),
                    import("./doctor/aws/ssm"),
                    import("./tunnel/session"),
                ]);
            return tunnelCommand(args, {
                ...terminal,
                root: ROOT,
                caller: signIn,
                cluster: readCluster,
                reachableNodes: listReachableNodes,
                runSession,
            });
        },
    },
    recovery: {
        summary: "check recovery points, rehearse a restore, restore a stack",
        run: async (args) => {
            const { recoveryCommand } = await import("./recoveryCommand");
            return recoveryCommand(args, {
                ...terminal,
                program,
                now: Date.now(),
                root: ROOT,
                createDrillContext: async () => {
                    const { createDrillContext } = await import("../recovery/drillContext");
                    const context = await createDrillContext(ROOT);
                    // A drill deletes what it creates, even if its output is closed.
                    process.stdout.off("error", exitOnClosedOutput);
                    return context;
                },
                createRestoreContext: () => {
                    // A restore writes its files, even if its output is closed.
                    process.stdout.off("error", exitOnClosedOutput).on("error", () => undefined);
                    return { root: ROOT, now: Date.now, sleep: setTimeout };
                },
            });
        },
    },
    template: {
        summary: "put the answers to `pulumi new` into the settings of the new stack",
        run: async (args) => {
            const { templateCommand } = await import("./templateCommand");
            return templateCommand(args, { ...terminal, root: ROOT });
        },
    },
    settings: {
        summary: "write docs/settings.md and Pulumi.schema.json from the settings",
        run: async (args) => {
            const { generateCommand } = await import("./generateCommand");
            return generateCommand(
                args,
                {
                    name: "settings",
                    subject: "docs/settings.md and Pulumi.schema.json, from the settings in stacks/",
                    generate: async () => (await import("../stacks/settingsDocs")).settingsDocs(),
                    alsoChecks: " Also checks each Pulumi.<stack>.yaml against the schema",
                    check: async () => {
                        const { checkStackFiles } = await import("./checkStackFiles");
                        const { stackFileSchema } = await import("../stacks/jsonSchema");
                        return checkStackFiles(ROOT, stackFileSchema());
                    },
                },
                { ...terminal, root: ROOT },
            );
        },
    },
    policies: {
        summary: "write docs/policies.md from the policies",
        run: async (args) => {
            const { generateCommand } = await import("./generateCommand");
            return generateCommand(
                args,
                {
                    name: "policies",
                    subject: "docs/policies.md, from the rules in policy/",
                    generate: async () => (await import("./policyDocs")).policyDocs(),
                },
                { ...terminal, root: ROOT },
            );
        },
    },
};

/** Prints a line to a terminal until the function that it returns is called; a pipe gets none. */
function showProgress(text: string): () => void {
    if (!process.stderr.isTTY) {
        return () => undefined;
    }
    process.stderr.write(text);
    return () => void process.stderr.write("\r\u001b[K");
}

async function run(args: string[]): Promise<number> {
    let exit = 0;
    const cli = new Command("node commands/run.cjs")
        .description("The commands of this project. `npm run <command> -- <options>` runs one, too.")
        .usage("<command> [options]")
        .helpCommand(false)
        .configureHelp({ subcommandTerm: (command) => command.name() })
        .enablePositionalOptions()
        .showHelpAfterError("(node commands/run.cjs --help lists the commands.)")
        .exitOverride();
    for (const [name, { summary, run: runCommand }] of Object.entries(COMMANDS)) {
        cli.command(name)
            .description(summary)
            // Each command parses its own options.
            .helpOption(false)
            .allowUnknownOption()
            .passThroughOptions()
            .argument("[options...]")
            .action(async (options: string[]) => {
                exit = await runCommand(options);
            });
    }
    try {
        await cli.parseAsync(args, { from: "user" });
        return exit;
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? 0 : 2;
        }
        throw error;
    }
}

process.stdout.on("error", exitOnClosedOutput);
void run(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
