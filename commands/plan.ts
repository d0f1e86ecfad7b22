import { writeFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { Graph } from "../graph/graph";
import { referenceArchitecture } from "../graph/referenceArchitecture";
import { SettingsError } from "../stacks/settingsError";
import { offlinePlan } from "./offlinePlan";
import { planReport } from "./planReport";
import { needsBeforeUp } from "../stacks/needs";
import { Refusal } from "./refusal";

/** What the shell learns of a plan. */
const EXIT = { planned: 0, wrongSettings: 1, wrongUsage: 2 };

interface PlanOptions {
    stack: string;
    firstPreview?: true;
    tree?: true;
    json?: true;
    file?: string;
}

const command = new Command("plan")
    .description("Plans a stack in a simulated cloud: no account, no network, no Pulumi CLI.")
    .option("--stack <name>", "stack to plan, or the path of its Pulumi.<stack>.yaml", "dev")
    .option(
        "--first-preview",
        "leave unknown what only the cloud can tell, as the first `pulumi preview` does",
    )
    .option("--tree", "print every resource under its component")
    .option("--json", "print the resource graph as `pulumi stack export` does, and nothing else")
    .option("--file <path>", "write that graph to a file")
    .addHelpText("after", "\nExit status: 0 planned, 1 the settings or the program are wrong, 2 wrong usage.")
    .allowExcessArguments(false)
    .exitOverride();

async function main(): Promise<number> {
    // Pulumi's SDK takes a stack trace for every promise, a fifth of the time, and nothing here prints one.
    Error.stackTraceLimit = 0;
    try {
        command.parse();
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? EXIT.planned : EXIT.wrongUsage;
        }
        throw error;
    }
    try {
        await run(command.opts<PlanOptions>());
        return EXIT.planned;
    } catch (error) {
        process.stderr.write(`${reason(error)}\n`);
        return EXIT.wrongSettings;
    }
}

async function run(options: PlanOptions): Promise<void> {
    const stopSpinner = await startSpinner(`Planning ${options.stack}`);
    const plan = await offlinePlan(
        () => import("../index"),
        options.stack,
        options.firstPreview === true,
    ).finally(stopSpinner);
    const json = (): string => `${JSON.stringify(plan.deployment, null, 4)}\n`;
    if (options.file !== undefined) {
        writeFileSync(options.file, json());
    }
    if (options.json === true) {
        process.stdout.write(json());
        return;
    }
    const graph = new Graph(plan.deployment);
    process.stdout.write(
        planReport(
            graph,
            {
                stack: plan.stackFile.stack,
                region: plan.stackFile.config["aws:region"] ?? "",
                firstPreview: options.firstPreview === true,
                rows: referenceArchitecture(graph),
                before: needsBeforeUp(plan.stackFile.config, plan.stackFile.secretKeys),
                standIns: plan.standIns,
            },
            options.tree === true,
        ),
    );
}

/** A sign of life for a person who waits; a pipe gets none. */
async function startSpinner(text: string): Promise<() => void> {
    if (!process.stderr.isTTY) {
        return () => undefined;
    }
    const { default: spinner } = await import("yocto-spinner");
    const spinning = spinner({ text, stream: process.stderr }).start();
    return () => void spinning.stop();
}

/** A mistake of the user's is told in its own words; a fault of the program's by its message, one line a reason. */
function reason(error: unknown): string {
    if (error instanceof Refusal || error instanceof SettingsError) {
        return error.message;
    }
    const message = error instanceof Error ? error.message : String(error);
    return `The program failed; nothing was planned.\n\n${message.replace(/^/gm, "  ")}`;
}

void main().then((status) => {
    process.exitCode = status;
});
