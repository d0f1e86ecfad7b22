import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import { UserError } from "../lib/userError";
import type { Window } from "./databaseState";
import type { VaultStatus } from "./status";
import { duration, isFarApart, keyFaults, minute, type FilesHalf, type Judgement, type Unit } from "./units";

/** What is to be restored, where it is not the newest unit that can be used as it is. */
export interface UnitChoice {
    /** Minute of the backup of the files, as `status` prints it. */
    unit?: string;
    /** Recovery point of the files, in the place of its minute. */
    files?: string;
    /** Moment that the database is brought back to, as ISO 8601 has it in UTC. */
    pointInTime?: string;
    /** Whether database and files may be of different runs of the backups. */
    force?: boolean;
}

/**
 * The unit that is meant.
 *
 * @returns `undefined` where there is none that can be used.
 * @throws a {@link UserError} where the one that is named cannot.
 */
export function chooseUnit(vaults: VaultStatus[], choice: UnitChoice): Unit | undefined {
    const { pointInTime, force } = choice;
    const units = vaults.flatMap((vault) => vault.units);
    const files = vaults.flatMap((vault) =>
        [...vault.units, ...vault.alone].map((half) => ofFiles(half, vault)),
    );
    if (pointInTime === undefined) {
        return chosen(units, choice, files);
    }
    // The database is of another moment anyway.
    const half = chosen(files, choice, []);
    return half && atMoment(half, pointInTime, force === true, vaults);
}

/** The files alone, whatever becomes of the database beside them. */
function ofFiles({ files, restoreKeyArn }: FilesHalf, { keys }: VaultStatus): FilesHalf & Judgement {
    const faults = keyFaults("files", keys.get(files.keyArn));
    return { files, restoreKeyArn, usable: faults.length === 0, faults };
}

/** @param others that are meant in vain, for lack of a database. */
function chosen<Half extends FilesHalf & Judgement>(
    halves: Half[],
    { unit, files }: UnitChoice,
    others: FilesHalf[],
): Half | undefined {
    if (unit === undefined && files === undefined) {
        return [...halves].sort((one, other) => other.files.at - one.files.at).find(({ usable }) => usable);
    }
    const isMeant = (half: FilesHalf): boolean =>
        files === undefined ? minute(half.files.at) === unit?.replace("T", " ") : half.files.arn === files;
    const found = halves.find(isMeant);
    const what = files === undefined ? `--unit ${unit ?? ""}` : `--restore-job: ${files}`;
    if (found === undefined) {
        throw new UserError([
            others.some(isMeant)
                ? `${what}: has no database within ${MAX_APART_HOURS} h of it; give --point-in-time with --force.`
                : `${what}: there is no such unit; npm run recovery -- status lists them, such as --unit "2026-11-23 05:02".`,
        ]);
    }
    if (!found.usable) {
        throw new UserError([
            `${what}: ${found.faults.join("; ")}; npm run recovery -- status lists others.`,
        ]);
    }
    return found;
}

/** Files with the database of another moment, which point-in-time recovery must reach. */
function atMoment(
    half: FilesHalf & Judgement,
    pointInTime: string,
    force: boolean,
    vaults: VaultStatus[],
): Unit {
    const at = Date.parse(pointInTime);
    if (Number.isNaN(at) || new Date(at).toISOString() !== pointInTime.replace("Z", ".000Z")) {
        throw new UserError([
            `--point-in-time ${pointInTime}: must be a moment in UTC, such as 2026-11-23T09:00:00Z.`,
        ]);
    }
    const windows = vaults.flatMap(({ living, keys }) =>
        (living?.database.windows ?? []).map((window) => ({ ...window, keyState: keys.get(window.keyArn) })),
    );
    const window = windows.find(({ earliest, latest }) => earliest <= at && at <= latest);
    if (window === undefined) {
        throw new UserError([
            windows.length === 0
                ? `--point-in-time ${pointInTime}: there is no point-in-time recovery here; leave it out, and a snapshot is taken.`
                : `--point-in-time ${pointInTime}: must be within ${windows.map(reach).join(", or ")}, which point-in-time recovery reaches.`,
        ]);
    }
    const { resourceId, living, keyArn, storageGiB, keyState } = window;
    const faults = keyFaults("database", keyState);
    if (faults.length > 0) {
        throw new UserError([`--point-in-time ${pointInTime}: ${faults.join("; ")}.`]);
    }
    const apart = Math.abs(at - half.files.at);
    if (isFarApart({ apart }) && !force) {
        throw new UserError([
            `--point-in-time ${pointInTime}: is ${duration(apart)} from the files of ${minute(half.files.at)}, and at most ` +
                `${MAX_APART_HOURS} h are one unit: take files of about that moment, or back them up now and give --force.`,
        ]);
    }
    return { ...half, database: { kind: "pointInTime", at, resourceId, living, keyArn, storageGiB }, apart };
}

function reach({ earliest, latest }: Window): string {
    return [earliest, latest].map((at) => `${minute(at)} UTC`).join(" – ");
}
