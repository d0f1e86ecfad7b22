import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackupRole } from "./backupRole";
import type { Database } from "./database";
import type { FileSystem } from "./fileSystem";
import type { Network } from "./network";

export interface RestoreTestsArgs {
    /** Network of the database's subnets, which the restored database uses too. */
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
 * Restores the newest recovery point of the database and of the files once a week, as new resources that no
 * client can reach, and deletes them immediately. AWS Backup's console shows the outcome and the time that it took.
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
                    // Days. A test of an older point does not verify today's backups.
                    selectionWindowDays: 7,
                },
                tags: args.tags,
            },
            { parent: this },
        );

        // Without an ingress or egress rule. AWS Backup would use the VPC's default group.
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
                    // The provider's update omits them, and the tests would keep using deleted resources.
                    replaceOnChanges: ["protectedResourceArns"],
                    // AWS rejects two with the same name, and Pulumi does not know that this type has a name.
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
        // A restored file system has no mount target, so no client can reach it.
        selection("files", "EFS", args.fileSystem.arn, { kmsKeyId: args.fileSystem.keyArn });

        this.registerOutputs({});
    }
}
