import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { PrivateBucket } from "./privateBucket";

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
        const { account, tags, bucketName, forceDestroy } = args;

        // Under S3's own key: load balancers cannot write under any other.
        const { bucket, policy } = new PrivateBucket(
            name,
            {
                account,
                tags,
                bucketName,
                forceDestroy,
                expiry: {
                    id: "expire",
                    status: "Enabled",
                    filter: {},
                    expiration: { days: args.retentionDays },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                },
                statements: [
                    {
                        // No condition: the path holds the account already, and `aws:SourceArn` has been seen to
                        // make the load balancer's own trial fail.
                        Sid: "WriteLoadBalancerLogs",
                        Effect: "Allow",
                        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `arn:${account.partition}:s3:::${bucketName}/AWSLogs/${account.id}/*`,
                    },
                ],
            },
            { parent: this },
        );

        this.bucket = bucket;
        this.policy = policy;
        this.registerOutputs({ bucket: this.bucket });
    }
}
