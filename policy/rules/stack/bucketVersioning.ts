import { bucketCompanion } from "./bucketCompanion";

export const bucketVersioning = bucketCompanion(
    ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
    "versioning",
    {
        name: "stack-bucket-versioning",
        level: "production",
        severity: "low",
        controls: ["Security Hub S3.14", "Checkov CKV_AWS_21"],
        description: "Each bucket keeps earlier versions.",
        remedy: "Make an aws.s3.BucketVersioning of the bucket.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
    },
);
