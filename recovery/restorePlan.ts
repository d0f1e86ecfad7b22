import { existsSync } from "node:fs";
import { join } from "node:path";
import { timeline } from "../graph/timeline";
import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { isStackName, STACK_NAME } from "../stacks/stackName";
import { minimumSeconds } from "./fileRestore";
import { quotaUseInRegion, type RegionUse } from "./quotas";
import type { RecoverySet } from "./recoverySets";
import { restoredSettings, type RestoreChoices } from "./restoredSettings";
import type { RestoreRequest } from "./restoreRequest";
import { simulateRestore, stackFileText, type SimulatedRestore } from "./simulateRestore";

/** A restore into a stack that stays. */
export interface RestorePlan extends SimulatedRestore {
    /** Name of the new stack. */
    stack: string;
    region: string;
    recoverySet: RecoverySet;
    /** Why the manifest's bucket cannot be used: the license comes from elsewhere then. */
    bucketFaults: string[];
    /** The stack's file: its name, and its text for the restored file system. */
    file: { name: string; text: (fileSystem: string) => string };
    quotas: RegionUse;
    /** Name of the manifest's copy, which the stack needs as long as it exists. */
    manifestFile: string;
    /** Expected seconds. */
    times: {
        /** At least. */
        files: number;
        up: number;
    };
}

/**
 * Plans a restore, and simulates its stack.
 *
 * @param root folder of the project, in which neither file may exist.
 * @param program runs `index.ts` and returns its exports.
 * @throws a {@link UserError} about the name, or as {@link simulateRestore} does.
 */
export async function planRestore(
    stack: string,
    { manifest, recoverySet, choices, bucketFaults }: RestoreRequest,
    { root, program }: { root: string; program: () => unknown },
): Promise<RestorePlan> {
    const { region } = choices;
    const manifestFile = `manifest.${stack}.json`;
    const name = `Pulumi.${stack}.yaml`;
    checkStackName(stack, manifest, [manifestFile, name], root);
    const settingsFor = (fileSystem: string) =>
        restoredSettings(manifest, recoverySet, { ...choices, from: manifestFile, fileSystem });
    const simulated = await simulateRestore(
        stack,
        manifest,
        choices,
        (all: RestoreChoices) => restoredSettings(manifest, recoverySet, all),
        program,
    );
    return {
        ...simulated,
        stack,
        region,
        recoverySet,
        bucketFaults,
        manifestFile,
        file: { name, text: (fileSystem) => stackFileText(settingsFor(fileSystem)) },
        quotas: quotaUseInRegion(manifest, stack, region, settingsFor("")),
        times: { files: minimumSeconds(recoverySet), up: timeline(simulated.graph).up.seconds },
    };
}

function checkStackName(stack: string, manifest: RecoveryManifest, files: string[], root: string): void {
    if (!isStackName(stack)) {
        throw new UserError([`--stack ${stack}: must be ${STACK_NAME}, such as prod-2.`]);
    }
    if (stack === manifest.stack) {
        throw new UserError([
            `--stack ${stack}: must not be the manifest's own stack, whose state has its resources. Name a new one, such as ${stack}-2.`,
        ]);
    }
    const existing = files.filter((file) => existsSync(join(root, file)));
    if (existing.length > 0) {
        throw new UserError(
            existing.map(
                (file) => `--stack ${stack}: ${file} already exists. Name another stack, or remove the file.`,
            ),
        );
    }
}
