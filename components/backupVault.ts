import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { BackupRole } from "./backupRole";
import { EncryptionKey } from "./encryptionKey";
import type { KeyGrant } from "./keyPolicy";

/** Lock that prevents the deletion of recovery points before their retention ends. */
export type VaultLock =
    | { mode: "none" }
    /** A principal with the right in IAM can remove the lock. */
    | { mode: "governance" }
    /** After these days, 3 or more, no principal can remove it, not even AWS. */
    | { mode: "compliance"; graceDays: number };

export interface BackupVaultArgs {
    account: Account;

    /** Tags on the vault and its key. */
    tags: Record<string, string>;

    /** Role of the backups. AWS Backup also deletes with its rights, so it must outlive the recovery points. */
    role: BackupRole;

    /** Name of the vault, unique in account and region: 2–50 letters, digits, hyphens and underscores. */
    vaultName: string;

    /** Data that the key encrypts, in a few words. */
    description: string;

    /**
     * Services that use the vault's key by themselves. AWS Backup needs none: it acts with the rights of its role.
     *
     * @default []
     */
    services?: KeyGrant[];

    /**
     * Region of the vault and its key. A change replaces both.
     *
     * @default the stack's
     */
    region?: string;

    lock: VaultLock;

    /** Days, 1 or more, that every recovery point is kept at least; a job that would keep one for less fails. */
    minRetentionDays: number;

    /**
     * Whether Pulumi refuses to delete or replace the vault and its key. If not, a destroy also deletes the
     * recovery points: AWS Backup refuses to delete a vault that has any.
     */
    protect: boolean;
}

/** A backup vault under a key of its own, locked or not. */
export class BackupVault extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** Name of the vault, which a plan's rules refer to. */
    readonly vaultName: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;
    readonly region: string;

    constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:BackupVault", name, {}, opts);

        const key = new EncryptionKey(
            `${name}-key`,
            {
                description: args.description,
                account: args.account,
                services: args.services,
                region: args.region,
                tags: args.tags,
                protect: args.protect,
            },
            { parent: this },
        );

        const vault = new aws.backup.Vault(
            name,
            {
                name: args.vaultName,
                kmsKeyArn: key.arn,
                forceDestroy: !args.protect,
                region: args.region,
                tags: args.tags,
            },
            { parent: this, protect: args.protect, dependsOn: args.role.permission },
        );

        if (args.lock.mode !== "none") {
            const compliance = args.lock.mode === "compliance";
            new aws.backup.VaultLockConfiguration(
                name,
                {
                    backupVaultName: vault.name,
                    minRetentionDays: args.minRetentionDays,
                    // With days, the mode is compliance; without, governance.
                    changeableForDays: args.lock.mode === "compliance" ? args.lock.graceDays : undefined,
                    region: args.region,
                },
                {
                    parent: this,
                    // A vault has one lock: deleting the old one after the new one is set would remove the new one.
                    deleteBeforeReplace: true,
                    // AWS rejects every change of a closed lock, also one that follows from another setting.
                    ignoreChanges: compliance ? ["minRetentionDays"] : [],
                },
            );
        }

        this.arn = vault.arn;
        this.vaultName = vault.name;
        this.keyArn = key.arn;
        this.region = args.region ?? args.account.region;
        this.registerOutputs({ arn: this.arn, vaultName: this.vaultName, keyArn: this.keyArn });
    }
}
