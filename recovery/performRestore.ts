import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { arn } from "../lib/arn";
import { fileSystemSchema } from "../stacks/sections/fileSystem";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { checkRights } from "./checkRights";
import { deleteFileSystem } from "./deleteFileSystem";
import { ANY_FILE_SYSTEM, filesRights, placeOf } from "./filesRights";
import { leftoverFiles } from "./leftoverFiles";
import { sectionsOf } from "./restoredSettings";
import { restoreFiles, type MadeFiles } from "./restoreFiles";
import { fileRestore } from "./restoreJob";
import type { RestorePlan } from "./restorePlan";
import { setElasticThroughput } from "./setElasticThroughput";
import { setLifecycle } from "./setLifecycle";
import { linesOf, stepper } from "./steps";

/** What a restore reaches beside AWS. */
export interface RestoreSurroundings {
    /** Folder of the project, which the files are written into. */
    root: string;
    /** In milliseconds since 1970. */
    now: () => number;
    sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Restores a unit's files, and writes what the new stack is made from. What comes then is its user's: a stack that stays is
 * previewed before it is brought up.
 *
 * @param job id of a restore job that an earlier run has started; absent to start one.
 * @param out is told each step as it begins, and its time as it ends.
 * @throws a {@link UserError} with what failed, and how to go on or what is left.
 */
export async function performRestore(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    job: string | undefined,
    { root, now, sleep }: RestoreSurroundings,
    out: (text: string) => void,
): Promise<void> {
    const { stack, region, unit, file, manifestFile } = plan;
    const made: MadeFiles = {};
    const step = stepper(now, out);
    const token = `${stack}-${now()}`;
    let restored = false;
    try {
        const fileSystem = await step("Restore the files to a new file system", (tell) =>
            restoreFiles(
                job === undefined
                    ? { wanted: fileRestore(manifest, unit, token), idempotencyToken: token }
                    : { id: job },
                region,
                manifest.fileSystem.id,
                made,
                { wait: sleep, tell },
            ),
        );
        restored = true;
        await step("Give it the throughput and lifecycle of the program's", async () => {
            await setElasticThroughput(fileSystem, region, sleep);
            const { infrequentAccessAfterDays } = fileSystemSchema.parse(sectionsOf(manifest)("fileSystem"));
            await setLifecycle(fileSystem, region, infrequentAccessAfterDays);
        });
        await step(`Write ${manifestFile} and ${file.name}`, () => {
            const text = `${JSON.stringify(manifest, null, 4)}\n`;
            writeBoth([join(root, manifestFile), text], [join(root, file.name), file.text(fileSystem)]);
            return Promise.resolve();
        });
    } catch (error) {
        throw new UserError([...linesOf(error), ...(await ending(made, restored, plan, sleep))]);
    }
}

/** Writes two files that were not there, or neither. */
function writeBoth([first, text]: [string, string], [second, other]: [string, string]): void {
    writeFileSync(first, text, { flag: "wx" });
    try {
        writeFileSync(second, other, { flag: "wx" });
    } catch (error) {
        rmSync(first);
        throw error;
    }
}

/** How to go on after a failure; what is of no use any more is taken away. */
async function ending(
    { job, perhapsJob, fileSystem }: MadeFiles,
    restored: boolean,
    plan: RestorePlan,
    sleep: RestoreSurroundings["sleep"],
): Promise<string[]> {
    const commands = leftoverFiles(plan);
    if (perhapsJob === true) {
        return [`Left behind, perhaps: a restore job, which makes a file system: ${commands.listRestores}`];
    }
    if (job !== undefined && (restored || !job.ended)) {
        return [
            `${restored ? "The files are restored" : "AWS Backup goes on"}: the same command with --restore-job ${job.id}, and without --unit, goes on from there.`,
        ];
    }
    if (fileSystem === undefined) {
        return [];
    }
    return deleteFileSystem(fileSystem, plan.region, sleep).then(
        () => [],
        (error: unknown) => [...linesOf(error), `Left behind: ${commands.deleteFileSystem(fileSystem)}`],
    );
}

/**
 * Looks whether the restore may do what it does itself: `pulumi up` is its user's.
 *
 * @param job of an earlier run, where none is started.
 * @returns what cannot be told beforehand, a line each.
 * @throws a {@link UserError} with each right that is missing.
 */
export function checkRestoreRights(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    job: string | undefined,
): Promise<string[]> {
    const fileSystem = arn(placeOf(manifest, plan.region), "elasticfilesystem", ANY_FILE_SYSTEM);
    const lifecycle = { action: "elasticfilesystem:PutLifecycleConfiguration", resource: fileSystem };
    const starts = ["backup:StartRestoreJob", "iam:PassRole"];
    const rights = filesRights(manifest, plan).filter(
        ({ action }) => job === undefined || !starts.includes(action),
    );
    return checkRights([...rights, lifecycle], plan.region);
}
