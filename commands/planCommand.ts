import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { Graph } from "../graph/graph";
import { regionOf } from "../graph/subnets";
import type { OfflinePlan } from "../simulation/offlinePlan";
import { EXIT } from "./exitStatus";
import { type PlanFacts, planReport } from "./planReport";
import type { Judgement } from "./policyPack/judgement";
import { readLevelFile } from "./policyPack/levelFile";
import { PackProcess, type PackLocation } from "./policyPack/packProcess";
import { today } from "../policy/clock";
import { readState } from "./readState";
import { readSettings } from "./readSettings";
import { reportFailure, type Streams } from "./reportFailure";
import { UserError } from "../lib/userError";
import { readProject } from "../stacks/project";
import type { StackFile } from "../stacks/stackFile";

const ROOT = dirname(__dirname);

/** The command's access to its context, except the file system. */
export interface PlanContext extends Streams {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    policyPack: PackLocation;
    /** Shows a progress message until the returned function is called. */
    progress: (text: string) => () => void;
    /** Whether the output may have color. */
    color: boolean;
}

interface PlanOptions {
    stack: string;
    configFile?: string;
    firstPreview?: true;
    tree?: true;
    timeline?: true;
    verbose?: true;
    exposure?: true;
    policyConfig?: string;
    format?: "sarif" | "junit" | "json";
    json?: true;
    file?: string;
    state?: string;
    diagram?: string;
    html?: string;
}

/**
 * `npm run plan`: plans a stack offline and prints a report for a person, or with `--json` for a program.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function planCommand(args: string[], context: PlanContext): Promise<number> {
    const { out, err } = context;
    const command = definePlanCommand().configureOutput({ writeOut: out, writeErr: err });
    try {
        command.parse(args, { from: "user" });
    } catch (error) {
        if (error instanceof CommanderError) {
            return reportFailure(args, error, context);
        }
        throw error;
    }
    try {
        return await run(command.opts<PlanOptions>(), context);
    } catch (error) {
        return reportFailure(args, await describeError(error), context);
    }
}

export function definePlanCommand(): Command {
    return new Command("npm run plan --")
        .description("Plans a stack in a simulated cloud: no account, no network, no Pulumi CLI.")
        .option("--stack <name>", "stack to plan, or the path of its Pulumi.<stack>.yaml", "dev")
        .addOption(
            new Option(
                "--config-file <path>",
                "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
            ).conflicts("state"),
        )
        .option(
            "--first-preview",
            "leave values that only the cloud knows unknown, as the first `pulumi preview` does",
        )
        .option("--tree", "print every resource under its component")
        .option("--timeline", "print the expected time of `up` and `destroy`, and their longest steps")
        .option("--exposure", "print which parts can connect to each other over the network")
        .option("--verbose", "print how to resolve advice, and list the resource types without a rule")
        .option(
            "--policy-config <path>",
            "levels and waivers of the policies; default: policy/<stack>.json if it exists, otherwise policy/prod.json",
        )
        .addOption(
            new Option(
                "--format <format>",
                "print only the policies' findings, for another program; json: the requirements too",
            )
                .choices(["sarif", "junit", "json"])
                .conflicts(["tree", "timeline", "exposure", "verbose", "json"]),
        )
        .addOption(
            new Option(
                "--json",
                "print only the resource graph, in the format of `pulumi stack export`, without checking policies",
            ).conflicts(["tree", "timeline", "exposure", "verbose", "policyConfig"]),
        )
        .option("--file <path>", "also write the resource graph to a file")
        .addOption(
            new Option(
                "--html <path>",
                "also write the complete report to a file, as a page for a browser",
            ).conflicts(["json", "format"]),
        )
        .option(
            "--diagram <path>",
            "also write the diagram of the network to a file: SVG for .svg, Mermaid for .mmd",
        )
        .addOption(
            new Option(
                "--state <path>",
                "report on a deployed stack instead: the output of `pulumi stack export`",
            ).conflicts(["stack", "firstPreview", "json", "file"]),
        )
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run plan -- --stack prod --timeline",
                "  npm run --silent plan -- --stack prod --json > plan.json",
                "  npm run --silent plan -- --stack prod --format sarif > policies.sarif",
                "",
                "",
            ].join("\n") +
                "Exit status: 0 planned, 1 invalid settings or a program error, 2 invalid usage, 3 policy violations.",
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run plan -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: PlanOptions, context: PlanContext): Promise<number> {
    const files = resolveOutputFiles(options);
    // Started first: it takes about as long to start as the program takes to run.
    const pack = options.json === true ? undefined : new PackProcess(context.policyPack);
    try {
        const endProgress = context.progress(`Planning ${options.stack} …`);
        const planned = await plan(options, context, pack).finally(endProgress);
        const json = `${JSON.stringify(planned.deployment, null, 4)}\n`;
        const { judgement } = planned;
        const { text, page } =
            judgement === undefined
                ? { text: json }
                : await formatReport({ ...planned, judgement }, options, context.color);
        if (files.file !== undefined) {
            writeFileSync(files.file, json);
        }
        if (files.html !== undefined && page !== undefined) {
            writeFileSync(files.html, page);
        }
        if (files.diagram !== undefined) {
            writeFileSync(files.diagram, await drawDiagram(planned, extname(files.diagram)));
        }
        context.out(text);
        const { violations } = (await judgement) ?? { violations: [] };
        return violations.some(({ mandatory }) => mandatory) ? EXIT.violated : EXIT.done;
    } finally {
        await pack?.end();
    }
}

/** A planned or deployed stack, which a policy pack is checking unless `--json` is set. */
interface Planned
    extends
        Pick<OfflinePlan, "deployment">,
        Omit<PlanFacts, "rows" | "judgement" | "unknownTypes" | "cost" | "capacity" | "due"> {
    graph: Graph;
    /** Path of the stack's settings. */
    settingsFile: string;
    judgement: Promise<Judgement> | undefined;
}

