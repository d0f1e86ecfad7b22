import type { z } from "zod";
import { flag, oneOf, section, text, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";

export const databaseSchema = section({
    instanceClass: text(/^db\.[a-z0-9-]+\.[a-z0-9-]+$/, "an RDS instance class, such as db.m5.large")
        .default("db.m5.large")
        .describe("RDS instance class. A change restarts the database by a failover, in about a minute."),
    engineVersion: oneOf(
        ["14", "15", "16", "17"],
        "the major versions that both Connect and RDS support; RDS picks the minor one",
    )
        .default("15")
        .describe(
            "PostgreSQL major version, in quotes. A higher one upgrades in place, with the database down for some " +
                "minutes: stop Connect first. RDS picks the minor version and keeps it up to date in `maintenanceWindow`.",
        ),
    maintenanceWindow: text(
        /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
        "a weekly window in UTC, in lower case, such as sat:21:00-sat:22:00",
    )
        .default("sat:21:00-sat:22:00")
        .describe(
            "Window of each week, in UTC, in which RDS may install a minor version of PostgreSQL or update the operating " +
                "system: the database is down for some minutes. From 30 minutes to less than 24 hours, and at least an hour " +
                "after any backup may start.",
        ),
    storageGiB: wholeNumber({
        min: 20,
        max: 65536,
        unit: "GiB",
        reason: "RDS needs at least 20 GiB for PostgreSQL on gp3",
    })
        .default(20)
        .describe("Initial size in GiB. It can grow and never shrinks."),
    maxStorageGiB: wholeNumber({ min: 22, max: 65536, unit: "GiB", reason: "RDS allows no more than 65536" })
        .default(100)
        .describe(
            "Size in GiB up to which RDS enlarges the storage by itself; at least 10 % over `storageGiB`.",
        ),
    backupRetentionDays: wholeNumber({
        min: 2,
        max: 35,
        unit: "days",
        reason: "RDS keeps no longer, and a backup that goes before the next one is made leaves none",
    })
        .default(14)
        .describe(
            "Days of recovery to any point in time, and of the daily backups of database and files. A change reaches RDS with " +
                "the next backup.",
        ),
    logRetentionDays: logRetentionDays().describe("Days that the database's logs are kept."),
    deletionProtection: flag()
        .default(true)
        .describe("Whether RDS refuses to delete the database. Turn it off, and update, before a destroy."),
    finalSnapshot: flag().default(true).describe("Whether a destroy leaves a last snapshot behind."),
});

export type DatabaseSettings = z.infer<typeof databaseSchema>;
