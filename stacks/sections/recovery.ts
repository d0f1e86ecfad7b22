import type { z } from "zod";
import { flag, table, text } from "../field";
import { finding, type Rule, rule } from "../rule";
import { s3Object } from "../s3Object";
import { pathOf } from "../settingPath";
import { aws } from "./aws";

/** To the second, in one notation. */
const seconds = (time: string) => time.slice(0, "YYYY-MM-DDTHH:MM:SS".length).replace("T", " ");

const instant = (form: string) =>
    text(
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
        `${form} in UTC and in quotes, such as "2026-11-20T09:00:00Z"`,
    ).refine(
        // JavaScript reads February 30 as a day in March.
        (value) => seconds(new Date(Date.parse(value) || 0).toISOString()) === seconds(value),
        { error: "a day and time that exist" },
    );

const DATABASE_FORM = "a table with pointInTime, or with snapshot and takenAt";

export const recoverySchema = table(
    {
        from: text(
            /^(s3:\/\/[^/]+\/|(?!\w+:\/\/)).+\.json$/,
            "the path of a manifest, from the project's folder, or s3://BUCKET/manifest.json",
        ).describe(
            "Recovery manifest of the stack to restore: a file, from the project's folder, or an `s3://` URI. With `promoted`, it must be " +
                "a file: the bucket is deleted with its stack.",
        ),
        database: table(
            {
                pointInTime: instant("a time")
                    .optional()
                    .describe(
                        "Time to restore the database to, in the region of the old database. Either this or `snapshot`.",
                    ),
                resourceId: text(
                    /^db-[A-Z0-9]+$/,
                    "RDS's resource ID of the old instance, such as db-ABCDEFGHIJKL",
                )
                    .optional()
                    .describe(
                        "With `pointInTime`, if the old instance is deleted: its resource ID in RDS, which its retained automated " +
                            "backups have. Default: the instance that the manifest names.",
                    ),
                snapshot: text(
                    /^(arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:)?(?!arn:)[a-zA-Z][a-zA-Z0-9:-]*$/,
                    "a snapshot's name or ARN in RDS; AWS Backup's begin with awsbackup:",
                )
                    .optional()
                    .describe(
                        "Snapshot to restore the database from: its name, or its ARN, which AWS Backup calls a recovery point.",
                    ),
                takenAt: instant("the time of the snapshot").optional().describe("Time of `snapshot`."),
            },
            DATABASE_FORM,
        ).describe("The database backup to restore."),
        fileSystem: table(
            {
                adopt: text(
                    /^fs-[0-9a-f]{8,40}$/,
                    "a file system's ID, such as fs-0123456789abcdef0",
                ).describe(
                    "File system that AWS Backup has restored the files into, and that the stack uses. A destroy does not delete it.",
                ),
                subPath: text(
                    /^[\w.-]+(\/[\w.-]+)*$/,
                    "a directory without a slash at either end, such as aws-backup-restore_2026-11-20T09-12-00-000Z",
                )
                    .optional()
                    .describe(
                        "Directory of Connect's files in the file system. Without it, the root: a job first moves there what AWS Backup has " +
                            "restored into a directory of its own. If the old stack's files were in a directory, it moves the files of that " +
                            "directory.",
                    ),
                takenAt: instant("the time of the files' backup").describe("Time of the files' backup."),
            },
            "a table with adopt and takenAt",
        )
            .optional()
            .describe(
                "The file backup to restore. Without it, Connect starts without files and cannot read the encrypted values in the " +
                    "database: requires `force`.",
            ),
        promoted: flag()
            .default(false)
            .describe(
                "Set to true to promote the stack. The record in `hostedZoneId` then points at this stack, the stack sends mail, and " +
                    "versions may be newer than the manifest's. Until then, the old stack keeps the users and the mail, and versions " +
                    "must be those of the manifest.",
            ),
        force: flag()
            .default(false)
            .describe(
                "Whether to restore backups from different runs, one of the two backups alone, or onto the old stack's own file system.",
            ),
    },
    "a table with from, database and fileSystem",
)
    .optional()
    .describe(
        "Creates a new stack from the backups of another one, as docs/recovery.md describes. It stays for the life of the stack.",
    );

