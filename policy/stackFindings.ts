import type { Graph, Resource } from "../graph/graph";
import type { Finding } from "./rule";
import type { Answer } from "../graph/answer";
import { keysOf, type Link } from "../graph/links";
import { knownZones, routeToInternet, type Zone } from "../graph/subnets";

/** A property that must be known before the deployment, so that a rule can check it. */
export function unknownFinding(resource: Resource, property: string): Finding {
    return {
        urn: resource.urn,
        sentence: `${property} of ${resource.name} is unknown until deployment. Set a known value in the program.`,
    };
}

/** The names of a link's possible targets. */
export function nameOf(graph: Graph, link: Link): string {
    return keysOf(link)
        .map((key) => graph.find(key)?.name ?? key)
        .join(" or ");
}

/** Findings about the subnets of a resource, all or none of which must have a route to the internet. */
export function* subnetFindings(
    graph: Graph,
    resource: Resource,
    property: string,
    subnets: readonly Link[],
    wanted: { route: boolean; sentence: (subnet: string) => string },
): Iterable<Finding> {
    for (const subnet of subnets) {
        const answer: Answer = routeToInternet(graph, subnet);
        const name = nameOf(graph, subnet);
        if (subnet.is === "unknown") {
            yield unknownFinding(resource, property);
        } else if (answer === "unknown") {
            yield {
                urn: resource.urn,
                sentence: `The routes of ${name}, a subnet of ${resource.name}, are unknown until deployment. Set known values in the program.`,
            };
        } else if (answer === "external") {
            yield {
                urn: resource.urn,
                sentence: `The routes of ${name}, a subnet of ${resource.name}, cannot be read from the stack. ${wanted.route ? "One must" : "None may"} lead to an internet gateway.`,
                unverified: true,
            };
        } else if (answer !== wanted.route) {
            yield { urn: resource.urn, sentence: wanted.sentence(name) };
        }
    }
}

/**
 * Findings about the zones of a resource's subnets, which must be two or more.
 *
 * @param zones the zone of each subnet.
 */
export function* zoneCountFindings(resource: Resource, zones: readonly Zone[]): Iterable<Finding> {
    if (knownZones(zones).length >= 2) {
        return;
    }
    if (zones.includes("unknown")) {
        yield unknownFinding(resource, "An availability zone");
    } else if (zones.includes("external")) {
        yield {
            urn: resource.urn,
            sentence: `The availability zones of the subnets of ${resource.name} cannot be read from the stack. They must be two or more.`,
            unverified: true,
        };
    } else {
        yield {
            urn: resource.urn,
            sentence: `The subnets of ${resource.name} are in fewer than two availability zones.`,
        };
    }
}
