import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { ask, clientIn } from "./ask";
import { fileSystemState } from "./fileSystemState";
import type { Unit } from "./units";

/** A restore of files by AWS Backup, into a file system that it makes. */
export interface FileRestore {
    recoveryPointArn: string;
    roleArn: string;
    /** In AWS Backup's own words. */
    metadata: Record<string, string>;
}

/** @param token the new file system's creation token. */
export function fileRestore(
    { fileSystem, backup }: RecoveryManifest,
    { files, restoreKeyArn }: Unit,
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

/** How fast AWS Backup restores to EFS at most, in bytes a second: many small files take longer. */
const RESTORE_RATE = 200e6;

/** Seconds that the restore of a unit's files takes at least. */
export function restoreSeconds({ files }: Unit): number {
    return files.bytes / RESTORE_RATE;
}

/** How a restore has ended. */
export interface RestoreEnd {
    /** Id of the file system that it has made, also where it failed; absent where it has made none. */
    fileSystem: string | undefined;
    /** Why it failed; absent where it did not. */
    failure?: string;
}

/** Milliseconds from one look at a job to the next. */
const POLL = 15_000;

/**
 * Starts a restore.
 *
 * @param idempotencyToken no other restore's: AWS Backup answers with the earlier job where it has seen it before.
 * @returns the job's id.
 */
export async function startRestore(
    { recoveryPointArn, roleArn, metadata }: FileRestore,
    region: string,
    idempotencyToken: string,
): Promise<string> {
    const { BackupClient, StartRestoreJobCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientIn(region));
    const started = await ask("backup:StartRestoreJob", { what: recoveryPointArn, region }, () =>
        client.send(
            new StartRestoreJobCommand({
                RecoveryPointArn: recoveryPointArn,
                IamRoleArn: roleArn,
                ResourceType: "EFS",
                Metadata: metadata,
                IdempotencyToken: idempotencyToken,
            }),
        ),
    );
    return started?.RestoreJobId ?? "";
}

/**
 * Looks at a restore job that is to be gone on with.
 *
 * @returns ARN of the recovery point that it restores.
 * @throws a {@link UserError} where there is no such job, or what it has made is gone or somebody's.
 */
export async function pointOfJob(job: string, region: string): Promise<string> {
    const { BackupClient, DescribeRestoreJobCommand, GetRestoreJobMetadataCommand } =
        await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientIn(region));
    const of = { what: `restore job ${job}`, region };
    const found = await ask(
        "backup:DescribeRestoreJob",
        of,
        () => client.send(new DescribeRestoreJobCommand({ RestoreJobId: job })),
        ["ResourceNotFoundException"],
    );
    if (found === undefined) {
        throw new UserError([
            `--restore-job ${job}: AWS Backup knows no such job in ${region}; aws backup list-restore-jobs --region ${region} lists them.`,
        ]);
    }
    if (found.CreatedBy?.RestoreTestingPlanArn !== undefined) {
        throw new UserError([
            `--restore-job ${job}: is of a restore test, whose file system AWS Backup deletes; start another restore, without it.`,
        ]);
    }
    const told = await ask("backup:GetRestoreJobMetadata", of, () =>
        client.send(new GetRestoreJobMetadataCommand({ RestoreJobId: job })),
    );
    // What is no restore of files is of no unit, which is told of it.
    const fault = found.ResourceType === "EFS" ? partOnly(told?.Metadata ?? {}) : undefined;
    if (fault !== undefined) {
        throw new UserError([`--restore-job ${job}: ${fault}; start another restore, without it.`]);
    }
    const made = found.CreatedResourceArn?.split("/").at(-1);
    if (found.Status === "COMPLETED" && made !== undefined) {
        const { status, mountTargets } = await fileSystemState(made, region);
        if (status === "gone" || mountTargets > 0) {
            throw new UserError([
                `--restore-job ${job}: its file system, ${made}, is ${status === "gone" ? "gone" : "mounted by a stack already"}; ` +
                    "start another restore, without it.",
            ]);
        }
    }
    return found.RecoveryPointArn ?? "";
}

/**
 * What keeps a restore job from bringing back all files into a file system of their own.
 *
 * Source: AWS Backup API reference, StartRestoreJob, where nothing that is said of either means the whole, and not a new one.
 */
function partOnly(metadata: Record<string, string>): string | undefined {
    const told = Object.fromEntries(
        Object.entries(metadata).map(([key, value]) => [key.toLowerCase(), value.trim()]),
    );
    const { itemstorestore: items = "", newfilesystem: isNew = "false" } = told;
    if (!["", "[]", "null"].includes(items)) {
        return `restores ${items} alone`;
    }
    return isNew.toLowerCase() === "true" ? undefined : "restores into a file system that was there before";
}

/**
 * Waits until a restore has ended, well or not.
 *
 * @param source the file system that was backed up: never taken for the new one.
 */
export async function endOfRestore(
    job: string,
    region: string,
    source: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<RestoreEnd> {
    const { BackupClient, DescribeRestoreJobCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientIn(region));
    for (;;) {
        const found = await ask("backup:DescribeRestoreJob", { what: `restore job ${job}`, region }, () =>
            client.send(new DescribeRestoreJobCommand({ RestoreJobId: job })),
        );
        const { Status: status = "", StatusMessage: message = "no reason was given" } = found ?? {};
        const id = found?.CreatedResourceArn?.split("/").at(-1);
        if (id === source) {
            return {
                fileSystem: undefined,
                failure: `Restore job ${job}: restores into ${source}, the stack's own file system, which is left as it is.`,
            };
        }
        if (status === "COMPLETED") {
            return { fileSystem: id };
        }
        if (status === "ABORTED" || status === "FAILED") {
            return { fileSystem: id, failure: `Restore job ${job}: ${status}, ${message}` };
        }
        await sleep(POLL);
    }
}
