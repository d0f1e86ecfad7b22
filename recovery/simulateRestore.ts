import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { Graph } from "../graph/graph";
import { readProject } from "../stacks/project";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { missingSecrets, type MissingSecret } from "../stacks/secrets";
import { offlinePlan } from "../simulation/offlinePlan";
import { readStackFile } from "../stacks/stackFile";
import { readS3Text } from "./aws/s3";
import { withManifestFile } from "./manifest";
import type { RestoreChoices, Table } from "./restoredSettings";

const ROOT = dirname(__dirname);

/** Placeholder for the restored file system. */
const ANY_FILE_SYSTEM = "fs-00000000000000000";

/** A restored stack, as it would be deployed. */
export interface SimulatedRestore {
    graph: Graph;
    /** Secrets that the stack needs; a manifest has none. */
    secrets: MissingSecret[];
}

/**
 * Simulates a restored stack, from the stack's file as it would be read.
 *
 * @param settings the stack's settings for the given choices.
 * @param program runs `index.ts` and returns its exports.
 * @throws an `Error` with all settings that the program rejects.
 */
export async function simulateRestore(
    stack: string,
    manifest: RecoveryManifest,
    choices: Omit<RestoreChoices, "fileSystem" | "from">,
    settings: (choices: RestoreChoices) => Table,
    program: () => unknown,
): Promise<SimulatedRestore> {
    return withManifestFile(manifest, async (from, folder) => {
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, stackFileText(settings({ ...choices, from, fileSystem: ANY_FILE_SYSTEM })));
        const file = readStackFile(path, { stacks: folder, paths: folder }, readProject(ROOT));
        const { deployment } = await offlinePlan(program, file, false, () => undefined, readS3Text);
        return {
            graph: new Graph(deployment),
            secrets: missingSecrets(file.config, file.secretKeys),
        };
    });
}

/** The text of a stack's file. Pulumi reads YAML 1.1, in which a timestamp without quotes is not a string. */
export function stackFileText(config: Table): string {
    return stringify({ config }, { version: "1.1", lineWidth: 0 });
}
