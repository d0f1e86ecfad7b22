import { isNotTrue } from "../../check";
import { resourceRule } from "../../rule";

export const notPublic = resourceRule({
    name: "rds-not-public",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP RDS.2", "CIS AWS 3.2.3", "Checkov CKV_AWS_17"],
    applies: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
    description: "A database has no public address.",
    remedy: "Set publiclyAccessible to false.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
    checks: [isNotTrue("publiclyAccessible")],
});
