import * as aws from "@pulumi/aws";
import { leastMaxStorageGiB } from "../catalog/leastMaxStorageGiB";
import type { DatabaseRestore } from "./database";
import { readFromAws } from "./readFromAws";

export interface DatabaseSource extends DatabaseRestore {
    /** Time of `snapshot` in the settings, as ISO 8601 in UTC. */
    takenAt?: string;
    /** Size in GiB up to which RDS is to enlarge the storage by itself. */
    maxStorageGiB: number;
}

/**
 * Most time between a snapshot's time in RDS and in the settings. AWS Backup sets the time of a recovery point itself, and its
 * job may start two hours later (the start window in `lib/backupSchedule.ts`); a backup of another run is ten hours away.
 */
const TOLERANCE_MS = 3 * 3_600_000;

/** Problems with the backup of a database, a line each. */
export async function databaseSourceProblems(source: DatabaseSource): Promise<string[]> {
    const { snapshot, pointInTime } = source;
    if (snapshot !== undefined) {
        return snapshotProblems(snapshot, source);
    }
    // No data source returns automated backups, or the times that they reach.
    return pointInTime === undefined || pointInTime.resourceId !== undefined
        ? []
        : instanceProblems(pointInTime.identifier, source);
}

async function snapshotProblems(snapshot: string, source: DatabaseSource): Promise<string[]> {
    const { keyArn, takenAt } = source;
    const what = `snapshot ${snapshot}`;
    const name = snapshot.split(":snapshot:").at(-1) ?? snapshot;
    const answer = await readFromAws(
        {
            what,
            action: "rds:DescribeDBSnapshots",
            absent: "npm run recovery -- status --json lists those that exist.",
        },
        () => aws.rds.getSnapshot({ dbSnapshotIdentifier: name, snapshotType: typeOf(name) }),
    );
    if ("problem" in answer) {
        return [answer.problem];
    }
    const { status, encrypted, kmsKeyId, originalSnapshotCreateTime, snapshotCreateTime } = answer.found;
    if (status !== "available") {
        return [
            `${what} is ${status} and must be available: if it is being created, try again when it is complete. Otherwise choose another.`,
        ];
    }
    const problems: string[] = [];
    // An offline plan knows no key. With another key, the instance would differ from the program and be replaced.
    if (!encrypted || ![keyArn, ""].includes(kmsKeyId)) {
        problems.push(
            `${what} is ${encrypted ? `under the key ${kmsKeyId}` : "not encrypted"} and must be under ${keyArn}, as in the manifest: ` +
                "copy it under that key with aws rds copy-db-snapshot --kms-key-id.",
        );
    }
    // A copy has the time of its original.
    const taken = originalSnapshotCreateTime || snapshotCreateTime;
    if (Math.abs(Date.parse(taken) - Date.parse(takenAt ?? taken)) > TOLERANCE_MS) {
        problems.push(
            `${what} was taken at ${taken}, and posit-connect:recovery.database.takenAt is ${takenAt ?? ""}: ` +
                "set it to that time, and adopt files from the same run.",
        );
    }
    return [...problems, ...ceilingProblems(what, answer.found.allocatedStorage, source)];
}

/** The storage of a backup may have grown until RDS rejects `maxStorageGiB` for the restored database. */
function ceilingProblems(what: string, storageGiB: number, { maxStorageGiB }: DatabaseSource): string[] {
    const least = leastMaxStorageGiB(storageGiB);
    return maxStorageGiB >= least
        ? []
        : [
              `${what} has ${storageGiB} GiB, and posit-connect:database.maxStorageGiB is ${maxStorageGiB}: set it to ${least} or more.`,
          ];
}

/**
 * Without a type, RDS returns only automated and manual snapshots, and it never finds an automated one by its name.
 *
 * Source: RDS API reference, DescribeDBSnapshots.
 */
function typeOf(snapshot: string): string | undefined {
    if (snapshot.startsWith("awsbackup:")) {
        return "awsbackup";
    }
    return snapshot.startsWith("rds:") ? "automated" : undefined;
}

async function instanceProblems(identifier: string, source: DatabaseSource): Promise<string[]> {
    const what = `database ${identifier}`;
    const answer = await readFromAws(
        {
            what,
            action: "rds:DescribeDBInstances",
            absent:
                "to restore it from its retained automated backups, set posit-connect:recovery.database.resourceId to the " +
                `DbiResourceId of aws rds describe-db-instance-automated-backups --filters Name=db-instance-id,Values=${identifier}.`,
        },
        () => aws.rds.getInstance({ dbInstanceIdentifier: identifier }),
    );
    return "problem" in answer
        ? [answer.problem]
        : ceilingProblems(what, answer.found.allocatedStorage, source);
}
