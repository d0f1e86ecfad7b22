import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import type { Window } from "./databaseState";
import type { KeyStates } from "./keyStates";
import type { RecoveryPoint } from "./recoveryPoints";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The database's half of a unit: a moment within its point-in-time window, or a snapshot. */
export type DatabaseHalf = {
    at: number;
    keyArn: string;
    /** Size of the storage that it is restored into, where RDS tells. */
    storageGiB?: number;
} & (
    | { kind: "pointInTime"; resourceId: string; living: boolean }
    | { kind: "snapshot"; arn: string; bytes: number }
);

/** What there is to restore, beside what was promised. */
export interface Judgement {
    /** Whether the keys of all of it can be used: without one of them there is nothing to restore. */
    usable: boolean;
    /** Why it does not meet the stack's RPO, or is not usable; empty where it does. */
    faults: string[];
}

/** The files' half of a unit. */
export interface FilesHalf {
    files: RecoveryPoint;
    /** Of the key to restore the files under. */
    restoreKeyArn: string;
}

/** Files and a database of about the same moment, which together bring Connect back. */
export interface Unit extends FilesHalf, Judgement {
    database: DatabaseHalf;
    /** Time between the two, in milliseconds. */
    apart: number;
}

/** What one region has for a restore. */
export interface Kept {
    files: RecoveryPoint[];
    snapshots: RecoveryPoint[];
    windows: Window[];
    keys: KeyStates;
    /** Of the key that the stack's file system is under; absent where that is in another region. */
    fileSystemKeyArn?: string;
}

/**
 * Pairs each backup of the files with the nearest moment of the database. A unit is as old as the older of its halves, and
 * may be as old as files may: it is whole only with them.
 *
 * @param kept its points newest first.
 * @returns units, newest first, and the backups of files without a database.
 */
export function units(
    { files, snapshots, windows, keys, fileSystemKeyArn }: Kept,
    rpo: RecoveryManifest["backup"]["rpo"],
    now: number,
): { units: Unit[]; alone: FilesHalf[] } {
    const paired: Unit[] = [];
    const alone: FilesHalf[] = [];
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
        const half = {
            files: point,
            // What a backup is under serves as well, where the file system's own key is lost.
            restoreKeyArn:
                fileSystemKeyArn !== undefined && keys.get(fileSystemKeyArn) === "Enabled"
                    ? fileSystemKeyArn
                    : point.keyArn,
        };
        if (database === undefined || isFarApart({ apart: distance(database.at) })) {
            alone.push(half);
            continue;
        }
        const unreadable = [
            ...keyFaults("files", keys.get(point.keyArn)),
            ...keyFaults("database", keys.get(database.keyArn)),
        ];
        const older = database.at < point.at ? "database" : "files";
        const age = now - Math.min(database.at, point.at);
        paired.push({
            ...half,
            database,
            apart: distance(database.at),
            ...judged(unreadable, late(older, age, rpo.fileSystemHours * HOUR)),
        });
    }
    return { units: paired, alone };
}

/**
 * The database alone, as point-in-time recovery brings it back: to its newest moment, which is promised to be of the last
 * minutes. Its snapshots are not promised to be.
 */
export function pointInTime(
    { windows, keys }: Pick<Kept, "windows" | "keys">,
    { databaseMinutes }: RecoveryManifest["backup"]["rpo"],
    now: number,
): Judgement {
    const allowed = databaseMinutes * MINUTE;
    const [newest] = [...windows].sort((one, other) => other.latest - one.latest);
    return newest === undefined
        ? judged([], [`no moment of the last ${duration(allowed)}`])
        : judged(
              keyFaults("database", keys.get(newest.keyArn)),
              late("newest moment", now - newest.latest, allowed),
          );
}

/** Whether the halves are of different runs of the backups. */
export function isFarApart({ apart }: Pick<Unit, "apart">): boolean {
    return apart > MAX_APART_HOURS * HOUR;
}

export function meetsRpo({ faults }: Judgement): boolean {
    return faults.length === 0;
}

function judged(unreadable: string[], lateness: string[]): Judgement {
    return { usable: unreadable.length === 0, faults: [...unreadable, ...lateness] };
}

/** The moment of a window that is nearest to one. */
function within({ earliest, latest, ...instance }: Window, moment: number): DatabaseHalf {
    return { kind: "pointInTime", at: Math.min(Math.max(moment, earliest), latest), ...instance };
}

function asHalf(snapshot: RecoveryPoint | undefined): DatabaseHalf[] {
    return snapshot === undefined ? [] : [{ kind: "snapshot", ...snapshot }];
}

export function keyFaults(half: string, state: string | undefined): string[] {
    return state === "Enabled" ? [] : [`not usable: key of the ${half} is ${state ?? "unknown"}`];
}

function late(what: string, age: number, allowed: number): string[] {
    return age <= allowed ? [] : [`${what} ${duration(age)} old, at most ${duration(allowed)}`];
}

/**
 * A time in milliseconds, in words, rounded up so that what is over a limit reads so: minutes up to two hours, hours and
 * minutes up to two days, then days and hours.
 */
export function duration(milliseconds: number): string {
    const minutes = Math.ceil(milliseconds / MINUTE);
    const hours = Math.ceil(milliseconds / HOUR);
    const of = (whole: number, unit: string, rest: number, part: string): string =>
        rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${part}`;
    return minutes < 120
        ? `${minutes} min`
        : minutes < 48 * 60
          ? of(Math.floor(minutes / 60), "h", minutes % 60, "min")
          : of(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** A moment in UTC, to the minute. */
export function minute(at: number): string {
    return new Date(at).toISOString().slice(0, "YYYY-MM-DDTHH:MM".length).replace("T", " ");
}
