import { isNotEmpty, optional, reference } from "../check";
import { hasNoPublicGrant } from "../policyDocument";
import type { ResourceRule } from "../rule";

export const sns: readonly ResourceRule[] = [
    {
        name: "sns-encrypted",
        level: "mandatory",
        severity: "medium",
        controls: ["Checkov CKV_AWS_26"],
        applies: ["aws:sns/topic:Topic"],
        description: "A topic encrypts its messages until they are delivered.",
        remedy: "Set kmsMasterKeyId to a key that the program creates.",
        url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        checks: [reference(isNotEmpty("kmsMasterKeyId", "text"))],
    },
    {
        name: "sns-no-public-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP SNS.4", "Checkov CKV_AWS_169"],
        applies: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
        description: "A topic's policy allows no action to all principals.",
        remedy: "In policy, name the principals of each statement that allows an action, or limit it to accounts with a condition on account IDs.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-4",
        checks: [
            // The default policy allows only the topic's account.
            reference(optional(hasNoPublicGrant("policy"))),
        ],
    },
];
