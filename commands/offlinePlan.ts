import { dirname } from "node:path";
import { missingSecrets } from "../stacks/secrets";
import type { Deployment } from "../simulation/deployment";
import { simulate } from "../simulation/simulate";
import { readStackFile, type StackFile } from "./stackFile";

/** A stack as it would be deployed, with nothing contacted. */
export interface OfflinePlan {
    stackFile: StackFile;
    deployment: Deployment;
    /** Keys of the secrets that a stand-in value was played for: not set yet, or encrypted for its owner. */
    standIns: string[];
}

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
    const stackFile = readStackFile(stack, ROOT);
    const missing = missingSecrets(stackFile.config, stackFile.secretKeys).map(({ key }) => key);
    const standIns = [...stackFile.secretKeys, ...missing];
    const config = {
        ...stackFile.config,
        ...Object.fromEntries(standIns.map((key) => [key, `stand-in for ${key}`])),
    };
    const deployment = await simulate(program, {
        project: "posit-connect",
        stack: stackFile.stack,
        config,
        secretKeys: standIns,
        preview: firstPreview,
    });
    return { stackFile, deployment, standIns };
}
