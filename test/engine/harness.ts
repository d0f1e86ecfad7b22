import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import {
    type EngineEvent,
    type LocalWorkspaceOptions,
    PulumiCommand,
    type PulumiFn,
} from "@pulumi/pulumi/automation";
import { buildSync } from "esbuild";
import { parse, stringify } from "yaml";
import { Cloud, type CloudOptions, type CloudState } from "../cloud/cloud";
import type { DeployedResource, Deployment } from "../../simulation/deployment";
import { type Served, serve } from "../cloud/providers/serve";
import { EXAMPLES, ROOT, SECRET_TEXTS } from "../program";
import { type Cli, findCli } from "./cli";
import { endProcesses, makeFolder, removeFolder } from "./folders";
import { explainError } from "./explainError";
import { type ServedProgram, serveProgram } from "./serveProgram";

export type Shape = "dev" | "prod";

/** The engine's operation on one resource, performed or previewed. */
export interface Step {
    /** `create`, `update`, `replace`, `delete` and so on, as the engine names it. */
    op: string;
    urn: string;
    type: string;
}

/** Result of an engine command. */
export interface Outcome {
    /** Steps that change a resource, in the order in which the engine started them. */
    steps: Step[];
    events: EngineEvent[];
    output: string;
    /** Error of a failed command. */
    error: string | undefined;
}

/** A process that runs the complete program for the engine. */
interface Host {
    process: ChildProcessByStdio<Writable, Readable, null>;
    address: string;
}

/** A saved stack: the engine's state, the settings and the cloud. */
export interface SavedStack {
    folder: string;
    memory: CloudState;
}

/** The engine's state in a checkpoint. */
interface Latest {
    resources: DeployedResource[];
    pending_operations: { type: string; resource: { urn: string } }[];
}

/** Result of a command of the CLI. */
interface Finished {
    stdout: string;
    output: string;
    failed: boolean;
}

export interface EngineOptions {
    program?: PulumiFn;
    /** Delays and failures of the cloud. */
    cloud?: Partial<CloudOptions>;
    /** A stack whose cloud this stack shares. */
    cloudOf?: EngineStack;
    /** Shape of the initial settings. Default: the shape with the stack's name, if there is one. */
    example?: Shape;
    /** Changes the initial settings. */
    settings?: (config: Record<string, unknown>) => void;
    env?: Record<string, string>;
}

const PROJECT = "posit-connect";
/** The parts of a stack's folder that are saved: the backend's state, and the project with the stack's settings. */
const PARTS = ["state", "work"];
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "1" };
const PLACE = { account: "123456789012", region: "us-east-1", partition: "aws" };

const cli: Cli = findCli();

/** Hosts whose stack has stopped. The next stack takes one: it has loaded the program, which takes seconds. */
const idleHosts: Host[] = [];

let hostBundle: string | undefined;

/** The host as one file, which starts in half the time. */
function bundleHost(): string {
    hostBundle ??= join(makeFolder(), "host.cjs");
    if (!existsSync(hostBundle)) {
        buildSync({
            entryPoints: [join(ROOT, "test", "engine", "host.ts")],
            bundle: true,
            packages: "external",
            platform: "node",
            target: "node20",
            outfile: hostBundle,
        });
    }
    return hostBundle;
}

async function startHost(): Promise<Host> {
    const host = spawn(process.execPath, [bundleHost()], {
        cwd: ROOT,
        // The bundle is not in the project's folder.
        env: { ...process.env, NODE_PATH: join(ROOT, "node_modules") },
        stdio: ["pipe", "pipe", "inherit"],
    });
    const address = await new Promise<string>((resolve, reject) => {
        host.stdout.once("data", (text: Buffer) => {
            resolve(text.toString().trim());
        });
        host.once("exit", () => {
            reject(new Error("the program's host ended before it listened"));
        });
    });
    // An idle host does not keep the tests' process alive; it ends with its standard input.
    host.unref();
    [host.stdin, host.stdout].forEach((stream) => (stream as Socket).unref());
    return { process: host, address };
}

