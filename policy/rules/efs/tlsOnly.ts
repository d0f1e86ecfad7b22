import { reference, satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import { resourceRule } from "../../rule";
import { someDenial, withoutDenial } from "../iam/policyDocument";
import { hasOneOf, isAboutPlainRequests, isForEveryone } from "../iam/statement";

/** Who may not mount may do nothing else either. */
const MOUNTING = ["*", "elasticfilesystem:*", "elasticfilesystem:ClientMount"];

export const tlsOnly = resourceRule({
    name: "efs-tls-only",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi transit-encryption"],
    applies: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
    description: "A file system refuses clients whose connection is not encrypted.",
    remedy: 'Give policy a statement that denies every action to everyone under the one condition that aws:SecureTransport is "false".',
    url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
    checks: [
        // It names the file system, so it is not known before that is.
        reference(
            satisfies(["policy", JSON_TEXT], {
                kind: "object",
                wanted: "a policy that denies mounting to everyone who comes without TLS",
                accepts: (policy) =>
                    someDenial(
                        policy,
                        (statement) =>
                            isForEveryone(statement) &&
                            isAboutPlainRequests(statement) &&
                            hasOneOf(statement.Action, MOUNTING),
                    ),
                refused: withoutDenial(
                    {
                        Principal: { AWS: "*" },
                        Action: "*",
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                    { Action: "elasticfilesystem:ClientWrite" },
                ),
            }),
        ),
    ],
});
