import { resourceRule } from "../../rule";
import { grantsByName } from "../iam/grantsByName";

export const noPublicPolicy = resourceRule({
    name: "s3-no-public-policy",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP S3.2", "FSBP S3.3", "CIS AWS 2.21", "Checkov CKV_AWS_70"],
    applies: ["aws:s3/bucketPolicy:BucketPolicy"],
    description: "A bucket's policy allows nothing to everyone.",
    remedy: "In policy, name who is meant in each statement that allows something.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
    checks: [grantsByName("policy")],
});
