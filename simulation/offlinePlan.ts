import type { DeployedResource, Deployment } from "./deployment";
import type { ReadObject } from "./invokes";
import { simulate } from "./simulate";
import { configValue } from "../stacks/configValue";
import { NAMESPACE } from "../stacks/key";
import { type Need, needsBeforeUp } from "../stacks/needs";
import { missingSecrets } from "../stacks/secrets";
import { getPath } from "../lib/getPath";
import type { StackFile } from "../stacks/stackFile";

/** A stack as it would be deployed. Nothing is contacted but S3, for the manifest of a restore that is there. */
export interface OfflinePlan {
    deployment: Deployment;
    /** Keys of the secrets that are needed and not set yet. For these, and for encrypted ones, a stand-in was played. */
    missingSecrets: string[];
    /** What must be done before a real `pulumi up`. */
    needs: Need[];
    /** URIs of what was read out of S3: the manifest of a restore that is there. */
    objectsRead: string[];
}

/**
 * Plays a program, `index.ts`, with a stack's settings in the simulated cloud.
 *
 * @param program runs the program and returns its exports.
 * @param firstPreview whether what the cloud decides is unknown, as in the first `pulumi preview`; otherwise it is
 *   simulated, as if the stack had been deployed.
 * @param readObject reads the manifest of a restore from S3.
 * @param onRegistered is told each resource when the program has registered it.
 */
export async function offlinePlan(
    program: () => unknown,
    project: string,
    { stack, config, secretKeys }: StackFile,
    firstPreview: boolean,
    onRegistered: (resource: DeployedResource) => void,
    readObject: ReadObject,
): Promise<OfflinePlan> {
    const missing = missingSecrets(config, secretKeys).map(({ key }) => key);
    const standIns = [...secretKeys, ...missing];
    const objectsRead: string[] = [];
    const deployment = await simulate(program, {
        project,
        stack,
        config: {
            ...config,
            ...Object.fromEntries(standIns.map((key) => [key, `stand-in for ${key}`])),
        },
        secretKeys: standIns,
        preview: firstPreview,
        deployer: administratorIn(config),
        onRegistered,
        readObject: async (object) => {
            objectsRead.push(`s3://${object.bucket}/${object.key}`);
            return readObject(object);
        },
    });
    return { deployment, missingSecrets: missing, needs: needsBeforeUp(config, secretKeys), objectsRead };
}

/** An administrator of the stack's cluster, if there is one: the program rejects any other deployer. */
function administratorIn(config: Record<string, string>): string | undefined {
    const cluster = configValue(config[`${NAMESPACE}:cluster`] ?? "{}");
    const first = getPath(cluster, ["administratorRoleArns", 0]);
    return typeof first === "string" ? first : undefined;
}
