import { flag, section, text } from "../field";

/** To the second, whatever stands between day and time. */
const seconds = (moment: string) => moment.slice(0, "YYYY-MM-DDTHH:MM:SS".length).replace("T", " ");

const instant = (of: string) =>
    text(
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
        `${of} in UTC and in quotes, such as "2026-11-20T09:00:00Z"`,
    ).refine(
        // JavaScript takes the 30th of February for one of March.
        (value) => seconds(new Date(Date.parse(value) || 0).toISOString()) === seconds(value),
        { error: "must be a day and time that there is" },
    );

export const recoverySchema = section(
    {
        from: text(
            /^(s3:\/\/[^/]+\/|(?!\w+:\/\/)).+\.json$/,
            "the path of a manifest, from the project's folder, or s3://BUCKET/manifest.json",
        ).describe(
            "The recovery manifest of the stack that is restored: a file, from the project's folder, or an `s3://` URI. With " +
                "`live` a file: the bucket goes with its stack, and this one is not to hang on it.",
        ),
        database: section(
            {
                pointInTime: instant("a moment")
                    .optional()
                    .describe(
                        "Moment that the database is brought back to, in the region of the old one. Either this or `snapshot`.",
                    ),
                resourceId: text(
                    /^db-[A-Z0-9]+$/,
                    "RDS's own id of the old instance, such as db-ABCDEFGHIJKL",
                )
                    .optional()
                    .describe(
                        "With `pointInTime`, where the old instance is deleted: its id in RDS, under which its automated backups " +
                            "were kept. Without it the instance that the manifest names.",
                    ),
                snapshot: text(
                    /^(arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:)?(?!arn:)[a-zA-Z][a-zA-Z0-9:-]*$/,
                    "a snapshot's name or ARN in RDS; AWS Backup's begin with awsbackup:",
                )
                    .optional()
                    .describe(
                        "Snapshot that the database is made from: its name, or ARN, which is what AWS Backup calls a recovery point.",
                    ),
                takenAt: instant("when the snapshot was taken")
                    .optional()
                    .describe("When `snapshot` was taken."),
            },
            "needs pointInTime, or snapshot with takenAt",
        ).describe("The database's half of what is restored."),
        fileSystem: section(
            {
                adopt: text(
                    /^fs-[0-9a-f]{8,40}$/,
                    "a file system's id, such as fs-0123456789abcdef0",
                ).describe(
                    "File system to take over, into which AWS Backup has restored the files. A destroy leaves it alone.",
                ),
                subPath: text(
                    /^[\w.-]+(\/[\w.-]+)*$/,
                    "a directory without a slash at either end, such as aws-backup-restore_2026-11-20T09-12-00-000Z",
                )
                    .optional()
                    .describe(
                        "Directory in it that Connect's files are in. Without it the root: what AWS Backup has restored, into a " +
                            "directory of its own, is moved there first; of a stack whose files were in a directory, that one's.",
                    ),
                takenAt: instant("when the backup of the files was taken").describe(
                    "When the backup of the files was taken.",
                ),
            },
            "needs adopt and takenAt",
        )
            .optional()
            .describe(
                "The files' half. Without it Connect begins with none, and cannot read what it has encrypted in the database: " +
                    "refused unless `force`.",
            ),
        live: flag()
            .default(false)
            .describe(
                "Set to true once the stack has proved itself: `hostedZoneId`'s record is pointed at it then, it sends mail, and " +
                    "versions may be newer than the manifest's. Until then the old stack keeps its users and the mail, and versions " +
                    "are the manifest's.",
            ),
        force: flag()
            .default(false)
            .describe(
                "Restore although the two halves do not belong together, or over the old stack's own file system.",
            ),
    },
    "needs from, database and fileSystem",
);
