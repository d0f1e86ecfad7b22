import { atLeast } from "../../check";
import { resourceRule } from "../../rule";

export const backups = resourceRule({
    name: "rds-backups",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.11", "Checkov CKV_AWS_133", "Posit R12"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database can be put back to any moment of the last seven days or more.",
    remedy: "Set backupRetentionPeriod to 7 days or more.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11",
    checks: [atLeast("backupRetentionPeriod", 7)],
});
