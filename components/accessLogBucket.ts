import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

export interface AccessLogBucketArgs {
    account: Account;

    /** Tags on the bucket. */
    tags: Record<string, string>;

    /** The bucket's name: at most 63 lower-case letters, digits and hyphens, one of its kind among all accounts. */
    bucketName: string;

    /** Days that a log is kept, 1 or more. */
    retentionDays: number;

    /** Whether a destroy deletes the bucket with the logs in it. S3 refuses to delete one that is not empty. */
    forceDestroy: boolean;
}

/** A private bucket that the load balancers of this account can write their access logs to, and nobody else. */
export class AccessLogBucket extends pulumi.ComponentResource {
    /** Name of the bucket. */
    readonly bucket: pulumi.Output<string>;
    /** What lets load balancers write: one that logs depends on it, as its creation tries. */
    readonly policy: pulumi.Resource;

    constructor(name: string, args: AccessLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:AccessLogBucket", name, {}, opts);

        const { bucket } = new aws.s3.Bucket(
            name,
            { bucket: args.bucketName, forceDestroy: args.forceDestroy, tags: args.tags },
            { parent: this },
        );

        const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
            name,
            {
                bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            { parent: this },
        );

        new aws.s3.BucketOwnershipControls(
            name,
            { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
            { parent: this },
        );

        new aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            {
                bucket,
                // S3's own key: load balancers cannot write under any other.
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
            { parent: this },
        );

        const versioning = new aws.s3.BucketVersioning(
            name,
            { bucket, versioningConfiguration: { status: "Enabled" } },
            { parent: this },
        );

        new aws.s3.BucketLifecycleConfiguration(
            name,
            {
                bucket,
                rules: [
                    {
                        id: "expire",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: args.retentionDays },
                        noncurrentVersionExpiration: { noncurrentDays: 1 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                ],
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
                        {
                            // No condition: the path holds the account already, and `aws:SourceArn` has been seen to
                            // make the load balancer's own trial fail.
                            Sid: "WriteLoadBalancerLogs",
                            Effect: "Allow",
                            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                            Action: "s3:PutObject",
                            Resource: `${arn}/AWSLogs/${args.account.id}/*`,
                        },
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
            },
            // S3 refuses two such changes to one bucket at the same time.
            { parent: this, dependsOn: publicAccessBlock },
        );

        this.bucket = bucket;
        this.registerOutputs({ bucket: this.bucket });
    }
}
