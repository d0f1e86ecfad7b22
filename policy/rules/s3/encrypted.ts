import { each, isGiven, oneOf } from "../../check";
import { resourceRule } from "../../rule";

export const encrypted = resourceRule({
    name: "s3-encrypted",
    level: "mandatory",
    severity: "medium",
    controls: ["Checkov CKV_AWS_19"],
    applies: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
    description: "A bucket encrypts what is put into it.",
    remedy: "Set applyServerSideEncryptionByDefault.sseAlgorithm in each of rules to AES256, aws:kms or aws:kms:dsse.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
    checks: [
        isGiven("rules", "list"),
        each(
            "rules",
            oneOf(
                ["applyServerSideEncryptionByDefault", "sseAlgorithm"],
                ["AES256", "aws:kms", "aws:kms:dsse"],
                ["none"],
            ),
        ),
    ],
});
