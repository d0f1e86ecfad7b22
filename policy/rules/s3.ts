import { each, equals, isNotEmpty, isTrue, noneOf, oneOf, optional, satisfies } from "../check";
import { JSON_TEXT } from "../../graph/path";
import {
    hasNoPublicGrant,
    hasOneOf,
    isAboutRequestsWithoutTls,
    isForAllPrincipals,
    toList,
    hasDenial,
    type Statement,
    buildDocumentsWithoutDenial,
} from "../policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

const BUCKET = "arn:aws:s3:::logs";

/** Whether a statement names a bucket and all of the same bucket's objects. */
function isAboutBucketAndObjects({ Resource }: Statement): boolean {
    const resources = toList(Resource);
    return resources.some(
        (bucket) => typeof bucket === "string" && !bucket.includes("/") && resources.includes(`${bucket}/*`),
    );
}

export const s3: readonly ResourceRule[] = [
    {
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
        description: "Access control lists and policies cannot make a bucket public.",
        remedy: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
        checks: [
            isTrue("blockPublicAcls"),
            isTrue("blockPublicPolicy"),
            isTrue("ignorePublicAcls"),
            isTrue("restrictPublicBuckets"),
        ],
    },
    ...resourceRules({ applies: ["aws:s3/bucketPolicy:BucketPolicy"] }, [
        {
            name: "s3-tls-only",
            level: "mandatory",
            severity: "medium",
            controls: ["FSBP S3.5", "CIS AWS 3.1.1", "Checkov CKV_AWS_379"],
            description: "A bucket rejects requests without TLS.",
            remedy: 'Add a statement to policy that denies s3:* on the bucket and its objects to all principals, with the single condition that aws:SecureTransport is "false".',
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
            checks: [
                satisfies(["policy", JSON_TEXT], {
                    kind: "object",
                    allowed:
                        "a policy that denies all actions without TLS on the bucket and its objects to all principals",
                    accepts: (policy) =>
                        hasDenial(
                            policy,
                            (statement) =>
                                isForAllPrincipals(statement) &&
                                isAboutRequestsWithoutTls(statement) &&
                                hasOneOf(statement.Action, ["s3:*", "*"]) &&
                                isAboutBucketAndObjects(statement),
                        ),
                    rejected: buildDocumentsWithoutDenial(
                        {
                            Principal: "*",
                            Action: "s3:*",
                            Resource: [BUCKET, `${BUCKET}/*`],
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                        { Action: "s3:GetObject" },
                        { Resource: BUCKET },
                        { Resource: `${BUCKET}/*` },
                        { Resource: [BUCKET, `${BUCKET}/logs/*`] },
                        { Resource: [`${BUCKET}/logs`, `${BUCKET}/logs/*`] },
                        { Resource: [7, "7/*"] },
                        { Resource: undefined },
                    ),
                }),
            ],
        },
        {
            name: "s3-no-public-policy",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP S3.2", "FSBP S3.3", "CIS AWS 2.21", "Checkov CKV_AWS_70"],
            description: "A bucket's policy allows no action to all principals.",
            remedy: "In policy, name the principals of each statement that allows an action.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
            checks: [hasNoPublicGrant("policy")],
        },
    ]),
    {
        name: "s3-encrypted",
        level: "mandatory",
        severity: "medium",
        controls: ["Checkov CKV_AWS_19"],
        applies: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
        description: "A bucket encrypts its objects.",
        remedy: "In each entry of rules, set applyServerSideEncryptionByDefault.sseAlgorithm to AES256, aws:kms or aws:kms:dsse.",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
        checks: [
            isNotEmpty("rules", "list"),
            each(
                "rules",
                oneOf(
                    ["applyServerSideEncryptionByDefault", "sseAlgorithm"],
                    ["AES256", "aws:kms", "aws:kms:dsse"],
                    ["none"],
                ),
            ),
        ],
    },
    {
        name: "s3-versioned",
        level: "production",
        severity: "medium",
        controls: ["Security Hub S3.14", "Checkov CKV_AWS_21"],
        applies: ["aws:s3/bucketVersioning:BucketVersioning"],
        description: "A bucket keeps overwritten and deleted objects as old versions.",
        remedy: "Set versioningConfiguration.status to Enabled.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
        checks: [equals(["versioningConfiguration", "status"], "Enabled")],
    },
    {
        name: "s3-no-public-acl",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP S3.2", "FSBP S3.3", "Checkov CKV_AWS_20", "Checkov CKV_AWS_57"],
        applies: ["aws:s3/bucket:Bucket", "aws:s3/bucketAcl:BucketAcl"],
        description: "No access control list gives everyone access to a bucket.",
        remedy: "Remove acl, or set it to private. In accessControlPolicy.grants, name accounts instead of the groups of all users.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
        checks: [
            optional(noneOf("acl", ["public-read", "public-read-write", "authenticated-read"])),
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
    },
    {
        name: "s3-acls-disabled",
        level: "advisory",
        severity: "medium",
        controls: ["FSBP S3.12", "Checkov CKV2_AWS_65"],
        applies: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
        description: "Access control lists of a bucket are disabled. Only policies control access.",
        remedy: "Set rule.objectOwnership to BucketOwnerEnforced.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
        checks: [equals(["rule", "objectOwnership"], "BucketOwnerEnforced")],
    },
];