async function plan(
    options: PlanOptions,
    { program, policyPack }: PlanContext,
    pack: PackProcess | undefined,
): Promise<Planned> {
    const firstPreview = options.firstPreview === true;
    const state = options.state === undefined ? undefined : readState(options.state);
    const project = readProject(ROOT);
    const stackFile: StackFile =
        state === undefined
            ? readSettings(ROOT, options, "plan")
            : {
                  stack: state.stack,
                  pulumiStack: state.stack,
                  project: project.name,
                  environments: [],
                  textAt: () => undefined,
                  path: join(ROOT, `Pulumi.${state.stack}.yaml`),
                  config: {},
                  secretKeys: [],
              };
    const { stack, config, secretKeys } = stackFile;
    const levelFile =
        pack === undefined
            ? undefined
            : readLevelFile(options.policyConfig, stack, {
                  pack: policyPack.folder,
                  // npm runs a script in the project's folder. INIT_CWD is the folder in which npm was called.
                  paths: process.env["INIT_CWD"] ?? process.cwd(),
              });
    // Pulumi's SDK, and modules that need it, are loaded while the pack starts.
    const [{ offlinePlan }, { Judge }] = await Promise.all([
        import("../simulation/offlinePlan"),
        import("./policyPack/judge"),
    ]);
    const judge =
        pack === undefined || levelFile === undefined
            ? undefined
            : new Judge(
                  pack,
                  policyPack.timeoutMs,
                  { name: stack, project: project.name, preview: firstPreview, config, secretKeys },
                  levelFile,
              );
    const { deployment, ...facts } =
        state === undefined
            ? await offlinePlan(
                  program,
                  stackFile,
                  firstPreview,
                  (resource) => judge?.resource(resource),
                  async (object) => {
                      const { readS3Text } = await import("../recovery/aws/s3");
                      return readS3Text(object);
                  },
              )
            : { deployment: state.deployment, missingSecrets: [], needs: [], objectsRead: [] };
    if (state !== undefined) {
        state.deployment.deployment.resources.forEach((resource) => judge?.resource(resource));
    }
    const judgement = judge?.verdict(deployment);
    // It is awaited only after the rest of the report is ready. An earlier rejection must not end the process.
    judgement?.catch(() => undefined);
    const graph = new Graph(deployment);
    return {
        ...facts,
        deployment,
        graph,
        stack,
        region: config["aws:region"] ?? regionOf(graph) ?? "",
        source:
            options.state !== undefined
                ? `deployed stack, from ${options.state}`
                : firstPreview
                  ? "first preview, simulated offline"
                  : "offline plan, no network access",
        encryptedSecrets: secretKeys,
        settingsFile: stackFile.path,
        judgement,
    };
}

