import { each, noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const noPublicGrants = resourceRule({
    name: "s3-no-public-grants",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP S3.2", "FSBP S3.3", "Checkov CKV_AWS_20", "Checkov CKV_AWS_57"],
    applies: ["aws:s3/bucketAcl:BucketAcl"],
    description: "No grant of an access list opens a bucket to everyone.",
    remedy: "In accessControlPolicy.grants, name accounts and not the groups of all users.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups",
    checks: [
        each(
            ["accessControlPolicy", "grants"],
            optional(
                noneOf(
                    ["grantee", "uri"],
                    [
                        "http://acs.amazonaws.com/groups/global/AllUsers",
                        "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
                    ],
                ),
            ),
        ),
    ],
});
