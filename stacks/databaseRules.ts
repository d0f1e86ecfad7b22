import { leastMaxStorageGiB } from "../catalog/leastMaxStorageGiB";
import { BACKUP_SCHEDULES, START_WINDOW_MINUTES } from "../lib/backupSchedule";
import { blocksBackupStart, formatSpan, parseWindow, startSpan, weeklyStarts } from "../lib/weekSpan";
import type { Rule } from "./rule";

/** RDS refuses a ceiling that is nearer. */
export const roomToGrow: Rule = function* ({ database }, checked) {
    if (!checked.isSound("database.storageGiB", "database.maxStorageGiB")) {
        return;
    }
    const least = leastMaxStorageGiB(database.storageGiB);
    if (database.maxStorageGiB < least) {
        yield {
            path: ["database", "maxStorageGiB"],
            message: `must be at least ${least} GiB: RDS requires 10 % more than storageGiB, ${database.storageGiB} GiB`,
        };
    }
};

/**
 * RDS takes no window that is shorter or longer.
 *
 * Source: RDS API reference, CreateDBInstance, PreferredMaintenanceWindow.
 */
const WINDOW_MINUTES = { least: 30, below: 24 * 60 };

/** AWS Backup cannot start a backup in the maintenance window, nor in the hour before it. */
export const maintenanceApartFromBackups: Rule = function* ({ database }, checked) {
    const path = "database.maintenanceWindow";
    const window = checked.isSound(path) ? parseWindow(database.maintenanceWindow) : undefined;
    if (window === undefined) {
        return;
    }
    const minutes = window.end - window.start;
    if (minutes < WINDOW_MINUTES.least || minutes >= WINDOW_MINUTES.below) {
        yield {
            path: path.split("."),
            message: "must last from 30 minutes to less than 24 hours: RDS rejects any other window",
        };
        return;
    }
    for (const [rule, schedule] of Object.entries(BACKUP_SCHEDULES)) {
        const met = (weeklyStarts(schedule) ?? [])
            .map((start) => startSpan(start, START_WINDOW_MINUTES))
            .find((span) => blocksBackupStart(span, window));
        if (met !== undefined) {
            yield {
                path: path.split("."),
                message:
                    `must end before, or begin over an hour after, the time in which the ${rule} backup starts, ${formatSpan(met)}: ` +
                    "AWS Backup starts none in a maintenance window or the hour before it",
            };
        }
    }
};
