import {
    atLeast,
    type Check,
    equals,
    includes,
    isFalse,
    isGiven,
    isLeftOut,
    isNotTrue,
    isSecret,
    isTrue,
    noneOf,
    oneOf,
    optional,
    reference,
    satisfies,
    textThat,
} from "../check";
import { isKeyWord } from "./sqlKeyWords";
import { today } from "../clock";
import { standardSupport } from "./postgresVersions";
import { isObject, type Value } from "../../graph/value";
import { type ResourceRule, resourceRules } from "../rule";

/** Left out, it is the name in the backup that a database is restored from. */
const unreservedName = (property: string): Check =>
    optional(
        textThat(property, "a name that is no SQL key word", (name) => !isKeyWord(name), [
            "connect",
            "CONNECT",
            "dispatch",
            "user",
        ]),
    );

const MAJORS = [...standardSupport].map(([major, until]) => `${major} (until ${until})`).join(", ");

export const rds: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:rds/instance:Instance"] }, [
        {
            name: "rds-multi-az",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP RDS.5", "CIS AWS 3.2.4", "Checkov CKV_AWS_157", "Posit R7"],
            description: "A database keeps a standby in another availability zone.",
            remedy: "Set multiAz to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
            checks: [isTrue("multiAz")],
        },
        {
            name: "rds-encrypted",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP RDS.3", "CIS AWS 3.2.1", "Checkov CKV_AWS_16"],
            description: "A database's storage, and with it backups and snapshots, is encrypted.",
            remedy: "Set storageEncrypted to true: it cannot be changed later.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3",
            checks: [isTrue("storageEncrypted")],
        },
        {
            name: "rds-own-key",
            level: "production",
            severity: "medium",
            controls: ["Pulumi own-key"],
            description:
                "A database is encrypted under a key of this account, whose use can be limited and taken back.",
            remedy: "Set kmsKeyId to the ARN of a key that the program makes.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
            checks: [reference(isGiven("kmsKeyId", "text"))],
        },
        {
            name: "rds-not-public",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP RDS.2", "CIS AWS 3.2.3", "Checkov CKV_AWS_17"],
            description: "A database has no public address.",
            remedy: "Set publiclyAccessible to false.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
            checks: [isNotTrue("publiclyAccessible")],
        },
        {
            name: "rds-network",
            level: "mandatory",
            severity: "high",
            controls: ["Security Hub RDS.18", "Posit R7"],
            description:
                "A database is in subnets that the program chose, behind security groups that it chose.",
            remedy: "Set dbSubnetGroupName and vpcSecurityGroupIds: without them the database is in the default VPC's network.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-18",
            checks: [
                reference(isGiven("dbSubnetGroupName", "text")),
                reference(isGiven("vpcSecurityGroupIds", "list")),
            ],
        },
        {
            name: "rds-postgres",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R5"],
            description: "A database is PostgreSQL, as Connect with more than one replica takes no other.",
            remedy: "Set engine to postgres.",
            url: "https://docs.posit.co/connect/admin/database/postgres/",
            checks: [equals("engine", "postgres")],
        },
        {
            name: "rds-supported-version",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R5", "Pulumi standard-support"],
            description:
                "A database's major version of PostgreSQL is in standard support, without extra charge.",
            remedy: "Set engineVersion to a major version in standard support, such as 17, and leave the minor version to RDS.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
            checks: [
                satisfies("engineVersion", {
                    kind: "text",
                    wanted: `of a major version in standard support: ${MAJORS}`,
                    accepts: (value) => {
                        const [major = ""] = (value as string).split(".");
                        return today() <= (standardSupport.get(major) ?? "");
                    },
                    refused: ["13", "13.20", "12.22", "9.6", "99", "15-beta", " 15", ""],
                }),
            ],
        },
        {
            name: "rds-no-extended-support",
            level: "production",
            severity: "low",
            controls: ["Pulumi extended-support"],
            description:
                "A database is not enrolled in extended support, which bills for each vCPU-hour once its version is old.",
            remedy: "Set engineLifecycleSupport to open-source-rds-extended-support-disabled.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
            checks: [equals("engineLifecycleSupport", "open-source-rds-extended-support-disabled")],
        },
        {
            name: "rds-storage",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R5"],
            // One that is made from a backup has the backup's size.
            when: [
                isLeftOut("snapshotIdentifier", "text", ["rds:connect"]),
                isLeftOut("restoreToPointInTime", "object", [{}]),
            ],
            description: "A database starts with the storage that PostgreSQL on RDS needs at least.",
            remedy: "Set allocatedStorage to 20 GiB or more.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
            checks: [atLeast("allocatedStorage", 20)],
        },
        {
            name: "rds-storage-type",
            level: "advisory",
            severity: "low",
            controls: ["Pulumi storage-type"],
            description:
                "A database's storage has throughput that does not depend on its size, nor on credits.",
            remedy: "Set storageType to gp3.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage",
            checks: [equals("storageType", "gp3")],
        },
        {
            name: "rds-storage-autoscaling",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi storage-autoscaling"],
            description: "A database's storage grows by itself, up to a ceiling, before it is full.",
            remedy: "Set maxAllocatedStorage above allocatedStorage by a tenth or more.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
            checks: [
                // RDS takes no ceiling that is less than a tenth above the storage, which is 20 GiB at least.
                atLeast("maxAllocatedStorage", 22),
            ],
        },
        {
            name: "rds-modern-ca",
            level: "mandatory",
            severity: "medium",
            controls: ["Checkov CKV_AWS_211"],
            description: "A database's certificate is signed by an authority that has not expired.",
            remedy: "Leave caCertIdentifier out, or set it to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
            checks: [
                optional(
                    oneOf(
                        "caCertIdentifier",
                        ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
                        ["rds-ca-2019", "rds-ca-2015"],
                    ),
                ),
            ],
        },
        {
            name: "rds-backups",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP RDS.11", "Checkov CKV_AWS_133", "Posit R12"],
            description: "A database can be put back to any moment of the last seven days or more.",
            remedy: "Set backupRetentionPeriod to 7 days or more.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11",
            checks: [atLeast("backupRetentionPeriod", 7)],
        },
        {
            name: "rds-backups-in-production",
            level: "production",
            severity: "high",
            controls: ["Posit R12", "Pulumi backup-retention"],
            description:
                "A production database can be put back to any moment of the last two weeks or more, even after it was deleted.",
            remedy: "Set backupRetentionPeriod to 14 days or more, and deleteAutomatedBackups to false.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html",
            checks: [atLeast("backupRetentionPeriod", 14), isFalse("deleteAutomatedBackups")],
        },
        {
            name: "rds-deletion-protection",
            level: "production",
            severity: "high",
            controls: ["FSBP RDS.8", "Checkov CKV_AWS_293"],
            description: "RDS refuses to delete a database until its protection is taken off.",
            remedy: "Set deletionProtection to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8",
            checks: [isTrue("deletionProtection")],
        },
        {
            name: "rds-final-snapshot",
            level: "production",
            severity: "high",
            controls: ["Posit R12", "Pulumi final-snapshot"],
            description: "A database that is deleted leaves a snapshot.",
            remedy: "Set skipFinalSnapshot to false and finalSnapshotIdentifier to a name that no other snapshot has.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.Snapshot",
            checks: [isNotTrue("skipFinalSnapshot"), reference(isGiven("finalSnapshotIdentifier", "text"))],
        },
        {
            name: "rds-minor-upgrades",
            level: "production",
            severity: "high",
            controls: ["FSBP RDS.13", "CIS AWS 3.2.2", "Checkov CKV_AWS_226"],
            description: "A database gets minor versions, and the security fixes in them, by itself.",
            remedy: "Set autoMinorVersionUpgrade to true, or leave it out.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
            checks: [optional(isTrue("autoMinorVersionUpgrade"))],
        },
        {
            name: "rds-logs",
            level: "production",
            severity: "medium",
            controls: ["FSBP RDS.9", "FSBP RDS.36", "Checkov CKV_AWS_129"],
            description: "A database's log and the logs of its upgrades are kept in CloudWatch.",
            remedy: "Give enabledCloudwatchLogsExports postgresql and upgrade.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-36",
            checks: [includes("enabledCloudwatchLogsExports", ["postgresql", "upgrade"])],
        },
        {
            name: "rds-copy-tags",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.17", "Checkov CKV2_AWS_60"],
            description: "A database's snapshots have its tags, by which they are found and billed.",
            remedy: "Set copyTagsToSnapshot to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-17",
            checks: [isTrue("copyTagsToSnapshot")],
        },
        {
            name: "rds-monitoring",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.6", "Checkov CKV_AWS_118"],
            description: "The metrics of a database's operating system are kept each minute or more often.",
            remedy: "Set monitoringInterval to 60 seconds or less, though not 0, and monitoringRoleArn to a role that may write the metrics.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
            checks: [atLeast("monitoringInterval", 1), reference(isGiven("monitoringRoleArn", "text"))],
        },
        {
            name: "rds-performance-insights",
            level: "advisory",
            severity: "low",
            controls: ["Checkov CKV_AWS_353", "Checkov CKV_AWS_354"],
            description: "What loads a database is kept, query by query, under a key of this account.",
            remedy: "Set performanceInsightsEnabled to true and performanceInsightsKmsKeyId to a key that the program makes.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Enabling.html",
            checks: [
                isTrue("performanceInsightsEnabled"),
                reference(isGiven("performanceInsightsKmsKeyId", "text")),
            ],
        },
        {
            name: "rds-password",
            level: "mandatory",
            severity: "critical",
            controls: ["Pulumi secret"],
            description: "A database's password is encrypted in the state.",
            remedy: "Make password a secret, by pulumi.secret or as the result of a RandomPassword, or set manageMasterUserPassword instead.",
            url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
            checks: [
                // A database that is restored, or whose password RDS manages, states none.
                optional(isSecret("password")),
                optional(isSecret("passwordWo")),
            ],
        },
        {
            name: "rds-user-name",
            level: "advisory",
            severity: "medium",
            controls: ["FSBP RDS.25"],
            description: "A database's first user has a name that nobody guesses first.",
            remedy: "Set username to another name than the usual ones.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-25",
            checks: [
                // A database that is restored has the user of its snapshot.
                optional(noneOf("username", ["postgres", "admin"])),
            ],
        },
        {
            name: "rds-name-reserved",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi database-names"],
            description:
                "A database and its first user are not named after an SQL key word, which RDS rejects, minutes into the first update.",
            remedy: "Set dbName and username to names that PostgreSQL's list of key words does not have, such as posit_connect.",
            url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
            checks: [unreservedName("dbName"), unreservedName("username")],
        },
        {
            name: "rds-iam-login",
            level: "advisory",
            severity: "medium",
            controls: ["FSBP RDS.10", "Checkov CKV_AWS_161"],
            description: "A database takes short-lived logins from IAM in place of a password.",
            remedy: "Set iamDatabaseAuthenticationEnabled to true, or waive this rule for a client that has passwords only.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10",
            checks: [isTrue("iamDatabaseAuthenticationEnabled")],
        },
        {
            name: "rds-port",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.23"],
            description: "A database listens at another port than the one that is tried first.",
            remedy: "Set port to another number than 5432.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-23",
            checks: [
                satisfies("port", {
                    kind: "number",
                    wanted: "other than 5432",
                    accepts: (value) => value !== 5432,
                    refused: [5432],
                }),
            ],
        },
    ]),
    {
        name: "rds-force-tls",
        level: "mandatory",
        severity: "high",
        controls: ["Security Hub RDS.38", "Checkov CKV2_AWS_69"],
        applies: ["aws:rds/parameterGroup:ParameterGroup"],
        description: "A database refuses connections that are not encrypted.",
        remedy: 'Give parameters the entry with the name rds.force_ssl and the value "1".',
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-38",
        checks: [
            satisfies("parameters", {
                kind: "list",
                wanted: 'a list with rds.force_ssl at "1"',
                accepts: (value) =>
                    (value as Value[]).some(
                        (parameter) =>
                            isObject(parameter) &&
                            parameter.name === "rds.force_ssl" &&
                            parameter.value === "1",
                    ),
                refused: [
                    [],
                    ["rds.force_ssl"],
                    [{ name: "rds.force_ssl", value: "0" }],
                    [{ name: "rds.force_ssl" }],
                    [{ name: "ssl", value: "1" }],
                    [
                        { name: "ssl", value: "1" },
                        { name: "rds.force_ssl", value: "0" },
                    ],
                ],
            }),
        ],
    },
];
