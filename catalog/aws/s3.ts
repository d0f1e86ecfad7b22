import { physicalName, textInput } from "../identifiers";
import { ESTIMATE, type ResourceActions, resourceType, type ResourceType } from "../resourceType";

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
    loses: "its objects: access logs, or the recovery manifest that a restore requires.",
    seconds: { create: 3, update: 2, delete: 1, source: ESTIMATE },
    replacedBy: ["bucket", "bucketPrefix", "objectLockEnabled"],
    physicalName: "bucket",
    id: (request) => physicalName(request, "bucket"),
    outputs: {
        bucket: ({ id }) => id,
        arn: ({ id, place }) => `arn:${place.partition}:s3:::${id}`,
    },
    effects: [],
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
        loses: undefined,
        // The provider reads it repeatedly until it has propagated.
        seconds: { create: 30, update: 30, delete: 2, source: ESTIMATE },
        ...SETTING,
        effects: [
            {
                on: "update",
                effect: "A shorter retention deletes older objects within days.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
            },
        ],
        actions: onBucket("s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    },
);

export const bucketLogging = resourceType("aws:s3/bucketLogging:BucketLogging", {
    label: "bucket logging",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [],
    actions: onBucket("s3:PutBucketLogging", "s3:GetBucketLogging"),
});

export const bucketObjectLockConfiguration = resourceType(
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    {
        label: "bucket object lock",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [],
        actions: onBucket("s3:PutBucketObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    },
);

export const bucketObjectv2 = resourceType("aws:s3/bucketObjectv2:BucketObjectv2", {
    label: "bucket object",
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
    ],
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
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [],
        actions: onBucket("s3:PutBucketOwnershipControls", "s3:GetBucketOwnershipControls"),
    },
);

export const bucketPolicy = resourceType("aws:s3/bucketPolicy:BucketPolicy", {
    label: "bucket policy",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [],
    actions: onBucket("s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"),
});

export const bucketPublicAccessBlock = resourceType(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {
        label: "bucket public access block",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [],
        actions: onBucket("s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    },
);

export const bucketServerSideEncryptionConfiguration = resourceType(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    {
        label: "bucket encryption",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...SETTING,
        effects: [],
        actions: onBucket("s3:PutEncryptionConfiguration", "s3:GetEncryptionConfiguration"),
    },
);

export const bucketVersioning = resourceType("aws:s3/bucketVersioning:BucketVersioning", {
    label: "bucket versioning",
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...SETTING,
    effects: [],
    actions: onBucket("s3:PutBucketVersioning", "s3:GetBucketVersioning"),
});
