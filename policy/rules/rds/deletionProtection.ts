import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const deletionProtection = resourceRule({
    name: "rds-deletion-protection",
    level: "production",
    severity: "high",
    controls: ["FSBP RDS.7", "FSBP RDS.8", "Checkov CKV_AWS_139", "Checkov CKV_AWS_293"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "RDS refuses to delete a database until its protection is taken off.",
    remedy: "Set deletionProtection to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8",
    checks: [isTrue("deletionProtection")],
});
