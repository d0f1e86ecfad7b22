import { dirname } from "node:path";
import type { Deployment } from "../simulation/deployment";
import { simulate } from "../simulation/simulate";
import { missingSecrets } from "../stacks/secrets";
import { readStackFile, type StackFile } from "./stackFile";

/** A stack as it would be deployed, with nothing contacted. */
export interface OfflinePlan {
    stackFile: StackFile;
    deployment: Deployment;
    /** Keys of the secrets that are needed and not set yet. For these, and for encrypted ones, a stand-in was played. */
    missingSecrets: string[];
}

const PROJECT = "posit-connect";
const ROOT = dirname(__dirname);

/**
 * Plays a program, `index.ts`, with a stack's settings in the simulated cloud.
 *
 * @param program runs the program and returns its exports.
 * @param stack name of a stack or path of its file.
 * @param firstPreview whether what the cloud decides is unknown, as in the first `pulumi preview`; otherwise it is
 *   simulated, as if the stack had been deployed.
 */
export async function offlinePlan(
    program: () => unknown,
    stack: string,
    firstPreview: boolean,
): Promise<OfflinePlan> {
    // npm runs a script in the project's folder, and remembers where its user was.
    const folders = { stacks: ROOT, paths: process.env["INIT_CWD"] ?? process.cwd() };
    const stackFile = readStackFile(stack, folders, PROJECT);
    const missing = missingSecrets(stackFile.config, stackFile.secretKeys).map(({ key }) => key);
    const secretKeys = [...stackFile.secretKeys, ...missing];
    const deployment = await simulate(program, {
        project: PROJECT,
        stack: stackFile.stack,
        config: {
            ...stackFile.config,
            ...Object.fromEntries(secretKeys.map((key) => [key, `stand-in for ${key}`])),
        },
        secretKeys,
        preview: firstPreview,
    });
    return { stackFile, deployment, missingSecrets: missing };
}
