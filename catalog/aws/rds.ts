import { arn } from "../../lib/arn";
import { grant, passRole } from "../actions";
import { directionOf } from "../directionOf";
import { fixedName } from "../fixedName";
import { digest, hexId, physicalName, textInput } from "../identifiers";
import { ESTIMATE, type Request, resourceType } from "../resourceType";

const RDS_SETTINGS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html";
const RDS_UPGRADE =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html";
const RDS_FAILOVER = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html";
const RDS_PARAMETERS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";
const DATABASE_GUIDE =
    "https://oneuptime.com/blog/post/2026-02-23-terraform-resources-long-creation-time/view (10 to 20 minutes)";

/** A database's host name. */
function databaseHost(request: Request): string {
    return `${textInput(request, "identifier")}.${digest(request.urn, 12)}.${request.place.region}.rds.amazonaws.com`;
}

/** PostgreSQL's major version: the part before the first dot. */
function major(version: unknown): string {
    return typeof version === "string" ? (version.split(".")[0] ?? "") : "";
}

export const instance = resourceType("aws:rds/instance:Instance", {
    label: "database",
    loses: "all that Connect knows: users, permissions, content, schedules. Automated backups and a final snapshot remain where they are set.",
    seconds: {
        create: 420,
        update: 600,
        delete: 300,
        source: DATABASE_GUIDE,
        variants: [
            {
                where: {
                    multiAz: true,
                    skipFinalSnapshot: true,
                },
                create: 780,
                update: 900,
                delete: 300,
                source: DATABASE_GUIDE,
            },
            { where: { multiAz: true }, create: 780, update: 900, delete: 480, source: DATABASE_GUIDE },
        ],
    },
    replacedBy: [
        "availabilityZone",
        "backupTarget",
        "characterSetName",
        "customIamInstanceProfile",
        "dbName",
        "engine",
        "kmsKeyId",
        "ncharCharacterSetName",
        "restoreToPointInTime",
        "snapshotIdentifier",
        "storageEncrypted",
        "timezone",
        "username",
    ],
    computed: ["dbName", "engine", "kmsKeyId", "username"],
    physicalName: "identifier",
    id: hexId("db"),
    outputs: {
        address: databaseHost,
        arn: (request) => arn(request.place, "rds", `db:${textInput(request, "identifier")}`),
        endpoint: (request) => `${databaseHost(request)}:5432`,
    },
    effects: [
        {
            on: "update",
            properties: ["engineVersion"],
            when: (change) => directionOf(change, "engineVersion") === "down",
            effect: "RDS rejects a lower version of PostgreSQL. The way back is a restore of a backup from before the upgrade: docs/recovery.md.",
            interruption: "rejected",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            when: ({ before, after }) => major(before["engineVersion"]) !== major(after["engineVersion"]),
            effect: "PostgreSQL goes up a major version: the database is down for some 10 to 30 minutes, both zones at once, and the way back is a snapshot. Stop Connect first.",
            interruption: "down",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            effect: "A minor version of PostgreSQL is installed, in both zones at once: the database is down for some minutes.",
            interruption: "down",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["instanceClass"],
            effect: "The standby is changed first, then the database fails over to it: 60 to 120 seconds without database.",
            interruption: "brief",
            source: RDS_FAILOVER,
        },
        {
            on: "update",
            properties: ["identifier", "port", "caCertIdentifier", "multiAz"],
            effect: "The database restarts: up to two minutes without it. Another identifier is another endpoint, which Connect learns by a restart of its servers.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: (change) => directionOf(change, "allocatedStorage") === "down",
            effect: "RDS rejects a smaller storage: it never shrinks. Keep the size, or move the data to a new database with less.",
            interruption: "rejected",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            effect: "The size up to which RDS grows the storage by itself changes. The storage stays as it is.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: (change) => directionOf(change, "allocatedStorage") === "up",
            effect: "The storage grows while the database runs. It is slower for some hours, and takes no other change of its storage for six.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
        },
        {
            on: "update",
            properties: ["iops", "storageThroughput", "storageType"],
            effect: "RDS changes the storage while the database runs. It is slower for some hours. No other change of the storage is possible for 6 hours.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
        },
        {
            on: "update",
            properties: ["parameterGroupName"],
            effect: "The new group's static parameters hold from the next restart of the database, which this update does not bring unless the engine version changes as well.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "update",
            properties: ["password"],
            effect: "Connections that exist stay. Connect's servers restart, one set beside the other, to learn the new password; one that reconnects before is refused.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["backupRetentionPeriod"],
            when: ({ before, after }) =>
                (before["backupRetentionPeriod"] === 0) !== (after["backupRetentionPeriod"] === 0),
            effect: "The database restarts, as backups are turned on or off: up to two minutes without it.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: [
                "allowMajorVersionUpgrade",
                "applyImmediately",
                "autoMinorVersionUpgrade",
                "backupRetentionPeriod",
                "backupWindow",
                "copyTagsToSnapshot",
                "databaseInsightsMode",
                "deleteAutomatedBackups",
                "deletionProtection",
                "enabledCloudwatchLogsExports",
                "engineLifecycleSupport",
                "finalSnapshotIdentifier",
                "maintenanceWindow",
                "monitoringInterval",
                "monitoringRoleArn",
                "performanceInsightsEnabled",
                "performanceInsightsRetentionPeriod",
                "skipFinalSnapshot",
                "vpcSecurityGroupIds",
            ],
            effect: "Changed while the database runs.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "replace",
            effect: "An empty database takes the place of the one that is there. Connect begins anew.",
            interruption: "down",
            source: RDS_SETTINGS,
        },
        { on: "delete", effect: "Connect has no database and stops.", interruption: "down" },
    ],
    actions: [
        {
            on: "{arn}",
            where: "snapshotIdentifier",
            actions: ["rds:RestoreDBInstanceFromDBSnapshot"],
        },
        {
            on: "{snapshotIdentifier}",
            where: "snapshotIdentifier",
            actions: ["rds:RestoreDBInstanceFromDBSnapshot"],
        },
        {
            on: "{arn}",
            where: "restoreToPointInTime",
            actions: ["rds:RestoreDBInstanceToPointInTime"],
        },
        ...[
            "pg:{parameterGroupName}",
            "subgrp:{dbSubnetGroupName}",
            // RDS takes it where none is named.
            "og:default:postgres-{engineVersion}",
        ].flatMap((on) => [
            { on, where: "snapshotIdentifier", actions: ["rds:RestoreDBInstanceFromDBSnapshot"] },
            { on, where: "restoreToPointInTime", actions: ["rds:RestoreDBInstanceToPointInTime"] },
        ]),
        {
            on: "{arn}",
            actions: [
                "rds:AddTagsToResource",
                "rds:ModifyDBInstance",
                "rds:DescribeDBInstances",
                "rds:DeleteDBInstance",
            ],
        },
        passRole("monitoringRoleArn", "monitoring.rds.amazonaws.com"),
        grant("{kmsKeyId}", "rds"),
    ],
});

