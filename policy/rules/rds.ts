import {
    atLeast,
    type Check,
    equals,
    includes,
    isFalse,
    isNotEmpty,
    isAbsent,
    isNotTrue,
    isSecret,
    isTrue,
    matches,
    noneOf,
    oneOf,
    optional,
    reference,
    satisfies,
    textThat,
} from "../check";
import { isKeyWord } from "../../catalog/sqlKeyWords";
import { today } from "../clock";
import { postgresVersions } from "../../catalog/postgresVersions";
import { isObject } from "../../lib/isObject";
import { type Value } from "../../graph/value";
import { type ResourceRule, resourceRules } from "../rule";

/** A database that is restored from a backup has the backup's name. */
const isUnreservedName = (property: string): Check =>
    optional(
        textThat(property, "a name that is not an SQL key word", (name) => !isKeyWord(name), [
            "connect",
            "CONNECT",
            "dispatch",
            "user",
        ]),
    );

const MAJORS = [...postgresVersions].map(([major, until]) => `${major} (until ${until})`).join(", ");

export const rds: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:rds/instance:Instance"] }, [
        {
            name: "rds-multi-az",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP RDS.5", "CIS AWS 3.2.4", "Checkov CKV_AWS_157", "Posit R7"],
            description: "A database has a standby in another availability zone.",
            remedy: "Set multiAz to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
            checks: [isTrue("multiAz")],
        },
        {
            name: "rds-encrypted",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP RDS.3", "CIS AWS 3.2.1", "Checkov CKV_AWS_16"],
            description: "A database's storage is encrypted, and so are its backups and snapshots.",
            remedy: "Set storageEncrypted to true. It cannot be changed later.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3",
            checks: [isTrue("storageEncrypted")],
        },
        {
            name: "rds-own-key",
            level: "production",
            severity: "medium",
            controls: ["Pulumi own-key"],
            description:
                "A database is encrypted with a KMS key of this account, whose use can be limited and revoked.",
            remedy: "Set kmsKeyId to the ARN of a key that the program creates.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
            checks: [reference(isNotEmpty("kmsKeyId", "text"))],
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
            description: "A database has a subnet group and security groups that the program sets.",
            remedy: "Set dbSubnetGroupName and vpcSecurityGroupIds. Without them, the database is in the default VPC.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-18",
            checks: [
                reference(isNotEmpty("dbSubnetGroupName", "text")),
                reference(isNotEmpty("vpcSecurityGroupIds", "list")),
            ],
        },
        {
            name: "rds-postgres",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R5"],
            description: "A database is PostgreSQL, which Connect requires for more than one replica.",
            remedy: "Set engine to postgres.",
            url: "https://docs.posit.co/connect/admin/database/postgres/",
            checks: [equals("engine", "postgres")],
        },
        {
            name: "rds-supported-version",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R5", "Pulumi standard-support"],
            description: "A database's major version of PostgreSQL is in standard support.",
            remedy: "Set engineVersion to a major version in standard support, such as 17. RDS chooses the minor version.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
            checks: [
                satisfies("engineVersion", {
                    kind: "text",
                    allowed: `a major version in standard support: ${MAJORS}`,
                    accepts: (value) => {
                        const major = (value as string).replace(/\..*/, "");
                        return today() <= (postgresVersions.get(major) ?? "");
                    },
                    rejected: ["13", "13.20", "12.22", "9.6", "99", "15-beta", " 15", ""],
                }),
            ],
        },
        {
            name: "rds-no-extended-support",
            level: "production",
            severity: "low",
            controls: ["Pulumi extended-support"],
            description:
                "A database is not enrolled in extended support, which costs extra for each vCPU-hour when standard support of its version ends.",
            remedy: "Set engineLifecycleSupport to open-source-rds-extended-support-disabled.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
            checks: [equals("engineLifecycleSupport", "open-source-rds-extended-support-disabled")],
        },
        {
            name: "rds-instance-class",
            level: "advisory",
            severity: "low",
            controls: ["Posit R5"],
            description: "A database has the size of db.m5.large or a larger one.",
            remedy: "Set instanceClass to a class whose size is large or larger.",
            url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
            checks: [
                matches("instanceClass", /\.\d*x?large$/, "a class of the size large or larger", [
                    "db.t3.medium",
                    "db.t4g.micro",
                    "large",
                ]),
            ],
        },
        {
            name: "rds-database-name",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R6"],
            description: "A database instance is created with a database for Connect.",
            remedy: "Set dbName.",
            url: "https://docs.posit.co/connect/admin/database/postgres/",
            checks: [isNotEmpty("dbName", "text")],
        },
        {
            name: "rds-storage",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R5"],
            // A database that is restored from a backup has the backup's size.
            when: [
                isAbsent("snapshotIdentifier", "text", ["rds:connect"]),
                isAbsent("restoreToPointInTime", "object", [{}]),
            ],
            description: "A database has at least the minimum storage of PostgreSQL on RDS.",
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
                "The throughput of a database's storage depends neither on its size nor on burst credits.",
            remedy: "Set storageType to gp3.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage",
            checks: [equals("storageType", "gp3")],
        },
        {
            name: "rds-storage-autoscaling",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi storage-autoscaling"],
            description: "RDS increases a database's storage before it is full, up to a maximum.",
            remedy: "Set maxAllocatedStorage to at least 10 % more than allocatedStorage.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
            checks: [
                // RDS rejects a maximum of less than 10 % above the storage, which is at least 20 GiB.
                atLeast("maxAllocatedStorage", 22),
            ],
        },
        {
            name: "rds-modern-ca",
            level: "mandatory",
            severity: "medium",
            controls: ["Checkov CKV_AWS_211"],
            description:
                "A database's certificate is signed by a certificate authority that has not expired.",
            remedy: "Remove caCertIdentifier, or set it to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.",
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
            description: "A database can be restored to any time of at least the last seven days.",
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
                "A production database can be restored to any time of at least the last two weeks, even after its deletion.",
            remedy: "Set backupRetentionPeriod to 14 days or more, and deleteAutomatedBackups to false.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html",
            checks: [atLeast("backupRetentionPeriod", 14), isFalse("deleteAutomatedBackups")],
        },
        {
            name: "rds-deletion-protection",
            level: "production",
            severity: "high",
            controls: ["FSBP RDS.8", "Checkov CKV_AWS_293"],
            description: "Deletion protection is on: RDS rejects a deletion of the database.",
            remedy: "Set deletionProtection to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8",
            checks: [isTrue("deletionProtection")],
        },
        {
            name: "rds-final-snapshot",
            level: "production",
            severity: "high",
            controls: ["Posit R12", "Pulumi final-snapshot"],
            description: "RDS takes a final snapshot before it deletes a database.",
            remedy: "Set skipFinalSnapshot to false and finalSnapshotIdentifier to a name that no other snapshot has.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.Snapshot",
            checks: [
                isNotTrue("skipFinalSnapshot"),
                reference(isNotEmpty("finalSnapshotIdentifier", "text")),
            ],
        },
        {
            name: "rds-minor-upgrades",
            level: "production",
            severity: "high",
            controls: ["FSBP RDS.13", "CIS AWS 3.2.2", "Checkov CKV_AWS_226"],
            description: "RDS installs minor versions, which include security fixes, automatically.",
            remedy: "Set autoMinorVersionUpgrade to true, or remove it.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
            checks: [optional(isTrue("autoMinorVersionUpgrade"))],
        },
        {
            name: "rds-logs",
            level: "production",
            severity: "medium",
            controls: ["FSBP RDS.9", "FSBP RDS.36", "Checkov CKV_AWS_129"],
            description: "A database sends its PostgreSQL and upgrade logs to CloudWatch.",
            remedy: "Set enabledCloudwatchLogsExports to postgresql and upgrade.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-36",
            checks: [includes("enabledCloudwatchLogsExports", ["postgresql", "upgrade"])],
        },
        {
            name: "rds-copy-tags",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.17", "Checkov CKV2_AWS_60"],
            description: "A database's snapshots have its tags, which are used to find and bill them.",
            remedy: "Set copyTagsToSnapshot to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-17",
            checks: [isTrue("copyTagsToSnapshot")],
        },
        {
            name: "rds-monitoring",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.6", "Checkov CKV_AWS_118"],
            description:
                "Enhanced Monitoring records the metrics of a database's operating system at least once a minute.",
            remedy: "Set monitoringInterval to 1, 5, 10, 15, 30 or 60 seconds, and monitoringRoleArn to a role that may write the metrics.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
            checks: [atLeast("monitoringInterval", 1), reference(isNotEmpty("monitoringRoleArn", "text"))],
        },
        {
            name: "rds-performance-insights",
            level: "advisory",
            severity: "low",
            controls: ["Checkov CKV_AWS_353", "Checkov CKV_AWS_354"],
            description:
                "Performance Insights records the load of each query, encrypted with a KMS key of this account.",
            remedy: "Set performanceInsightsEnabled to true and performanceInsightsKmsKeyId to the ARN of a key that the program creates.",
            url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Enabling.html",
            checks: [
                isTrue("performanceInsightsEnabled"),
                reference(isNotEmpty("performanceInsightsKmsKeyId", "text")),
            ],
        },
        {
            name: "rds-password",
            level: "mandatory",
            severity: "critical",
            controls: ["Pulumi secret"],
            description: "A database's password is encrypted in the state.",
            remedy: "Make password a secret with pulumi.secret or a RandomPassword, or set manageMasterUserPassword instead.",
            url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
            checks: [
                // A restored database, or one whose password RDS manages, has neither property.
                optional(isSecret("password")),
                optional(isSecret("passwordWo")),
            ],
        },
        {
            name: "rds-user-name",
            level: "advisory",
            severity: "medium",
            controls: ["FSBP RDS.25"],
            description: "A database's master user does not have a default name.",
            remedy: "Set username to a name other than postgres and admin.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-25",
            checks: [
                // A restored database has the user of its snapshot.
                optional(noneOf("username", ["postgres", "admin"])),
            ],
        },
        {
            name: "rds-name-reserved",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi database-names"],
            description:
                "A database and its master user are not named after an SQL key word, which RDS rejects minutes after the first update starts.",
            remedy: "Set dbName and username to names that are not in PostgreSQL's list of key words, such as posit_connect.",
            url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
            checks: [isUnreservedName("dbName"), isUnreservedName("username")],
        },
        {
            name: "rds-iam-login",
            level: "advisory",
            severity: "medium",
            controls: ["FSBP RDS.10", "Checkov CKV_AWS_161"],
            description: "A database accepts short-lived IAM credentials instead of a password.",
            remedy: "Set iamDatabaseAuthenticationEnabled to true, or waive this rule for a client that supports only passwords.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10",
            checks: [isTrue("iamDatabaseAuthenticationEnabled")],
        },
        {
            name: "rds-port",
            level: "advisory",
            severity: "low",
            controls: ["FSBP RDS.23"],
            description: "A database does not listen on the default port.",
            remedy: "Set port to a number other than 5432.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-23",
            checks: [
                satisfies("port", {
                    kind: "number",
                    allowed: "other than 5432",
                    accepts: (value) => value !== 5432,
                    rejected: [5432],
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
        description: "A database rejects connections without TLS.",
        remedy: 'Add an entry to parameters with the name rds.force_ssl and the value "1".',
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-38",
        checks: [
            satisfies("parameters", {
                kind: "list",
                allowed: 'a list with rds.force_ssl set to "1"',
                accepts: (value) =>
                    (value as Value[]).some(
                        (parameter) =>
                            isObject(parameter) &&
                            parameter.name === "rds.force_ssl" &&
                            parameter.value === "1",
                    ),
                rejected: [
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
