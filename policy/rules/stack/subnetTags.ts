import { type Finding, stackRule } from "../../rule";
import { at, type Link, resourcesOf } from "../../topology/links";
import { nodeGroups } from "../../topology/nodes";
import { subnetsOf, zoneOf } from "../../topology/subnets";
import type { Topology } from "../../topology/topology";
import { LOAD_BALANCER } from "../../topology/types";
import type { Resource } from "../../resource";
import { UNKNOWN } from "../../value";
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
    *check(topology) {
        for (const loadBalancer of topology.all(LOAD_BALANCER)) {
            const subnets = subnetsOf(topology, loadBalancer, "subnets");
            const internal = loadBalancer.properties.internal === true;
            yield* zoneCountFindings(
                loadBalancer,
                subnets.map((subnet) => zoneOf(topology, subnet)),
            );
            if (!internal) {
                yield* subnetFindings(topology, loadBalancer, "subnets", subnets, {
                    route: true,
                    sentence: (subnet) =>
                        `${loadBalancer.name} faces the internet and is in ${subnet}, whose routes do not lead there.`,
                });
            }
            yield* tagFindings(topology, loadBalancer, subnets, internal ? PRIVATE_TAG : PUBLIC_TAG);
        }
        for (const { resource, subnets } of nodeGroups(topology)) {
            yield* tagFindings(topology, resource, subnets, PRIVATE_TAG);
        }
    },
});

function* tagFindings(
    topology: Topology,
    user: Resource,
    subnets: readonly Link[],
    tag: string,
): Iterable<Finding> {
    for (const subnet of subnets) {
        if (subnet.is === "outside") {
            yield {
                urn: user.urn,
                sentence: `The stack does not tell whether ${nameOf(topology, subnet)}, a subnet of ${user.name}, has the tag ${tag}: it must.`,
                untold: true,
            };
        }
        for (const resource of resourcesOf(subnet)) {
            const value = at(resource.properties, ["tags", tag]);
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