/** A suite that needs the Pulumi CLI. It is reported as skipped, with the reason, if there is none. */
export function engineSuite(name: string, body: () => void): void {
    if ("missing" in cli) {
        describe.skip(`${name} (skipped: ${cli.missing})`, body);
    } else {
        describe(`${name} (Pulumi ${cli.version})`, body);
    }
}

/** A stack on the real engine, with its state in a separate folder and the simulated cloud as its providers. */
export class EngineStack {
    private host: Host | undefined;
    /** Whether the program may still run. */
    private isBusy = false;
    /** Number of commands that have started. */
    private commands = 0;

    /** Whether the state is written after each step, as it is for users. Otherwise only at the end, which is faster. */
    checkpoints = false;

    private constructor(
        readonly name: string,
        readonly cloud: Cloud,
        /** The engine's environment, which tests can change. */
        readonly env: Record<string, string>,
        private readonly folder: string,
        private readonly served: Served,
        private readonly program: ServedProgram,
        private readonly options: EngineOptions,
    ) {}

    static async start(name: string, options: EngineOptions = {}, from?: SavedStack): Promise<EngineStack> {
        const folder = makeFolder();
        copyParts(from?.folder ?? (await createStack(name, options.example ?? name)), folder);
        skipLogs(folder);
        wrapCli(folder);
        const cloud = options.cloudOf?.cloud ?? new Cloud({ place: PLACE, ...options.cloud });
        if (from !== undefined) {
            cloud.restore(from.memory);
        }
        const served = await serve(cloud, { env: options.env });
        const env = { ...environment(folder), PULUMI_DEBUG_PROVIDERS: served.attach, ...options.env };
        // Also for commands that run no program: the engine asks the language host for its plugins.
        const program = await serveProgram(options.program ?? (() => Promise.resolve()));
        const created = new EngineStack(name, cloud, env, folder, served, program, options);
        if (from === undefined && options.settings !== undefined) {
            created.settings(options.settings);
        }
        return created;
    }

    /** The project's folder, and the options with which a workspace uses this stack's engine and backend. */
    async project(): Promise<{ workDir: string; options: LocalWorkspaceOptions }> {
        return {
            workDir: join(this.folder, "work"),
            options: {
                pulumiHome: this.env["PULUMI_HOME"],
                pulumiCommand: await PulumiCommand.get({ root: join(this.folder, "cli") }),
                envVars: this.env,
            },
        };
    }

    /** The environment of a shell in which `pulumi` is this stack's engine, with the complete program. */
    async shellEnvironment(): Promise<Record<string, string>> {
        await this.takeHost();
        return { ...this.env };
    }

