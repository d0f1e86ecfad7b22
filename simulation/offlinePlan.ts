import type { DeployedResource, Deployment } from "./deployment";
import type { ReadObject } from "./invokes";
import { simulate } from "./simulate";
import { configValue } from "../stacks/configValue";
import { NAMESPACE } from "../stacks/key";
import { type Need, needsBeforeUp } from "../stacks/needs";
import { parseSettings } from "../stacks/parseSettings";
import { missingSecrets, secretPlaceholders } from "../stacks/secrets";
import { SettingsError } from "../stacks/settingsError";
import { getPath } from "../lib/getPath";
import type { StackFile } from "../stacks/stackFile";

/** A stack as it would be deployed, without network access, except for a restore manifest in S3. */
export interface OfflinePlan {
    deployment: Deployment;
    /** Keys of required secrets that are not set yet. These, and encrypted ones, have placeholders. */
    missingSecrets: string[];
    /** What must be done before a real `pulumi up`. */
    needs: Need[];
    /** URIs of the objects read from S3: a restore manifest. */
    objectsRead: string[];
}

/**
 * Runs a program, `index.ts`, with a stack's settings in the simulation.
 *
 * @param program runs the program and returns its exports.
 * @param firstPreview whether outputs that the cloud computes are unknown, as in the first `pulumi preview`; otherwise they are
 *   simulated, as in a deployed stack.
 * @param readObject reads the manifest of a restore from S3.
 * @param onRegistered is called with each registered resource.
 */
export async function offlinePlan(
    program: () => unknown,
    { stack, project, config, secretKeys, textAt }: StackFile,
    firstPreview: boolean,
    onRegistered: (resource: DeployedResource) => void,
    readObject: ReadObject,
): Promise<OfflinePlan> {
    const missing = missingSecrets(config, secretKeys).map(({ key }) => key);
    const placeholders = secretPlaceholders(config, secretKeys, textAt);
    const objectsRead: string[] = [];
    const complete = { ...config, ...placeholders };
    // The program checks them again. Only here, an error can show the text of the stack's file.
    const { errors } = parseSettings(complete, Object.keys(placeholders), { stack, project }, textAt);
    if (errors !== undefined) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, errors);
    }
    const deployment = await simulate(program, {
        project,
        stack,
        config: complete,
        secretKeys: Object.keys(placeholders),
        preview: firstPreview,
        deployer: deployerFor(config),
        onRegistered,
        readObject: async (object) => {
            objectsRead.push(`s3://${object.bucket}/${object.key}`);
            return readObject(object);
        },
    });
    return { deployment, missingSecrets: missing, needs: needsBeforeUp(config, secretKeys), objectsRead };
}

/** The role that the AWS provider assumes, otherwise an administrator of the stack's cluster: the program rejects any other deployer. */
function deployerFor(config: Record<string, string>): string | undefined {
    const assumed = getPath(configValue(config["aws:assumeRoles"] ?? "[]"), [0, "roleArn"]);
    if (typeof assumed === "string") {
        return assumed;
    }
    const cluster = configValue(config[`${NAMESPACE}:cluster`] ?? "{}");
    const first = getPath(cluster, ["administratorRoleArns", 0]);
    return typeof first === "string" ? first : undefined;
}
