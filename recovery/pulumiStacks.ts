import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, LocalWorkspace, LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { UserError } from "../lib/userError";

/** Another drill's stack or file has the name: neither may be deleted. */
export class StackTaken extends UserError {}

/** The stacks of the project, as a drill uses them. */
export interface Stacks {
    /**
     * Checks that a drill can create a stack of this name.
     *
     * @throws a {@link UserError} if the CLI or the backend does not respond, or the stack or its file already exists.
     */
    checkFree(stack: string): Promise<void>;

    /**
     * A stack's secrets by key, in plain text: they are never printed and never on a command line.
     *
     * @throws a {@link UserError} if they cannot be read.
     */
    secretsOf(stack: string): Promise<Record<string, string>>;

    /** A stack that does not exist yet. */
    drillStack(stack: string): DrillStack;
}

/** The stack of a drill. Each method throws a {@link UserError} with the engine's errors. */
export interface DrillStack {
    /**
     * @param text text of the stack's file.
     * @param source the stack whose secrets provider it shares.
     * @param secrets values by key, which are encrypted in the file.
     * @throws a {@link StackTaken} if another drill has created it in the meantime.
     */
    create(text: string, source: string, secrets: Record<string, string>): Promise<void>;

    /** @param interrupted cancels it as Ctrl-C does: operations in progress finish, and no others start. */
    up(interrupted: AbortSignal): Promise<void>;

    /** DNS name of its load balancer. */
    loadBalancer(): Promise<string>;

    /** Destroys all resources; a stack that was not created is no error. */
    destroy(): Promise<void>;

    /** Removes it from the backend, with its file; a stack that was not created is no error. */
    remove(): Promise<void>;
}

/**
 * The stacks of the project in a folder, with the Pulumi CLI and the backend that it is signed in to.
 *
 * @param options options of the workspace, in addition to its folder.
 * @throws a {@link UserError} if the CLI is missing or too old.
 */
export async function pulumiStacks(root: string, options: LocalWorkspaceOptions = {}): Promise<Stacks> {
    // Its file is named: in a bundle Node.js imports no folder.
    const { LocalWorkspace, PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    const pulumiCommand =
        options.pulumiCommand ??
        Object.assign(
            await withContext("The Pulumi CLI (https://www.pulumi.com/docs/install/) cannot be used", () =>
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
                    `Pulumi.${stack}.yaml already exists, from another drill. Destroy its resources, and remove the stack.`,
                ]);
            }
            const stacks = await withContext("The backend's stacks cannot be listed", () =>
                workspace.listStacks(),
            );
            if (stacks.some(({ name }) => name.split("/").at(-1) === stack)) {
                throw new UserError([
                    `Stack ${stack} already exists, from another drill. Run \`pulumi destroy --stack ${stack}\` and \`pulumi stack rm ${stack}\`.`,
                ]);
            }
        },
        secretsOf: async (stack) => {
            const config = await withContext(`The secrets of stack ${stack} cannot be read`, () =>
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
    /** Name of the stack that commands without `--stack` use. */
    selected: () => Promise<string | undefined>;
}

class PulumiStack implements DrillStack {
    /** The user's selected stack: creating a stack selects it. */
    private selectedBefore: string | undefined;

    constructor(
        private readonly name: string,
        private readonly project: Project,
    ) {}

    async create(text: string, source: string, secrets: Record<string, string>): Promise<void> {
        const { StackAlreadyExistsError } = await import("@pulumi/pulumi/automation/index.js");
        const taken = new StackTaken([
            `Stack ${this.name} belongs to another drill that has created it in the meantime, and is not changed.`,
        ]);
        await withContext(`Stack ${this.name} cannot be created`, async () => {
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
            // A terminal's Ctrl-C reaches the CLI, too; a second one would end it during an operation.
            if (!process.stdin.isTTY || interrupted.reason !== "SIGINT") {
                cancel.abort();
            }
        });
        await this.runEngine("pulumi up", async (onEvent) => {
            const stack = await Stack.select(this.name, this.project.workspace);
            // The Automation API checks the signal only from here on.
            interrupted.throwIfAborted();
            await stack.up({ onEvent, signal: cancel.signal });
        });
    }

    async loadBalancer(): Promise<string> {
        const outputs = await withContext(`The outputs of stack ${this.name} cannot be read`, () =>
            this.project.workspace.stackOutputs(this.name),
        );
        return String(outputs["loadBalancerDnsName"]?.value);
    }

    async destroy(): Promise<void> {
        const { Stack, StackNotFoundError } = await import("@pulumi/pulumi/automation/index.js");
        await this.runEngine("pulumi destroy", async (onEvent) => {
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
        await withContext(`Stack ${this.name} cannot be removed`, async () => {
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

    /** On standard input: every user of the machine can read a command line. */
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
            // A CLI that ends before it reads reports the reason itself.
            child.stdin?.on("error", () => undefined);
            // The CLI removes one newline.
            child.stdin?.end(`${value}\n`);
        });
    }

    /** Runs the engine, which reports its errors in events. */
    private async runEngine(
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

async function withContext<T>(context: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw error instanceof UserError ? error : new UserError([`${context}: ${reasonOf(error)}`]);
    }
}

/** The error in the CLI's output, without the rest. */
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
