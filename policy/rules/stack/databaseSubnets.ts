import type { Finding } from "../../rule";
import { stackRule } from "../../rule";
import { certainKeysOf, keysOf, linkOf, linksOf, resourcesOf } from "../../../graph/links";
import { nodeGroups } from "../../../graph/nodes";
import type { Graph } from "../../../graph/graph";
import { DATABASE, SUBNET, SUBNET_GROUP } from "../../../graph/types";
import type { Resource } from "../../../graph/graph";
import { nameOf, notKnown, subnetFindings } from "./findings";

export const databaseSubnets = stackRule({
    name: "stack-database-subnets",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.2", "FSBP RDS.46", "CIS AWS 3.2.3", "Posit R7"],
    description: "The database's subnet group has every subnet of the nodes, and only private ones.",
    remedy: "Give the subnet group's subnetIds the private subnets that the node groups have.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    *check(graph) {
        const groups = graph
            .all(DATABASE)
            .flatMap((database) => linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]) ?? [])
            .flatMap(resourcesOf);
        for (const group of new Set(groups)) {
            yield* groupFindings(graph, group);
        }
    },
});

function* groupFindings(graph: Graph, group: Resource): Iterable<Finding> {
    const subnets = linksOf(graph, group, ["subnetIds"], [SUBNET]);
    yield* subnetFindings(graph, group, "subnetIds", subnets, {
        route: false,
        sentence: (subnet) =>
            `The database may be in ${subnet}, whose routes lead to an internet gateway: ${group.name} has it.`,
    });
    const covered = new Set(subnets.flatMap(certainKeysOf));
    for (const { resource, subnets: ofNodes } of nodeGroups(graph)) {
        for (const subnet of ofNodes) {
            if (subnet.is === "unknown") {
                yield notKnown(resource, "subnetIds");
            } else if (!keysOf(subnet).every((key) => covered.has(key))) {
                yield {
                    urn: group.urn,
                    sentence: `Nodes of ${resource.name} are in ${nameOf(graph, subnet)}, which ${group.name} leaves out.`,
                };
            }
        }
    }
}
