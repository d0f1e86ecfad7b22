import { disappears, turnsOff, turnsOn } from "../direction";
import { physicalName, textInput } from "../identifiers";
import { ESTIMATE, type ResourceActions, resourceType, type ResourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const BLOCK_PUBLIC =
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";
const VERSIONING = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html";

/** A setting of a bucket, identified by the bucket's name. */
const SETTING: Pick<ResourceType, "replacedBy" | "id"> = {
    replacedBy: ["bucket", "expectedBucketOwner"],
    id: (request) => textInput(request, "bucket"),
};

function onBucket(...actions: string[]): ResourceActions[] {
    return [{ on: "{bucket}", actions }];
}

export const bucket = resourceType("aws:s3/bucket:Bucket", {
    label: "bucket",
    price: { usage: () => ["bucketGB", "bucketWrites", "bucketReads"] },
    loses: "its objects: access logs, or the recovery manifest that a restore requires.",
    seconds: { create: 3, update: 2, delete: 1, source: ESTIMATE },
    replacedBy: ["bucket", "bucketPrefix", "objectLockEnabled"],
    physicalName: "bucket",
    id: (request) => physicalName(request, "bucket"),
    outputs: {
        bucket: ({ id }) => id,
        arn: ({ id, place }) => `arn:${place.partition}:s3:::${id}`,
    },
    effects: [
        {
            on: "update",
            properties: ["forceDestroy"],
            when: turnsOff,
            effect: "A later deletion of the bucket fails while it holds objects.",
            interruption: "none",
        },
        {
            on: "update",
            properties: ["forceDestroy"],
            when: turnsOn,
            effect: "A later deletion of the bucket deletes its objects too, with all versions.",
            interruption: "none",
        },
        {
            on: ["replace", "delete"],
            effect: "S3 rejects the deletion of a bucket that holds objects. With `forceDestroy`, they are deleted first. Users do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
        },
    ],
    actions: [
        ...onBucket(
            "s3:CreateBucket",
            "s3:ListBucket",
            // The provider reads every property of a bucket.
            "s3:GetBucketPolicy",
            "s3:GetBucketAcl",
            "s3:GetBucketCORS",
            "s3:GetBucketWebsite",
            "s3:GetBucketVersioning",
            "s3:GetAccelerateConfiguration",
            "s3:GetBucketRequestPayment",
            "s3:GetBucketLogging",
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:GetEncryptionConfiguration",
            "s3:GetBucketObjectLockConfiguration",
            "s3:DeleteBucket",
        ),
        // The load balancer writes into its log bucket at once.
        { on: "{bucket}", where: "forceDestroy", actions: ["s3:ListBucketVersions"] },
        { on: "{bucket}/*", where: "forceDestroy", actions: ["s3:DeleteObjectVersion"] },
    ],
});

export const bucketLifecycleConfiguration = resourceType(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    {
        label: "bucket lifecycle",
        price: SETTING_IS_FREE,
        loses: undefined,
        // The provider reads it repeatedly until it has propagated.
        seconds: { create: 30, update: 30, delete: 2, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                properties: ["rules"],
                effect: "S3 deletes or moves objects by the new rules within days, existing ones too. A shorter retention deletes older objects permanently, and without a rule they are kept.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
            },
            {
                on: "update",
                properties: ["transitionDefaultMinimumObjectSize"],
                effect: "S3 moves smaller or larger objects to another storage class. They stay readable.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
            },
            {
                on: ["replace", "delete"],
                effect: "Without a rule, S3 keeps all objects. No object is deleted until there is one again.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
            },
        ],
        actions: onBucket("s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    },
);

export const bucketLogging = resourceType("aws:s3/bucketLogging:BucketLogging", {
    label: "bucket logging",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [
        {
            on: "update",
            properties: ["targetBucket", "targetPrefix", "targetGrants", "targetObjectKeyFormat"],
            effect: "Access logs are written to the new place within an hour. Logs that were written stay where they are.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, access to the bucket is not logged. Logs that were written stay where they are.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
        },
    ],
    actions: onBucket("s3:PutBucketLogging", "s3:GetBucketLogging"),
});

export const bucketObjectLockConfiguration = resourceType(
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    {
        label: "bucket object lock",
        price: SETTING_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                properties: ["rule"],
                effect: "Applies to object versions that are written from now on. Existing ones keep their retention, whether the new one is longer or shorter.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
            },
            {
                on: ["replace", "delete"],
                effect: "Object versions that are written from now on get no retention until it is set again. Existing ones keep theirs.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
            },
        ],
        actions: onBucket("s3:PutBucketObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    },
);

export const bucketObjectv2 = resourceType("aws:s3/bucketObjectv2:BucketObjectv2", {
    label: "bucket object",
    price: { free: "billed with its bucket" },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["bucket", "key"],
    id: (request) => `${textInput(request, "bucket")}/${textInput(request, "key")}`,
    effects: [
        {
            on: "update",
            properties: ["content", "contentType"],
            effect: "A new version of the object is written. The bucket keeps the older ones.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html",
        },
        {
            on: ["replace", "delete"],
            effect: "The object is deleted, and written again if it is replaced. The bucket keeps its versions.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html",
        },
    ],
    deployerActions: [{ on: "{bucket}/{key}", actions: ["s3:AbortMultipartUpload"] }],
    actions: [
        {
            on: "{bucket}/{key}",
            actions: ["s3:PutObject", "s3:GetObject", "s3:GetObjectTagging", "s3:DeleteObjectVersion"],
        },
        { on: "{bucket}/{key}", where: "forceDestroy", actions: ["s3:BypassGovernanceRetention"] },
        // A destroy deletes each version of the object.
        { on: "{bucket}", actions: ["s3:ListBucketVersions"] },
        { on: "{kmsKeyId}", actions: ["kms:GenerateDataKey", "kms:Decrypt"], via: "s3" },
    ],
});

export const bucketOwnershipControls = resourceType(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    {
        label: "bucket ownership",
        price: SETTING_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                properties: ["rule"],
                effect: "Access control lists apply to the bucket's objects, or no longer do. Check that writers of logs can still write.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
            },
            {
                on: ["replace", "delete"],
                effect: "For some seconds or permanently, access control lists apply to the bucket's objects. Users do not notice.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
            },
        ],
        actions: onBucket("s3:PutBucketOwnershipControls", "s3:GetBucketOwnershipControls"),
    },
);

