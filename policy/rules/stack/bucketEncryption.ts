import { bucketCompanion } from "./bucketCompanion";

export const bucketEncryption = bucketCompanion(
    [
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ],
    "encryption configuration",
    {
        name: "stack-bucket-encryption",
        level: "mandatory",
        severity: "medium",
        controls: ["Checkov CKV_AWS_19"],
        description: "Each bucket states how it encrypts.",
        remedy: "Make an aws.s3.BucketServerSideEncryptionConfiguration of the bucket.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
    },
);
