import type { DBInstance, DBInstanceAutomatedBackup } from "@aws-sdk/client-rds";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { ask, clientIn } from "./ask";
import { together } from "./together";

/** Moments that a database can be brought back to, each in milliseconds since 1970. */
export interface Window {
    earliest: number;
    latest: number;
    /** What RDS calls the instance that it is of, also when there is another one of its name by now. */
    resourceId: string;
    /** Whether that instance is there. */
    living: boolean;
    keyArn: string;
    /** Size of the storage that it is restored into, where RDS tells. */
    storageGiB?: number;
}

export interface DatabaseState {
    /** As RDS says; `gone` where there is none of this name. */
    status: string;
    /** One for the instance, and one for each deleted one of its name whose backups were kept. */
    windows: Window[];
}

/** The database in the stack's own region, and what point-in-time recovery has of it, which can outlive it. */
export async function databaseState({ region, database }: RecoveryManifest): Promise<DatabaseState> {
    const { RDSClient, DescribeDBInstancesCommand, DescribeDBInstanceAutomatedBackupsCommand } =
        await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientIn(region));
    const of = { what: `database ${database.identifier}`, region };
    const [found, backups] = await together([
        ask(
            "rds:DescribeDBInstances",
            of,
            () => client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier })),
            ["DBInstanceNotFoundFault"],
        ),
        ask(
            "rds:DescribeDBInstanceAutomatedBackups",
            of,
            () =>
                client.send(
                    new DescribeDBInstanceAutomatedBackupsCommand({
                        // Its own parameter for a name takes those of living instances only.
                        Filters: [{ Name: "db-instance-id", Values: [database.identifier] }],
                    }),
                ),
            ["DBInstanceAutomatedBackupNotFoundFault"],
        ),
    ]);
    const instance = found?.DBInstances?.[0];
    const windows = (backups?.DBInstanceAutomatedBackups ?? []).flatMap((backup) =>
        windowOf(backup, backup.DbiResourceId === instance?.DbiResourceId ? instance : undefined).map(
            (window) => ({
                ...window,
                keyArn: backup.KmsKeyId ?? database.keyArn,
                // Of today, and never less than it was at a moment before.
                storageGiB: backup.AllocatedStorage,
            }),
        ),
    );
    return { status: instance?.DBInstanceStatus ?? "gone", windows };
}

/** @param instance the one that it is of, where that is there: what it says itself is newer. */
function windowOf(
    { RestoreWindow: window, DbiResourceId: resourceId = "" }: DBInstanceAutomatedBackup,
    instance: DBInstance | undefined,
): Omit<Window, "keyArn">[] {
    return window?.EarliestTime === undefined || window.LatestTime === undefined
        ? []
        : [
              {
                  earliest: window.EarliestTime.getTime(),
                  latest: Math.max(
                      window.LatestTime.getTime(),
                      instance?.LatestRestorableTime?.getTime() ?? 0,
                  ),
                  resourceId,
                  living: instance !== undefined,
              },
          ];
}
