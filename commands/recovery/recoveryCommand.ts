import { relative, resolve, sep } from "node:path";
import { Command, CommanderError } from "commander";
import type { DrillSurroundings } from "./performDrill";

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
}

interface StatusOptions {
    manifest: string;
    region?: string;
    json?: true;
}

interface DrillOptions {
    manifest: string;
    region?: string;
    cidr?: string;
    apiCidr?: string[];
    yes?: true;
}

/**
 * `npm run recovery`: looks in AWS what a stack could be restored from. It changes nothing there, but for a drill that
 * is performed.
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
        return EXIT.unanswered;
    }
}

type Run = (surroundings: RecoverySurroundings) => Promise<number>;

function usage(start: (run: Run) => Promise<void>): Command {
    const command = new Command("npm run recovery --")
        .description(
            "Looks in AWS what a stack could be restored from. Nothing is changed there, but by `drill --yes`.",
        )
        .addHelpText(
            "after",
            [
                "",
                "Exit status:",
                "  0  a unit and the database meet the RPO; the manifest was fetched; the drill was planned, or performed",
                "  1  there is no answer, or the drill failed: the reason was told",
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
    command
        .command("drill")
        .description(
            "Plan how the newest unit would be restored into a stack of its own. Nothing is made without --yes.",
        )
        .requiredOption("--manifest <place>", "recovery manifest: a file, or s3://BUCKET/manifest.json")
        .option("--region <region>", "restore there, from that region's vault (default: the stack's own)")
        .option("--cidr <block>", "block of the drill's VPC (default: one beside the stack's)")
        .option(
            "--api-cidr <block...>",
            "public blocks that may reach the drill's Kubernetes API: pulumi's own among them, such as 203.0.113.7/32 " +
                "(default: the stack's publicAccessCidrs)",
        )
        .option(
            "--yes",
            "perform it: restore, wait until Connect serves, tell the RTO, and destroy all of it",
        )
        .allowExcessArguments(false)
        .action((options: DrillOptions) => start((surroundings) => drill(options, surroundings)));
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

async function drill(
    { manifest: place, region, cidr, apiCidr, yes }: DrillOptions,
    surroundings: RecoverySurroundings,
): Promise<number> {
    const { out, err, colour, now, root, program } = surroundings;
    const [{ readManifest }, { checkStackAccount }, { newestUsable, recoveryStatus, vaultsIn }] =
        await Promise.all([import("./manifestPlace"), import("./checkAccount"), import("./status")]);
    const { manifest } = await readManifest(place, region);
    const there = region ?? manifest.region;
    const vaults = vaultsIn(manifest, there);
    await checkStackAccount(manifest, there);
    const found = await recoveryStatus(manifest, vaults, now);
    const lacking = found.flatMap(({ kept }) => kept?.faults ?? []);
    if (lacking.length > 0) {
        err(
            `${lacking.join("; ")}: a restore needs it; \`pulumi up --stack ${manifest.stack}\` puts there what is missing.\n`,
        );
        return EXIT.notRecoverable;
    }
    const unit = newestUsable(found);
    if (unit === undefined) {
        err(`There is no unit in ${there} that can be restored: \`npm run recovery -- status\` says why.\n`);
        return EXIT.notRecoverable;
    }
    const [{ drillPlan }, report, { otherCidr }] = await Promise.all([
        import("./drillPlan"),
        import("./drillReport"),
        import("./drillSettings"),
    ]);
    const choices = { region: there, cidrBlock: cidr ?? otherCidr(manifest), apiCidrs: apiCidr };
    if (yes !== true) {
        const plan = await drillPlan(manifest, unit, { ...choices, from: fileOf(place, root) }, program, now);
        out(report.drillReport(manifest, plan, { place, now, colour }));
        return EXIT.recoverable;
    }
    const [{ performDrill }, { withManifestFile }] = await Promise.all([
        import("./performDrill"),
        import("./manifestFile"),
    ]);
    // Its own copy: what it restores does not change while it does.
    await withManifestFile(manifest, async (from) => {
        const plan = await drillPlan(manifest, unit, { ...choices, from }, program, now);
        const drillSurroundings = await surroundings.drill();
        await performDrill(manifest, plan, drillSurroundings, out, () => {
            out(report.drillBeginning(manifest, plan, { now, colour }));
        });
    });
    return EXIT.recoverable;
}

/** The manifest's file as the program finds it: from the project's folder, which `fetch` writes into. */
function fileOf(place: string, root: string): string {
    if (place.startsWith("s3://")) {
        return "manifest.json";
    }
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), place);
    return path.startsWith(`${root}${sep}`) ? relative(root, path) : path;
}
