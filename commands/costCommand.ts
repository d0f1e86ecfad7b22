import { dirname } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UnreadableChanges } from "../graph/change";
import { cost, type Cost, totalUsd } from "../graph/cost";
import { costChange } from "../graph/costChange";
import { type Deployment, Graph } from "../graph/graph";
import { graphsInPreview } from "../graph/graphsInPreview";
import { regionOf } from "../graph/subnets";
import { stackOf } from "../graph/urn";
import { isObject } from "../lib/isObject";
import { isStandardInput, readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { readProject } from "../stacks/project";
import { withoutOrganization } from "../stacks/stackFile";
import { costChangeReport, costReport, lacksAmounts } from "./costReport";
import { EXIT } from "./exitStatus";
import { findJsonObject } from "./findJsonObject";
import { formatUsd } from "../lib/formatUsd";
import { planGraph } from "./planGraph";
import { priceListOf } from "./priceList";
import { readSettings } from "./readSettings";
import type { Streams } from "./reportFailure";
import { readUsage } from "./workload";
import { describeWithOutcome } from "./describeUserError";
import { runCommand } from "./runCommand";

const ROOT = dirname(__dirname);

export interface CostContext extends Streams {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Whether the output may have color. */
    color: boolean;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

interface CostOptions {
    stack?: string;
    configFile?: string;
    workload?: string;
    preview?: string;
    from?: string;
    to?: string;
    against?: string;
    budget?: number;
    json?: true;
}

/**
 * `npm run cost`: prices a stack, or a change of it.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function costCommand(args: string[], context: CostContext): Promise<number> {
    return runCommand(
        defineCostCommand(),
        args,
        context,
        (command) => {
            checkOptions(command);
            return run(command.opts<CostOptions>(), context);
        },
        describeWithOutcome("Nothing was priced."),
    );
}

export function defineCostCommand(): Command {
    return new Command("npm run cost --")
        .description("Price a stack, or a change of it, by the month. Offline, from catalog/prices/.")
        .option("--stack <name>", "stack to price, or the path of its Pulumi.<stack>.yaml (default: dev)")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option("--workload <file>", "quantities of a month, to price what depends on use: docs/cost.md")
        .option(
            "--preview <file>",
            "price the changes of a preview: output of `pulumi preview --json`; - reads standard input",
        )
        .option(
            "--from <file>",
            "price a change between two offline plans: output of `npm run -s plan -- --json`",
        )
        .option("--to <file>", "the later one")
        .option(
            "--against <revision>",
            "price a change between a git revision and the working tree, such as origin/main",
        )
        .option("--budget <usd>", "most that a month may cost; above it, the exit status is 8", parseBudget)
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run cost -- --stack prod",
                "  npm run cost -- --stack prod --workload workload.yaml --budget 1500",
                "  npm run cost -- --from base.json --to head.json",
                "  npm run cost -- --against origin/main --stack prod",
                "  pulumi preview --json --show-sames > preview.json && npm run cost -- --preview preview.json",
                "",
                "Exit status: 0 priced; 1 the input or the settings are wrong, or the region has no prices; 2 wrong usage;",
                "7 not known if it is within the budget, as an amount is not known; 8 above the budget.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run cost -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

function parseBudget(text: string): number {
    if (!/^\d+(\.\d+)?$/.test(text)) {
        throw new InvalidArgumentError("It must be a number of USD, such as 1500.");
    }
    return Number(text);
}

function checkOptions(command: Command): void {
    const { stack, configFile, workload, preview, from, to, against, budget } = command.opts<CostOptions>();
    if ((from === undefined) !== (to === undefined)) {
        command.error("error: requires both --from and --to, to price a change");
    }
    if ([preview, from, against].filter((source) => source !== undefined).length > 1) {
        command.error("error: requires either --preview, or --from and --to, or --against");
    }
    if (workload !== undefined && (preview ?? from ?? against) !== undefined) {
        command.error("error: --workload belongs to --stack: a change is priced without use");
    }
    if (configFile !== undefined && (from ?? against) !== undefined) {
        command.error("error: --config-file belongs to --stack or --preview");
    }
    if (against !== undefined && /\\|\.ya?ml$/.test(stack ?? "")) {
        command.error("error: --against plans a stack by its name: pass the name with --stack, not a path");
    }
    if (budget !== undefined && preview !== undefined) {
        command.error(
            "error: --budget needs the complete stack, and a preview lists only changes: use --stack, or --from and --to",
        );
    }
    if (stack !== undefined && from !== undefined) {
        command.error("error: --stack belongs to no --from and --to, whose files name their stack");
    }
    if ([from, to].every((file) => file !== undefined && isStandardInput(file))) {
        command.error("error: only one option can read standard input");
    }
}

async function run(options: CostOptions, context: CostContext): Promise<number> {
    const { from, to, preview, against } = options;
    if (preview !== undefined) {
        return priceChange({ ...readPreview(preview, options), isComplete: false }, options, context);
    }
    if (from !== undefined && to !== undefined) {
        const [before, after] = [readPlan("--from", from), readPlan("--to", to)] as const;
        const [stack, other] = [before, after].map((graph) => stackOf(graph.resources[0]?.urn ?? ""));
        if (stack !== other) {
            throw new UserError([
                `--to ${to}: must be a plan of ${stack ?? ""}, as --from is, got one of ${other ?? ""}.`,
            ]);
        }
        const region = regionOf(after) ?? regionOf(before) ?? "";
        return priceChange({ stack: stack ?? "", region, before, after, isComplete: true }, options, context);
    }
    if (against !== undefined) {
        const stack = withoutOrganization(options.stack ?? "dev", readProject(ROOT).name);
        const { planIn, planRevision } = await import("./planRevision");
        // A stack that the revision does not have costs nothing there.
        const before = new Graph(
            (planRevision(ROOT, against, stack) ?? { version: 3, deployment: {} }) as Deployment,
        );
        const after = new Graph(planIn(ROOT, stack, "The working tree") as Deployment);
        const region = regionOf(after) ?? regionOf(before) ?? "";
        return priceChange({ stack, region, before, after, isComplete: true }, options, context);
    }
    return priceStack(options, context);
}

async function priceStack(
    options: CostOptions,
    { program, out, color, today }: CostContext,
): Promise<number> {
    const { workload, budget } = options;
    const usage = workload === undefined ? undefined : readUsage(workload);
    const stackFile = readSettings(ROOT, { ...options, stack: options.stack ?? "dev" }, "cost");
    const { stack, config } = stackFile;
    // Fails before the plan if the region has no prices.
    const named = config["aws:region"];
    const early = named === undefined ? undefined : priceListOf(named);
    const graph = await planGraph(program, stackFile);
    const priced = cost(graph, early ?? priceListOf(regionOf(graph) ?? ""), today, usage);
    const notBilled = Object.entries(usage ?? {})
        .filter(([key, quantity]) => quantity > 0 && !priced.usage.some((line) => line.key === key))
        .map(([key]) => key);
    out(
        options.json === true
            ? `${JSON.stringify({ stack, ...priced, notBilled, ...(budget === undefined ? {} : { budgetUsd: budget }) }, null, 4)}\n`
            : costReport(priced, {
                  stack,
                  color,
                  notBilled,
                  ...(workload === undefined ? {} : { workload }),
                  ...(budget === undefined ? {} : { budgetUsd: budget }),
              }),
    );
    return budgetStatus(budget, totalUsd(priced), lacksAmounts(priced, usage !== undefined));
}

interface ChangeToPrice {
    stack: string;
    region: string;
    before: Graph;
    after: Graph;
    /** Whether the graphs hold the complete stack. */
    isComplete: boolean;
}

function priceChange(
    { stack, region, before, after, isComplete }: ChangeToPrice,
    { json, budget }: CostOptions,
    { out, color, today }: CostContext,
): number {
    const prices = priceListOf(region);
    const [old, next] = [cost(before, prices, today), cost(after, prices, today)];
    const change = costChange(old, next, isComplete);
    const status = budgetStatus(budget, totalUsd(next), lacksAmounts(next, false));
    out(
        json === true
            ? `${JSON.stringify({ stack, region, ...change, ...(budget === undefined ? {} : { budgetUsd: budget }) }, null, 4)}\n`
            : costChangeReport(change, { stack, region, color, budget: budgetText(budget, next, status) }),
    );
    return status;
}

function budgetText(budget: number | undefined, next: Cost, status: number): string {
    if (budget === undefined) {
        return "";
    }
    const text = `the budget of ${formatUsd(budget)}`;
    return status === EXIT.overBudget
        ? `Above ${text} by ${formatUsd(totalUsd(next) - budget)}.`
        : status === EXIT.undetermined
          ? `Not known if it is within ${text}: some amounts are not known.`
          : `Within ${text}.`;
}

/** An amount that is not known may exceed the budget. */
function budgetStatus(budget: number | undefined, total: number, isLeast: boolean): number {
    return budget === undefined
        ? EXIT.done
        : total > budget
          ? EXIT.overBudget
          : isLeast
            ? EXIT.undetermined
            : EXIT.done;
}

function readPreview(file: string, options: CostOptions) {
    const content = findJsonObject(readNamedFile("--preview", file));
    if (content === undefined) {
        throw new UserError([
            `--preview ${file}: must be the output of \`pulumi preview --json\`. Write it again.`,
        ]);
    }
    try {
        const graphs = graphsInPreview(content);
        // Most resources of a preview do not name their region.
        const region =
            regionOf(graphs.after) ??
            readSettings(ROOT, { ...options, stack: options.stack ?? graphs.stack }, "cost").config[
                "aws:region"
            ] ??
            "";
        return { ...graphs, region };
    } catch (error) {
        throw error instanceof UnreadableChanges
            ? new UserError([`--preview ${file} ${error.message}.`])
            : error;
    }
}

function readPlan(option: string, file: string): Graph {
    const content = findJsonObject(readNamedFile(option, file));
    const deployment = isObject(content) ? content["deployment"] : undefined;
    const resources = isObject(deployment) ? deployment["resources"] : undefined;
    if (
        !Array.isArray(resources) ||
        !resources.every((one) => isObject(one) && typeof one["urn"] === "string")
    ) {
        throw new UserError([
            `${option} ${file}: must be an offline plan. Write it again with \`npm run -s plan -- --json\`.`,
        ]);
    }
    return new Graph(content as Deployment);
}
