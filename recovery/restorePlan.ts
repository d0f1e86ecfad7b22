import { existsSync } from "node:fs";
import { join } from "node:path";
import { timeline } from "../graph/timeline";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { isStackName, STACK_NAME } from "../stacks/stackName";
import { UserError } from "../lib/userError";
import { playRestore, stackFileText, type PlayedRestore } from "./playRestore";
import type { Restorable } from "./restorable";
import { regionUse, type RegionUse } from "./quotaUse";
import { restoreSeconds } from "./restoreJob";
import { restoredSettings, type RestoreChoices } from "./restoredSettings";
import type { Unit } from "./units";

/** A restore into a stack that stays. */
export interface RestorePlan extends PlayedRestore {
    /** Name of the new stack. */
    stack: string;
    region: string;
    unit: Unit;
    /** What is not there of what is kept beside the data: the licence is taken from elsewhere then. */
    lacking: string[];
    /** The stack's file: its name, and its text with the id of the file system that the files were restored into. */
    file: { name: string; text: (fileSystem: string) => string };
    quotas: RegionUse;
    /** Name of the manifest's copy, which the stack needs for as long as it lives. */
    manifestFile: string;
    /** Expected seconds. */
    times: {
        /** At least so long, of the files' restore. */
        files: number;
        up: number;
    };
}

/**
 * Plans a restore, and plays its settings in the simulated cloud.
 *
 * @param root folder of the project, which neither file may be in yet.
 * @param program runs `index.ts` and returns its exports.
 * @throws a {@link UserError} of the name, or as {@link playRestore} does.
 */
export async function restorePlan(
    stack: string,
    { manifest, unit, choices, lacking }: Restorable,
    { root, program }: { root: string; program: () => unknown },
): Promise<RestorePlan> {
    const manifestFile = `manifest.${stack}.json`;
    const name = `Pulumi.${stack}.yaml`;
    checkName(stack, manifest, [manifestFile, name], root);
    const settings = (all: RestoreChoices) => restoredSettings(manifest, unit, all);
    const played = await playRestore(stack, manifest, choices, settings, program);
    return {
        ...played,
        stack,
        region: choices.region,
        unit,
        lacking,
        manifestFile,
        file: {
            name,
            text: (fileSystem) => stackFileText(settings({ ...choices, from: manifestFile, fileSystem })),
        },
        quotas: regionUse(
            manifest,
            stack,
            choices.region,
            settings({ ...choices, from: manifestFile, fileSystem: "" }),
        ),
        times: { files: restoreSeconds(unit), up: timeline(played.graph).up.seconds },
    };
}

function checkName(stack: string, manifest: RecoveryManifest, files: string[], root: string): void {
    if (!isStackName(stack)) {
        throw new UserError([`--stack ${stack}: must be ${STACK_NAME}, such as prod-2.`]);
    }
    if (stack === manifest.stack) {
        throw new UserError([
            `--stack ${stack}: is the manifest's own, whose state has what it was made of: name a new one, such as ${stack}-2.`,
        ]);
    }
    const taken = files.filter((file) => existsSync(join(root, file)));
    if (taken.length > 0) {
        throw new UserError(
            taken.map((file) => `--stack ${stack}: ${file} is there already: name another, or take it away.`),
        );
    }
}
