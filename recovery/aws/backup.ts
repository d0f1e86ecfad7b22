import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { UserError } from "../../lib/userError";
import { callAws, clientConfig } from "./callAws";

/** The part of a recovery point that is used; the rest, ten times as much, is dropped page by page. */
export interface RecoveryPoint {
    arn: string;
    /**
     * Time that it restores, in milliseconds since 1970; a copy keeps its source's.
     *
     * Source: AWS Backup developer guide, "Backup and tag copy": a copy's creation date is its source's, not its own.
     */
    at: number;
    /** Storage that a snapshot is restored into, if RDS reports it. */
    storageGiB?: number;
    bytes: number;
    /** As AWS Backup reports it, in lower case. */
    status: string;
    /** Key that it is encrypted with. */
    keyArn: string;
}

/** The recovery points of a resource in a vault, newest first. */
export interface VaultPoints {
    completed: RecoveryPoint[];
    /** Still being created, or partial, expired or being deleted. */
    others: RecoveryPoint[];
}

/** A restore of files to a new file system. */
export interface FileRestore {
    recoveryPointArn: string;
    roleArn: string;
    /** With AWS Backup's keys. */
    metadata: Record<string, string>;
}

export interface RestoreJob {
    status: string;
    message: string;
    /** Such as `EFS`. */
    resourceType: string;
    recoveryPointArn: string;
    /** Id of the resource that it created. */
    createdId: string | undefined;
    /** Whether AWS Backup started it to test a restore. */
    isTest: boolean;
}

/** Points in a page: enough for few requests, and few enough that a page is small. */
const PAGE = 250;

const COMPLETED = ["COMPLETED", "AVAILABLE"];

/** Milliseconds between attempts to empty a vault, and their number: a backup can be deleted once it has completed. */
const EMPTY_INTERVAL = 15_000;
const MAX_EMPTY_ATTEMPTS = 240;

/** Errors for a vault that does not exist; the first one also for one without access. */
const NO_VAULT = ["AccessDeniedException", "ResourceNotFoundException"];

/** Errors for a recovery point that is deleted, being created or being deleted. */
const POINT_NOT_DELETABLE = ["ResourceNotFoundException", "InvalidResourceStateException"];

export async function listRecoveryPoints(
    { name, region, keyArn }: RecoveryManifest["vaults"][number],
    resourceArn: string,
): Promise<VaultPoints> {
    const { BackupClient, ListRecoveryPointsByBackupVaultCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientConfig(region));
    const points: VaultPoints = { completed: [], others: [] };
    let next: string | undefined;
    do {
        const page = await callAws(
            "backup:ListRecoveryPointsByBackupVault",
            { name: `vault ${name}`, region },
            () =>
                client.send(
                    new ListRecoveryPointsByBackupVaultCommand({
                        BackupVaultName: name,
                        ByResourceArn: resourceArn,
                        MaxResults: PAGE,
                        NextToken: next,
                    }),
                ),
            ["ResourceNotFoundException"],
        );
        if (page === undefined) {
            throw new UserError([
                `backup:ListRecoveryPointsByBackupVault: vault ${name} in ${region} does not exist. Use the newest manifest, which ` +
                    "`pulumi stack output recoveryManifests` prints, or name the region of another vault with --region.",
            ]);
        }
        for (const point of page.RecoveryPoints ?? []) {
            const { RecoveryPointArn: arn = "", CreationDate: created, Status: status = "" } = point;
            // It has no single time: RDS reports the times that it can restore.
            if (!isContinuous(arn)) {
                (COMPLETED.includes(status) ? points.completed : points.others).push({
                    arn,
                    at: created?.getTime() ?? 0,
                    bytes: point.BackupSizeInBytes ?? 0,
                    status: status.toLowerCase(),
                    keyArn: point.EncryptionKeyArn ?? keyArn,
                });
            }
        }
        next = page.NextToken;
    } while (next !== undefined);
    points.completed.sort(compareNewestFirst);
    points.others.sort(compareNewestFirst);
    return points;
}

