import { atLeast, isGiven, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const logs: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:cloudwatch/logGroup:LogGroup"] }, [
        {
            name: "logs-retention",
            level: "advisory",
            severity: "low",
            controls: ["Checkov CKV_AWS_66"],
            description:
                "A log group deletes what has grown old, as logs are otherwise kept and billed for ever.",
            remedy: "Set retentionInDays to the days that logs are needed, and not to 0.",
            url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
            checks: [atLeast("retentionInDays", 1)],
        },
        {
            name: "logs-own-key",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_158"],
            description:
                "A log group is encrypted under a key of this account, whose use can be limited and taken back.",
            remedy: "Set kmsKeyId to the ARN of a key that the program makes, whose policy admits CloudWatch Logs.",
            url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
            checks: [reference(isGiven("kmsKeyId", "text"))],
        },
    ]),
];
