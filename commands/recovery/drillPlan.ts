import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { Graph } from "../../graph/graph";
import { timeline } from "../../graph/timeline";
import { overlaps } from "../../stacks/cidr";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { missingSecrets } from "../../stacks/secrets";
import { offlinePlan, type OfflinePlan } from "../offlinePlan";
import { Refusal } from "../refusal";
import { readStackFile } from "../stackFile";
import { cidrOf, drillSettings, type DrillChoices } from "./drillSettings";
import type { Unit } from "./units";

const PROJECT = "posit-connect";

/** A restore that is rehearsed: what would be made, and how long it would take. */
export interface DrillPlan {
    /** Name of the drill's stack. */
    stack: string;
    region: string;
    unit: Unit;
    /** The stack's file: its name and its text. */
    file: { name: string; text: string };
    /** What to type for the secrets that the manifest has not. */
    secretCommands: string[];
    /** Expected seconds. */
    times: {
        /** At least so long, of the files' restore. */
        files: number;
        up: number;
        destroy: number;
    };
}

/** How fast AWS Backup restores to EFS at most, in bytes a second: many small files take longer. */
const RESTORE_RATE = 200e6;

/** In place of what is known once AWS Backup has restored the files: the program does not take it. */
export const UNKNOWN_FILE_SYSTEM = "FILE-SYSTEM";

/** What stands for it where the settings are tried. */
const PLAYED_FILE_SYSTEM = "fs-00000000000000000";

/**
 * Plans a drill, and plays its settings in the simulated cloud.
 *
 * @param program runs `index.ts` and returns its exports.
 * @param now in milliseconds since 1970.
 * @throws an `Error` naming all that the program does not take of these settings, or a {@link Refusal} of the block.
 */
export async function drillPlan(
    manifest: RecoveryManifest,
    unit: Unit,
    choices: Omit<DrillChoices, "fileSystemId">,
    program: () => unknown,
    now: number,
): Promise<DrillPlan> {
    const day = new Date(now).toISOString().slice(0, "YYYY-MM-DD".length).replaceAll("-", "");
    const stack = `${manifest.stack}-drill-${day}`;
    const { deployment, secretCommands } = await played(stack, manifest, program, (from) =>
        drillSettings(manifest, unit, { ...choices, from, fileSystemId: PLAYED_FILE_SYSTEM }),
    );
    // By now it is known to be a block.
    if (overlaps(choices.cidrBlock, cidrOf(manifest))) {
        throw new Refusal([
            `--cidr ${choices.cidrBlock}: overlaps ${cidrOf(manifest)}, the stack's own; choose another block.`,
        ]);
    }
    const { up, destroy } = timeline(new Graph(deployment));
    const config = drillSettings(manifest, unit, { ...choices, fileSystemId: UNKNOWN_FILE_SYSTEM });
    return {
        stack,
        region: choices.region,
        unit,
        file: { name: `Pulumi.${stack}.yaml`, text: textOf(config) },
        secretCommands: secretCommands.map((command) => `${command} --stack ${stack}`),
        times: { files: unit.files.bytes / RESTORE_RATE, up: up.seconds, destroy: destroy.seconds },
    };
}

/** The drill's stack as it would be deployed, from its file as it would be read. */
async function played(
    stack: string,
    manifest: RecoveryManifest,
    program: () => unknown,
    settings: (from: string) => Record<string, unknown>,
): Promise<Pick<OfflinePlan, "deployment"> & { secretCommands: string[] }> {
    const folder = mkdtempSync(join(tmpdir(), "drill-"));
    try {
        const from = join(folder, "manifest.json");
        writeFileSync(from, JSON.stringify(manifest));
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, textOf(settings(from)));
        const file = readStackFile(path, { stacks: folder, paths: folder }, PROJECT);
        const { deployment } = await offlinePlan(program, PROJECT, file, false, () => undefined);
        const missing = missingSecrets(file.config, file.secretKeys);
        return { deployment, secretCommands: missing.map(({ command }) => command) };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** A stack's file. Pulumi reads it as YAML 1.1 does, where a moment without quotes is no text. */
function textOf(config: Record<string, unknown>): string {
    return stringify({ config }, { version: "1.1", lineWidth: 0 });
}
