import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { IamSettings } from "../stacks/sections/iam";

export interface BackupRoleArgs extends IamSettings {
    account: Account;

    /** Name of the role, unique in the account. */
    roleName: string;

    /** Tags on the role. */
    tags: Record<string, string>;

    /** Purpose of the role, in a few words. */
    description: string;

    /**
     * The role's rights: back up and copy, or restore. AWS keeps these policies up to date with AWS Backup. They allow it to
     * restore into new resources, and to delete only its own backups.
     */
    policy: "AWSBackupServiceRolePolicyForBackup" | "AWSBackupServiceRolePolicyForRestores";
}

/**
 * A role that AWS Backup assumes, for backups on behalf of this account only. AWS does not document whether restore jobs send the
 * account too, and a restore must not fail for that: AWS Backup assumes only roles that the account has passed to it.
 */
export class BackupRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** The policy attachment: every user of the role depends on it. */
    readonly permission: pulumi.Resource;

    constructor(name: string, args: BackupRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:BackupRole", name, {}, opts);

        const role = new aws.iam.Role(
            name,
            {
                name: args.roleName,
                description: args.description,
                permissionsBoundary: args.permissionsBoundaryArn,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "backup.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            ...(args.policy === "AWSBackupServiceRolePolicyForBackup"
                                ? { Condition: { StringEquals: { "aws:SourceAccount": args.account.id } } }
                                : {}),
                        },
                    ],
                }),
                tags: args.tags,
            },
            { parent: this },
        );

        this.permission = new aws.iam.RolePolicyAttachment(
            name,
            {
                role: role.name,
                policyArn: `arn:${args.account.partition}:iam::aws:policy/service-role/${args.policy}`,
            },
            { parent: this },
        );

        this.arn = role.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
