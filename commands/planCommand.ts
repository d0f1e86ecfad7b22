import { statSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { Graph } from "../graph/graph";
import type { OfflinePlan } from "../simulation/offlinePlan";
import { planReport } from "./planReport";
import type { Judgement } from "./policyPack/judgement";
import { readLevelFile } from "./policyPack/levelFile";
import { PackProcess, type PackPlace } from "./policyPack/packProcess";
import { UserError } from "../lib/userError";
import { NAMESPACE } from "../stacks/key";
import { readStackFile, type StackFile } from "../stacks/stackFile";

/** What the shell learns of a plan. */
const EXIT = { planned: 0, wrongSettings: 1, wrongUsage: 2, violated: 3 };

const ROOT = dirname(__dirname);

/** What the command reaches beside the file system. */
export interface PlanSurroundings {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    policyPack: PackPlace;
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
    timeline?: true;
    verbose?: true;
    exposure?: true;
    policyConfig?: string;
    format?: "sarif" | "junit";
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
        return await run(command.opts<PlanOptions>(), surroundings);
    } catch (error) {
        err(`${await reason(error)}\n`);
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
        .option("--timeline", "print how long `up` and `destroy` take, and what they wait for")
        .option("--exposure", "print who can reach what, over the network")
        .option("--verbose", "say what to do about advice, and list the resource types that no policy knows")
        .option(
            "--policy-config <path>",
            "levels and waivers of the policies; policy/<stack>.json where there is one, else policy/prod.json",
        )
        .addOption(
            new Option(
                "--format <format>",
                "print what the policies found for another program, and nothing else",
            )
                .choices(["sarif", "junit"])
                .conflicts(["tree", "timeline", "exposure", "verbose", "json"]),
        )
        .addOption(
            new Option(
                "--json",
                "print the resource graph as `pulumi stack export` does, unjudged, and nothing else",
            ).conflicts(["tree", "timeline", "exposure", "verbose", "policyConfig"]),
        )
        .option("--file <path>", "write that graph to a file")
        .addHelpText(
            "after",
            "\nExit status: 0 planned, 1 the settings or the program are wrong, 2 wrong usage, 3 policies are violated.",
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options go behind two dashes: npm run plan -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: PlanOptions, surroundings: PlanSurroundings): Promise<number> {
    const file = options.file === undefined ? undefined : writable(options.file);
    // Before anything else: it takes about as long to start as the program takes to run.
    const pack = options.json === true ? undefined : new PackProcess(surroundings.policyPack);
    try {
        const endProgress = surroundings.progress(`Planning ${options.stack} …`);
        const planned = await plan(options, surroundings, pack).finally(endProgress);
        const json = `${JSON.stringify(planned.deployment, null, 4)}\n`;
        const { judgement } = planned;
        const text =
            judgement === undefined ? json : await shown(planned, judgement, options, surroundings.colour);
        if (file !== undefined) {
            writeFileSync(file, json);
        }
        surroundings.out(text);
        const { violations } = (await judgement) ?? { violations: [] };
        return violations.some(({ mandatory }) => mandatory) ? EXIT.violated : EXIT.planned;
    } finally {
        await pack?.end();
    }
}

/** A stack that was planned, and is being judged where a pack was asked. */
interface Planned extends OfflinePlan {
    stackFile: StackFile;
    judgement: Promise<Judgement> | undefined;
}

async function plan(
    options: PlanOptions,
    { program, policyPack }: PlanSurroundings,
    pack: PackProcess | undefined,
): Promise<Planned> {
    const firstPreview = options.firstPreview === true;
    // npm runs a script in the project's folder, and remembers where its user was.
    const paths = process.env["INIT_CWD"] ?? process.cwd();
    const stackFile = readStackFile(options.stack, { stacks: ROOT, paths });
    const { stack, config, secretKeys } = stackFile;
    const levelFile =
        pack === undefined
            ? undefined
            : readLevelFile(options.policyConfig, stack, { pack: policyPack.folder, paths });
    // Only now, when the pack is starting: Pulumi's SDK, with all that needs it.
    const [{ offlinePlan }, { Judge }] = await Promise.all([
        import("../simulation/offlinePlan"),
        import("./policyPack/judge"),
    ]);
    const judge =
        pack === undefined || levelFile === undefined
            ? undefined
            : new Judge(
                  pack,
                  policyPack.patience,
                  { name: stack, project: NAMESPACE, preview: firstPreview, config, secretKeys },
                  levelFile,
              );
    const offline = await offlinePlan(
        program,
        NAMESPACE,
        stackFile,
        firstPreview,
        (resource) => judge?.resource(resource),
        async (object) => {
            const { readS3Text } = await import("../recovery/aws/s3");
            return readS3Text(object);
        },
    );
    const judgement = judge?.verdict(offline.deployment);
    // It is looked at when the rest of the report is made, and may have failed by then.
    judgement?.catch(() => undefined);
    return { ...offline, stackFile, judgement };
}

/** A plan and what the policies say of it, in the form that was asked for. */
async function shown(
    { deployment, needs, missingSecrets, objectsRead, stackFile }: Planned,
    judging: Promise<Judgement>,
    options: PlanOptions,
    colour: boolean,
): Promise<string> {
    switch (options.format) {
        case "sarif": {
            const { sarif } = await import("./policyPack/sarif");
            return sarif(await judging, relative(ROOT, stackFile.path));
        }
        case "junit": {
            const { junit } = await import("./policyPack/junit");
            return junit(await judging, stackFile.stack);
        }
        case undefined: {
            // Everything that does not need the judgement is done while the pack judges.
            const [{ unknownTypes }, { rules }, { requirementRows }] = await Promise.all([
                import("./policyPack/unknownTypes"),
                import("../policy/rules"),
                import("./policyPack/requirementRows"),
            ]);
            const graph = new Graph(deployment);
            const unknown = unknownTypes(deployment, rules);
            const judgement = await judging;
            const facts = {
                stack: stackFile.stack,
                region: stackFile.config["aws:region"] ?? "",
                firstPreview: options.firstPreview === true,
                objectsRead,
                rows: requirementRows(graph, judgement),
                unknownTypes: unknown,
                needs,
                encryptedSecrets: stackFile.secretKeys,
                missingSecrets,
                judgement,
            };
            const report = planReport(graph, facts, {
                tree: options.tree === true,
                verbose: options.verbose === true,
                colour,
            });
            const sections = [report];
            if (options.exposure === true) {
                const [{ exposure }, { exposureReport }] = await Promise.all([
                    import("../graph/exposure"),
                    import("./policyPack/exposureReport"),
                ]);
                sections.push(exposureReport(exposure(graph), { colour }));
            }
            if (options.timeline === true) {
                const [{ timeline }, { timelineReport }] = await Promise.all([
                    import("../graph/timeline"),
                    import("./timelineReport"),
                ]);
                sections.push(timelineReport(timeline(graph), { colour }));
            }
            return sections.join("\n");
        }
    }
}

/** Before anything is planned: a plan that cannot be kept is not begun. */
function writable(file: string): string {
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
    const kind = (place: string): "folder" | "file" | "missing" => {
        const stat = statSync(place, { throwIfNoEntry: false });
        return stat === undefined ? "missing" : stat.isDirectory() ? "folder" : "file";
    };
    if (kind(path) === "folder") {
        throw new UserError([`--file ${file}: is a folder; name a file in it.`]);
    }
    if (kind(dirname(path)) !== "folder") {
        throw new UserError([`--file ${file}: the folder ${dirname(path)} is not there.`]);
    }
    return path;
}

/** A mistake of the user's is told in its own words; a fault of the program's by its message, one line a reason. */
async function reason(error: unknown): Promise<string> {
    const { SettingsError } = await import("../stacks/settingsError");
    if (error instanceof UserError || error instanceof SettingsError) {
        return error.message;
    }
    const message = error instanceof Error ? error.message : String(error);
    return `The program failed. Nothing was planned.\n\n${message.replace(/^/gm, "  ")}`;
}
