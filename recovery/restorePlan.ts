import { existsSync } from "node:fs";
import { join } from "node:path";
import { timeline } from "../graph/timeline";
import { UserError } from "../lib/userError";
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
    /** Its name for the Pulumi CLI: with its organization, if that was given. */
    pulumiStack: string;
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
 * @param names of the new stack.
 * @param program runs `index.ts` and returns its exports.
 * @throws as {@link simulateRestore} does.
 */
export async function planRestore(
    { stack, pulumiStack }: Pick<RestorePlan, "stack" | "pulumiStack">,
    { manifest, recoverySet, choices, bucketFaults }: RestoreRequest,
    program: () => unknown,
): Promise<RestorePlan> {
    const { region } = choices;
    const { manifestFile, stackFile } = filesOf(stack);
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
        pulumiStack,
        region,
        recoverySet,
        bucketFaults,
        manifestFile,
        file: { name: stackFile, text: (fileSystem) => stackFileText(settingsFor(fileSystem)) },
        quotas: quotaUseInRegion(manifest, stack, region, settingsFor("")),
        times: { files: minimumSeconds(recoverySet), up: timeline(simulated.graph).up.seconds },
    };
}

/** @throws a {@link UserError} if a file that the restore writes to the project's folder exists. */
export function checkNewFiles(stack: string, root: string): void {
    const existing = Object.values(filesOf(stack)).filter((file) => existsSync(join(root, file)));
    if (existing.length > 0) {
        throw new UserError(
            existing.map(
                (file) => `--stack ${stack}: ${file} already exists. Name another stack, or remove the file.`,
            ),
        );
    }
}

function filesOf(stack: string) {
    return { manifestFile: `manifest.${stack}.json`, stackFile: `Pulumi.${stack}.yaml` };
}
