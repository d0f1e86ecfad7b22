import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";

export interface PrivateBucketArgs {
    account: Account;

    /** Tags on the bucket. */
    tags: Record<string, string>;

    /** The bucket's name: at most 63 lower-case letters, digits and hyphens, one of its kind among all accounts. */
    bucketName: string;

    /**
     * Region of the bucket. A change replaces it.
     *
     * @default the stack's
     */
    region?: string;

    /**
     * ARN of the key that objects are encrypted under.
     *
     * @default S3's own
     */
    kmsKeyArn?: pulumi.Input<string>;

    /** Expiry of objects. Incomplete uploads expire after a day. */
    expiry: pulumi.Unwrap<aws.types.input.s3.BucketLifecycleConfigurationRule>;

    /**
     * Statements of the bucket's policy that allow other principals access.
     *
     * @default none: IAM decides
     */
    statements?: object[];

    /** Whether a destroy deletes the bucket with its objects. S3 refuses to delete one that is not empty. */
    forceDestroy: boolean;

    /**
     * Whether Pulumi refuses to delete or replace the bucket.
     *
     * @default false
     */
    protect?: boolean;
}

/** A private bucket with TLS only, encryption and versions. */
export class PrivateBucket extends pulumi.ComponentResource {
    /** Name of the bucket. */
    readonly bucket: pulumi.Output<string>;
    /** Settings of the bucket that its objects wait for: its policy, its encryption, its versions. */
    readonly ready: pulumi.Resource[];
    /** The bucket's policy: another service that writes to it depends on it. */
    readonly policy: pulumi.Resource;

    constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:PrivateBucket", name, {}, opts);
        const { region } = args;

        const { bucket } = new aws.s3.Bucket(
            name,
            { bucket: args.bucketName, forceDestroy: args.forceDestroy, region, tags: args.tags },
            { parent: this, protect: args.protect },
        );

        const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
            name,
            {
                bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
                region,
            },
            { parent: this },
        );

        new aws.s3.BucketOwnershipControls(
            name,
            { bucket, rule: { objectOwnership: "BucketOwnerEnforced" }, region },
            { parent: this },
        );

        const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            {
                bucket,
                rules: [
                    args.kmsKeyArn === undefined
                        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
                        : {
                              applyServerSideEncryptionByDefault: {
                                  sseAlgorithm: "aws:kms",
                                  kmsMasterKeyId: args.kmsKeyArn,
                              },
                              bucketKeyEnabled: true,
                          },
                ],
                region,
            },
            { parent: this },
        );

        const versioning = new aws.s3.BucketVersioning(
            name,
            { bucket, versioningConfiguration: { status: "Enabled" }, region },
            { parent: this },
        );

        new aws.s3.BucketLifecycleConfiguration(
            name,
            {
                bucket,
                rules: [{ ...args.expiry, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }],
                region,
            },
            // Rules for versions need versions.
            { parent: this, dependsOn: versioning },
        );

        // By its name, so that a first preview can check the policy.
        const arn = `arn:${args.account.partition}:s3:::${args.bucketName}`;
        this.policy = new aws.s3.BucketPolicy(
            name,
            {
                bucket,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        ...(args.statements ?? []),
                        {
                            Sid: "RefusePlainHttp",
                            Effect: "Deny",
                            Principal: "*",
                            Action: "s3:*",
                            Resource: [arn, `${arn}/*`],
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    ],
                }),
                region,
            },
            // S3 refuses two such changes to one bucket at the same time.
            { parent: this, dependsOn: publicAccessBlock },
        );

        this.bucket = bucket;
        this.ready = [this.policy, encryption, versioning];
        this.registerOutputs({ bucket: this.bucket });
    }
}
