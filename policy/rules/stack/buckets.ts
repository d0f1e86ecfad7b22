import { leadsTo, linkOf, mayLeadTo } from "../../../graph/links";
import { BUCKET_OBJECT, LOAD_BALANCER } from "../../../graph/types";
import type { StackRule } from "../../rule";

export const buckets: readonly StackRule[] = [
    bucketCompanion(["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"], "public access block", {
        name: "stack-bucket-access",
        level: "mandatory",
        severity: "high",
        controls: ["FSBP S3.8", "CIS AWS 3.1.4", "Checkov CKV2_AWS_6"],
        description: "Each bucket has a public access block.",
        remedy: "Create an aws.s3.BucketPublicAccessBlock of the bucket.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
    }),
    bucketCompanion(
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
            description: "Each bucket has an encryption configuration.",
            remedy: "Create an aws.s3.BucketServerSideEncryptionConfiguration of the bucket.",
            url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
        },
    ),
    {
        name: "stack-bucket-logging",
        level: "production",
        severity: "medium",
        controls: ["FSBP S3.9", "Checkov CKV_AWS_18"],
        description: "Requests to each bucket are logged to another one, unless it contains only logs.",
        remedy: "Create an aws.s3.BucketLogging of the bucket whose targetBucket is a bucket for logs in the same region.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9",
        *check(graph) {
            const logged = graph.all("aws:s3/bucketLogging:BucketLogging").map((each) => ({
                source: linkOf(graph, each, ["bucket"], BUCKETS),
                target: linkOf(graph, each, ["targetBucket"], BUCKETS),
            }));
            const targets = [
                ...logged.map(({ target }) => target),
                ...graph
                    .all(LOAD_BALANCER)
                    .map((each) => linkOf(graph, each, ["accessLogs", "bucket"], BUCKETS)),
            ];
            for (const bucket of graph.all(...BUCKETS)) {
                const isForLogs =
                    targets.some((target) => leadsTo(target, bucket)) &&
                    !graph
                        .all(BUCKET_OBJECT)
                        .some((each) => mayLeadTo(linkOf(graph, each, ["bucket"], BUCKETS), bucket));
                const isLogged = logged.some(
                    ({ source, target }) =>
                        leadsTo(source, bucket) &&
                        (target?.is === "outside" ||
                            (target?.is === "resource" && target.resource !== bucket)),
                );
                if (!isForLogs && !isLogged) {
                    yield {
                        urn: bucket.urn,
                        sentence: `Requests to the bucket ${bucket.name} are not logged.`,
                    };
                }
            }
        },
    },
    bucketCompanion(["aws:s3/bucketPolicy:BucketPolicy"], "policy that could deny plain HTTP", {
        name: "stack-bucket-tls",
        level: "mandatory",
        severity: "medium",
        controls: ["FSBP S3.5", "CIS AWS 3.1.1"],
        description: "Each bucket has a policy, which denies requests without TLS.",
        remedy: "Create an aws.s3.BucketPolicy of the bucket that denies requests without TLS.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
    }),
    bucketCompanion(
        ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
        "versioning",
        {
            name: "stack-bucket-versioning",
            level: "production",
            severity: "low",
            controls: ["Security Hub S3.14", "Checkov CKV_AWS_21"],
            description: "Each bucket has versioning.",
            remedy: "Create an aws.s3.BucketVersioning of the bucket.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
        },
    ),
];

const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** A rule that each bucket has a resource of another type, such as a policy. Rules about that type check its content. */
function bucketCompanion(types: readonly string[], words: string, row: Omit<StackRule, "check">): StackRule {
    return {
        ...row,
        *check(graph) {
            for (const bucket of graph.all(...BUCKETS)) {
                const found = graph
                    .all(...types)
                    .some((each) => leadsTo(linkOf(graph, each, ["bucket"], BUCKETS), bucket));
                if (!found) {
                    yield { urn: bucket.urn, sentence: `The bucket ${bucket.name} has no ${words}.` };
                }
            }
        },
    };
}
