import { dirname } from "node:path";
import { Command } from "commander";
import { priceLists } from "../catalog/priceLists";
import { type Workload, type WorkloadName, workloads } from "../catalog/workloads";
import { shareOf, STATES, type Use } from "../graph/capacity";
import { cost, totalUsd } from "../graph/cost";
import { sizingOf } from "../graph/sizing";
import { regionOf } from "../graph/subnets";
import { UserError } from "../lib/userError";
import { type CapacityAnswer, capacityAnswer } from "./capacityAnswer";
import { capacityReport } from "./capacityReport";
import { assumptions } from "./capacityWords";
import { lacksAmounts } from "./costReport";
import { EXIT } from "./exitStatus";
import { planGraph } from "./planGraph";
import { readSettings } from "./readSettings";
import type { Streams } from "./reportFailure";
import { readWorkload } from "./workload";
import { describeWithOutcome } from "./describeUserError";
import { runCommand } from "./runCommand";

const ROOT = dirname(__dirname);

export interface CapacityContext extends Streams {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Whether the output may have color. */
    color: boolean;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface CapacityOptions {
    stack: string;
    configFile?: string;
    workload: string;
    json?: true;
}

/**
 * `npm run capacity`: compares a workload with a stack.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function capacityCommand(args: string[], context: CapacityContext): Promise<number> {
    return runCommand(
        defineCapacityCommand(),
        args,
        context,
        (command) => run(command.opts<CapacityOptions>(), context),
        describeWithOutcome("Nothing was compared."),
    );
}

export function defineCapacityCommand(): Command {
    return new Command("npm run capacity --")
        .description(
            "Compare a workload with a stack: what binds first, with every zone up, with one lost, and during an update. Offline.",
        )
        .option("--stack <name>", "stack to compare, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option(
            "--workload <workload>",
            `users and content: a file (docs/capacity.md), or ${Object.keys(workloads).join(" or ")}`,
            "posit" satisfies WorkloadName,
        )
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run capacity -- --stack prod",
                "  npm run capacity -- --stack prod --workload shiny",
                "  npm run capacity -- --stack prod --workload workload.yaml --json",
                "",
                "Workloads: posit is the test that Posit published for the reference architecture, shiny a heavy example.",
                "Exit status: 0 it fits; 1 the input or the settings are wrong; 2 wrong usage; 7 not known, as a limit is not",
                "known; 10 it does not fit.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run capacity -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function run(
    options: CapacityOptions,
    { program, out, color, today }: CapacityContext,
): Promise<number> {
    const workload = workloadOf(options.workload);
    const stackFile = readSettings(ROOT, options, "capacity");
    const { stack } = stackFile;
    const graph = await planGraph(program, stackFile);
    const { sizing, unknown } = sizingOf(graph);
    if (sizing === undefined) {
        throw new UserError([`The capacity of ${stack} cannot be compared: ${unknown}.`]);
    }
    const region = regionOf(graph) ?? stackFile.config["aws:region"] ?? "";
    const prices = priceLists[region];
    const priced = prices && cost(graph, prices, today);
    const monthlyUsd = priced === undefined || lacksAmounts(priced, false) ? undefined : totalUsd(priced);
    const answer = capacityAnswer(sizing, workload, prices);
    out(
        options.json === true
            ? `${JSON.stringify({ stack, region, ...(monthlyUsd === undefined ? {} : { monthlyUsd }), ...dataOf(answer) }, null, 4)}\n`
            : capacityReport(answer, { stack, region, prices, monthlyUsd, color }),
    );
    return answer.fits === undefined ? EXIT.undetermined : answer.fits ? EXIT.done : EXIT.tooSmall;
}

function workloadOf(name: string): Workload {
    return Object.hasOwn(workloads, name) ? workloads[name as WorkloadName] : readWorkload(name);
}

/** The answer in the form of `--json`: `null` stands for an amount that is not known, or that no limit bounds. */
function dataOf({
    workload,
    fits,
    limits,
    growth,
    fixed,
    forecast,
    smallestChange,
    withSameTypes,
}: CapacityAnswer) {
    const change = (found: typeof smallestChange) =>
        found === undefined
            ? null
            : { monthlyUsd: found.monthlyUsd, isMost: found.isMost, changes: found.changes };
    const growthOf = (found: typeof growth) =>
        found === undefined
            ? null
            : { factor: found.factor, binding: { id: found.binding.limit.id, state: found.binding.state } };
    const withHeadroom = (use: Use) => {
        const share = shareOf(use);
        return {
            ...use,
            headroom: use.capacity === null ? null : use.capacity - use.need,
            share: share === undefined || !Number.isFinite(share) ? null : share,
        };
    };
    return {
        workload: { ...workload, assumptions: assumptions(workload) },
        fits: fits ?? null,
        limits: limits.map((limit) => ({
            ...limit,
            ...Object.fromEntries(STATES.map((state) => [state, withHeadroom(limit[state])])),
        })),
        growth: growthOf(growth),
        fixed: fixed === undefined ? null : { groups: fixed.groups, growth: growthOf(fixed.growth) },
        forecast,
        smallestChange: change(smallestChange),
        withSameTypes: change(withSameTypes),
    };
}