export const recovery = pathOf<z.infer<typeof recoverySchema>>("recovery");

const HOUR_MS = 3_600_000;

/**
 * Most hours between the database and the file backup of a recovery set. Runs are 12 hours apart or more and start within two hours of
 * their schedule, so backups that are further apart are from different runs.
 */
export const MAX_APART_HOURS = 8;

/** Exactly one point to restore the database to, with its time. */
const oneDatabasePoint = rule([recovery.database], function* ([database]) {
    if (database === undefined) {
        return;
    }
    const { pointInTime, resourceId, snapshot, takenAt } = database;
    if ((pointInTime === undefined) === (snapshot === undefined)) {
        yield finding(recovery.database, DATABASE_FORM, "Set one of pointInTime and snapshot.");
        return;
    }
    if (snapshot !== undefined && takenAt === undefined) {
        yield finding(recovery.database.takenAt, "the time of the snapshot");
    }
    if (snapshot === undefined && takenAt !== undefined) {
        yield finding(recovery.database.takenAt, "left out with pointInTime");
    }
    if (snapshot !== undefined && resourceId !== undefined) {
        yield finding(recovery.database.resourceId, "left out with snapshot");
    }
});

/** A bucket is deleted with its stack, or its manifest is overwritten by the next `up`: a promoted stack must not depend on it. */
const manifestKept = rule([recovery.from, recovery.promoted], ([from, promoted]) =>
    promoted === true && from !== undefined && s3Object(from) !== undefined
        ? finding(
              recovery.from,
              "a file with recovery.promoted, as the bucket is deleted with its stack",
              `Run npm run recovery -- fetch ${from}.`,
          )
        : undefined,
);

/**
 * RDS restores an encrypted snapshot only in its own region and account: "You can't restore a DB instance from a DB snapshot that is
 * both shared and encrypted. Instead, you can make a copy".
 *
 * Source: RDS user guide, "Restoring to a DB instance".
 */
const snapshotInStackRegion = rule([recovery.database.snapshot], function* ([snapshot], settings) {
    const [kind, , , region, account] = snapshot?.split(":") ?? [];
    const stackRegion = settings.get(aws.region);
    const stackAccount = settings.get(aws.allowedAccountIds)?.[0];
    if (kind !== "arn") {
        return;
    }
    if (stackRegion !== undefined && region !== stackRegion) {
        yield finding(
            recovery.database.snapshot,
            `a snapshot in ${stackRegion}, the stack's region (aws:region)`,
        );
    }
    if (stackAccount !== undefined && account !== stackAccount) {
        yield finding(
            recovery.database.snapshot,
            `a snapshot of account ${stackAccount}, the stack's own (aws:allowedAccountIds)`,
            "Copy it to that account first.",
        );
    }
});

/** Database and files form one recovery set: a key in the files decrypts values in the database. */
const databaseAndFilesFromSameRun = rule([recovery], ([restore]) => {
    if (restore === undefined || restore.force) {
        return undefined;
    }
    const { database, fileSystem } = restore;
    if (fileSystem === undefined) {
        return finding(
            recovery.fileSystem,
            "a table with adopt and takenAt",
            "Without its files, Connect cannot read the encrypted values in the database. Restore the files, or set force.",
        );
    }
    const time = database.pointInTime ?? database.takenAt ?? "";
    const hours = Math.abs(Date.parse(time) - Date.parse(fileSystem.takenAt)) / HOUR_MS;
    return hours > MAX_APART_HOURS
        ? finding(
              recovery.fileSystem.takenAt,
              `within ${MAX_APART_HOURS} hours of the database's ${time}`,
              "Choose a backup from the same run, or set force.",
          )
        : undefined;
});

export const recoveryRules: Rule[] = [
    manifestKept,
    oneDatabasePoint,
    snapshotInStackRegion,
    databaseAndFilesFromSameRun,
];
