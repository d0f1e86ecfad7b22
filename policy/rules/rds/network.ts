import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const network = resourceRule({
    name: "rds-network",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.18", "Posit R7"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database is in subnets that the program chose, behind security groups that it chose.",
    remedy: "Set dbSubnetGroupName and vpcSecurityGroupIds: without them the database is in the default VPC's network.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-18",
    checks: [
        reference(isGiven("dbSubnetGroupName", "text")),
        reference(isGiven("vpcSecurityGroupIds", "list")),
    ],
});
