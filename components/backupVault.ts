import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { BackupRole } from "./backupRole";
import { EncryptionKey } from "./encryptionKey";
import type { KeyGrant } from "./keyPolicy";

/** What keeps recovery points from being deleted before their time, by whomever. */
export type VaultLock =
    | { mode: "none" }
    /** Only those whom IAM lets take the lock off can. */
    | { mode: "governance" }
    /** Nobody can take it off, not even AWS, once these days are over; 3 or more. */
    | { mode: "compliance"; graceDays: number };

export interface BackupVaultArgs {
    account: Account;

    /** Tags on the vault and its key. */
    tags: Record<string, string>;

    /** Role that backs up into it. AWS Backup deletes with its rights too: it outlives what is in the vault. */
    role: BackupRole;

    /** Name of the vault, unique in account and region: 2–50 letters, digits, hyphens and underscores. */
    vaultName: string;

    /** What the key encrypts, in a few words. */
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
     * Whether Pulumi refuses to delete or replace the vault and its key. Where it does not, a destroy deletes the
     * recovery points too: AWS Backup refuses to delete a vault with any in it.
     */
    protect: boolean;
}

/** A backup vault under a key of its own, locked or not. */
export class BackupVault extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** Name of the vault, which a plan's rules go by. */
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
                    // Days or none are what makes the one mode or the other.
                    changeableForDays: args.lock.mode === "compliance" ? args.lock.graceDays : undefined,
                    region: args.region,
                },
                {
                    parent: this,
                    // A vault has one lock: to delete the old one after the new one is set would take that off.
                    deleteBeforeReplace: true,
                    // Once closed it stays as it is, and AWS refuses a change that other settings would bring with them.
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
