import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { describeRestoreJob, readRestoreJobMetadata, startRestoreJob, type FileRestore } from "./aws/backup";
import { isAwsError } from "./aws/callAws";
import { readFileSystemState } from "./aws/efs";
import type { FilesBackup } from "./recoverySets";
import type { Report } from "./steps";

/** @param token the new file system's creation token. */
export function fileRestoreOf(
    { fileSystem, backup }: RecoveryManifest,
    { files, restoreKeyArn }: FilesBackup,
    token: string,
): FileRestore {
    return {
        recoveryPointArn: files.arn,
        roleArn: backup.restoreRoleArn,
        metadata: {
            "file-system-id": fileSystem.id,
            newFileSystem: "true",
            CreationToken: token,
            PerformanceMode: "generalPurpose",
            Encrypted: "true",
            KmsKeyId: restoreKeyArn,
        },
    };
}

/** AWS Backup's maximum rate for EFS, in bytes per second: many small files take longer. */
const RESTORE_RATE = 200e6;

/** Minimum seconds to restore a file backup. */
export function minimumSeconds({ files }: FilesBackup): number {
    return files.bytes / RESTORE_RATE;
}

/** Milliseconds between checks of a job. */
const POLL = 15_000;

/** The resources that a restore of files has created so far. */
export interface RestoredFiles {
    /** A restore job of AWS Backup's. */
    job?: { id: string; ended: boolean };
    /** Whether AWS Backup did not respond to the request for a job: it may have started one. */
    jobUnknown?: boolean;
    fileSystem?: string;
}

/** A restore job to start, or one that was started earlier. */
type Job = { id: string } | { wanted: FileRestore; idempotencyToken: string };

/**
 * Restores files to a new file system with AWS Backup, and waits until it has ended.
 *
 * @param source id of the file system that was backed up.
 * @param restored is updated with what exists, even if the restore fails.
 * @returns the file system's id.
 */
export async function restoreFiles(
    job: Job,
    region: string,
    source: string,
    restored: RestoredFiles,
    sleep: (milliseconds: number) => Promise<void>,
    report: Report,
): Promise<string> {
    const id =
        "id" in job
            ? job.id
            : await startRestoreJob(job.wanted, region, job.idempotencyToken).catch((error: unknown) => {
                  restored.jobUnknown = isAwsError(error, "noResponse");
                  throw error;
              });
    restored.job = { id, ended: false };
    report(`restore job ${id}`);
    const { fileSystem, failure } = await waitForRestore(id, region, source, sleep);
    restored.job.ended = true;
    restored.fileSystem = fileSystem;
    if (failure !== undefined || fileSystem === undefined) {
        throw new UserError([failure ?? `Restore job ${id}: names no file system that it created.`]);
    }
    report(fileSystem);
    return fileSystem;
}

/**
 * Waits until a restore has ended.
 *
 * @param source the file system that was backed up: it is never taken for the new one.
 * @returns id of the file system that was created, even by a failed restore, and why it failed.
 */
export async function waitForRestore(
    job: string,
    region: string,
    source: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<{ fileSystem?: string; failure?: string }> {
    for (;;) {
        const found = await describeRestoreJob(job, region);
        if (found === undefined) {
            throw new UserError([
                `backup:DescribeRestoreJob: restore job ${job} in ${region} does not exist.`,
            ]);
        }
        const { createdId: fileSystem, status, message } = found;
        if (fileSystem === source) {
            return {
                failure: `Restore job ${job}: restores into ${source}, the stack's own file system, which is not changed further.`,
            };
        }
        if (status === "COMPLETED") {
            return { fileSystem };
        }
        if (status === "ABORTED" || status === "FAILED") {
            return { fileSystem, failure: `Restore job ${job}: ${status}, ${message}` };
        }
        await sleep(POLL);
    }
}

/**
 * Checks a restore job that is to be continued.
 *
 * @returns ARN of the recovery point that it restores.
 * @throws a {@link UserError} if there is no such job, or its file system is deleted or in use.
 */
export async function recoveryPointOfJob(job: string, region: string): Promise<string> {
    const option = `--restore-job ${job}`;
    const found = await describeRestoreJob(job, region);
    if (found === undefined) {
        throw new UserError([
            `${option}: AWS Backup has no such job in ${region}. \`aws backup list-restore-jobs --region ${region}\` lists its jobs.`,
        ]);
    }
    if (found.isTest) {
        throw new UserError([
            `${option}: belongs to a restore test, whose file system AWS Backup deletes. Start another restore, without this option.`,
        ]);
    }
    const metadata = await readRestoreJobMetadata(job, region);
    // The recovery point of another resource type belongs to no recovery set, which is reported later.
    const fault = found.resourceType === "EFS" ? findPartialRestore(metadata) : undefined;
    if (fault !== undefined) {
        throw new UserError([`${option}: ${fault}. Start another restore, without this option.`]);
    }
    if (found.status === "COMPLETED" && found.createdId !== undefined) {
        const { status, mountTargets } = await readFileSystemState(found.createdId, region);
        if (status === "deleted" || mountTargets > 0) {
            const state = status === "deleted" ? "deleted" : "already mounted by a stack";
            throw new UserError([
                `${option}: its file system, ${found.createdId}, is ${state}. Start another restore, without this option.`,
            ]);
        }
    }
    return found.recoveryPointArn;
}

/**
 * Why a restore job does not restore all files to a new file system.
 *
 * Source: AWS Backup API reference, StartRestoreJob: without these keys it restores all files, to the existing file system.
 */
function findPartialRestore({
    itemstorestore: items = "",
    newfilesystem: isNew = "false",
}: Record<string, string>): string | undefined {
    if (!["", "[]", "null"].includes(items)) {
        return `restores only ${items}`;
    }
    return isNew.toLowerCase() === "true" ? undefined : "restores to an existing file system";
}

/** Commands that find and delete what a restore of files created. */
export function fileLeftoverCommands({ region, recoverySet }: { region: string; recoverySet: FilesBackup }) {
    const deleteFileSystem = (id: string): string =>
        `aws efs delete-file-system --region ${region} --file-system-id ${id}`;
    return {
        deleteFileSystem,
        /** Lists the restore jobs of the recovery set, and their file systems. */
        listRestores:
            `aws backup list-restore-jobs --region ${region} --by-resource-type EFS ` +
            `--query "RestoreJobs[?RecoveryPointArn=='${recoverySet.files.arn}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"`,
        /** Deletes the file system that a job created; the job must have ended. */
        deleteRestored: (job: string) =>
            deleteFileSystem(
                `"$(aws backup describe-restore-job --region ${region} --restore-job-id ${job} --query CreatedResourceArn --output text | cut -d/ -f2)"`,
            ),
    };
}
