import { atLeast } from "../../check";
import { resourceRule } from "../../rule";

export const retention = resourceRule({
    name: "logs-retention",
    level: "advisory",
    severity: "low",
    controls: ["Checkov CKV_AWS_66"],
    applies: ["aws:cloudwatch/logGroup:LogGroup"],
    description: "A log group deletes what has grown old, as logs are otherwise kept and billed for ever.",
    remedy: "Set retentionInDays to the days that logs are needed, and not to 0.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
    checks: [atLeast("retentionInDays", 1)],
});
