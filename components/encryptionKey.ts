import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import { type KeyGrant, keyPolicy } from "./keyPolicy";

export interface EncryptionKeyArgs {
    /** Data that the key encrypts, in a few words. The KMS console shows it. */
    description: string;

    account: Account;

    /** Tags on the key. */
    tags: Record<string, string>;

    /**
     * Region of the key. A change replaces it.
     *
     * @default the stack's
     */
    region?: string;

    /**
     * Services that use the key by themselves. One that acts with its caller's rights, as RDS and EFS do, needs
     * none.
     *
     * @default []
     */
    services?: KeyGrant[];

    /**
     * Whether Pulumi refuses to delete the key: data that it encrypted is lost with it.
     *
     * @default false
     */
    protect?: boolean;
}

/**
 * A KMS key for one kind of data, with yearly rotation, and an alias to find it by.
 *
 * A destroy only schedules its deletion. For 30 days, the longest that KMS allows, it can be called back:
 * `aws kms cancel-key-deletion`.
 */
export class EncryptionKey extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly id: pulumi.Output<string>;

    constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:EncryptionKey", name, {}, opts);

        const key = new aws.kms.Key(
            name,
            {
                description: args.description,
                policy: keyPolicy(args.account, args.services ?? []),
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                region: args.region,
                tags: args.tags,
            },
            { parent: this, protect: args.protect },
        );

        new aws.kms.Alias(
            name,
            {
                // A stack's name may have dots in it, an alias may not.
                name: `alias/${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replaceAll(".", "-"),
                targetKeyId: key.keyId,
                region: args.region,
            },
            { parent: this },
        );

        this.arn = key.arn;
        this.id = key.keyId;
        this.registerOutputs({ arn: this.arn, id: this.id });
    }
}
