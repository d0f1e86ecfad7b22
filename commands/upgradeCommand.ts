import { dirname } from "node:path";
import { Command } from "commander";
import { Graph } from "../graph/graph";
import { regionOf } from "../graph/subnets";
import { currentStack, upgradePlan } from "../graph/upgrade/upgradePlan";
import { EXIT } from "./exitStatus";
import { readSettings } from "./readSettings";
import type { Streams } from "./reportFailure";
import type { Difference, LiveSources } from "./upgrade/live";
import { obstacleText } from "./upgrade/obstacleText";
import { stepText } from "./upgrade/stepText";
import { readTargets } from "./upgrade/targets";
import { upgradeReport } from "./upgrade/upgradeReport";
import { describeWithOutcome } from "./describeUserError";
import { runCommand } from "./runCommand";

const ROOT = dirname(__dirname);

export interface UpgradeContext extends Streams {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** AWS's answers for `--live`. */
    sources: () => Promise<LiveSources>;
    /** Whether the output may have color. */
    color: boolean;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface UpgradeOptions {
    stack: string;
    configFile?: string;
    to: string[];
    live?: true;
    json?: true;
}

/**
 * `npm run upgrade`: lists the steps from a stack's versions to others.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function upgradeCommand(args: string[], context: UpgradeContext): Promise<number> {
    return runCommand(
        defineUpgradeCommand(),
        args,
        context,
        (command) => run(command.opts<UpgradeOptions>(), context),
        describeWithOutcome("No step was planned."),
    );
}

export function defineUpgradeCommand(): Command {
    return new Command("npm run upgrade --")
        .description(
            "List the steps of an upgrade: settings, what users notice, checks, waits, and the way back of each. It changes nothing.",
        )
        .requiredOption(
            "--to <component=version>",
            "version to upgrade to, of kubernetes, postgres or connect; once for each. postgres=15.x is the newest minor version of 15",
            (value: string, before: string[] | undefined) => [...(before ?? []), value],
        )
        .option("--stack <name>", "stack to upgrade, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option("--live", "also ask AWS, read-only, and report differences from the catalog")
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run upgrade -- --to kubernetes=1.36 --stack prod",
                "  npm run upgrade -- --to kubernetes=1.36 --to postgres=17 --to connect=2026.09.0 --stack prod --live",
                "  npm run --silent upgrade -- --to postgres=15.x --json | jq '.steps[].commands[]'",
                "",
                "Exit status: 0 planned; 1 a version or the settings are wrong; 2 wrong usage; 6 something stops the upgrade;",
                "7 AWS gave no answer to a question of --live.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run upgrade -- --to kubernetes=1.36. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: UpgradeOptions, context: UpgradeContext): Promise<number> {
    const stackFile = readSettings(ROOT, options, "upgrade");
    const [{ offlinePlan }, { readS3Text }] = await Promise.all([
        import("../simulation/offlinePlan"),
        import("../recovery/aws/s3"),
    ]);
    const { deployment } = await offlinePlan(context.program, stackFile, false, () => undefined, readS3Text);
    const graph = new Graph(deployment);
    const targets = readTargets(options.to, currentStack(graph), context.today);
    const plan = upgradePlan(graph, targets, context.today);
    const { stack, pulumiStack, config } = stackFile;
    const region = config["aws:region"] ?? regionOf(graph) ?? "";
    const differences = options.live === true ? await ask(plan, region, context) : undefined;
    context.out(
        options.json === true
            ? `${JSON.stringify(answer(stack, pulumiStack, plan, differences), null, 4)}\n`
            : upgradeReport(plan, {
                  stack: pulumiStack,
                  color: context.color,
                  ...(differences === undefined ? {} : { differences }),
              }),
    );
    return [...plan.obstacles, ...(differences ?? [])].some(({ blocks }) => blocks)
        ? EXIT.willFail
        : (differences ?? []).some(({ kind }) => kind === "notAnswered")
          ? EXIT.undetermined
          : EXIT.done;
}

async function ask(
    plan: ReturnType<typeof upgradePlan>,
    region: string,
    { sources }: UpgradeContext,
): Promise<Difference[]> {
    const { liveDifferences } = await import("./upgrade/live");
    return liveDifferences(plan, region, await sources());
}

/** An upgrade for a program. */
function answer(
    stack: string,
    pulumiStack: string,
    plan: ReturnType<typeof upgradePlan>,
    differences: Difference[] | undefined,
) {
    const { current, targets, steps, obstacles, ends } = plan;
    return {
        stack,
        from: {
            kubernetes: current.kubernetes,
            nodes: current.nodes,
            postgres: current.postgres,
            connect: current.connect,
        },
        to: targets,
        ends,
        obstacles: obstacles.map((obstacle) => ({ ...obstacle, text: obstacleText(obstacle) })),
        steps: steps.map((step) => ({ ...step, ...stepText(step, current, pulumiStack) })),
        ...(differences === undefined ? {} : { differences }),
    };
}
