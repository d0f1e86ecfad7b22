import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackupRole } from "./backupRole";
import type { Database } from "./database";
import type { FileSystem } from "./fileSystem";
import type { Network } from "./network";

export interface RestoreTestsArgs {
    /** Network of the database's subnets, which the restored one is put into as well. */
    network: Network;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Name of the plan, unique in account and region: at most 50 letters, digits and underscores. */
    planName: string;

    /** ARN of the vault whose recovery points are restored. */
    vaultArn: pulumi.Input<string>;

    /** Role of the restore jobs. */
    role: BackupRole;

    database: Database;
    fileSystem: FileSystem;
}

/**
 * Restores the newest recovery point of the database and of the files once a week, as new resources that nobody
 * reaches, and deletes them at once. AWS Backup's console shows the outcome and the time that it took.
 */
export class RestoreTests extends pulumi.ComponentResource {
    constructor(name: string, args: RestoreTestsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:RestoreTests", name, {}, opts);

        const plan = new aws.backup.RestoreTestingPlan(
            name,
            {
                name: args.planName,
                // Far from both rules of the backup plan, and on a working day.
                scheduleExpression: "cron(0 11 ? * WED *)",
                recoveryPointSelection: {
                    algorithm: "LATEST_WITHIN_WINDOW",
                    includeVaults: [args.vaultArn],
                    recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
                    // Days. An older point would pass a test that says nothing of today's backups.
                    selectionWindowDays: 7,
                },
                tags: args.tags,
            },
            { parent: this },
        );

        // Without a rule, in or out. AWS Backup would take the VPC's default group.
        const isolated = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: args.network.vpcId,
                description: "Databases restored for a test: no way in, no way out",
                tags: { ...args.tags, Name: `${pulumi.getProject()}-${pulumi.getStack()}-restore-tests` },
            },
            { parent: this },
        );

        const selection = (
            suffix: string,
            type: "RDS" | "EFS",
            arn: pulumi.Input<string>,
            restoreMetadataOverrides: Record<string, pulumi.Input<string>>,
        ): void => {
            new aws.backup.RestoreTestingSelection(
                `${name}-${suffix}`,
                {
                    name: suffix,
                    restoreTestingPlanName: plan.name,
                    protectedResourceType: type,
                    protectedResourceArns: [arn],
                    iamRoleArn: args.role.arn,
                    restoreMetadataOverrides,
                },
                {
                    parent: this,
                    dependsOn: args.role.permission,
                    // The provider's update leaves them out, and the tests would go on with what is gone.
                    replaceOnChanges: ["protectedResourceArns"],
                    // Two of a name are refused, and Pulumi does not know that this type has one.
                    deleteBeforeReplace: true,
                },
            );
        };
        selection("database", "RDS", args.database.arn, {
            dbSubnetGroupName: args.database.subnetGroupName,
            // A list in a text: the overrides are a map of texts.
            vpcSecurityGroupIds: pulumi.jsonStringify([isolated.id]),
            publiclyAccessible: "false",
            multiAz: "false",
        });
        // A restored file system has no mount target, and so no way in.
        selection("files", "EFS", args.fileSystem.arn, { kmsKeyId: args.fileSystem.keyArn });

        this.registerOutputs({});
    }
}
