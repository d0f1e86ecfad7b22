import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const ownKey = resourceRule({
    name: "logs-own-key",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_AWS_158"],
    applies: ["aws:cloudwatch/logGroup:LogGroup"],
    description:
        "A log group is encrypted under a key of this account, whose use can be limited and taken back.",
    remedy: "Set kmsKeyId to the ARN of a key that the program makes, whose policy admits CloudWatch Logs.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    checks: [reference(isGiven("kmsKeyId", "text"))],
});
