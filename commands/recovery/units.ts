import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import type { Window } from "./databaseState";
import type { KeyStates } from "./keyStates";
import type { RecoveryPoint } from "./recoveryPoints";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The database's half of a unit: a moment within its point-in-time window, or a snapshot. */
export type DatabaseHalf = { at: number; keyArn: string } & (
    { kind: "pointInTime"; resourceId: string } | { kind: "snapshot"; arn: string; bytes: number }
);

/** Files and a database of about the same moment, which together bring Connect back. */
export interface Unit {
    files: RecoveryPoint;
    database: DatabaseHalf;
    /** Time between the two, in milliseconds. */
    apart: number;
    /** Why it does not meet the stack's RPO, or cannot be used at all; empty where it does. */
    faults: string[];
}

/** What one region has for a restore. */
export interface Kept {
    files: RecoveryPoint[];
    snapshots: RecoveryPoint[];
    windows: Window[];
    keys: KeyStates;
}

/**
 * How far apart the halves of a unit may be, in milliseconds: AWS Backup starts a job within eight hours of its schedule,
 * so halves that are further apart are of different runs.
 */
export const MAX_APART = 8 * HOUR;

/**
 * Pairs each backup of the files with the nearest moment of the database.
 *
 * @param kept its points newest first.
 * @returns units, newest first, and the backups of files without one.
 */
export function units(
    { files, snapshots, windows, keys }: Kept,
    rpo: RecoveryManifest["backup"]["rpo"],
    now: number,
): { units: Unit[]; alone: RecoveryPoint[] } {
    const newest = Math.max(...windows.map(({ latest }) => latest), snapshots[0]?.at ?? -Infinity);
    const databaseFaults = late("database", now - newest, rpo.databaseMinutes * MINUTE);
    const paired: Unit[] = [];
    const alone: RecoveryPoint[] = [];
    let nearest = 0;
    for (const point of files) {
        const distance = (at = Infinity): number => Math.abs(at - point.at);
        // Both are newest first: what is nearest to an older backup is never newer.
        while (
            distance(snapshots[nearest + 1]?.at) <= distance(snapshots[nearest]?.at) &&
            nearest < snapshots.length
        ) {
            nearest++;
        }
        const [database] = [
            ...windows.map((window) => within(window, point.at)),
            ...asHalf(snapshots[nearest]),
        ].sort((one, other) => distance(one.at) - distance(other.at));
        if (database === undefined || distance(database.at) > MAX_APART) {
            alone.push(point);
            continue;
        }
        paired.push({
            files: point,
            database,
            apart: distance(database.at),
            faults: [
                ...keyFaults("files", keys.get(point.keyArn)),
                ...keyFaults("database", keys.get(database.keyArn)),
                ...late("files", now - point.at, rpo.fileSystemHours * HOUR),
                ...databaseFaults,
            ],
        });
    }
    return { units: paired, alone };
}

/** The moment of a window that is nearest to one. */
function within({ earliest, latest, resourceId, keyArn }: Window, moment: number): DatabaseHalf {
    return { kind: "pointInTime", at: Math.min(Math.max(moment, earliest), latest), resourceId, keyArn };
}

function asHalf(snapshot: RecoveryPoint | undefined): DatabaseHalf[] {
    return snapshot === undefined ? [] : [{ kind: "snapshot", ...snapshot }];
}

function keyFaults(half: string, state: string | undefined): string[] {
    return state === "Enabled" ? [] : [`not usable: key of the ${half} is ${state ?? "unknown"}`];
}

function late(half: string, age: number, allowed: number): string[] {
    return age <= allowed ? [] : [`${half} ${duration(age)} old, at most ${duration(allowed)}`];
}

/** A time in milliseconds, in words: minutes up to two hours, hours up to two days, then days. */
export function duration(milliseconds: number): string {
    return milliseconds < 2 * HOUR
        ? `${Math.round(milliseconds / MINUTE)} min`
        : milliseconds < 48 * HOUR
          ? `${Math.round(milliseconds / HOUR)} h`
          : `${Math.round(milliseconds / (24 * HOUR))} d`;
}
