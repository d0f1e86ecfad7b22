import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const publicAccessBlocked = resourceRule({
    name: "s3-public-access-blocked",
    level: "mandatory",
    severity: "critical",
    controls: [
        "FSBP S3.8",
        "CIS AWS 3.1.4",
        "Checkov CKV_AWS_53",
        "Checkov CKV_AWS_54",
        "Checkov CKV_AWS_55",
        "Checkov CKV_AWS_56",
    ],
    applies: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    description: "No access list and no policy can make a bucket public.",
    remedy: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
    checks: [
        isTrue("blockPublicAcls"),
        isTrue("blockPublicPolicy"),
        isTrue("ignorePublicAcls"),
        isTrue("restrictPublicBuckets"),
    ],
});
