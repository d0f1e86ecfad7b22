import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import { PrivateBucket } from "./privateBucket";
import { recoveryBucketName } from "./recoveryBucketName";
import { shortName } from "./shortName";

export interface AccessLogBucketArgs {
    account: Account;

    /** Tags on the bucket. */
    tags: Record<string, string>;

    /** Name to make the bucket's name from. Changing it replaces the bucket. */
    physicalName: string;

    /** Region of the bucket, and of the resources that log to it. A change replaces the bucket. */
    region: string;

    /** Days that a log is kept, 1 or more. */
    retentionDays: number;

    /** Whether a destroy deletes the bucket with the logs in it. S3 refuses to delete one that is not empty. */
    forceDestroy: boolean;
}

/**
 * A private bucket for the access logs of one region. The load balancers of this account and the recovery bucket of the stack can
 * write to it, and nothing else.
 */
export class AccessLogBucket extends pulumi.ComponentResource {
    /** Name of the bucket. */
    readonly bucket: pulumi.Output<string>;
    /** The bucket's policy, which allows logs to be written: each source depends on it. */
    readonly policy: pulumi.Resource;
    /** Prefix of the log of requests to the recovery bucket. */
    readonly recoveryPrefix = "recovery/";

    constructor(name: string, args: AccessLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:AccessLogBucket", name, {}, opts);
        const { account, tags, physicalName, forceDestroy, region } = args;
        const bucketName = [shortName(`${physicalName}-logs`), account.id, region].join("-");
        const arn = `arn:${account.partition}:s3:::${bucketName}`;

        // With S3's own key: load balancers and S3's access logs support no other.
        const { bucket, policy } = new PrivateBucket(
            name,
            {
                account,
                tags,
                bucketName,
                region,
                forceDestroy,
                expiry: {
                    id: "expire",
                    status: "Enabled",
                    filter: {},
                    expiration: { days: args.retentionDays },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                },
                statements: [
                    // The load balancer is in the stack's region.
                    ...(region === account.region
                        ? [
                              {
                                  // No condition: the path holds the account already, and `aws:SourceArn` has been seen to
                                  // fail the load balancer's own check.
                                  Sid: "WriteLoadBalancerLogs",
                                  Effect: "Allow",
                                  Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                                  Action: "s3:PutObject",
                                  Resource: `${arn}/AWSLogs/${account.id}/*`,
                              },
                          ]
                        : []),
                    {
                        // Source: Amazon S3 user guide, "Enabling Amazon S3 server access logging".
                        Sid: "WriteRecoveryBucketLogs",
                        Effect: "Allow",
                        Principal: { Service: "logging.s3.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `${arn}/${this.recoveryPrefix}*`,
                        Condition: {
                            StringEquals: { "aws:SourceAccount": account.id },
                            ArnEquals: {
                                "aws:SourceArn": `arn:${account.partition}:s3:::${recoveryBucketName(account, physicalName, region)}`,
                            },
                        },
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
