import { isTrue, satisfies } from "../check";
import { JSON_TEXT } from "../../graph/path";
import {
    buildDocumentsWithoutDenial,
    hasDenial,
    hasNoPublicGrant,
    hasOneOf,
    isAboutRequestsWithoutTls,
    isForAllPrincipals,
} from "../policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

export const sqs: readonly ResourceRule[] = resourceRules({ applies: ["aws:sqs/queue:Queue"] }, [
    {
        name: "sqs-encrypted",
        level: "mandatory",
        severity: "medium",
        controls: ["FSBP SQS.1", "Checkov CKV_AWS_27"],
        description: "A queue encrypts its messages until they are read.",
        remedy: "Set sqsManagedSseEnabled to true.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-1",
        checks: [isTrue("sqsManagedSseEnabled")],
    },
    {
        name: "sqs-no-public-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP SQS.3", "Checkov CKV_AWS_168"],
        description: "A queue's policy allows no action to all principals.",
        remedy: "In policy, name the principals of each statement that allows an action, or limit it to accounts with a condition on account IDs.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-3",
        checks: [hasNoPublicGrant("policy")],
    },
    {
        name: "sqs-tls",
        level: "mandatory",
        severity: "medium",
        controls: ["Pulumi tls"],
        description: "A queue rejects requests without TLS.",
        remedy: "Add a statement to policy that denies sqs:* to all principals if aws:SecureTransport is false.",
        url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
        checks: [
            satisfies(["policy", JSON_TEXT], {
                kind: "object",
                allowed: "a policy that denies all actions without TLS to all principals",
                accepts: (policy) =>
                    hasDenial(
                        policy,
                        (statement) =>
                            isForAllPrincipals(statement) &&
                            isAboutRequestsWithoutTls(statement) &&
                            hasOneOf(statement.Action, ["sqs:*", "SQS:*", "*"]),
                    ),
                rejected: buildDocumentsWithoutDenial(
                    {
                        Principal: "*",
                        Action: "sqs:*",
                        Resource: "arn:aws:sqs:us-east-1:123456789012:events",
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                    { Action: "sqs:SendMessage" },
                ),
            }),
        ],
    },
]);
