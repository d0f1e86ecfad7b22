import { statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { Graph } from "../graph/graph";
import { referenceArchitecture } from "../graph/referenceArchitecture";
import { needsBeforeUp } from "../stacks/needs";
import { SettingsError } from "../stacks/settingsError";
import { offlinePlan } from "./offlinePlan";
import { planReport } from "./planReport";
import { Refusal } from "./refusal";

/** What the shell learns of a plan. */
const EXIT = { planned: 0, wrongSettings: 1, wrongUsage: 2 };

/** What the command reaches beside the file system. */
export interface PlanSurroundings {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Writes to standard output. */
    out: (text: string) => void;
    /** Writes to standard error. */
    err: (text: string) => void;
    /** Tells a person what is going on, until the function that it returns is called. */
    progress: (text: string) => () => void;
    /** Whether the output may have colour. */
    colour: boolean;
}

interface PlanOptions {
    stack: string;
    firstPreview?: true;
    tree?: true;
    json?: true;
    file?: string;
}

/**
 * `npm run plan`: plans a stack offline and prints what a person, or with `--json` a program, wants to know.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function planCommand(args: string[], surroundings: PlanSurroundings): Promise<number> {
    const { out, err } = surroundings;
    const command = usage().configureOutput({ writeOut: out, writeErr: err });
    try {
        command.parse(args, { from: "user" });
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? EXIT.planned : EXIT.wrongUsage;
        }
        throw error;
    }
    try {
        await run(command.opts<PlanOptions>(), surroundings);
        return EXIT.planned;
    } catch (error) {
        err(`${reason(error)}\n`);
        return EXIT.wrongSettings;
    }
}

function usage(): Command {
    return new Command("npm run plan --")
        .description("Plans a stack in a simulated cloud: no account, no network, no Pulumi CLI.")
        .option("--stack <name>", "stack to plan, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--first-preview",
            "leave unknown what only the cloud can tell, as the first `pulumi preview` does",
        )
        .option("--tree", "print every resource under its component")
        .option("--json", "print the resource graph as `pulumi stack export` does, and nothing else")
        .option("--file <path>", "write that graph to a file")
        .addHelpText(
            "after",
            "\nExit status: 0 planned, 1 the settings or the program are wrong, 2 wrong usage.",
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options go behind two dashes: npm run plan -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: PlanOptions, surroundings: PlanSurroundings): Promise<void> {
    const { program, out, progress, colour } = surroundings;
    const file = options.file === undefined ? undefined : writable(options.file);
    const endProgress = progress(`Planning ${options.stack} …`);
    const plan = await offlinePlan(program, options.stack, options.firstPreview === true).finally(
        endProgress,
    );
    const json = `${JSON.stringify(plan.deployment, null, 4)}\n`;
    if (file !== undefined) {
        writeFileSync(file, json);
    }
    if (options.json === true) {
        out(json);
        return;
    }
    const graph = new Graph(plan.deployment);
    const { stack, config, secretKeys } = plan.stackFile;
    const facts = {
        stack,
        region: config["aws:region"] ?? "",
        firstPreview: options.firstPreview === true,
        rows: referenceArchitecture(graph),
        needs: needsBeforeUp(config, secretKeys),
        encryptedSecrets: secretKeys,
        missingSecrets: plan.missingSecrets,
    };
    out(planReport(graph, facts, { tree: options.tree === true, colour }));
}

/** Before anything is planned: a plan that cannot be kept is not begun. */
function writable(file: string): string {
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
    const kind = (place: string): "folder" | "file" | "missing" => {
        const stat = statSync(place, { throwIfNoEntry: false });
        return stat === undefined ? "missing" : stat.isDirectory() ? "folder" : "file";
    };
    if (kind(path) === "folder") {
        throw new Refusal([`--file ${file}: is a folder; name a file in it.`]);
    }
    if (kind(dirname(path)) !== "folder") {
        throw new Refusal([`--file ${file}: the folder ${dirname(path)} is not there.`]);
    }
    return path;
}

/** A mistake of the user's is told in its own words; a fault of the program's by its message, one line a reason. */
function reason(error: unknown): string {
    if (error instanceof Refusal || error instanceof SettingsError) {
        return error.message;
    }
    const message = error instanceof Error ? error.message : String(error);
    return `The program failed; nothing was planned.\n\n${message.replace(/^/gm, "  ")}`;
}
