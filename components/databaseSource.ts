import * as aws from "@pulumi/aws";
import { leastMaxStorageGiB } from "../catalog/leastMaxStorageGiB";
import type { DatabaseRestore } from "./database";
import { readFromAws } from "./readFromAws";

export interface DatabaseSource extends DatabaseRestore {
    /** When `snapshot` is said to have been taken, as ISO 8601 has it in UTC. */
    takenAt?: string;
    /** Size in GiB up to which RDS is to enlarge the storage by itself. */
    maxStorageGiB: number;
}

/**
 * How far a snapshot's moment in RDS may be from what is said of it. AWS Backup dates a recovery point by itself, and its
 * job may begin two hours after that (the start window in `lib/backupSchedule.ts`); a backup of another run is ten hours away.
 */
const TOLERANCE_MS = 3 * 3_600_000;

/** What is wrong with what a database is to be made from, a line each. */
export async function databaseSourceProblems(source: DatabaseSource): Promise<string[]> {
    const { snapshot, pointInTime } = source;
    if (snapshot !== undefined) {
        return snapshotProblems(snapshot, source);
    }
    // No data source tells of automated backups, nor of the moments that they reach.
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
            absent: "npm run recovery -- status --json lists those that are.",
        },
        () => aws.rds.getSnapshot({ dbSnapshotIdentifier: name, snapshotType: typeOf(name) }),
    );
    if ("problem" in answer) {
        return [answer.problem];
    }
    const { status, encrypted, kmsKeyId, originalSnapshotCreateTime, snapshotCreateTime } = answer.found;
    if (status !== "available") {
        return [
            `${what} is ${status} and must be available: where it is being made, look again once it is done; else choose another.`,
        ];
    }
    const problems: string[] = [];
    // An offline plan knows no key. Under another key the instance would not be what the program says, and be replaced.
    if (!encrypted || ![keyArn, ""].includes(kmsKeyId)) {
        problems.push(
            `${what} is ${encrypted ? `under the key ${kmsKeyId}` : "not encrypted"} and must be under ${keyArn}, as in the manifest: ` +
                "copy it under that key by aws rds copy-db-snapshot --kms-key-id.",
        );
    }
    // A copy is of the moment of what it was copied from.
    const taken = originalSnapshotCreateTime || snapshotCreateTime;
    if (Math.abs(Date.parse(taken) - Date.parse(takenAt ?? taken)) > TOLERANCE_MS) {
        problems.push(
            `${what} was taken at ${taken}, and posit-connect:recovery.database.takenAt is ${takenAt ?? ""}: ` +
                "set it to that, and adopt files of the same run.",
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
              `${what} is of ${storageGiB} GiB, and posit-connect:database.maxStorageGiB is ${maxStorageGiB}: set it to ${least} or more.`,
          ];
}

/**
 * Without a type RDS tells of automated and manual snapshots only, and of an automated one by its name not even so.
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
                "to restore it from automated backups that it has left, set posit-connect:recovery.database.resourceId to the " +
                `DbiResourceId of aws rds describe-db-instance-automated-backups --filters Name=db-instance-id,Values=${identifier}.`,
        },
        () => aws.rds.getInstance({ dbInstanceIdentifier: identifier }),
    );
    return "problem" in answer
        ? [answer.problem]
        : ceilingProblems(what, answer.found.allocatedStorage, source);
}
