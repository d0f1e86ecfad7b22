import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import {
    type ConfigMap,
    type EngineEvent,
    LocalWorkspace,
    type LocalWorkspaceOptions,
    PulumiCommand,
    type PulumiFn,
    type Stack,
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
    port: string;
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

/** Callbacks for the events and the output of a command. */
interface Hooks {
    onEvent: (event: EngineEvent) => void;
    onOutput: (text: string) => void;
    onError: (text: string) => void;
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
    /** Whether the state is written after each step, as it is for users. Otherwise only at the end, which is faster. */
    checkpoints?: boolean;
    env?: Record<string, string>;
}

const PROJECT = "posit-connect";
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
    const port = await new Promise<string>((resolve, reject) => {
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
    return { process: host, port };
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

    private constructor(
        readonly name: string,
        readonly cloud: Cloud,
        private readonly folder: string,
        private readonly served: Served,
        private readonly stack: Stack,
        private readonly ownProgram: boolean,
    ) {}

    static async start(name: string, options: EngineOptions = {}, from?: SavedStack): Promise<EngineStack> {
        const folder = makeFolder();
        if (from === undefined) {
            ["state", "work"].forEach((part) => {
                mkdirSync(join(folder, part));
            });
            const example = join(EXAMPLES, `Pulumi.${options.example ?? name}.yaml`);
            if (existsSync(example)) {
                cpSync(example, join(folder, "work", `Pulumi.${name}.yaml`));
            }
        } else {
            ["state", "work"].forEach((part) => {
                cpSync(join(from.folder, part), join(folder, part), { recursive: true });
            });
        }
        const cloud = options.cloudOf?.cloud ?? new Cloud({ place: PLACE, ...options.cloud });
        if (from !== undefined) {
            cloud.restore(from.memory);
        }
        const served = await serve(cloud, { env: options.env });
        const env: Record<string, string> = {
            PATH: [join(folder, "cli", "bin"), process.env["PATH"] ?? ""].join(delimiter),
            // Without metadata files next to the state: a killed engine leaves an empty one, and then fails to read the state.
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}?metadata=skip`,
            PULUMI_CONFIG_PASSPHRASE: "for tests only",
            PULUMI_DEBUG_PROVIDERS: served.attach,
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_SKIP_UPDATE_CHECK: "1",
            ...(options.checkpoints === true
                ? {}
                : { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "1" }),
            ...options.env,
        };
        const inline = {
            stackName: name,
            projectName: PROJECT,
            // Without a program, the Automation API looks for a project on disk.
            program: options.program ?? (() => Promise.resolve()),
        };
        const workspace = {
            workDir: join(folder, "work"),
            pulumiHome: join(folder, "home"),
            pulumiCommand: await PulumiCommand.get({ root: wrapCli(folder) }),
            envVars: env,
        };
        const stack =
            from === undefined
                ? await LocalWorkspace.createStack(inline, workspace)
                : await LocalWorkspace.selectStack(inline, workspace);
        const created = new EngineStack(name, cloud, folder, served, stack, options.program !== undefined);
        if (from === undefined) {
            if (options.settings !== undefined) {
                created.settings(options.settings);
            }
            const shape = options.example ?? name;
            const secrets = existsSync(join(EXAMPLES, `Pulumi.${shape}.yaml`))
                ? ["posit-connect:license", ...(shape === "prod" ? ["posit-connect:oidcClientSecret"] : [])]
                : [];
            const values = secrets.map((key) => [key, { value: SECRET_TEXTS[key] ?? "", secret: true }]);
            if (values.length > 0) {
                await stack.setAllConfig(Object.fromEntries(values) as ConfigMap);
            }
        }
        return created;
    }

    /** The project's folder, and the options with which a workspace uses this stack's engine and backend. */
    get project(): { workDir: string; options: LocalWorkspaceOptions } {
        const { workDir, pulumiHome, pulumiCommand, envVars } = this.stack.workspace;
        return { workDir, options: { pulumiHome, pulumiCommand, envVars } };
    }

    /** The engine's environment, which tests can change. */
    get env(): Record<string, string> {
        return this.stack.workspace.envVars;
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
        await this.stack.setConfig(key, { value, secret: true });
    }

    async preview(
        options: { expectNoChanges?: boolean; policyPacks?: string[]; policyPackConfigs?: string[] } = {},
    ): Promise<Outcome> {
        return this.program((hooks) => this.stack.preview({ ...hooks, ...options }));
    }

    async up(
        options: {
            refresh?: boolean;
            parallel?: number;
            replace?: string[];
            policyPacks?: string[];
            policyPackConfigs?: string[];
        } = {},
    ): Promise<Outcome> {
        return this.program((hooks) => this.stack.up({ ...hooks, ...options }));
    }

    async destroy(options: { excludeProtected?: boolean } = {}): Promise<Outcome> {
        return this.command((hooks) => this.stack.destroy({ ...hooks, ...options }));
    }

    async refresh(options: { clearPendingCreates?: boolean } = {}): Promise<Outcome> {
        return this.command((hooks) => this.stack.refresh({ ...hooks, ...options }));
    }

    async cancel(): Promise<void> {
        await this.stack.cancel();
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
        return (await this.stack.exportStack()) as Deployment;
    }

    /** Deletes the backend's state and history, then creates an empty state, as `pulumi stack init` does. */
    async loseState(): Promise<void> {
        rmSync(join(this.folder, "state"), { recursive: true });
        mkdirSync(join(this.folder, "state"));
        await this.stack.workspace.createStack(this.name);
    }

    /** `pulumi stack import`. */
    async import(deployment: Deployment): Promise<void> {
        await this.stack.importStack(deployment);
    }

    /**
     * `pulumi policy analyze --file`, over an exported state.
     *
     * @returns violations that stop a deployment, as {@link violations} does.
     */
    analyze(state: Deployment, policyPack: string, levelFile: string): string[] {
        const file = join(this.folder, "exported.json");
        writeFileSync(file, JSON.stringify(state));
        const stdout = this.cli(
            ...["policy", "analyze", "--json", "--file", file],
            ...["--policy-pack", policyPack, "--policy-pack-config", levelFile],
        );
        const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
        return violations({ events: lines.map((line) => JSON.parse(line) as EngineEvent) });
    }

    /** `pulumi state protect`. */
    protect(urn: string): void {
        this.cli("state", "protect", "--yes", "--stack", this.name, urn);
    }

    /** URNs of creates whose result the engine does not know. */
    pending(): string[] {
        return this.latest()
            .pending_operations.filter(({ type }) => type === "creating")
            .map(({ resource }) => resource.urn);
    }

    /** The preview of a destroy, which `pulumi destroy` prints before it asks for confirmation. */
    async previewDestroy(): Promise<Outcome> {
        return this.command((hooks) => this.stack.previewDestroy(hooks));
    }

    /** Kills the engine, as a crash does. Operations that the cloud has started continue. */
    killEngine(): void {
        endProcesses(this.folder);
    }

    /** Resets this stack to a saved one. */
    reset(to: SavedStack): void {
        ["state", "work"].forEach((part) => {
            rmSync(join(this.folder, part), { recursive: true });
            cpSync(join(to.folder, part), join(this.folder, part), { recursive: true });
        });
        this.cloud.restore(to.memory);
    }

    /** Saves this stack, for {@link EngineStack.start} and {@link EngineStack.reset}. */
    save(): SavedStack {
        const folder = makeFolder();
        ["state", "work"].forEach((part) => {
            cpSync(join(this.folder, part), join(folder, part), { recursive: true });
        });
        return { folder, memory: this.cloud.save() };
    }

    stop(): void {
        this.killEngine();
        this.releaseHost();
        this.served.stop();
        removeFolder(this.folder);
    }

    /** The complete program runs in a separate process, as it does for users. A test's own program runs in the test's process. */
    private async takeHost(): Promise<void> {
        if (this.ownProgram || this.host !== undefined) {
            return;
        }
        this.host = idleHosts.pop() ?? (await startHost());
        writeFileSync(join(this.folder, "client"), `127.0.0.1:${this.host.port}`);
    }

    /** Runs a command that the Automation API does not have. @returns its standard output. */
    private cli(...args: string[]): string {
        const { stdout } = spawnSync(join(this.folder, "cli", "bin", "pulumi"), args, {
            cwd: join(this.folder, "work"),
            env: { ...process.env, ...this.env, PULUMI_HOME: join(this.folder, "home") },
            encoding: "utf8",
            maxBuffer: 64 * 1024 * 1024,
        });
        return stdout;
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
    private async program(run: (hooks: Hooks) => Promise<unknown>): Promise<Outcome> {
        await this.takeHost();
        this.isBusy = true;
        const outcome = await this.command(run);
        this.isBusy = false;
        if (outcome.error !== undefined) {
            // A program that waits for a failed operation ends late or never, and disturbs the next run.
            this.stopHost();
        }
        return outcome;
    }

    private async command(run: (hooks: Hooks) => Promise<unknown>): Promise<Outcome> {
        const events: EngineEvent[] = [];
        let output = "";
        let error: string | undefined;
        try {
            await run({
                onEvent: (event) => events.push(event),
                onOutput: (text) => (output += text),
                onError: (text) => (output += text),
            });
        } catch (thrown) {
            error = explainError(thrown instanceof Error ? thrown.message : String(thrown));
        }
        return { steps: events.flatMap(stepOf), events, output, error };
    }
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
function wrapCli(folder: string): string {
    if ("missing" in cli) {
        throw new Error(cli.missing);
    }
    const bin = join(folder, "cli", "bin");
    mkdirSync(bin, { recursive: true });
    const path = join(bin, "pulumi");
    const script = [
        "#!/bin/sh",
        `echo $$ >> "${join(folder, "processes")}"`,
        // The engine uses the last --client.
        `case "$1" in up|preview) [ -f "${join(folder, "client")}" ] && set -- "$@" "--client=$(cat "${join(folder, "client")}")" ;; esac`,
        `exec "${cli.path}" "$@"`,
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
    return join(folder, "cli");
}

/** Ids of the engine's processes in a folder that are still running. */
