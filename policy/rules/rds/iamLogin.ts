import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const iamLogin = resourceRule({
    name: "rds-iam-login",
    level: "advisory",
    severity: "medium",
    controls: ["FSBP RDS.10", "FSBP RDS.12", "Checkov CKV_AWS_161", "Checkov CKV_AWS_162"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database takes short-lived logins from IAM in place of a password.",
    remedy: "Set iamDatabaseAuthenticationEnabled to true, or waive this rule for a client that has passwords only.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10",
    checks: [isTrue("iamDatabaseAuthenticationEnabled")],
});
