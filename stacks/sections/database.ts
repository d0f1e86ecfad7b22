import type { z } from "zod";
import { leastMaxStorageGiB } from "../../catalog/leastMaxStorageGiB";
import { CONNECT_POSTGRES } from "../../catalog/postgresVersions";
import { BACKUP_SCHEDULES, START_WINDOW_MINUTES } from "../../lib/backupSchedule";
import { blocksBackupStart, formatSpan, startSpan, weeklyStarts, parseWindow } from "../../lib/weekSpan";
import { flag, oneOf, table, text, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";

export const databaseSchema = table({
    instanceClass: text(/^db\.[a-z0-9-]+\.[a-z0-9-]+$/, "an RDS instance class, such as db.m5.large")
        .default("db.m5.large")
        .describe("RDS instance class. A change restarts the database with a failover, in about a minute."),
    engineVersion: oneOf(
        CONNECT_POSTGRES,
        "the major versions that both Connect and RDS support; RDS chooses the minor one",
    )
        .default("15")
        .describe(
            "PostgreSQL major version, in quotes. A higher one upgrades in place: stop Connect first, as the database is down for " +
                "some minutes. Only a restored snapshot undoes it. RDS chooses the minor version and keeps it up to date in " +
                "`maintenanceWindow`.",
        ),
    maintenanceWindow: text(
        /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
        "a weekly window in UTC, in lower case, such as sat:21:00-sat:22:00",
    )
        .default("sat:21:00-sat:22:00")
        .describe(
            "Weekly window, in UTC, in which RDS may install a minor version of PostgreSQL or update the operating system: the " +
                "database is down for some minutes. From 30 minutes to less than 24 hours, and at least an hour after any backup " +
                "may start.",
        ),
    storageGiB: wholeNumber({
        min: 20,
        max: 65536,
        unit: "GiB",
        reason: "RDS requires at least 20 GiB for PostgreSQL on gp3",
    })
        .default(20)
        .describe("Initial size in GiB. It can grow and never shrinks."),
    maxStorageGiB: wholeNumber({ min: 22, max: 65536, unit: "GiB", reason: "RDS allows no more than 65536" })
        .default(100)
        .describe(
            "Size in GiB up to which RDS enlarges the storage automatically; at least 10 % over `storageGiB`.",
        ),
    backupRetentionDays: wholeNumber({
        min: 2,
        max: 35,
        unit: "days",
        reason: "RDS keeps backups no longer, and a day would end before the next backup exists",
    })
        .default(14)
        .describe(
            "Days of point-in-time recovery, and days that the daily backups of database and files are kept. A change reaches RDS " +
                "with the next backup.",
        ),
    logRetentionDays: logRetentionDays().describe("Days that the database's logs are kept."),
    deletionProtection: flag()
        .default(true)
        .describe("Whether RDS refuses to delete the database. Turn it off, and update, before a destroy."),
    finalSnapshot: flag()
        .default(true)
        .describe(
            "Whether a destroy leaves a final snapshot. Its key is scheduled for deletion by the same destroy: within 30 days, copy " +
                "the snapshot with another key, or cancel the key's deletion.",
        ),
})
    .prefault({})
    .describe("The PostgreSQL database.");

export type DatabaseSettings = z.infer<typeof databaseSchema>;

export const database = pathOf<DatabaseSettings>("database");

const maxStorageAboveStorage = rule([database.storageGiB, database.maxStorageGiB], ([storage, max]) => {
    const least = leastMaxStorageGiB(storage);
    return max < least
        ? finding(database.maxStorageGiB, `at least ${least} GiB, 10 % more than storageGiB`)
        : undefined;
});

/**
 * RDS accepts no shorter or longer window.
 *
 * Source: RDS API reference, CreateDBInstance, PreferredMaintenanceWindow.
 */
const WINDOW_MINUTES = { least: 30, below: 24 * 60 };

/** AWS Backup cannot start a backup in the maintenance window, nor in the hour before it. */
const maintenanceApartFromBackups = rule([database.maintenanceWindow], function* ([text]) {
    const window = parseWindow(text);
    if (window === undefined) {
        return;
    }
    const minutes = window.end - window.start;
    if (minutes < WINDOW_MINUTES.least || minutes >= WINDOW_MINUTES.below) {
        yield finding(database.maintenanceWindow, "a window of 30 minutes to less than 24 hours");
        return;
    }
    for (const [backup, schedule] of Object.entries(BACKUP_SCHEDULES)) {
        const start = (weeklyStarts(schedule) ?? [])
            .map((minute) => startSpan(minute, START_WINDOW_MINUTES))
            .find((span) => blocksBackupStart(span, window));
        if (start !== undefined) {
            yield finding(
                database.maintenanceWindow,
                `a window that ends before, or begins over an hour after, the start of the ${backup} backup (${formatSpan(start)})`,
                "AWS Backup starts no backup in a maintenance window or in the hour before it.",
            );
        }
    }
});

export const databaseRules: Rule[] = [maxStorageAboveStorage, maintenanceApartFromBackups];
