import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const encrypted = resourceRule({
    name: "sns-encrypted",
    level: "mandatory",
    severity: "medium",
    controls: ["Checkov CKV_AWS_26"],
    applies: ["aws:sns/topic:Topic"],
    description: "What is sent to a topic is kept encrypted until it is delivered.",
    remedy: "Set kmsMasterKeyId to a key that the program makes.",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    checks: [reference(isGiven("kmsMasterKeyId", "text"))],
});