    /** Edits the stack file, as an operator does. */
    settings(edit: (config: Record<string, unknown>) => void): void {
        const path = join(this.folder, "work", `Pulumi.${this.name}.yaml`);
        const file = (existsSync(path) ? parse(readFileSync(path, "utf8")) : {}) as {
            config?: Record<string, unknown>;
        } | null;
        const config = file?.config ?? {};
        edit(config);
        // In quotes, because the engine converts an unquoted time to another format.
        writeFileSync(
            path,
            stringify({ ...file, config }, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }),
        );
    }

    async secret(key: string, value: string): Promise<void> {
        await this.succeed("config", "set", "--secret", key, value);
    }

    /** @param options of `pulumi preview`. */
    async preview(...options: string[]): Promise<Outcome> {
        return this.runProgram("preview", ...options);
    }

    /** @param options of `pulumi up`. */
    async up(...options: string[]): Promise<Outcome> {
        return this.runProgram("up", "--yes", "--skip-preview", ...options);
    }

    /** @param options of `pulumi destroy`. */
    async destroy(...options: string[]): Promise<Outcome> {
        return this.command("destroy", "--yes", "--skip-preview", ...options);
    }

    /** The preview of a destroy, which `pulumi destroy` prints before it asks for confirmation. */
    async previewDestroy(): Promise<Outcome> {
        return this.command("destroy", "--preview-only");
    }

    /** @param options of `pulumi refresh`. */
    async refresh(...options: string[]): Promise<Outcome> {
        return this.command("refresh", "--yes", "--skip-preview", ...options);
    }

    async cancel(): Promise<void> {
        await this.succeed("cancel", "--yes");
    }

    /** The text of the stored state, in which secrets are encrypted. */
    stateText(): string {
        return readFileSync(this.statePath(), "utf8");
    }

    resources(): DeployedResource[] {
        return this.latest().resources;
    }

    /** `pulumi stack export`, in which secrets are encrypted. */
    async export(): Promise<Deployment> {
        return JSON.parse(await this.succeed("stack", "export")) as Deployment;
    }

    /** Deletes the backend's state and history, then creates an empty state, as `pulumi stack init` does. */
    async loseState(): Promise<void> {
        rmSync(join(this.folder, "state"), { recursive: true });
        mkdirSync(join(this.folder, "state"));
        await this.succeed("stack", "init");
    }

    /** `pulumi stack import`. */
    async import(deployment: Deployment): Promise<void> {
        await this.succeed("stack", "import", "--file", this.writeExport(deployment));
    }

    /**
     * `pulumi policy analyze --file`, over an exported state.
     *
     * @param options of the command: the policy pack and its level file.
     * @returns violations that stop a deployment, as {@link violations} does.
     */
    async analyze(state: Deployment, ...options: string[]): Promise<string[]> {
        const args = ["policy", "analyze", "--json", "--file", this.writeExport(state), ...options];
        const { stdout } = await runCli(this.cli, this.folder, this.env, args);
        const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
        return violations({ events: lines.map((line) => JSON.parse(line) as EngineEvent) });
    }

    /** `pulumi state protect`. */
    async protect(urn: string): Promise<void> {
        await this.succeed("state", "protect", "--yes", urn);
    }

    /** URNs of creates whose result the engine does not know. */
    pending(): string[] {
        return this.latest()
            .pending_operations.filter(({ type }) => type === "creating")
            .map(({ resource }) => resource.urn);
    }

    /** Kills the engine, as a crash does. Operations that the cloud has started continue. */
    killEngine(): void {
        endProcesses(this.folder);
    }

    /** Resets this stack to a saved one. */
    reset(to: SavedStack): void {
        PARTS.forEach((part) => {
            rmSync(join(this.folder, part), { recursive: true });
        });
        copyParts(to.folder, this.folder);
        this.cloud.restore(to.memory);
    }

    /** Saves this stack, for {@link EngineStack.start} and {@link EngineStack.reset}. */
    save(): SavedStack {
        const folder = makeFolder();
        copyParts(this.folder, folder);
        return { folder, memory: this.cloud.save() };
    }

    stop(): void {
        this.killEngine();
        this.releaseHost();
        this.served.stop();
        this.program.stop();
        removeFolder(this.folder);
    }

    /** The complete program runs in a separate process, as it does for users. A test's own program runs in the test's process. */
    private async takeHost(): Promise<void> {
        if (this.options.program !== undefined || this.host !== undefined) {
            return;
        }
        this.host = idleHosts.pop() ?? (await startHost());
        writeFileSync(join(this.folder, "client"), this.host.address);
    }

    private get cli(): string {
        return join(this.folder, "cli", "bin", "pulumi");
    }

    /** Runs a command on this stack that must succeed. @returns its standard output. */
    private async succeed(...args: string[]): Promise<string> {
        const all = [...args, "--stack", this.name];
        const { stdout, output, failed } = await runCli(this.cli, this.folder, this.env, all);
        if (failed) {
            throw new Error(`pulumi ${args.slice(0, 2).join(" ")}: ${output}`);
        }
        return stdout;
    }

    /** @returns the path of a file with an exported state. */
    private writeExport(deployment: Deployment): string {
        const file = join(this.folder, "exported.json");
        writeFileSync(file, JSON.stringify(deployment));
        return file;
    }

    private stopHost(): void {
        this.host?.process.kill("SIGKILL");
        this.host = undefined;
    }

    private releaseHost(): void {
        if (this.host !== undefined && !this.isBusy) {
            idleHosts.push(this.host);
            this.host = undefined;
        }
        this.stopHost();
    }

    private latest(): Latest {
        if (!existsSync(this.statePath())) {
            return { resources: [], pending_operations: [] };
        }
        const { checkpoint } = JSON.parse(this.stateText()) as {
            checkpoint: { latest: Partial<Latest> | null };
        };
        return { resources: [], pending_operations: [], ...checkpoint.latest };
    }

    private statePath(): string {
        return join(this.folder, "state", ".pulumi", "stacks", PROJECT, `${this.name}.json`);
    }

    /** A command that runs the program. */
    private async runProgram(...args: string[]): Promise<Outcome> {
        await this.takeHost();
        this.isBusy = true;
        const outcome = await this.command(...args);
        this.isBusy = false;
        if (outcome.error !== undefined) {
            // A program that waits for a failed operation ends late or never, and disturbs the next run.
            this.stopHost();
        }
        return outcome;
    }

    /**
     * Runs a command as the Automation API does, but without the commands that read the stack's outputs and history after it:
     * they take almost as long as the engine's work.
     */
    private async command(...args: string[]): Promise<Outcome> {
        const log = join(this.folder, `events-${(this.commands += 1)}`);
        const options = [
            ...["--stack", this.name],
            `--client=${this.program.address}`,
            ...["--exec-kind", "auto.inline"],
            ...["--event-log", log],
        ];
        const env = {
            ...this.env,
            // The option --event-log.
            PULUMI_DEBUG_COMMANDS: "1",
            ...(this.checkpoints ? {} : WITHOUT_CHECKPOINTS),
        };
        const { output, failed } = await runCli(this.cli, this.folder, env, [...args, ...options]);
        const events = readEvents(log);
        return {
            steps: events.flatMap(stepOf),
            events,
            output,
            error: failed ? explainError(output) : undefined,
        };
    }
}

