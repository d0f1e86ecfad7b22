import { Command, CommanderError } from "commander";
import { NotRecoverable } from "./notRecoverable";
import type { DrillSurroundings } from "./performDrill";
import type { RestoreSurroundings } from "./performRestore";
import type { RestoreOptions } from "./restorable";
import type { RestoreIntoOptions } from "./restoreCommand";

/** What the shell learns. */
const EXIT = { recoverable: 0, unanswered: 1, wrongUsage: 2, notRecoverable: 5 };

/** What the command reaches beside the file system and AWS. */
export interface RecoverySurroundings {
    /** Writes to standard output. */
    out: (text: string) => void;
    /** Writes to standard error. */
    err: (text: string) => void;
    /** Whether the output may have colour. */
    colour: boolean;
    /** In milliseconds since 1970. */
    now: number;
    /** Folder of the project. */
    root: string;
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** What a drill that is performed reaches: asked for by that alone. */
    drill: () => Promise<DrillSurroundings>;
    /** What a restore that is performed reaches: asked for by that alone. */
    restore: () => RestoreSurroundings;
}

interface StatusOptions {
    manifest: string;
    region?: string;
    json?: true;
}

/**
 * `npm run recovery`: looks in AWS what a stack could be restored from. It changes nothing there, but for a drill or a
 * restore that is performed.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function recoveryCommand(args: string[], surroundings: RecoverySurroundings): Promise<number> {
    const { out, err } = surroundings;
    let exit = EXIT.recoverable;
    const command = usage(async (run) => {
        exit = await run(surroundings);
    }).configureOutput({ writeOut: out, writeErr: err });
    for (const subcommand of command.commands) {
        subcommand.copyInheritedSettings(command);
    }
    try {
        await command.parseAsync(args, { from: "user" });
        return exit;
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? EXIT.recoverable : EXIT.wrongUsage;
        }
        err(`${error instanceof Error ? error.message : String(error)}\n`);
        return error instanceof NotRecoverable ? EXIT.notRecoverable : EXIT.unanswered;
    }
}

type Run = (surroundings: RecoverySurroundings) => Promise<number>;

function usage(start: (run: Run) => Promise<void>): Command {
    const command = new Command("npm run recovery --")
        .description(
            "Looks in AWS what a stack could be restored from. Nothing is changed there, but by `drill --yes` and `restore --yes`.",
        )
        .addHelpText(
            "after",
            [
                "",
                "Exit status:",
                "  0  each region has a unit within the RPO, and the database is within it; or it was planned, fetched or done",
                "  1  there is no answer, or a drill or a restore failed: the reason was told",
                "  2  wrong usage",
                "  5  no unit meets the RPO, or the database does not; no unit can be restored; a bucket lacks what a restore needs",
            ].join("\n"),
        )
        .showHelpAfterError(
            "(Options go behind two dashes: npm run recovery -- status --manifest manifest.json. --help lists them.)",
        )
        .helpCommand(false)
        .exitOverride();
    command
        .command("status")
        .description("List what brings files and database back together, and say whether it is young enough.")
        .requiredOption("--manifest <place>", "recovery manifest: a file, or s3://BUCKET/manifest.json")
        .option("--region <region>", "look into this region's vault only, such as when the other is down")
        .option("--json", "print data, and nothing else")
        .allowExcessArguments(false)
        .action((options: StatusOptions) => start((surroundings) => status(options, surroundings)));
    command
        .command("fetch")
        .description("Copy a manifest out of S3, and values.yaml beside it.")
        .argument("<uri>", "s3://BUCKET/manifest.json, as `pulumi stack output recoveryManifests` says")
        .argument("[file]", "where to", "manifest.json")
        .option("--region <region>", "ask this region first for the bucket")
        .allowExcessArguments(false)
        .action((uri: string, file: string, { region }: { region?: string }) =>
            start(async ({ out }) => {
                const { fetchManifest } = await import("./fetchManifest");
                for (const path of await fetchManifest(uri, file, region)) {
                    out(`${path}\n`);
                }
                return EXIT.recoverable;
            }),
        );
    const drill = command
        .command("drill")
        .description(
            "Plan how the newest unit would be restored into a stack of its own. Nothing is made without --yes.",
        );
    withRestoreOptions(drill, "drill")
        .option(
            "--yes",
            "perform it: restore, wait until Connect serves, tell the RTO, and destroy all of it",
        )
        .action((options: RestoreOptions) =>
            start(async (surroundings) => {
                const { drillCommand } = await import("./drillCommand");
                await drillCommand(options, surroundings);
                return EXIT.recoverable;
            }),
        );
    const restore = command
        .command("restore")
        .description("Plan a restore into a new stack that stays. Nothing is made without --yes.")
        .requiredOption("--stack <name>", "name of the new stack, such as prod-2");
    withRestoreOptions(restore, "new stack")
        .option(
            "--unit <minute>",
            'which unit, as status prints it, such as "2026-11-23 05:02" (default: the newest)',
        )
        .option(
            "--point-in-time <moment>",
            "bring the database back to this moment instead, such as 2026-11-23T09:00:00Z",
        )
        .option("--force", "also where that is of another run of the backups than the files")
        .option("--restore-job <id>", "go on with this restore job of the files, and start none")
        .option("--yes", "restore the files, and write the stack's file and its manifest")
        .action((options: RestoreIntoOptions) =>
            start(async (surroundings) => {
                const { restoreCommand } = await import("./restoreCommand");
                await restoreCommand(options, surroundings);
                return EXIT.recoverable;
            }),
        );
    return command;
}

async function status(
    { manifest: place, region, json }: StatusOptions,
    { out, colour, now }: RecoverySurroundings,
): Promise<number> {
    const [{ readManifest }, { checkStackAccount }, { meetsPromises, recoveryStatus, vaultsIn }] =
        await Promise.all([import("./manifestPlace"), import("./checkAccount"), import("./status")]);
    const { manifest } = await readManifest(place, region);
    const vaults = vaultsIn(manifest, region);
    await checkStackAccount(manifest, region ?? manifest.region);
    const found = await recoveryStatus(manifest, vaults, now);
    if (json === true) {
        const { statusData } = await import("./statusData");
        out(`${JSON.stringify(statusData(manifest, found), null, 4)}\n`);
    } else {
        const { statusReport } = await import("./statusReport");
        out(statusReport(manifest, found, { now, colour }));
    }
    return meetsPromises(found) ? EXIT.recoverable : EXIT.notRecoverable;
}

/** The options that a drill and a restore share. @param whose what is made, in words. */
function withRestoreOptions(command: Command, whose: string): Command {
    return command
        .requiredOption("--manifest <place>", "recovery manifest: a file, or s3://BUCKET/manifest.json")
        .option("--region <region>", "restore there, from that region's vault (default: the stack's own)")
        .option("--cidr <block>", `block of the ${whose}'s VPC (default: one beside the stack's)`)
        .option(
            "--availability-zone <zone...>",
            `zones of the ${whose}'s VPC (default: the stack's; in another region, those of the same letters that have the database)`,
        )
        .option(
            "--api-cidr <block...>",
            `public blocks that may reach the ${whose}'s Kubernetes API: pulumi's own among them, such as 203.0.113.7/32 ` +
                "(default: the stack's publicAccessCidrs)",
        )
        .option(
            "--certificate-arn <arn>",
            "certificate in ACM of the stack's domain (default: the stack's; in another region it needs another)",
        )
        .option("--skip-rights-check", "begin without asking IAM whether the rights are there")
        .allowExcessArguments(false);
}
