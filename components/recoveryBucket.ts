import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AccessLogBucket } from "./accessLogBucket";
import type { Account } from "../stacks/account";
import { EncryptionKey } from "./encryptionKey";
import { PrivateBucket } from "./privateBucket";
import { recoveryBucketName } from "./recoveryBucketName";

export interface RecoveryBucketArgs {
    account: Account;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Name to make the bucket's name from. Changing it replaces the bucket. */
    physicalName: string;

    /** Region of the bucket and its key. A change replaces both. */
    region: string;

    /** Where requests to the bucket are logged, in the same region. */
    accessLogs: AccessLogBucket;

    /** Days that a version is kept once there is a newer one: as long as the oldest backup that it belongs to. */
    oldVersionDays: number;

    /**
     * Days that a version cannot be deleted, except by a principal that may bypass governance retention.
     *
     * @default no lock
     */
    lockDays?: number;

    /** Whether Pulumi refuses to delete or replace the bucket and its key; otherwise a destroy empties it. */
    protect: boolean;
}

/** A text to keep. */
export interface KeptFile {
    text: pulumi.Input<string>;
    /** Its media type. */
    contentType: string;
}

/**
 * A private bucket under its own key that keeps what a restore needs in addition to the data. S3 logs each request to it, usually
 * within hours and without a guarantee (Amazon S3 user guide, "Logging requests with server access logging").
 */
export class RecoveryBucket extends pulumi.ComponentResource {
    /** Name of the bucket. */
    readonly bucket: pulumi.Output<string>;
    /** Region of the bucket. */
    readonly region: string;
    /** ARN of the key that all in it is under. */
    readonly keyArn: pulumi.Output<string>;

    /** What must be there before the first version of a file. */
    private readonly ready: pulumi.Resource[];
    /** Whether a destroy bypasses governance retention. Requires `s3:BypassGovernanceRetention`. */
    private readonly forceDestroy: boolean;

    constructor(
        private readonly name: string,
        args: RecoveryBucketArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("posit-connect:index:RecoveryBucket", name, {}, opts);
        const { account, tags, region, protect, accessLogs } = args;
        const bucketName = recoveryBucketName(account, args.physicalName, region);

        const key = new EncryptionKey(
            `${name}-key`,
            { description: "Recovery manifest of Posit Connect", account, region, tags, protect },
            { parent: this },
        );

        const { bucket, ready } = new PrivateBucket(
            name,
            {
                account,
                tags,
                bucketName,
                region,
                kmsKeyArn: key.arn,
                expiry: {
                    id: "expire-old-versions",
                    status: "Enabled",
                    filter: {},
                    noncurrentVersionExpiration: { noncurrentDays: args.oldVersionDays },
                },
                statements: args.lockDays === undefined ? [] : [denyReadingLocks(account, bucketName)],
                forceDestroy: !protect,
                protect,
            },
            { parent: this },
        );

        new aws.s3.BucketLogging(
            name,
            {
                bucket,
                targetBucket: accessLogs.bucket,
                targetPrefix: accessLogs.recoveryPrefix,
                region,
            },
            { parent: this, dependsOn: [...ready, accessLogs.policy] },
        );

        const locks =
            args.lockDays === undefined
                ? []
                : [
                      new aws.s3.BucketObjectLockConfiguration(
                          name,
                          {
                              bucket,
                              objectLockEnabled: "Enabled",
                              rule: { defaultRetention: { mode: "GOVERNANCE", days: args.lockDays } },
                              region,
                          },
                          // A lock is on versions.
                          { parent: this, dependsOn: ready },
                      ),
                  ];

        this.ready = [...ready, ...locks];
        this.forceDestroy = args.lockDays !== undefined && !protect;
        this.region = region;
        this.keyArn = key.arn;
        this.bucket = bucket;
        this.registerOutputs({ bucket: this.bucket });
    }

    /**
     * Keeps a file, and its earlier versions.
     *
     * @param file its name in the bucket.
     */
    keep(file: string, { text, contentType }: KeptFile): void {
        new aws.s3.BucketObjectv2(
            `${this.name}-${file}`,
            {
                bucket: this.bucket,
                key: file,
                content: text,
                contentType,
                serverSideEncryption: "aws:kms",
                kmsKeyId: this.keyArn,
                forceDestroy: this.forceDestroy,
                region: this.region,
            },
            { parent: this, dependsOn: this.ready },
        );
    }
}

/**
 * Denies every principal to read the retention of a version. Otherwise the provider reads it with the object, finds no retention in
 * the program, and removes the lock at the next update. With a date in the program, each new version would be locked until the
 * date of the first. S3 omits from its responses what a principal may not read.
 *
 * Sources: hashicorp/terraform-provider-aws, internal/service/s3/object.go; Amazon S3 API reference, HeadObject,
 * x-amz-object-lock-mode.
 */
function denyReadingLocks(account: Account, bucketName: string): object {
    return {
        Sid: "LeaveLocksUnread",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:GetObjectRetention",
        Resource: `arn:${account.partition}:s3:::${bucketName}/*`,
    };
}