/** The events that an engine has logged. A killed engine may leave an incomplete line. */
function readEvents(log: string): EngineEvent[] {
    const text = existsSync(log) ? readFileSync(log, "utf8") : "";
    rmSync(log, { force: true });
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line) as EngineEvent);
}

function copyParts(from: string, to: string): void {
    PARTS.forEach((part) => {
        cpSync(join(from, part), join(to, part), { recursive: true });
    });
}

/** The environment of a stack's commands, without its providers. */
function environment(folder: string): Record<string, string> {
    return {
        // Less garbage collection, in processes that live for seconds.
        GOGC: "400",
        PATH: [join(folder, "cli", "bin"), process.env["PATH"] ?? ""].join(delimiter),
        PULUMI_HOME: join(folder, "home"),
        // Without metadata files next to the state: a killed engine leaves an empty one, and then fails to read the state.
        PULUMI_BACKEND_URL: `file://${join(folder, "state")}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: "for tests only",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "1",
    };
}

function runCli(
    path: string,
    folder: string,
    env: Record<string, string>,
    args: string[],
): Promise<Finished> {
    return new Promise((resolve) => {
        execFile(
            path,
            [...args, "--non-interactive"],
            { cwd: join(folder, "work"), env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => {
                resolve({ stdout, output: stdout + stderr, failed: error !== null });
            },
        );
    });
}

/**
 * Keeps the CLI from writing its detailed log, which takes a quarter of the engine's time: a file is where the log's folder
 * would be (https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/logging/encrypted.go, StartLogging).
 */
function skipLogs(folder: string): void {
    const home = join(folder, "home");
    mkdirSync(home);
    writeFileSync(join(home, "logs"), "");
}

/** Folders of new stacks, by name and shape. */
const newStacks = new Map<string, Promise<string>>();

/** Creates a stack with the settings and secrets of a shape, once for each name: this takes a second. @returns its folder. */
function createStack(name: string, shape: string): Promise<string> {
    const created = newStacks.get(`${name} ${shape}`) ?? createNewStack(name, shape);
    newStacks.set(`${name} ${shape}`, created);
    return created;
}

async function createNewStack(name: string, shape: string): Promise<string> {
    const folder = makeFolder();
    PARTS.forEach((part) => {
        mkdirSync(join(folder, part));
    });
    skipLogs(folder);
    const project = { name: PROJECT, runtime: "nodejs", main: ROOT };
    writeFileSync(join(folder, "work", "Pulumi.yaml"), stringify(project));
    const example = join(EXAMPLES, `Pulumi.${shape}.yaml`);
    const secrets = shape === "prod" ? ["license", "oidcClientSecret"] : ["license"];
    const run = async (...args: string[]): Promise<void> => {
        const { output, failed } = await runCli(cliPath(), folder, environment(folder), args);
        if (failed) {
            throw new Error(output);
        }
    };
    if (existsSync(example)) {
        cpSync(example, join(folder, "work", `Pulumi.${name}.yaml`));
    }
    await run("stack", "init", name);
    if (existsSync(example)) {
        const values = secrets
            .map((key) => `posit-connect:${key}`)
            .flatMap((key) => ["--secret", `${key}=${SECRET_TEXTS[key] ?? ""}`]);
        await run("config", "set-all", "--stack", name, ...values);
    }
    return folder;
}

function cliPath(): string {
    if ("missing" in cli) {
        throw new Error(cli.missing);
    }
    return cli.path;
}

/** The error messages of a failed command. */
export function errorsOf({ events }: Outcome): string[] {
    return events.flatMap(({ diagnosticEvent }) =>
        diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
    );
}

/** Violations that stop the deployment: the policy and the name of the resource. */
export function violations({ events }: Pick<Outcome, "events">): string[] {
    return events.flatMap(({ policyEvent }) =>
        policyEvent?.enforcementLevel === "mandatory"
            ? [`${policyEvent.policyName} ${(policyEvent.resourceUrn ?? "").split("::").slice(3).join("::")}`]
            : [],
    );
}

/** Steps as `update aws:rds/instance:Instance database`, sorted: the engine runs many at a time. */
export function formatSteps(steps: Step[]): string[] {
    return steps.map(({ op, type, urn }) => `${op} ${type} ${urn.split("::").slice(3).join("::")}`).sort();
}

const UNCHANGED_OPS = ["same", "read", "refresh", "discard", "remove-pending-replace"];

function stepOf({ resourcePreEvent }: EngineEvent): Step[] {
    const metadata = resourcePreEvent?.metadata;
    return metadata === undefined || UNCHANGED_OPS.includes(metadata.op) || isDefaultProvider(metadata.urn)
        ? []
        : [{ op: metadata.op, urn: metadata.urn, type: metadata.type }];
}

/** Whether a resource is a provider that the engine creates by default. */
export function isDefaultProvider(urn: string): boolean {
    return /::pulumi:providers:\w+::default(_|$)/.test(urn);
}

/** Creates a CLI that records its process id before it executes the real CLI, so that tests can kill it. */
function wrapCli(folder: string): void {
    const bin = join(folder, "cli", "bin");
    mkdirSync(bin, { recursive: true });
    const path = join(bin, "pulumi");
    const script = [
        "#!/bin/sh",
        `echo $$ >> "${join(folder, "processes")}"`,
        // The engine uses the last --client.
        `case "$1" in up|preview) [ -f "${join(folder, "client")}" ] && set -- "$@" "--client=$(cat "${join(folder, "client")}")" ;; esac`,
        `exec "${cliPath()}" "$@"`,
    ];
    writeFileSync(path, `${script.join("\n")}\n`);
    chmodSync(path, 0o755);
    // The program that runs a policy pack, which is part of the language host that is not installed here.
    const analyzer = join(bin, "pulumi-analyzer-policy-nodejs");
    const runPack = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const packWithoutCompiler = join(ROOT, "commands", "packWithoutCompiler.cjs");
    writeFileSync(
        analyzer,
        `#!/bin/sh\nexec "${process.execPath}" --require "${packWithoutCompiler}" "${runPack}" "$@"\n`,
    );
    chmodSync(analyzer, 0o755);
}
