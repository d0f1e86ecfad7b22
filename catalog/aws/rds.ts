import { arn } from "../../lib/arn";
import { grant, passRole, serviceLinkedRole } from "../actions";
import { appears, disappears, falls, rises, turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { digest, hexId, physicalName, textInput } from "../identifiers";
import { leastMaxStorageGiB } from "../leastMaxStorageGiB";
import { ESTIMATE, type Request, resourceType, type ValueChange } from "../resourceType";
import { type Charge, type PricedResource, SETTING_IS_FREE, times } from "../price";
import { instanceType } from "../instanceTypes";
import { postgresVersions } from "../postgresVersions";

const RDS_SETTINGS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html";
const RDS_UPGRADE =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html";
const RDS_FAILOVER = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html";
const RDS_STORAGE =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html";
const RDS_AUTOSCALING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html";
const RDS_BACKUPS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html";
const RDS_MODIFY = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html";
const RDS_PARAMETERS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";
const DATABASE_GUIDE =
    "https://oneuptime.com/blog/post/2026-02-23-terraform-resources-long-creation-time/view (10 to 20 minutes)";

/** A database's host name. */
function databaseHost(request: Request): string {
    return `${textInput(request, "identifier")}.${digest(request.urn, 12)}.${request.place.region}.rds.amazonaws.com`;
}

/** Whether the storage could not grow to its maximum, as the two are too close. */
function leavesNoRoom({ after }: ValueChange): boolean {
    const { allocatedStorage, maxAllocatedStorage } = after;
    return (
        typeof allocatedStorage === "number" &&
        typeof maxAllocatedStorage === "number" &&
        // With 0, the storage does not grow.
        maxAllocatedStorage > 0 &&
        maxAllocatedStorage < leastMaxStorageGiB(allocatedStorage)
    );
}

/** PostgreSQL's major version: the part before the first dot. */
function major(version: unknown): string {
    return typeof version === "string" ? (version.split(".")[0] ?? "") : "";
}

const BASE_STORAGE = ["gp2", "gp3"];

/**
 * The instance, its storage, and extended support from its date on. The base performance of storage has no price of its own.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
function databaseCharges(database: PricedResource): readonly Charge[] {
    const isMultiAz = database.flag(["multiAz"], false);
    const isPostgres = database.text(["engine"]) === "postgres";
    const type = database.text(["instanceClass"]);
    const storage = database.text(["storageType"], "gp2");
    const allocated = database.number(["allocatedStorage"]);
    const base = (allocated ?? 0) < 400 ? { iops: 3000, throughput: 125 } : { iops: 12_000, throughput: 500 };
    const isBase =
        BASE_STORAGE.includes(storage ?? "") &&
        (database.number(["iops"], 0) ?? Infinity) <= base.iops &&
        (database.number(["storageThroughput"], 0) ?? Infinity) <= base.throughput;
    const storageFigure =
        `rds.${storage === "gp2" ? "gp2" : "gp3"}${isMultiAz === true ? "Multi" : "Single"}GBMonth` as const;
    const most = database.number(["maxAllocatedStorage"], 0);
    const one = isPostgres && isMultiAz !== undefined ? 1 : undefined;
    const more = times(one, allocated === undefined || most === undefined ? undefined : most - allocated);
    return [
        {
            item: `database, ${type ?? "of an unknown class"}${isMultiAz === true ? ", Multi-AZ" : ""}`,
            figure: `databases.${type ?? ""}.${isMultiAz === true ? "multi" : "single"}`,
            quantity: one,
        },
        {
            item: `database storage, ${storage ?? "of an unknown type"}`,
            figure: storageFigure,
            quantity: isBase ? times(one, allocated) : undefined,
        },
        ...(more !== undefined && more <= 0
            ? []
            : [
                  {
                      item: `database storage, ${storage ?? "of an unknown type"}`,
                      figure: storageFigure,
                      quantity: isBase ? more : undefined,
                      after: `growth to its ceiling of ${most ?? "unknown"} GB`,
                  },
              ]),
        ...paidFeatures(database),
        ...extendedSupport(database, type, isMultiAz),
    ];
}

/** Features whose price is not known here: named if they are on. */
function paidFeatures(database: PricedResource): Charge[] {
    const isLong = (database.number(["performanceInsightsRetentionPeriod"], 7) ?? 8) > 7;
    const isAdvanced = database.text(["databaseInsightsMode"], "standard") !== "standard";
    return isLong || isAdvanced
        ? [
              {
                  item: "Database Insights beyond its free mode",
                  figure: "rds.databaseInsights",
                  quantity: undefined,
              },
          ]
        : [];
}

/** Billed for each vCPU of each instance, unless it is turned off. Source: https://aws.amazon.com/rds/postgresql/pricing/ */
function extendedSupport(
    database: PricedResource,
    type: string | undefined,
    isMultiAz: boolean | undefined,
): Charge[] {
    const support = database.text(["engineLifecycleSupport"], "open-source-rds-extended-support");
    if (support === "open-source-rds-extended-support-disabled") {
        return [];
    }
    const end = postgresVersions.get(database.text(["engineVersion"])?.split(".")[0] ?? "");
    // RDS has its classes' vCPUs from the EC2 types of the same names.
    const vCpus = times(
        instanceType(type?.replace(/^db\./, "") ?? "")?.vCpus,
        isMultiAz === undefined ? undefined : isMultiAz ? 2 : 1,
    );
    if (end === undefined) {
        return [{ item: EXTENDED_SUPPORT, figure: "rds.extendedSupportVcpuHour", quantity: undefined }];
    }
    return [
        {
            item: EXTENDED_SUPPORT,
            figure: "rds.extendedSupportVcpuHour",
            quantity: vCpus,
            from: dayAfter(end, 0),
        },
        // The third year costs twice as much.
        {
            item: `${EXTENDED_SUPPORT}, third year`,
            figure: "rds.extendedSupportVcpuHour",
            quantity: vCpus,
            from: dayAfter(end, 2),
        },
    ];
}

const EXTENDED_SUPPORT = "extended support of the PostgreSQL version";

/** The day after another one, some years later. */
function dayAfter(day: string, years: number): string {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + 1);
    date.setUTCFullYear(date.getUTCFullYear() + years);
    return date.toISOString().slice(0, day.length);
}

