import { includes } from "../../check";
import { resourceRule } from "../../rule";

export const logs = resourceRule({
    name: "rds-logs",
    level: "production",
    severity: "medium",
    controls: ["FSBP RDS.9", "FSBP RDS.36", "Checkov CKV_AWS_129"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database's log and the logs of its upgrades are kept in CloudWatch.",
    remedy: "Give enabledCloudwatchLogsExports postgresql and upgrade.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-36",
    checks: [includes("enabledCloudwatchLogsExports", ["postgresql", "upgrade"])],
});
