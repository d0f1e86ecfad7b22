import { includes } from "../../check";
import { resourceRule } from "../../rule";

export const clusterLogs = resourceRule({
    name: "rds-cluster-logs",
    level: "production",
    severity: "medium",
    controls: ["FSBP RDS.37", "Checkov CKV_AWS_324"],
    applies: ["aws:rds/cluster:Cluster"],
    description: "A database cluster's log is kept in CloudWatch.",
    remedy: "Give enabledCloudwatchLogsExports postgresql.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-37",
    checks: [includes("enabledCloudwatchLogsExports", ["postgresql"])],
});
