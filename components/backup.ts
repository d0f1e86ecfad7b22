import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BACKUP_SCHEDULES, START_WINDOW_MINUTES } from "../lib/backupSchedule";
import type { Account } from "../stacks/account";
import type { BackupSettings } from "../stacks/sections/backup";
import type { IamSettings } from "../stacks/sections/iam";
import { BackupFailureNotices } from "./backupFailureNotices";
import { BackupRole } from "./backupRole";
import { BackupVault, type VaultLock } from "./backupVault";
import type { Database } from "./database";
import type { FileSystem } from "./fileSystem";
import { eventPublication } from "./keyPolicy";
import type { Network } from "./network";
import { RestoreTests } from "./restoreTests";
import { roleName } from "./roleName";
import { shortName } from "./shortName";

export interface BackupArgs extends BackupSettings, IamSettings {
    /** Network of the restore tests' database. */
    network: Network;

    account: Account;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Base of the names of vaults, plans, roles and topic. A change replaces them. */
    physicalName: string;

    /** Backed up continuously, for the days of its own `backupRetentionDays`; its daily copies are kept as long. */
    database: Database;

    /** Backed up daily, and kept as long as the database's daily backups: a restore needs both. */
    fileSystem: FileSystem;

    /** Whether Pulumi refuses to delete or replace the vaults and their keys. */
    protect: boolean;
}

/**
 * Minutes from its schedule for a job to complete: AWS Backup's default, which a first backup of many files can need. The provider
 * sends 180 by default.
 *
 * Sources: AWS Backup developer guide, "Troubleshooting"; hashicorp/terraform-provider-aws, internal/service/backup/plan.go.
 */
const COMPLETION_WINDOW_MINUTES = 7 * 24 * 60;

/**
 * The RPO, the most data that a loss costs.
 *
 * The database: RDS uploads its logs every five minutes, and the next ones may be incomplete. The files: a day from one backup to
 * the next, the two hours in which it may start, and four more until it is complete.
 * Source: RDS user guide, "Restoring a DB instance to a specified time".
 */
const RPO = { databaseMinutes: 10, fileSystemHours: 30 };

/**
 * AWS Backup of the database and the files, as recovery sets: daily and weekly, the database to any point in time, in a
 * vault under its own key, with copies in another region, and a message for each job that fails.
 *
 * EFS's own automatic backups stay off: they would keep a second set in a vault that is not monitored.
 */
export class Backup extends pulumi.ComponentResource {
    readonly vaultName: pulumi.Output<string>;
    /** Every vault with backups in it: first the stack's own, then that of the copies. */
    readonly vaults: BackupVault[];
    /** Days that the weekly backups are kept: none is older. */
    readonly weeklyRetentionDays: number;
    readonly rpo = RPO;
    /** Role that AWS Backup backs up with. */
    readonly roleArn: pulumi.Output<string>;
    /** Role that AWS Backup restores with. */
    readonly restoreRoleArn: pulumi.Output<string>;
    /** Topic that gets a message for each job that fails. */
    readonly failuresTopicArn: pulumi.Output<string>;

