import { bucketCompanion } from "./bucketCompanion";

export const bucketTls = bucketCompanion(
    ["aws:s3/bucketPolicy:BucketPolicy"],
    "policy that could refuse plain HTTP",
    {
        name: "stack-bucket-tls",
        level: "mandatory",
        severity: "medium",
        controls: ["FSBP S3.5", "CIS AWS 3.1.1"],
        description: "Each bucket has a policy, in which it refuses requests without TLS.",
        remedy: "Make an aws.s3.BucketPolicy of the bucket that denies requests without TLS.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
    },
);
