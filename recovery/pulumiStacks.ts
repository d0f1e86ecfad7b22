import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, LocalWorkspace, LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { UserError } from "../lib/userError";
import { type DrillStack, type Stacks, StackTaken } from "./drillStacks";

/**
 * The stacks of the project in a folder, by the Pulumi CLI and in the backend that it is signed in to.
 *
 * @param options of the workspace, beside its folder.
 * @throws a {@link UserError} where the CLI is not there or too old.
 */
export async function pulumiStacks(root: string, options: LocalWorkspaceOptions = {}): Promise<Stacks> {
    // By its file: a command is one bundle, in which Node.js imports no folder.
    const { LocalWorkspace, PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    const pulumiCommand =
        options.pulumiCommand ??
        Object.assign(
            await said("The Pulumi CLI (https://www.pulumi.com/docs/install/) cannot be used", () =>
                PulumiCommand.get(),
            ),
            { command: join(root, "recovery", "pulumiThroughHangup") },
        );
    const workspaceOf = (secretsProvider?: string): Promise<LocalWorkspace> =>
        LocalWorkspace.create({ ...options, pulumiCommand, workDir: root, secretsProvider });
    const workspace = await workspaceOf();
    const fileOf = (stack: string): string => join(root, `Pulumi.${stack}.yaml`);
    const selected = async (): Promise<string | undefined> =>
        (await workspace.listStacks()).find(({ current }) => current)?.name;

    return {
        checkFree: async (stack) => {
            if (existsSync(fileOf(stack))) {
                throw new UserError([
                    `Pulumi.${stack}.yaml is there already, from another drill: destroy what it left, and remove the stack.`,
                ]);
            }
            const stacks = await said("The backend's stacks cannot be listed", () => workspace.listStacks());
            if (stacks.some(({ name }) => name.split("/").at(-1) === stack)) {
                throw new UserError([
                    `Stack ${stack} is there already, from another drill: pulumi destroy --stack ${stack}, and pulumi stack rm ${stack}.`,
                ]);
            }
        },
        secretsOf: async (stack) => {
            const config = await said(`The secrets of stack ${stack} cannot be read`, () =>
                workspace.getAllConfig(stack),
            );
            return Object.fromEntries(
                Object.entries(config).flatMap(([key, { secret, value }]) =>
                    secret === true ? [[key, value]] : [],
                ),
            );
        },
        drillStack: (stack) => new PulumiStack(stack, { workspace, workspaceOf, fileOf, selected }),
    };
}

interface Project {
    workspace: LocalWorkspace;
    workspaceOf: (secretsProvider?: string) => Promise<LocalWorkspace>;
    fileOf: (stack: string) => string;
    /** Name of the stack that commands without `--stack` mean. */
    selected: () => Promise<string | undefined>;
}

class PulumiStack implements DrillStack {
    /** The stack that its user had selected: to create one is to select it. */
    private selectedBefore: string | undefined;

    constructor(
        private readonly name: string,
        private readonly project: Project,
    ) {}

    async create(text: string, source: string, secrets: Record<string, string>): Promise<void> {
        const { StackAlreadyExistsError } = await import("@pulumi/pulumi/automation/index.js");
        const taken = new StackTaken([
            `Stack ${this.name} is another drill's, made meanwhile: it is left as it is.`,
        ]);
        await said(`Stack ${this.name} cannot be created`, async () => {
            this.selectedBefore = await this.project.selected();
            const { secretsProvider } = await this.project.workspace.stackSettings(source);
            const file = this.project.fileOf(this.name);
            try {
                writeFileSync(file, text, { flag: "wx" });
            } catch (error) {
                throw error instanceof Error && "code" in error && error.code === "EEXIST" ? taken : error;
            }
            try {
                await (await this.project.workspaceOf(secretsProvider)).createStack(this.name);
            } catch (error) {
                if (error instanceof StackAlreadyExistsError) {
                    rmSync(file);
                    throw taken;
                }
                throw error;
            }
            for (const [key, value] of Object.entries(secrets)) {
                await this.setSecret(key, value);
            }
        });
    }

    async up(interrupted: AbortSignal): Promise<void> {
        const { Stack } = await import("@pulumi/pulumi/automation/index.js");
        const cancel = new AbortController();
        interrupted.addEventListener("abort", () => {
            // A terminal's Ctrl-C reaches the CLI too, and a second one would end it amid what it makes.
            if (!process.stdin.isTTY || interrupted.reason !== "SIGINT") {
                cancel.abort();
            }
        });
        await this.engine("pulumi up", async (onEvent) => {
            const stack = await Stack.select(this.name, this.project.workspace);
            // The Automation API listens from here on, and does not look back.
            interrupted.throwIfAborted();
            await stack.up({ onEvent, signal: cancel.signal });
        });
    }

    async loadBalancer(): Promise<string> {
        const outputs = await said(`The outputs of stack ${this.name} cannot be read`, () =>
            this.project.workspace.stackOutputs(this.name),
        );
        return String(outputs["loadBalancerDnsName"]?.value);
    }

    async destroy(): Promise<void> {
        const { Stack, StackNotFoundError } = await import("@pulumi/pulumi/automation/index.js");
        await this.engine("pulumi destroy", async (onEvent) => {
            try {
                const stack = await Stack.select(this.name, this.project.workspace);
                await stack.destroy({ onEvent });
            } catch (error) {
                if (!(error instanceof StackNotFoundError)) {
                    throw error;
                }
            }
        });
    }

    async remove(): Promise<void> {
        const { StackNotFoundError } = await import("@pulumi/pulumi/automation/index.js");
        const { workspace, fileOf } = this.project;
        await said(`Stack ${this.name} cannot be removed`, async () => {
            try {
                await workspace.removeStack(this.name);
            } catch (error) {
                if (!(error instanceof StackNotFoundError)) {
                    throw error;
                }
            }
            rmSync(fileOf(this.name), { force: true });
            if (this.selectedBefore !== undefined) {
                await workspace.selectStack(this.selectedBefore);
            }
        });
    }

    /** On standard input: what is on a command line can be read by everyone on the machine. */
    private async setSecret(key: string, value: string): Promise<void> {
        const { workDir, envVars, pulumiHome, pulumiCommand } = this.project.workspace;
        await new Promise<void>((resolve, reject) => {
            const child = execFile(
                pulumiCommand.command,
                ["config", "set", "--secret", key, "--stack", this.name, "--non-interactive"],
                {
                    cwd: workDir,
                    env: {
                        ...process.env,
                        ...envVars,
                        ...(pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome }),
                    },
                },
                (error, _, stderr) => {
                    if (error === null) {
                        resolve();
                    } else {
                        reject(new Error(stderr));
                    }
                },
            );
            // One that ends before it reads says why itself.
            child.stdin?.on("error", () => undefined);
            // The CLI takes one newline away.
            child.stdin?.end(`${value}\n`);
        });
    }

    /** Runs the engine, which tells of its errors in events. */
    private async engine(
        command: string,
        run: (onEvent: (event: EngineEvent) => void) => Promise<void>,
    ): Promise<void> {
        const errors = new Set<string>();
        try {
            await run(({ diagnosticEvent }) => {
                if (diagnosticEvent?.severity === "error") {
                    errors.add(oneLine(diagnosticEvent.message));
                }
            });
        } catch (error) {
            const reasons = errors.size === 0 ? [reasonOf(error)] : [...errors];
            throw new UserError(reasons.map((reason) => `${command} of ${this.name}: ${reason}`));
        }
    }
}

async function said<T>(what: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw error instanceof UserError ? error : new UserError([`${what}: ${reasonOf(error)}`]);
    }
}

/** What the CLI says last in what it prints, without the rest of it. */
function reasonOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const [
        ,
        reason = message.replace(/^code: [^\n]*\n stdout: [\s\S]*?\n stderr: (Command failed[^\n]*\n)?/, ""),
    ] = /^\s*error: (.+)$/m.exec(message) ?? [];
    return oneLine(reason.split("\n")[0] ?? "");
}

function oneLine(text: string): string {
    return text.trim().replace(/\s*\n\s*/g, " ");
}
