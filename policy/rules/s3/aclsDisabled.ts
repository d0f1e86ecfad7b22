import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const aclsDisabled = resourceRule({
    name: "s3-acls-disabled",
    level: "advisory",
    severity: "medium",
    controls: ["FSBP S3.12", "Checkov CKV2_AWS_65"],
    applies: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
    description: "Policies alone decide on access to a bucket, and access lists do nothing.",
    remedy: "Set rule.objectOwnership to BucketOwnerEnforced.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
    checks: [equals(["rule", "objectOwnership"], "BucketOwnerEnforced")],
});
