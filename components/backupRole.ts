import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";

export interface BackupRoleArgs {
    account: Account;

    /** Name of the role, unique in the account. */
    roleName: string;

    /** Tags on the role. */
    tags: Record<string, string>;

    /** What the role lets AWS Backup do, in a few words. */
    description: string;

    /**
     * What AWS Backup may do with it: back up and copy, or restore. These are AWS's own policies, kept up to date with
     * what AWS Backup does; they let it restore into new resources, and delete no other than backups of its own.
     */
    policy: "AWSBackupServiceRolePolicyForBackup" | "AWSBackupServiceRolePolicyForRestores";
}

/**
 * A role that AWS Backup takes on, to back up on behalf of this account alone. Whether it says for whom where it restores
 * is told nowhere, and a restore must not fail for that: it takes on no role that the account itself has not handed to it.
 */
export class BackupRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** What gives the role its rights: what uses it depends on that. */
    readonly permission: pulumi.Resource;

    constructor(name: string, args: BackupRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:BackupRole", name, {}, opts);

        const role = new aws.iam.Role(
            name,
            {
                name: args.roleName,
                description: args.description,
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
