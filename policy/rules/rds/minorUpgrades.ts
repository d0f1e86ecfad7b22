import { isTrue, optional } from "../../check";
import { resourceRule } from "../../rule";

export const minorUpgrades = resourceRule({
    name: "rds-minor-upgrades",
    level: "production",
    severity: "high",
    controls: ["FSBP RDS.13", "FSBP RDS.35", "CIS AWS 3.2.2", "Checkov CKV_AWS_226"],
    applies: [
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:rds/clusterInstance:ClusterInstance",
    ],
    description: "A database gets minor versions, and the security fixes in them, by itself.",
    remedy: "Set autoMinorVersionUpgrade to true, or leave it out.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
    checks: [optional(isTrue("autoMinorVersionUpgrade"))],
});
