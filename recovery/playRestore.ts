import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Graph } from "../graph/graph";
import { overlaps } from "../lib/cidr";
import { NAMESPACE } from "../stacks/key";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { missingSecrets, type MissingSecret } from "../stacks/secrets";
import { offlinePlan } from "../simulation/offlinePlan";
import { UserError } from "../lib/userError";
import { readStackFile } from "../stacks/stackFile";
import { readObject } from "./manifestPlace";
import { withManifestFile } from "./manifestFile";
import { cidrOf, hindrancesOf, type RestoreChoices, type Table } from "./restoredSettings";

/** What stands for the restored file system where the settings are tried. */
const PLAYED_FILE_SYSTEM = "fs-00000000000000000";

/** A restored stack, as it would be deployed. */
export interface PlayedRestore {
    graph: Graph;
    /** Those that the stack needs and the manifest has not. */
    secrets: MissingSecret[];
}

/**
 * Plays the settings of a restore in the simulated cloud, from the stack's file as it would be read.
 *
 * @param settings with these choices in the place of those that are known later.
 * @param program runs `index.ts` and returns its exports.
 * @throws an `Error` naming all that the program does not take of these settings, or a {@link UserError} of the choices.
 */
export async function playRestore(
    stack: string,
    manifest: RecoveryManifest,
    choices: Omit<RestoreChoices, "fileSystem" | "from">,
    settings: (choices: RestoreChoices) => Table,
    program: () => unknown,
): Promise<PlayedRestore> {
    const hindrances = hindrancesOf(manifest, choices);
    if (hindrances.length > 0) {
        throw new UserError(hindrances);
    }
    const played = await withManifestFile(manifest, async (from, folder) => {
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, stackFileText(settings({ ...choices, from, fileSystem: PLAYED_FILE_SYSTEM })));
        const file = readStackFile(path, { stacks: folder, paths: folder });
        const { deployment } = await offlinePlan(
            program,
            NAMESPACE,
            file,
            false,
            () => undefined,
            readObject,
        );
        return {
            graph: new Graph(deployment),
            secrets: missingSecrets(file.config, file.secretKeys),
        };
    });
    // By now it is known to be a block.
    if (overlaps(choices.cidrBlock, cidrOf(manifest))) {
        throw new UserError([
            `--cidr ${choices.cidrBlock}: overlaps ${cidrOf(manifest)}, the stack's own; choose another block.`,
        ]);
    }
    return played;
}

/** A stack's file. Pulumi reads it as YAML 1.1 does, where a moment without quotes is no text. */
export function stackFileText(config: Table): string {
    return stringify({ config }, { version: "1.1", lineWidth: 0 });
}
