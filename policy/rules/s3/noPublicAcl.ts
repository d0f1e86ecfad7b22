import { noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const noPublicAcl = resourceRule({
    name: "s3-no-public-acl",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP S3.2", "FSBP S3.3", "Checkov CKV_AWS_20", "Checkov CKV_AWS_57"],
    applies: ["aws:s3/bucket:Bucket", "aws:s3/bucketAcl:BucketAcl"],
    description: "No access list by name opens a bucket to everyone.",
    remedy: "Leave acl out, or set it to private.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
    checks: [optional(noneOf("acl", ["public-read", "public-read-write", "authenticated-read"]))],
});
