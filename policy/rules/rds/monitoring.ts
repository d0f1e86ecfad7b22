import { atLeast, isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const monitoring = resourceRule({
    name: "rds-monitoring",
    level: "advisory",
    severity: "low",
    controls: ["FSBP RDS.6", "Checkov CKV_AWS_118"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "The metrics of a database's operating system are kept each minute or more often.",
    remedy: "Set monitoringInterval to 60 seconds or less, though not 0, and monitoringRoleArn to a role that may write the metrics.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
    checks: [atLeast("monitoringInterval", 1), reference(isGiven("monitoringRoleArn", "text"))],
});
