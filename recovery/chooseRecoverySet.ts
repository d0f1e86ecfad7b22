import { UserError } from "../lib/userError";
import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import { formatDuration, formatMinute } from "./format";
import {
    findKeyFaults,
    isFarApart,
    type BackupCheck,
    type FilesBackup,
    type RecoverySet,
} from "./recoverySets";
import type { VaultStatus } from "./status";

/** Which backups to restore; by default the newest usable recovery set. */
export interface RecoverySetChoice {
    /** Minute of the file backup, as `status` prints it. */
    minute?: string;
    /** Recovery point of the files, instead of its minute. */
    files?: string;
    /** Time to restore the database to, as ISO 8601 in UTC. */
    pointInTime?: string;
    /** Whether database and files may come from different runs of the backup plan. */
    force?: boolean;
}

/**
 * Finds the chosen recovery set.
 *
 * @returns `undefined` if none is usable.
 * @throws a {@link UserError} if a named one is not.
 */
export function chooseRecoverySet(vaults: VaultStatus[], choice: RecoverySetChoice): RecoverySet | undefined {
    const { pointInTime, force } = choice;
    const filesBackups = vaults.flatMap((vault) =>
        [...vault.recoverySets, ...vault.unpaired].map(({ files, restoreKeyArn }) => {
            const faults = findKeyFaults("files", vault.keys.get(files.keyArn));
            return { files, restoreKeyArn, usable: faults.length === 0, faults };
        }),
    );
    if (pointInTime === undefined) {
        return findChosen(
            vaults.flatMap(({ recoverySets }) => recoverySets),
            choice,
            filesBackups,
        );
    }
    // Any file backup will do: its own database is replaced.
    const chosen = findChosen(filesBackups, choice, []);
    return chosen && withPointInTime(chosen, pointInTime, force === true, vaults);
}

/** @param unpaired backups that cannot be chosen, as they have no database. */
function findChosen<Backup extends FilesBackup & BackupCheck>(
    backups: Backup[],
    { minute, files }: RecoverySetChoice,
    unpaired: FilesBackup[],
): Backup | undefined {
    if (minute === undefined && files === undefined) {
        return [...backups].sort((one, other) => other.files.at - one.files.at).find(({ usable }) => usable);
    }
    const isChosen = (backup: FilesBackup): boolean =>
        files === undefined
            ? formatMinute(backup.files.at) === minute?.replace("T", " ")
            : backup.files.arn === files;
    const found = backups.find(isChosen);
    const option = files === undefined ? `--recovery-set ${minute ?? ""}` : `--restore-job: ${files}`;
    if (found === undefined) {
        throw new UserError([
            unpaired.some(isChosen)
                ? `${option}: has no database backup within ${MAX_APART_HOURS} h. Set --point-in-time and --force.`
                : `${option}: no such recovery set. \`npm run recovery -- status\` lists them, such as --recovery-set "2026-11-23 05:02".`,
        ]);
    }
    if (!found.usable) {
        throw new UserError([
            `${option}: ${found.faults.join("; ")}. \`npm run recovery -- status\` lists others.`,
        ]);
    }
    return found;
}

/** A file backup with the database at another time, which point-in-time recovery must cover. */
function withPointInTime(
    backup: FilesBackup & BackupCheck,
    pointInTime: string,
    force: boolean,
    vaults: VaultStatus[],
): RecoverySet {
    const option = `--point-in-time ${pointInTime}`;
    const at = Date.parse(pointInTime);
    const windows = vaults.flatMap(({ source, keys }) =>
        (source?.database.windows ?? []).map((window) => ({ ...window, keyState: keys.get(window.keyArn) })),
    );
    const window = windows.find(({ earliest, latest }) => earliest <= at && at <= latest);
    if (window === undefined) {
        const covered = windows.map(({ earliest, latest }) =>
            [earliest, latest].map((end) => `${formatMinute(end)} UTC`).join(" – "),
        );
        throw new UserError([
            windows.length === 0
                ? `${option}: this region has no point-in-time recovery. Leave the option out to restore a snapshot.`
                : `${option}: must be within ${covered.join(", or ")}, the window of point-in-time recovery.`,
        ]);
    }
    const { resourceId, exists, keyArn, storageGiB, keyState } = window;
    const faults = findKeyFaults("database", keyState);
    if (faults.length > 0) {
        throw new UserError([`${option}: ${faults.join("; ")}.`]);
    }
    const skewMs = Math.abs(at - backup.files.at);
    if (isFarApart({ skewMs }) && !force) {
        throw new UserError([
            `${option}: is ${formatDuration(skewMs)} from the file backup of ${formatMinute(backup.files.at)}; a recovery set spans at most ` +
                `${MAX_APART_HOURS} h. Choose files from about that time, or back them up now and set --force.`,
        ]);
    }
    return {
        ...backup,
        database: { kind: "pointInTime", at, resourceId, exists, keyArn, storageGiB },
        skewMs,
    };
}
