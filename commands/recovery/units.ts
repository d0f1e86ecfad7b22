import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { MAX_APART_HOURS } from "../../stacks/recoveryRules";
import type { Window } from "./databaseState";
import type { KeyStates } from "./keyStates";
import type { RecoveryPoint } from "./recoveryPoints";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The database's half of a unit: a moment within its point-in-time window, or a snapshot. */
export type DatabaseHalf = { at: number; keyArn: string } & (
    | { kind: "pointInTime"; resourceId: string; living: boolean }
    | { kind: "snapshot"; arn: string; bytes: number }
);

/** Files and a database of about the same moment, which together bring Connect back. */
export interface Unit {
    files: RecoveryPoint;
    database: DatabaseHalf;
    /** Time between the two, in milliseconds. */
    apart: number;
    /** Whether the keys of both halves can be used: without one of them there is nothing to restore. */
    usable: boolean;
    /** Why it does not meet the stack's RPO, or is not usable; empty where it does. */
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
        if (database === undefined || distance(database.at) > MAX_APART_HOURS * HOUR) {
            alone.push(point);
            continue;
        }
        const unreadable = [
            ...keyFaults("files", keys.get(point.keyArn)),
            ...keyFaults("database", keys.get(database.keyArn)),
        ];
        paired.push({
            files: point,
            database,
            apart: distance(database.at),
            usable: unreadable.length === 0,
            faults: [
                ...unreadable,
                ...late("files", now - point.at, rpo.fileSystemHours * HOUR),
                ...databaseFaults,
            ],
        });
    }
    return { units: paired, alone };
}

export function meetsRpo({ faults }: Unit): boolean {
    return faults.length === 0;
}

/** The moment of a window that is nearest to one. */
function within({ earliest, latest, ...instance }: Window, moment: number): DatabaseHalf {
    return { kind: "pointInTime", at: Math.min(Math.max(moment, earliest), latest), ...instance };
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