export const parameterGroup = resourceType("aws:rds/parameterGroup:ParameterGroup", {
    label: "database parameter group",
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...fixedName("description", "family"),
    id: (request) => physicalName(request),
    outputs: { name: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["parameters"],
            effect: "Dynamic parameters hold at once; static ones, `applyMethod: pending-reboot`, from the next restart of the database, which this update does not bring.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "replace",
            effect: "The new group stands before the old one goes. It goes with an upgrade of the database, which tells its own effect.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
    ],
    actions: [
        {
            on: "pg:{name}",
            actions: [
                "rds:CreateDBParameterGroup",
                "rds:AddTagsToResource",
                "rds:ModifyDBParameterGroup",
                "rds:DescribeDBParameterGroups",
                "rds:DescribeDBParameters",
                "rds:ListTagsForResource",
                "rds:DeleteDBParameterGroup",
            ],
        },
    ],
});

export const subnetGroup = resourceType("aws:rds/subnetGroup:SubnetGroup", {
    label: "database subnet group",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: (request) => physicalName(request),
    outputs: { name: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["subnetIds"],
            effect: "The database may use other subnets from its next failover on. A subnet that it is in cannot be taken out.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        },
    ],
    actions: [
        {
            on: "subgrp:{name}",
            actions: [
                "rds:CreateDBSubnetGroup",
                "rds:AddTagsToResource",
                "rds:DescribeDBSubnetGroups",
                "rds:ListTagsForResource",
                "rds:DeleteDBSubnetGroup",
            ],
        },
    ],
});
