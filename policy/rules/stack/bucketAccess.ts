import { bucketCompanion } from "./bucketCompanion";

export const bucketAccess = bucketCompanion(
    ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    "public access block",
    {
        name: "stack-bucket-access",
        level: "mandatory",
        severity: "high",
        controls: ["FSBP S3.8", "CIS AWS 3.1.4", "Checkov CKV2_AWS_6"],
        description: "Each bucket has a public access block.",
        remedy: "Make an aws.s3.BucketPublicAccessBlock of the bucket.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
    },
);
