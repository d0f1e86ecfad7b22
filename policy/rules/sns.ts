import { isGiven, optional, reference } from "../check";
import { grantsByName } from "./policyDocument";
import type { ResourceRule } from "../rule";

export const sns: readonly ResourceRule[] = [
    {
        name: "sns-encrypted",
        level: "mandatory",
        severity: "medium",
        controls: ["Checkov CKV_AWS_26"],
        applies: ["aws:sns/topic:Topic"],
        description: "What is sent to a topic is kept encrypted until it is delivered.",
        remedy: "Set kmsMasterKeyId to a key that the program makes.",
        url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        checks: [reference(isGiven("kmsMasterKeyId", "text"))],
    },
    {
        name: "sns-no-public-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP SNS.4", "Checkov CKV_AWS_169"],
        applies: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
        description: "A topic's policy allows nothing to everyone.",
        remedy: "In policy, name who is meant in each statement that allows something, or hold it to accounts by their numbers.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-4",
        checks: [
            // Without a policy, SNS lets the account alone use a topic.
            reference(optional(grantsByName("policy"))),
        ],
    },
];