export const bucketPolicy = resourceType("aws:s3/bucketPolicy:BucketPolicy", {
    label: "bucket policy",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [
        {
            on: "update",
            properties: ["policy"],
            effect: "The bucket policy changes at once. Principals that it no longer allows are rejected.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, the policy does not apply: plain HTTP is not rejected, and services that only it allows cannot write.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
        },
    ],
    actions: onBucket("s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"),
});

export const bucketPublicAccessBlock = resourceType(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {
        label: "bucket public access block",
        price: SETTING_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                properties: [
                    "blockPublicAcls",
                    "blockPublicPolicy",
                    "ignorePublicAcls",
                    "restrictPublicBuckets",
                ],
                when: turnsOff,
                effect: "S3 no longer blocks public access of this kind. Nothing is public until a policy or an access control list allows it.",
                interruption: "none",
                source: BLOCK_PUBLIC,
            },
            {
                on: "update",
                properties: [
                    "blockPublicAcls",
                    "blockPublicPolicy",
                    "ignorePublicAcls",
                    "restrictPublicBuckets",
                ],
                when: turnsOn,
                effect: "S3 blocks public access of this kind, at once.",
                interruption: "none",
                source: BLOCK_PUBLIC,
            },
            {
                on: "update",
                properties: ["skipDestroy"],
                effect: "Only applies when the block is deleted.",
                interruption: "none",
            },
            {
                on: ["replace", "delete"],
                effect: "For some seconds or permanently, the bucket can be made public.",
                interruption: "none",
                source: BLOCK_PUBLIC,
            },
        ],
        actions: onBucket("s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    },
);

export const bucketServerSideEncryptionConfiguration = resourceType(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    {
        label: "bucket encryption",
        price: SETTING_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                properties: ["rules"],
                effect: "Applies to objects that are written from now on. Existing ones keep their encryption and stay readable.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
            },
            {
                on: ["replace", "delete"],
                effect: "Objects that are written until it is set again are encrypted with keys of S3. Existing ones keep their encryption and stay readable.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
            },
        ],
        actions: onBucket("s3:PutEncryptionConfiguration", "s3:GetEncryptionConfiguration"),
    },
);

export const bucketVersioning = resourceType("aws:s3/bucketVersioning:BucketVersioning", {
    label: "bucket versioning",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [
        {
            on: "update",
            properties: ["versioningConfiguration.status"],
            when: ({ from, to }) => from !== "Disabled" && (to === "Disabled" || disappears({ from, to })),
            effect: "S3 rejects this: versioning can be suspended, but never disabled again. Use `Suspended`.",
            interruption: "rejected",
            source: VERSIONING,
        },
        {
            on: "update",
            properties: ["versioningConfiguration.status"],
            when: ({ to }) => to === "Suspended",
            effect: "Objects that are overwritten or deleted from now on are lost. Existing versions are kept. S3 rejects this for a bucket with Object Lock.",
            interruption: "none",
            source: VERSIONING,
        },
        {
            on: "update",
            properties: ["versioningConfiguration.status"],
            effect: "Objects that are overwritten or deleted from now on are kept as older versions.",
            interruption: "none",
            source: VERSIONING,
        },
        {
            on: "update",
            properties: ["versioningConfiguration.mfaDelete", "mfa"],
            effect: "The deletion of a version requires MFA, or no longer does. S3 accepts this from the root user only.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
        },
        {
            on: ["replace", "delete"],
            effect: "Versioning is suspended, for some seconds or permanently: objects that are overwritten or deleted then are lost. Existing versions are kept. S3 rejects this for a bucket with Object Lock.",
            interruption: "none",
            source: VERSIONING,
        },
    ],
    actions: onBucket("s3:PutBucketVersioning", "s3:GetBucketVersioning"),
});
