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
    loses: "all data of Connect: users, permissions, content, schedules. Automated backups and a final snapshot remain if they are enabled.",
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
            effect: "RDS rejects a lower version of PostgreSQL. To go back, restore a backup from before the upgrade: docs/recovery.md.",
            interruption: "rejected",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            when: ({ before, after }) => major(before["engineVersion"]) !== major(after["engineVersion"]),
            effect: "PostgreSQL is upgraded to another major version. The database is down for about 10 to 30 minutes, in both zones at once. To go back, restore a snapshot. Stop Connect first.",
            interruption: "down",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            effect: "A minor version of PostgreSQL is installed, in both zones at once. The database is down for some minutes.",
            interruption: "down",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["instanceClass"],
            effect: "The standby is changed first, then the database fails over to it: 60 to 120 seconds without the database.",
            interruption: "brief",
            source: RDS_FAILOVER,
        },
        {
            on: "update",
            properties: ["identifier", "port", "caCertIdentifier", "multiAz"],
            effect: "The database restarts and is down for up to two minutes. Another identifier changes the endpoint, for which Connect's servers restart.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: (change) => directionOf(change, "allocatedStorage") === "down",
            effect: "RDS rejects smaller storage. Keep the size, or move the data to a new database with less.",
            interruption: "rejected",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            effect: "The size up to which RDS enlarges the storage changes. The storage itself does not.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: (change) => directionOf(change, "allocatedStorage") === "up",
            effect: "RDS enlarges the storage while the database runs. It is slower for some hours. No other change of the storage is possible for 6 hours.",
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
            effect: "The new group's static parameters apply from the next restart of the database. This update does not restart it unless the engine version changes too.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "update",
            properties: ["password"],
            effect: "Existing connections stay open. Connect's servers are replaced one after the other to use the new password. A server that reconnects before that is rejected.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["backupRetentionPeriod"],
            when: ({ before, after }) =>
                (before["backupRetentionPeriod"] === 0) !== (after["backupRetentionPeriod"] === 0),
            effect: "The database restarts, as backups are enabled or disabled, and is down for up to two minutes.",
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
            effect: "Changed while the database runs, without interruption.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "replace",
            effect: "RDS creates an empty database and deletes the existing one. Connect starts without data.",
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
            // RDS uses it if none is named.
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
            effect: "Dynamic parameters apply at once. Static ones (`applyMethod: pending-reboot`) apply from the next restart of the database, which this update does not cause.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "replace",
            effect: "The new group is created before the old one is deleted. An upgrade of the database causes this: see the effect of that change.",
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
            effect: "The database may use other subnets from its next failover on. A subnet that it uses cannot be removed.",
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
