import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import type { RecoveryPoint } from "./aws/backup";
import type { KeyStates } from "./aws/kms";
import type { Window } from "./aws/rds";
import { formatDuration } from "./format";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The database of a recovery set: a time within its point-in-time window, or a snapshot. */
export type DatabaseBackup = {
    at: number;
    keyArn: string;
    /** Storage that it is restored into, if RDS reports it. */
    storageGiB?: number;
} & (
    | { kind: "pointInTime"; resourceId: string; exists: boolean }
    | { kind: "snapshot"; arn: string; bytes: number }
);

/** Whether backups can be restored, and are within the RPO. */
export interface BackupCheck {
    /** Whether all keys can be used: without one of them nothing can be restored. */
    usable: boolean;
    /** Why they are not within the RPO, or not usable; empty if they are. */
    faults: string[];
}

export interface FilesBackup {
    files: RecoveryPoint;
    /** Key to encrypt the restored files with. */
    restoreKeyArn: string;
}

/** A file backup and a database backup from about the same time, which together restore Connect. */
export interface RecoverySet extends FilesBackup, BackupCheck {
    database: DatabaseBackup;
    /** Time between the two. */
    skewMs: number;
}

/** The backups in one region. */
export interface RegionBackups {
    /** Newest first, as the snapshots. */
    files: RecoveryPoint[];
    snapshots: RecoveryPoint[];
    windows: Window[];
    keys: KeyStates;
    /** Key of the stack's file system; absent if that is in another region. */
    fileSystemKeyArn?: string;
}

/**
 * Pairs each file backup with the nearest time of the database. A recovery set is as old as the older of its two backups, and
 * the RPO of the files applies to it: it is complete only with them.
 *
 * @returns recovery sets, newest first, and the file backups without a database.
 */
export function pairBackups(
    { files, snapshots, windows, keys, fileSystemKeyArn }: RegionBackups,
    rpo: RecoveryManifest["backup"]["rpo"],
    now: number,
): { recoverySets: RecoverySet[]; unpaired: FilesBackup[] } {
    const recoverySets: RecoverySet[] = [];
    const unpaired: FilesBackup[] = [];
    let nearest = 0;
    for (const point of files) {
        const distance = (at = Infinity): number => Math.abs(at - point.at);
        // Both are newest first: the nearest snapshot of an older backup is never newer.
        while (
            distance(snapshots[nearest + 1]?.at) <= distance(snapshots[nearest]?.at) &&
            nearest < snapshots.length
        ) {
            nearest++;
        }
        const snapshot = snapshots[nearest];
        const candidates: DatabaseBackup[] = [
            ...windows.map((window) => nearestInWindow(window, point.at)),
            ...(snapshot === undefined ? [] : [{ kind: "snapshot" as const, ...snapshot }]),
        ];
        const [database] = candidates.sort((one, other) => distance(one.at) - distance(other.at));
        const backup = {
            files: point,
            // If the file system's own key is lost, the backup's serves as well.
            restoreKeyArn:
                fileSystemKeyArn !== undefined && keys.get(fileSystemKeyArn) === "Enabled"
                    ? fileSystemKeyArn
                    : point.keyArn,
        };
        if (database === undefined || isFarApart({ skewMs: distance(database.at) })) {
            unpaired.push(backup);
            continue;
        }
        const keyFaults = [
            ...findKeyFaults("files", keys.get(point.keyArn)),
            ...findKeyFaults("database", keys.get(database.keyArn)),
        ];
        const older = database.at < point.at ? "database" : "files";
        const age = now - Math.min(database.at, point.at);
        recoverySets.push({
            ...backup,
            database,
            skewMs: distance(database.at),
            ...toCheck(keyFaults, findAgeFaults(older, age, rpo.fileSystemHours * HOUR)),
        });
    }
    return { recoverySets, unpaired };
}

/**
 * Checks the newest time that point-in-time recovery can restore the database to. The RPO of the database promises a time
 * within the last minutes; snapshots do not count.
 */
export function checkDatabaseRpo(
    { windows, keys }: Pick<RegionBackups, "windows" | "keys">,
    { databaseMinutes }: RecoveryManifest["backup"]["rpo"],
    now: number,
): BackupCheck {
    const allowed = databaseMinutes * MINUTE;
    const [newest] = [...windows].sort((one, other) => other.latest - one.latest);
    return newest === undefined
        ? toCheck([], [`no restorable time in the last ${formatDuration(allowed)}`])
        : toCheck(
              findKeyFaults("database", keys.get(newest.keyArn)),
              findAgeFaults("newest restorable time", now - newest.latest, allowed),
          );
}

/** Whether the two backups come from different runs of the backup plan. */
export function isFarApart({ skewMs }: Pick<RecoverySet, "skewMs">): boolean {
    return skewMs > MAX_APART_HOURS * HOUR;
}

export function meetsRpo({ faults }: BackupCheck): boolean {
    return faults.length === 0;
}

export function findKeyFaults(backup: "files" | "database", state: string | undefined): string[] {
    return state === "Enabled" ? [] : [`not usable: key of the ${backup} is ${state ?? "unknown"}`];
}

function findAgeFaults(subject: string, age: number, allowed: number): string[] {
    return age <= allowed
        ? []
        : [`${subject} ${formatDuration(age)} old, at most ${formatDuration(allowed)}`];
}

function toCheck(keyFaults: string[], ageFaults: string[]): BackupCheck {
    return { usable: keyFaults.length === 0, faults: [...keyFaults, ...ageFaults] };
}

function nearestInWindow({ earliest, latest, ...instance }: Window, at: number): DatabaseBackup {
    return { kind: "pointInTime", at: Math.min(Math.max(at, earliest), latest), ...instance };
}