    constructor(name: string, args: BackupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Backup", name, {}, opts);
        const { account, tags, database, fileSystem, protect } = args;
        const dailyRetentionDays = database.backupRetentionDays;
        checkRetention(args.weeklyRetentionDays, dailyRetentionDays);
        checkCopyRegion(args.copyRegion, account);

        const role = new BackupRole(
            name,
            {
                description: "Lets AWS Backup back up Posit Connect's data",
                account,
                permissionsBoundaryArn: args.permissionsBoundaryArn,
                roleName: roleName(args.physicalName, "backup", account),
                policy: "AWSBackupServiceRolePolicyForBackup",
                tags,
            },
            { parent: this },
        );

        const shared = {
            account,
            tags,
            role,
            vaultName: shortName(args.physicalName),
            lock: toVaultLock(args),
            minRetentionDays: dailyRetentionDays,
            protect,
        };
        const topicName = `${shared.vaultName}-backup-failures`;
        const vault = new BackupVault(
            name,
            {
                ...shared,
                description: "Backups of Posit Connect, and messages about them",
                services: [eventPublication(account, topicName)],
            },
            { parent: this },
        );
        const copies =
            args.copyRegion === undefined
                ? []
                : [
                      new BackupVault(
                          `${name}-copies`,
                          {
                              ...shared,
                              description: "Copies of Posit Connect's backups",
                              region: args.copyRegion,
                          },
                          { parent: this },
                      ),
                  ];

        const keptFor = (days: number) => ({
            targetVaultName: vault.vaultName,
            startWindow: START_WINDOW_MINUTES,
            completionWindow: COMPLETION_WINDOW_MINUTES,
            lifecycle: { deleteAfter: days },
            copyActions: copies.map(({ arn }) => ({
                destinationVaultArn: arn,
                lifecycle: { deleteAfter: days },
            })),
        });
        const plan = new aws.backup.Plan(
            name,
            {
                name: shared.vaultName,
                rules: [
                    {
                        ruleName: "daily",
                        schedule: BACKUP_SCHEDULES.daily,
                        // AWS Backup sets the database's days in RDS. EFS has no continuous backup, so the files get a
                        // backup each day.
                        enableContinuousBackup: true,
                        ...keptFor(dailyRetentionDays),
                    },
                    {
                        ruleName: "weekly",
                        schedule: BACKUP_SCHEDULES.weekly,
                        ...keptFor(args.weeklyRetentionDays),
                    },
                ],
                tags,
            },
            { parent: this },
        );

        new aws.backup.Selection(
            name,
            {
                planId: plan.id,
                iamRoleArn: role.arn,
                // By reference: a missing or foreign tag changes nothing.
                resources: [database.arn, fileSystem.arn],
            },
            { parent: this, dependsOn: role.permission },
        );

        const restoreRole = new BackupRole(
            `${name}-restores`,
            {
                description: "Lets AWS Backup restore Posit Connect's data into new resources",
                account,
                permissionsBoundaryArn: args.permissionsBoundaryArn,
                roleName: roleName(args.physicalName, "backup-restores", account),
                policy: "AWSBackupServiceRolePolicyForRestores",
                tags,
            },
            { parent: this },
        );
        if (args.restoreTests) {
            new RestoreTests(
                `${name}-restore-tests`,
                {
                    network: args.network,
                    tags,
                    planName: shared.vaultName.replaceAll("-", "_"),
                    vaultArn: vault.arn,
                    role: restoreRole,
                    database,
                    fileSystem,
                },
                { parent: this },
            );
        }

        const notices = new BackupFailureNotices(
            `${name}-failures`,
            {
                tags,
                topicName,
                keyArn: vault.keyArn,
                roleArns: [role.arn, restoreRole.arn],
                email: args.notifyEmail,
            },
            { parent: this },
        );

        this.vaultName = vault.vaultName;
        this.vaults = [vault, ...copies];
        this.weeklyRetentionDays = args.weeklyRetentionDays;
        this.roleArn = role.arn;
        this.restoreRoleArn = restoreRole.arn;
        this.failuresTopicArn = notices.topicArn;
        this.registerOutputs({ vaultName: this.vaultName, failuresTopicArn: this.failuresTopicArn });
    }
}

function toVaultLock({ vaultLock, complianceGraceDays }: BackupArgs): VaultLock {
    return vaultLock === "compliance"
        ? { mode: vaultLock, graceDays: complianceGraceDays }
        : { mode: vaultLock };
}

function checkRetention(weeklyDays: number, dailyDays: number): void {
    if (weeklyDays < dailyDays) {
        throw new Error(
            `weeklyRetentionDays: must be at least ${dailyDays} days, for which the daily backups are kept, ` +
                `got ${weeklyDays}`,
        );
    }
}

function checkCopyRegion(copyRegion: string | undefined, account: Account): void {
    if (copyRegion === account.region) {
        throw new Error(`copyRegion: must be another region than the stack's, got "${copyRegion}"`);
    }
}
