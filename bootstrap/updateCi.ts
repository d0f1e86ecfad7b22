import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalWorkspaceOptions, OutputMap, Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { isObject } from "../lib/isObject";
import { UserError } from "../lib/userError";
import { CI_PROJECT } from "./ciAccount";

export interface UpdateOptions {
    /** Folder of the program, with the files of its stacks. */
    folder: string;
    /** Name of the stack: the account. */
    stack: string;
    /** The stack's configuration by key. */
    config: Record<string, unknown>;
    /** URL of the state bucket as a backend. */
    backend: string;
    /** Whether the bucket has the state of this stack, unless a file has it. */
    isInBucket: () => Promise<boolean>;
    /** Receives the engine's output. */
    onOutput: (text: string) => void;
    /** Options of the workspace, in addition to its folder and its backend. */
    workspace?: LocalWorkspaceOptions;
}

/**
 * Runs `pulumi up` of the program in this folder.
 *
 * The bucket for the state cannot hold the state of its own creation. So the first update keeps it in a file, and it is moved to
 * the bucket as soon as that exists. Every later update finds it there.
 *
 * @throws a {@link UserError} if an update fails. The state of what was created is kept, and the next call continues.
 */
export async function updateCi(options: UpdateOptions): Promise<OutputMap> {
    const { folder, stack, backend, isInBucket, onOutput } = options;
    const local = join(folder, ".state");
    const isLocal = existsSync(local) || !(await isInBucket());
    if (isLocal) {
        mkdirSync(local, { recursive: true });
    }
    writeConfig(options);
    try {
        const current = await openStack(options, isLocal ? `file://${local}` : backend);
        const { outputs } = await current.up({ onOutput });
        if (isLocal) {
            const state = await current.exportStack();
            await (await openStack(options, backend)).importStack(state);
            rmSync(local, { recursive: true });
        }
        return outputs;
    } catch (error) {
        throw new UserError([
            `The update of stack ${stack} in ${folder} failed. The output above has the reason. Run the command again to continue.`,
            ...(error instanceof Error ? [error.message.split("\n")[0] ?? ""] : []),
        ]);
    }
}

async function openStack({ folder, stack, workspace }: UpdateOptions, backend: string): Promise<Stack> {
    // Its file is named: in a bundle Node.js imports no folder.
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const { program, envVars, ...rest } = workspace ?? {};
    const options = {
        ...rest,
        envVars: {
            // The configuration has no secret that a passphrase would protect.
            PULUMI_CONFIG_PASSPHRASE: process.env["PULUMI_CONFIG_PASSPHRASE"] ?? "",
            ...envVars,
            PULUMI_BACKEND_URL: backend,
        },
    };
    return program === undefined
        ? LocalWorkspace.createOrSelectStack({ stackName: stack, workDir: folder }, options)
        : LocalWorkspace.createOrSelectStack(
              { stackName: stack, projectName: CI_PROJECT, program },
              { ...options, workDir: folder },
          );
}

/** Writes the stack's file. What Pulumi itself keeps in it stays. */
function writeConfig({ folder, stack, config }: UpdateOptions): void {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    const before: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, stringify({ ...(isObject(before) ? before : {}), config }));
}