export function compareNewestFirst(one: RecoveryPoint, other: RecoveryPoint): number {
    return other.at - one.at;
}

/** Whether it is the recovery point of a database's point-in-time recovery. */
function isContinuous(arn: string): boolean {
    return arn.includes(":recovery-point:continuous:");
}

/**
 * Deletes all recovery points of a vault, and waits until they are deleted: the provider's destroy waits for none that is being
 * created. Those that are left after an hour stay.
 *
 * Point-in-time backups are handed back to RDS, which deletes them with the database: deleting them here would change the
 * retention of a running database, which RDS may defer to its maintenance window.
 * Source: AWS Backup developer guide, "Continuous backups and point-in-time recovery".
 */
export async function emptyVault(
    vault: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    const {
        BackupClient,
        DeleteRecoveryPointCommand,
        DisassociateRecoveryPointCommand,
        ListRecoveryPointsByBackupVaultCommand,
    } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientConfig(region));
    const subject = { name: `vault ${vault}`, region };
    for (let attempt = 1; attempt <= MAX_EMPTY_ATTEMPTS; attempt++) {
        const found = await callAws(
            "backup:ListRecoveryPointsByBackupVault",
            subject,
            () => client.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: vault })),
            NO_VAULT,
        );
        const points = found?.RecoveryPoints ?? [];
        if (points.length === 0) {
            return;
        }
        for (const { RecoveryPointArn = "" } of points) {
            const point = { BackupVaultName: vault, RecoveryPointArn };
            await (isContinuous(RecoveryPointArn)
                ? callAws(
                      "backup:DisassociateRecoveryPoint",
                      subject,
                      () => client.send(new DisassociateRecoveryPointCommand(point)),
                      POINT_NOT_DELETABLE,
                  )
                : callAws(
                      "backup:DeleteRecoveryPoint",
                      subject,
                      () => client.send(new DeleteRecoveryPointCommand(point)),
                      POINT_NOT_DELETABLE,
                  ));
        }
        await sleep(EMPTY_INTERVAL);
    }
}

/**
 * @param idempotencyToken unique for each restore: AWS Backup returns the earlier job of a token that it knows.
 * @returns the job's id.
 */
export async function startRestoreJob(
    { recoveryPointArn, roleArn, metadata }: FileRestore,
    region: string,
    idempotencyToken: string,
): Promise<string> {
    const { BackupClient, StartRestoreJobCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientConfig(region));
    const started = await callAws("backup:StartRestoreJob", { name: recoveryPointArn, region }, () =>
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

/** @returns `undefined` if there is no such job. */
export async function describeRestoreJob(job: string, region: string): Promise<RestoreJob | undefined> {
    const { BackupClient, DescribeRestoreJobCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientConfig(region));
    const found = await callAws(
        "backup:DescribeRestoreJob",
        { name: `restore job ${job}`, region },
        () => client.send(new DescribeRestoreJobCommand({ RestoreJobId: job })),
        ["ResourceNotFoundException"],
    );
    return (
        found && {
            status: found.Status ?? "",
            message: found.StatusMessage ?? "no reason was given",
            resourceType: found.ResourceType ?? "",
            recoveryPointArn: found.RecoveryPointArn ?? "",
            createdId: found.CreatedResourceArn?.split("/").at(-1),
            isTest: found.CreatedBy?.RestoreTestingPlanArn !== undefined,
        }
    );
}

/** The metadata that a job was started with, by keys in lower case. */
export async function readRestoreJobMetadata(job: string, region: string): Promise<Record<string, string>> {
    const { BackupClient, GetRestoreJobMetadataCommand } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientConfig(region));
    const found = await callAws("backup:GetRestoreJobMetadata", { name: `restore job ${job}`, region }, () =>
        client.send(new GetRestoreJobMetadataCommand({ RestoreJobId: job })),
    );
    return Object.fromEntries(
        Object.entries(found?.Metadata ?? {}).map(([key, value]) => [key.toLowerCase(), value.trim()]),
    );
}
