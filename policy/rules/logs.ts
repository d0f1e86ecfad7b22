import { atLeast, isNotEmpty, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const logs: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:cloudwatch/logGroup:LogGroup"] }, [
        {
            name: "logs-retention",
            level: "advisory",
            severity: "low",
            controls: ["Checkov CKV_AWS_66"],
            description:
                "A log group deletes old entries. By default, CloudWatch stores and bills them indefinitely.",
            remedy: "Set retentionInDays to the number of days that logs are needed, not to 0.",
            url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
            checks: [atLeast("retentionInDays", 1)],
        },
        {
            name: "logs-own-key",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_158"],
            description:
                "A log group is encrypted with a KMS key of this account, whose use can be limited and revoked.",
            remedy: "Set kmsKeyId to the ARN of a key that the program creates and whose policy allows CloudWatch Logs to use it.",
            url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
            checks: [reference(isNotEmpty("kmsKeyId", "text"))],
        },
    ]),
];
