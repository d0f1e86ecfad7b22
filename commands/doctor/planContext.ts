import { Graph } from "../../graph/graph";
import { readS3Text } from "../../recovery/aws/s3";
import { offlinePlan } from "../../simulation/offlinePlan";
import { configValue } from "../../stacks/configValue";
import { parseSettings } from "../../stacks/parseSettings";
import { secretPlaceholders } from "../../stacks/secrets";
import { SettingsError } from "../../stacks/settingsError";
import type { StackFile } from "../../stacks/stackFile";
import type { CheckContext, PlannedStack } from "./check";
import type { Sources } from "./sources";

/**
 * Plans a stack, and starts to ask which principal checks it and if the stack is deployed.
 *
 * @throws a `SettingsError` or a `UserError` if it cannot be planned.
 */
export async function planContext(
    stackFile: StackFile,
    {
        program,
        sources,
        ...given
    }: { program: () => unknown } & Pick<
        CheckContext,
        "sources" | "now" | "root" | "license" | "licenseTier"
    >,
): Promise<CheckContext> {
    const planned = await planStack(stackFile, program, sources);
    const { project, stack, place } = planned;
    // Several checks need it.
    const isDeployed = planned
        .caller()
        .then(() => sources.hasTagged({ "pulumi:project": project, "pulumi:stack": stack }, place.region));
    // The checks report its error.
    isDeployed.catch(() => undefined);
    return { ...planned, ...given, isDeployed: () => isDeployed, sources };
}

/**
 * Plans a stack, and starts to ask which principal has the credentials.
 *
 * @throws a `SettingsError` or a `UserError` if it cannot be planned.
 */
export async function planStack(
    stackFile: StackFile,
    program: () => unknown,
    sources: Pick<Sources, "caller">,
): Promise<PlannedStack> {
    const { project, stack, pulumiStack, config, secretKeys, textAt } = stackFile;
    const { deployment, needs } = await offlinePlan(program, stackFile, false, () => undefined, readS3Text);
    const complete = { ...config, ...secretPlaceholders(config, secretKeys) };
    const encrypted = Object.keys(complete).filter((key) => !(key in config));
    const parsed = parseSettings(complete, encrypted, { stack, project }, textAt);
    if (parsed.errors !== undefined) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, parsed.errors);
    }
    const { settings } = parsed;
    const { id: account, region, partition } = settings.account;
    // Several checks need it.
    const caller = sources.caller(settings.signIn, region);
    // The checks report its error.
    caller.catch(() => undefined);
    return {
        project,
        stack,
        pulumiStack,
        place: { account, region, partition },
        graph: new Graph(deployment),
        settings,
        declared: Object.fromEntries(Object.entries(config).map(([key, text]) => [key, configValue(text)])),
        needs,
        secretKeys,
        caller: () => caller,
    };
}
