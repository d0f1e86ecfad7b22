import { type Finding, stackRule } from "../../rule";
import { type Link, resourcesOf } from "../../../graph/links";
import { readPath } from "../../../graph/path";
import { nodeGroups } from "../../../graph/nodes";
import { subnetsOf, zoneOf } from "../../../graph/subnets";
import type { Graph } from "../../../graph/graph";
import { LOAD_BALANCER } from "../../../graph/types";
import type { Resource } from "../../../graph/graph";
import { UNKNOWN } from "../../../graph/value";
import { nameOf, notKnown, subnetFindings, zoneCountFindings } from "./findings";

const PUBLIC_TAG = "kubernetes.io/role/elb";
const PRIVATE_TAG = "kubernetes.io/role/internal-elb";

export const subnetTags = stackRule({
    name: "stack-subnet-tags",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP ELB.13", "Posit R2", "Pulumi subnet-tags"],
    description:
        "A load balancer is in subnets of two zones or more, public ones where it faces the internet, and each subnet says by its tag which load balancers it is for.",
    remedy: 'Tag public subnets with kubernetes.io/role/elb and private ones with kubernetes.io/role/internal-elb, at "1".',
    url: "https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html",
    *check(graph) {
        for (const loadBalancer of graph.all(LOAD_BALANCER)) {
            const subnets = subnetsOf(graph, loadBalancer, "subnets");
            const internal = loadBalancer.properties.internal === true;
            yield* zoneCountFindings(
                loadBalancer,
                subnets.map((subnet) => zoneOf(graph, subnet)),
            );
            if (!internal) {
                yield* subnetFindings(graph, loadBalancer, "subnets", subnets, {
                    route: true,
                    sentence: (subnet) =>
                        `${loadBalancer.name} faces the internet and is in ${subnet}, whose routes do not lead there.`,
                });
            }
            yield* tagFindings(graph, loadBalancer, subnets, internal ? PRIVATE_TAG : PUBLIC_TAG);
        }
        for (const { resource, subnets } of nodeGroups(graph)) {
            yield* tagFindings(graph, resource, subnets, PRIVATE_TAG);
        }
    },
});

function* tagFindings(
    graph: Graph,
    user: Resource,
    subnets: readonly Link[],
    tag: string,
): Iterable<Finding> {
    for (const subnet of subnets) {
        if (subnet.is === "outside") {
            yield {
                urn: user.urn,
                sentence: `The stack does not tell whether ${nameOf(graph, subnet)}, a subnet of ${user.name}, has the tag ${tag}: it must.`,
                untold: true,
            };
        }
        for (const resource of resourcesOf(subnet)) {
            const value = readPath(resource.properties, ["tags", tag]);
            if (value === UNKNOWN) {
                yield notKnown(resource, `The tag ${tag}`);
            } else if (value !== "1" && value !== "") {
                yield {
                    urn: resource.urn,
                    sentence: `${resource.name} does not have the tag ${tag} at "1", and ${user.name} is in it.`,
                };
            }
        }
    }
}
