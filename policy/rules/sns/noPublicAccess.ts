import { optional, reference } from "../../check";
import { resourceRule } from "../../rule";
import { grantsByName } from "../iam/grantsByName";

export const noPublicAccess = resourceRule({
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
});
