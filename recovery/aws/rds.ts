import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { callAws, clientConfig } from "./callAws";
import { settleAll } from "./settleAll";

/** The times that point-in-time recovery can restore, each in milliseconds since 1970. */
export interface Window {
    earliest: number;
    latest: number;
    /** RDS's id of the instance, which stays distinct if another instance takes its name. */
    resourceId: string;
    /** Whether the instance exists. */
    exists: boolean;
    keyArn: string;
    /** Storage that it is restored into, if RDS reports it. */
    storageGiB?: number;
}

export interface DatabaseState {
    /** As RDS reports it; `deleted` if there is no instance of this name. */
    status: string;
    /** One for the instance, and one for each deleted instance of its name whose backups are retained. */
    windows: Window[];
}

/** RDS's record of a snapshot of AWS Backup's. */
export interface DatabaseSnapshot {
    /** Time that it restores, in milliseconds since 1970; a copy keeps its source's. */
    at: number;
    /** Storage that it is restored into. */
    storageGiB: number;
}

/** Its own parameter for a name matches existing instances only. */
const filterByName = (identifier: string) => [{ Name: "db-instance-id", Values: [identifier] }];

/** The database in the stack's own region, and its point-in-time backups, which can outlive it. */
export async function readDatabaseState({ region, database }: RecoveryManifest): Promise<DatabaseState> {
    const { RDSClient, DescribeDBInstancesCommand, DescribeDBInstanceAutomatedBackupsCommand } =
        await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientConfig(region));
    const subject = { name: `database ${database.identifier}`, region };
    const [found, backups] = await settleAll([
        callAws(
            "rds:DescribeDBInstances",
            subject,
            () => client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier })),
            ["DBInstanceNotFoundFault"],
        ),
        callAws(
            "rds:DescribeDBInstanceAutomatedBackups",
            subject,
            () =>
                client.send(
                    new DescribeDBInstanceAutomatedBackupsCommand({
                        Filters: filterByName(database.identifier),
                    }),
                ),
            ["DBInstanceAutomatedBackupNotFoundFault"],
        ),
    ]);
    const instance = found?.DBInstances?.[0];
    const windows = (backups?.DBInstanceAutomatedBackups ?? []).flatMap((backup): Window[] => {
        const { RestoreWindow: window, DbiResourceId: resourceId = "" } = backup;
        if (window?.EarliestTime === undefined || window.LatestTime === undefined) {
            return [];
        }
        const exists = instance !== undefined && instance.DbiResourceId === backup.DbiResourceId;
        // The instance's own time is newer than its backup's.
        const reported = exists ? instance.LatestRestorableTime?.getTime() : undefined;
        return [
            {
                earliest: window.EarliestTime.getTime(),
                latest: Math.max(window.LatestTime.getTime(), reported ?? 0),
                resourceId,
                exists,
                keyArn: backup.KmsKeyId ?? database.keyArn,
                // Of today: storage never shrinks, so it is enough for any earlier time.
                storageGiB: backup.AllocatedStorage,
            },
        ];
    });
    return { status: instance?.DBInstanceStatus ?? "deleted", windows };
}

/**
 * The snapshots that AWS Backup made of a database, or copied from another region, as RDS has them.
 *
 * Source: RDS API reference, DescribeDBSnapshots, which lists these by their type only, and DBSnapshot.
 *
 * @param identifier the database's name, which may be that of one in another region.
 * @returns them by their ARNs.
 */
export async function readSnapshots(
    identifier: string,
    region: string,
): Promise<ReadonlyMap<string, DatabaseSnapshot>> {
    const { RDSClient, paginateDescribeDBSnapshots } = await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientConfig(region));
    const found = new Map<string, DatabaseSnapshot>();
    await callAws("rds:DescribeDBSnapshots", { name: `snapshots of ${identifier}`, region }, async () => {
        const pages = paginateDescribeDBSnapshots(
            { client },
            { SnapshotType: "awsbackup", Filters: filterByName(identifier) },
        );
        for await (const { DBSnapshots: snapshots = [] } of pages) {
            for (const { DBSnapshotArn: arn, AllocatedStorage: storageGiB = 0, ...times } of snapshots) {
                const at = times.OriginalSnapshotCreateTime ?? times.SnapshotCreateTime;
                if (arn !== undefined && at !== undefined) {
                    found.set(arn, { at: at.getTime(), storageGiB });
                }
            }
        }
    });
    return found;
}

/** Availability zones of a region in which RDS offers a class for a major version of PostgreSQL, by name. */
export async function listZonesOfClass(
    instanceClass: string,
    major: string,
    region: string,
): Promise<string[]> {
    const { RDSClient, paginateDescribeOrderableDBInstanceOptions } = await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientConfig(region));
    const zones = new Set<string>();
    const subject = { name: `class ${instanceClass}`, region };
    await callAws("rds:DescribeOrderableDBInstanceOptions", subject, async () => {
        // Its own parameter for a version accepts minor versions only.
        const pages = paginateDescribeOrderableDBInstanceOptions(
            { client },
            { Engine: "postgres", DBInstanceClass: instanceClass, Vpc: true },
        );
        for await (const { OrderableDBInstanceOptions: options = [] } of pages) {
            for (const { EngineVersion, StorageType, AvailabilityZones = [] } of options) {
                if (EngineVersion?.split(".")[0] === major && StorageType === "gp3") {
                    AvailabilityZones.forEach(({ Name }) => Name !== undefined && zones.add(Name));
                }
            }
        }
    });
    return [...zones].sort();
}

/** Deletes the point-in-time backups of a deleted database. */
export async function deleteAutomatedBackups(identifier: string, region: string): Promise<void> {
    const { RDSClient, DeleteDBInstanceAutomatedBackupCommand, DescribeDBInstanceAutomatedBackupsCommand } =
        await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientConfig(region));
    const subject = { name: `database ${identifier}`, region };
    const found = await callAws("rds:DescribeDBInstanceAutomatedBackups", subject, () =>
        client.send(new DescribeDBInstanceAutomatedBackupsCommand({ Filters: filterByName(identifier) })),
    );
    for (const { DbiResourceId } of found?.DBInstanceAutomatedBackups ?? []) {
        await callAws(
            "rds:DeleteDBInstanceAutomatedBackup",
            subject,
            () => client.send(new DeleteDBInstanceAutomatedBackupCommand({ DbiResourceId })),
            ["DBInstanceAutomatedBackupNotFoundFault"],
        );
    }
}