export const instance = resourceType("aws:rds/instance:Instance", {
    label: "database",
    price: { charges: databaseCharges, usage: () => ["databaseBackupsGB"] },
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
    computed: [
        "allocatedStorage",
        "backupRetentionPeriod",
        "backupWindow",
        "caCertIdentifier",
        "databaseInsightsMode",
        "dbName",
        "dbSubnetGroupName",
        "engine",
        "engineLifecycleSupport",
        "engineVersion",
        "identifier",
        "iops",
        "kmsKeyId",
        "maintenanceWindow",
        "monitoringRoleArn",
        "multiAz",
        "parameterGroupName",
        "performanceInsightsRetentionPeriod",
        "port",
        "storageThroughput",
        "storageType",
        "username",
        "vpcSecurityGroupIds",
    ],
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
            when: falls,
            effect: "RDS rejects a lower version of PostgreSQL. To go back, restore a backup from before the upgrade: docs/recovery.md.",
            interruption: "rejected",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            when: appears,
            effect: "RDS upgrades the database if it has an older version, for which it is down for minutes. RDS rejects a lower version.",
            interruption: "down",
            source: RDS_UPGRADE,
        },
        {
            on: "update",
            properties: ["engineVersion"],
            when: ({ from, to }) => major(from) !== major(to),
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
            when: ({ after }) => after["multiAz"] !== true,
            effect: "The database restarts on the new class. Without a standby, it is down for some minutes.",
            interruption: "down",
            source: RDS_MODIFY,
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
            properties: ["multiAz"],
            when: turnsOff,
            effect: "RDS deletes the standby while the database runs. From then on, a failure of its zone or a change of its class stops Connect.",
            interruption: "none",
            source: RDS_MODIFY,
        },
        {
            on: "update",
            properties: ["multiAz"],
            when: turnsOn,
            effect: "RDS creates a standby while the database runs. The database is slower until the copy is complete.",
            interruption: "none",
            source: RDS_MODIFY,
        },
        {
            on: "update",
            properties: ["identifier", "port", "caCertIdentifier"],
            effect: "The database restarts and is down for up to two minutes. Another identifier or port changes the endpoint, for which Connect's servers restart.",
            interruption: "brief",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["allocatedStorage", "maxAllocatedStorage"],
            when: leavesNoRoom,
            effect: ({ after }) =>
                `RDS rejects a maximum less than 10 % above the storage. Set maxAllocatedStorage to at least ${leastMaxStorageGiB(Number(after["allocatedStorage"]))}.`,
            interruption: "rejected",
            source: RDS_AUTOSCALING,
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: ({ from, to, after }) =>
                falls({ from, to }) && Number(after["maxAllocatedStorage"] ?? 0) > Number(to),
            effect: "The storage stays as it is: with a higher `maxAllocatedStorage`, the provider does not request less.",
            interruption: "none",
            source: "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go",
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: falls,
            effect: "RDS rejects smaller storage. Keep the size, or move the data to a new database with less.",
            interruption: "rejected",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: rises,
            effect: "RDS enlarges the storage by at least 10 % while the database runs. It is slower for some hours. No other change of the storage is possible for 6 hours.",
            interruption: "none",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["allocatedStorage"],
            when: appears,
            effect: "RDS enlarges the storage if it is smaller, while the database runs, and rejects the change if it is larger.",
            interruption: "unknown",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            when: ({ from, to }) => disappears({ from, to }) || to === 0,
            effect: "RDS no longer enlarges the storage. When it is full, the database stops.",
            interruption: "none",
            source: RDS_AUTOSCALING,
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            when: ({ from, to }) => appears({ from, to }) || from === 0,
            effect: "RDS enlarges the storage when it is nearly full, up to this size. It never shrinks it.",
            interruption: "none",
            source: RDS_AUTOSCALING,
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            when: falls,
            effect: "RDS enlarges the storage up to a smaller size. The storage itself does not change.",
            interruption: "none",
            source: RDS_AUTOSCALING,
        },
        {
            on: "update",
            properties: ["maxAllocatedStorage"],
            when: rises,
            effect: "RDS enlarges the storage up to a larger size. The storage itself does not change.",
            interruption: "none",
            source: RDS_AUTOSCALING,
        },
        {
            on: "update",
            properties: ["iops", "storageThroughput"],
            when: falls,
            effect: "RDS lowers the performance of the storage while the database runs. The database stays slower. No other change of the storage is possible for 6 hours.",
            interruption: "unknown",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["iops", "storageThroughput"],
            when: rises,
            effect: "RDS raises the performance of the storage while the database runs. It is slower for some hours. No other change of the storage is possible for 6 hours.",
            interruption: "none",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["iops", "storageThroughput", "storageType"],
            effect: "RDS changes the storage while the database runs. It is slower for some hours, and as fast as its new settings afterwards. No other change of the storage is possible for 6 hours.",
            interruption: "none",
            source: RDS_STORAGE,
        },
        {
            on: "update",
            properties: ["parameterGroupName"],
            effect: "RDS rejects a group of another family than the database's version. The new group's static parameters apply from the next restart, which this update does not cause unless the version changes too.",
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
            when: ({ to }) => to === 0,
            effect: "RDS disables automated backups and deletes the existing ones: the database can no longer be restored to a point in time. It pauses for seconds to minutes.",
            interruption: "brief",
            source: RDS_BACKUPS,
        },
        {
            on: "update",
            properties: ["backupRetentionPeriod"],
            when: ({ from }) => from === 0 || from === undefined,
            effect: "RDS keeps automated backups from now on. If they were disabled, the database pauses for seconds to minutes.",
            interruption: "brief",
            source: RDS_BACKUPS,
        },
        {
            on: "update",
            properties: ["backupRetentionPeriod"],
            when: falls,
            effect: ({ to }) =>
                `RDS deletes automated backups older than ${String(to)} days. The database can no longer be restored to an earlier time.`,
            interruption: "none",
            source: RDS_BACKUPS,
        },
        {
            on: "update",
            properties: ["backupRetentionPeriod"],
            when: rises,
            effect: "RDS keeps existing and new automated backups longer.",
            interruption: "none",
            source: RDS_BACKUPS,
        },
        {
            on: "update",
            properties: ["deletionProtection"],
            when: turnsOff,
            effect: "RDS no longer rejects the deletion of the database. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["deletionProtection"],
            when: turnsOn,
            effect: "RDS rejects the deletion of the database from now on. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["skipFinalSnapshot"],
            when: turnsOff,
            effect: "A later deletion of the database creates a final snapshot. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["skipFinalSnapshot"],
            when: turnsOn,
            effect: "A later deletion of the database creates no final snapshot. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["deleteAutomatedBackups"],
            when: ({ to }) => to === false,
            effect: "A later deletion of the database retains its automated backups. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["deleteAutomatedBackups"],
            effect: "A later deletion of the database deletes its automated backups. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["copyTagsToSnapshot"],
            when: turnsOff,
            effect: "New snapshots do not get the tags of the database.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["copyTagsToSnapshot"],
            when: turnsOn,
            effect: "New snapshots get the tags of the database.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["autoMinorVersionUpgrade"],
            when: ({ to }) => to === false,
            effect: "RDS no longer installs minor versions in the maintenance window.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["autoMinorVersionUpgrade"],
            effect: "RDS installs new minor versions in the maintenance window. The database is down for some minutes then.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["iamDatabaseAuthenticationEnabled"],
            when: turnsOff,
            effect: "Sign-in with IAM is rejected. Connect signs in with a password.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["iamDatabaseAuthenticationEnabled"],
            when: turnsOn,
            effect: "Sign-in with IAM is possible in addition to the password.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["performanceInsightsEnabled"],
            when: turnsOff,
            effect: "RDS stops collecting performance data, while the database runs.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["performanceInsightsEnabled"],
            when: turnsOn,
            effect: "RDS collects performance data, while the database runs.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["performanceInsightsRetentionPeriod"],
            when: falls,
            effect: "RDS deletes performance data older than the new period.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["performanceInsightsRetentionPeriod"],
            effect: "RDS keeps performance data for the new period.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["enabledCloudwatchLogsExports"],
            effect: "RDS exports these logs from now on, and no others. Exported log events are kept.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["vpcSecurityGroupIds"],
            effect: "The security groups change at once. New connections that the new groups do not allow are rejected.",
            interruption: "unknown",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["allowMajorVersionUpgrade", "applyImmediately", "finalSnapshotIdentifier"],
            effect: "Only applies to later updates or the deletion of the database. The database itself does not change.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: [
                "backupWindow",
                "databaseInsightsMode",
                "maintenanceWindow",
                "monitoringInterval",
                "monitoringRoleArn",
            ],
            effect: "Changed while the database runs, without interruption.",
            interruption: "none",
            source: RDS_SETTINGS,
        },
        {
            on: "update",
            properties: ["engineLifecycleSupport"],
            effect: "RDS only sets it when it creates a database. Nothing changes.",
            interruption: "none",
            source: RDS_MODIFY,
        },
        {
            on: "replace",
            effect: "RDS creates an empty database and deletes the existing one. Connect starts without data.",
            interruption: "down",
            source: RDS_SETTINGS,
        },
        { on: "delete", effect: "Connect has no database and stops.", interruption: "down" },
    ],
    deployerActions: [
        { on: "{arn}", actions: ["rds:CreateDBInstance"] },
        ...[
            "pg:{parameterGroupName}",
            "subgrp:{dbSubnetGroupName}",
            "og:default:postgres-{engineVersion}",
        ].map((on) => ({
            on,
            actions: ["rds:CreateDBInstance", "rds:ModifyDBInstance"],
        })),
        serviceLinkedRole("rds.amazonaws.com", "AWSServiceRoleForRDS"),
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
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...fixedName("description", "family"),
    id: (request) => physicalName(request),
    outputs: { name: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["parameters"],
            effect: "Dynamic parameters apply at once, and removed ones return to their defaults. Static ones (`applyMethod: pending-reboot`) apply from the next restart of the database, which this update does not cause.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "update",
            properties: ["skipDestroy"],
            effect: "Only applies when the group is deleted.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "replace",
            effect: "The new group is created before the old one is deleted. An upgrade of the database causes this: see the effect of that change.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
        {
            on: "delete",
            effect: "RDS deletes a group only if no database uses it: an upgrade of the database has moved it to another group.",
            interruption: "none",
            source: RDS_PARAMETERS,
        },
    ],
    deployerActions: [{ on: "pg:{name}", actions: ["rds:ResetDBParameterGroup"] }],
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
    price: SETTING_IS_FREE,
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
        {
            on: ["replace", "delete"],
            effect: "RDS deletes a group only if no database uses it. See the changes of the database.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
        },
    ],
    deployerActions: [{ on: "subgrp:{name}", actions: ["rds:ModifyDBSubnetGroup"] }],
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
