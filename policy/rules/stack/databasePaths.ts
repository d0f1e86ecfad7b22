import { stackRule } from "../../rule";
import { portOf } from "../../../graph/exposure";
import { DATABASE } from "../../../graph/types";
import { onlyFromNodes } from "./onlyFromNodes";

export const databasePaths = stackRule({
    name: "stack-database-paths",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP RDS.2", "CIS AWS 3.2.3", "Posit R7"],
    description: "The database's security groups let in the cluster's nodes on its port, and nothing else.",
    remedy: "Leave one ingress rule: TCP on the database's port from the cluster's security group.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    check: (graph) =>
        onlyFromNodes(
            graph,
            graph
                .all(DATABASE)
                .map((resource) => ({ resource, property: "vpcSecurityGroupIds", port: portOf(resource) })),
        ),
});
