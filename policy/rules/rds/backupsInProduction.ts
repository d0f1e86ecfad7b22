import { atLeast, isFalse } from "../../check";
import { resourceRule } from "../../rule";

export const backupsInProduction = resourceRule({
    name: "rds-backups-in-production",
    level: "production",
    severity: "high",
    controls: ["Posit R12", "Pulumi backup-retention"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description:
        "A production database can be put back to any moment of the last two weeks or more, even after it was deleted.",
    remedy: "Set backupRetentionPeriod to 14 days or more, and deleteAutomatedBackups to false.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html",
    checks: [atLeast("backupRetentionPeriod", 14), isFalse("deleteAutomatedBackups")],
});