/** A plan and its policy findings, in the requested format. */
async function formatReport(
    {
        deployment,
        graph,
        settingsFile,
        judgement: judging,
        ...known
    }: Planned & { judgement: Promise<Judgement> },
    options: PlanOptions,
    color: boolean,
): Promise<{ text: string; page?: string }> {
    switch (options.format) {
        case "sarif": {
            const { sarif } = await import("./policyPack/sarif");
            return { text: sarif(await judging, relative(ROOT, settingsFile)) };
        }
        case "junit": {
            const { junit } = await import("./policyPack/junit");
            return { text: junit(await judging, known.stack) };
        }
        case "json": {
            const { planSummary } = await import("./planSummary");
            const place = { stack: known.stack, region: known.region };
            return { text: `${JSON.stringify(planSummary(place, graph, await judging), null, 4)}\n` };
        }
        case undefined: {
            // Everything that does not need the judgement is done while the pack checks the stack.
            const [
                { capacityLine },
                { costLine },
                { dueVersions },
                { priceLists },
                { unknownTypes },
                { rules },
                { requirementRows },
            ] = await Promise.all([
                import("./capacityLine"),
                import("./costLine"),
                import("../graph/dueVersions"),
                import("../catalog/priceLists"),
                import("./policyPack/unknownTypes"),
                import("../policy/rules"),
                import("./policyPack/requirementRows"),
            ]);
            const unknown = unknownTypes(deployment, rules);
            const cost = costLine(graph, known.region, today());
            const capacity = capacityLine(graph);
            const due = dueVersions(graph, priceLists[known.region], today());
            const judgement = await judging;
            const facts = {
                ...known,
                cost,
                capacity,
                due,
                rows: requirementRows(graph, judgement),
                unknownTypes: unknown,
                judgement,
            };
            const report = planReport(graph, facts, {
                tree: options.tree === true,
                verbose: options.verbose === true,
                color,
            });
            const sections = [report];
            if (options.exposure === true) {
                const [{ exposure }, { exposureReport }] = await Promise.all([
                    import("../graph/exposure"),
                    import("./policyPack/exposureReport"),
                ]);
                sections.push(exposureReport(exposure(graph), { color }));
            }
            if (options.timeline === true) {
                const [{ timeline }, { timelineReport }] = await Promise.all([
                    import("../graph/timeline"),
                    import("./timelineReport"),
                ]);
                sections.push(timelineReport(timeline(graph), { color }));
            }
            const text = sections.join("\n");
            if (options.html === undefined) {
                return { text };
            }
            const { planPage } = await import("./report/page");
            const page = planPage(graph, facts, {
                style: readAsset("page.css"),
                diagramStyle: readAsset("diagram.css"),
                script: readAsset("page.js"),
            });
            return { text, page };
        }
    }
}

/** The code of a page or a picture, which only those read. */
function readAsset(name: string): string {
    return readFileSync(join(ROOT, "commands", "report", name), "utf8");
}

/** The diagram of the network, as SVG or Mermaid by the file's ending. */
async function drawDiagram({ graph }: Planned, ending: string): Promise<string> {
    const { diagram } = await import("../graph/diagram");
    const drawn = diagram(graph);
    if (ending === ".svg") {
        const { svgFile } = await import("./report/diagramSvg");
        return svgFile(drawn, readAsset("diagram.css"));
    }
    const { diagramMermaid } = await import("./report/diagramMermaid");
    return diagramMermaid(drawn);
}

/** Checks the paths of files before the plan, which would otherwise be lost. */
function resolveOutputFiles({
    file,
    diagram,
    html,
}: PlanOptions): Record<"file" | "diagram" | "html", string | undefined> {
    const errors: string[] = [];
    const check = (option: string, path: string | undefined, endings?: readonly string[]) => {
        const resolved =
            path === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
        const problem = resolved === undefined ? undefined : problemOf(resolved, endings);
        errors.push(...(problem === undefined ? [] : [`${option} ${path ?? ""}: ${problem}`]));
        return resolved;
    };
    const files = {
        file: check("--file", file),
        diagram: check("--diagram", diagram, [".svg", ".mmd"]),
        html: check("--html", html, [".html"]),
    };
    if (errors.length > 0) {
        throw new UserError(errors);
    }
    return files;
}

function problemOf(path: string, endings?: readonly string[]): string | undefined {
    const kind = (place: string): "folder" | "file" | "missing" => {
        const stat = statSync(place, { throwIfNoEntry: false });
        return stat === undefined ? "missing" : stat.isDirectory() ? "folder" : "file";
    };
    if (kind(path) === "folder") {
        return "must be a file, got a folder. Name a file in it.";
    }
    if (kind(dirname(path)) !== "folder") {
        return `the folder ${dirname(path)} does not exist. Create it.`;
    }
    const ending = extname(path);
    return endings === undefined || endings.includes(ending)
        ? undefined
        : `must end in ${endings.join(" or ")}, got ${ending === "" ? "no ending" : ending}. Rename it.`;
}

/** The text of an error: a configuration error has its own text, and any other error fails the program. */
async function describeError(error: unknown): Promise<string> {
    const { SettingsError } = await import("../stacks/settingsError");
    if (error instanceof UserError || error instanceof SettingsError) {
        return error.message;
    }
    const message = error instanceof Error ? error.message : String(error);
    return `The program failed. Nothing was planned.\n\n${message.replace(/^/gm, "  ")}`;
}
