import { stackRule } from "../../rule";
import { linkOf } from "../../../graph/links";
import { DATABASE, SUBNET_GROUP } from "../../../graph/types";
import { notKnown } from "./findings";

export const databaseSubnetGroup = stackRule({
    name: "stack-database-subnet-group",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R7", "Pulumi database-subnet-group"],
    description: "The database is in a subnet group of this stack.",
    remedy: "Set dbSubnetGroupName to the name of the stack's subnet group.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    *check(graph) {
        for (const database of graph.all(DATABASE)) {
            const group = linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]);
            if (group === undefined) {
                yield {
                    urn: database.urn,
                    sentence: `${database.name} names no subnet group, so that it is in the default VPC.`,
                };
            } else if (group.is === "unknown") {
                yield notKnown(database, "dbSubnetGroupName");
            } else if (group.is === "outside") {
                yield {
                    urn: database.urn,
                    sentence: `${database.name} is in the subnet group ${group.value}, which the stack does not make: it must have the subnets of the nodes.`,
                    untold: true,
                };
            }
        }
    },
});
