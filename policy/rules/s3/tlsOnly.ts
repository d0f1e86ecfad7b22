import { satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import { resourceRule } from "../../rule";
import { someDenial, withoutDenial } from "../iam/policyDocument";
import { hasOneOf, isAboutPlainRequests, isForEveryone, listed, type Statement } from "../iam/statement";

const BUCKET = "arn:aws:s3:::logs";

/** Whether a statement names a bucket and, by the same name, all that is in it. */
function isAboutWholeBucket({ Resource }: Statement): boolean {
    const resources = listed(Resource);
    return resources.some(
        (bucket) => typeof bucket === "string" && !bucket.includes("/") && resources.includes(`${bucket}/*`),
    );
}

export const tlsOnly = resourceRule({
    name: "s3-tls-only",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP S3.5", "CIS AWS 3.1.1", "Checkov CKV_AWS_379"],
    applies: ["aws:s3/bucketPolicy:BucketPolicy"],
    description: "A bucket refuses requests that are not encrypted.",
    remedy: 'Give policy a statement that denies s3:* on the bucket and on its objects to everyone under the one condition that aws:SecureTransport is "false".',
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
    checks: [
        satisfies(["policy", JSON_TEXT], {
            kind: "object",
            wanted: "a policy that denies everything in the bucket to everyone who comes without TLS",
            accepts: (policy) =>
                someDenial(
                    policy,
                    (statement) =>
                        isForEveryone(statement) &&
                        isAboutPlainRequests(statement) &&
                        hasOneOf(statement.Action, ["s3:*", "*"]) &&
                        isAboutWholeBucket(statement),
                ),
            refused: withoutDenial(
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
});
