import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EXIT } from "./exitStatus";
import { rejectUnknownFirst } from "./rejectUnknownFirst";
import { reportFailure, type Streams } from "./reportFailure";
import type { DrillContext } from "../recovery/drillContext";
import { NotRecoverable } from "../recovery/notRecoverable";
import type { RestoreContext } from "../recovery/restore";
import type { RestoreIntoOptions, RestoreOptions } from "../recovery/restoreOptions";

/** The environment of the command, in addition to the file system and AWS. */
export interface RecoveryContext extends Streams {
    /** Whether the output may have color. */
    color: boolean;
    /** In milliseconds since 1970. */
    now: number;
    /** Folder of the project. */
    root: string;
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Called by `drill --yes` only. */
    createDrillContext: () => Promise<DrillContext>;
    /** Called by `restore --yes` only. */
    createRestoreContext: () => RestoreContext;
}

interface StatusOptions {
    manifest: string;
    region?: string;
    json?: true;
}

/**
 * `npm run recovery`: checks the backups of a stack, rehearses a restore, and restores. It changes nothing in AWS without `--yes`.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function recoveryCommand(args: string[], context: RecoveryContext): Promise<number> {
    const { out, err } = context;
    let exit: number = EXIT.done;
    const command = defineRecoveryCommand(context, (status) => {
        exit = status;
    }).configureOutput({ writeOut: out, writeErr: err });
    for (const subcommand of command.commands) {
        rejectUnknownFirst(subcommand.copyInheritedSettings(command));
    }
    try {
        await command.parseAsync(args, { from: "user" });
        return exit;
    } catch (error) {
        if (error instanceof CommanderError) {
            return reportFailure(args, error, context);
        }
        const failed = reportFailure(args, error instanceof Error ? error.message : String(error), context);
        return error instanceof NotRecoverable ? EXIT.notRecoverable : failed;
    }
}

export function defineRecoveryCommand(context: RecoveryContext, setExit: (status: number) => void): Command {
    const command = new Command("npm run recovery --")
        .description(
            "Checks a stack's backups, rehearses a restore, and restores. Only `drill --yes` and `restore --yes` change anything in AWS.",
        )
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run recovery -- status --manifest s3://BUCKET/manifest.json",
                "  npm run recovery -- drill --manifest manifest.json",
                "  npm run recovery -- restore --manifest manifest.json --stack prod-2",
                "",
                "Exit status:",
                "  0  each region has a recovery set within the RPO, and the database is within its own; or the command succeeded",
                "  1  AWS did not respond, or a drill or a restore failed; the error is printed",
                "  2  wrong usage",
                "  5  the RPO is not met; no recovery set can be restored; or a bucket lacks a file that a restore needs",
            ].join("\n"),
        )
        .showHelpAfterError(
            "(Options follow two dashes: npm run recovery -- status --manifest manifest.json. --help lists them.)",
        )
        .helpCommand(false)
        .exitOverride();
    command
        .command("status")
        .description("List the recovery sets of files and database, and check them against the RPO.")
        .requiredOption("--manifest <place>", "recovery manifest: a file, or s3://BUCKET/manifest.json")
        .option("--region <region>", "check only this region's vault, such as when the other region is down")
        .option("--json", "print only data")
        .addHelpText("after", example("status --manifest s3://BUCKET/manifest.json --json"))
        .allowExcessArguments(false)
        .action(async (options: StatusOptions) => {
            setExit(await printStatus(options, context));
        });
    command
        .command("fetch")
        .description("Copy a manifest from S3, and values.yaml next to it.")
        .argument("<uri>", "s3://BUCKET/manifest.json, as `pulumi stack output recoveryManifests` prints it")
        .argument("[file]", "file to write", "manifest.json")
        .option("--region <region>", "ask this region first for the bucket")
        .addHelpText("after", example("fetch s3://BUCKET/manifest.json"))
        .allowExcessArguments(false)
        .action(async (uri: string, file: string, { region }: { region?: string }) => {
            await checkRegion(region);
            const { fetchManifest } = await import("../recovery/manifest");
            for (const path of await fetchManifest(uri, file, region)) {
                context.out(`${path}\n`);
            }
        });
    const drillCommand = command
        .command("drill")
        .description(
            "Plan a restore of the newest recovery set into a temporary stack. Nothing is created without --yes.",
        );
    addRestoreOptions(drillCommand, "drill")
        .option(
            "--yes",
            "run it: restore, wait until Connect responds, print the RTO, and destroy everything",
        )
        .addHelpText("after", example("drill --manifest s3://BUCKET/manifest.json --yes"))
        .action(async (options: RestoreOptions) => {
            const { drill } = await import("../recovery/drill");
            await drill(options, context);
        });
    const restoreCommand = command
        .command("restore")
        .description("Plan a restore into a new stack that stays. Nothing is created without --yes.")
        .requiredOption("--stack <name>", "name of the new stack, such as prod-2");
    addRestoreOptions(restoreCommand, "new stack")
        .option(
            "--recovery-set <minute>",
            'recovery set to restore, as status prints it, such as "2026-11-23 05:02" (default: the newest)',
        )
        .option(
            "--point-in-time <time>",
            "restore the database to this time instead, such as 2026-11-23T09:00:00Z",
        )
        .option("--force", "even if that is from another run of the backups than the files")
        .option("--restore-job <id>", "continue this restore job of the files, and start none")
        .addOption(
            new Option("--unit <minute>").hideHelp().argParser(() => {
                throw new InvalidArgumentError("Its name is --recovery-set.");
            }),
        )
        .option("--yes", "restore the files, and write the stack's file and its manifest")
        .addHelpText("after", example("restore --manifest s3://BUCKET/manifest.json --stack prod-2 --yes"))
        .action(async (options: RestoreIntoOptions) => {
            const { restore } = await import("../recovery/restore");
            await restore(options, context);
        });
    return command;
}

function example(args: string): string {
    return `\nExample:\n  npm run recovery -- ${args}`;
}

async function printStatus(
    { manifest: place, region, json }: StatusOptions,
    { out, color, now }: RecoveryContext,
): Promise<number> {
    await checkRegion(region);
    const [{ checkStackAccount, readManifest }, { isRecoverable, readStatus, vaultsIn }] = await Promise.all([
        import("../recovery/manifest"),
        import("../recovery/status"),
    ]);
    const { manifest } = await readManifest(place, region);
    const vaults = vaultsIn(manifest, region);
    await checkStackAccount(manifest, region ?? manifest.region);
    const found = await readStatus(manifest, vaults, now);
    if (json === true) {
        const { statusData } = await import("../recovery/statusData");
        out(`${JSON.stringify(statusData(manifest, found), null, 4)}\n`);
    } else {
        const { statusReport } = await import("../recovery/statusReport");
        out(statusReport(manifest, found, { now, color }));
    }
    return isRecoverable(found) ? EXIT.done : EXIT.notRecoverable;
}

async function checkRegion(region: string | undefined): Promise<void> {
    if (region !== undefined) {
        const { checkOptions } = await import("../recovery/restoreOptions");
        checkOptions({ region });
    }
}

/** Adds the options that a drill and a restore share. @param owner what is created, in words. */
function addRestoreOptions(command: Command, owner: string): Command {
    return command
        .requiredOption("--manifest <place>", "recovery manifest: a file, or s3://BUCKET/manifest.json")
        .option("--region <region>", "restore in this region, from its vault (default: the stack's own)")
        .option(
            "--cidr <block>",
            `CIDR block of the ${owner}'s VPC (default: one that does not overlap the stack's)`,
        )
        .option(
            "--availability-zone <zone...>",
            `zones of the ${owner}'s VPC (default: the stack's; in another region, those of the same letters that offer the database's class)`,
        )
        .option(
            "--api-cidr <block...>",
            `public CIDR blocks that can reach the ${owner}'s Kubernetes API, including the address that pulumi runs at, such as 203.0.113.7/32 ` +
                "(default: the stack's publicAccessCidrs)",
        )
        .option(
            "--certificate-arn <arn>",
            "certificate in ACM for the stack's domain (default: the stack's; another region needs another)",
        )
        .option("--skip-rights-check", "start without checking the permissions in IAM")
        .allowExcessArguments(false);
}
