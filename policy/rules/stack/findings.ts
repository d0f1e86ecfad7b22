import type { Resource } from "../../../graph/graph";
import type { Finding } from "../../rule";
import type { Answer } from "../../../graph/answer";
import { keysOf, type Link } from "../../../graph/links";
import { knownZones, routeToInternet, type Zone } from "../../../graph/subnets";
import type { Graph } from "../../../graph/graph";

/** That a property must be stated for a rule to be judged. */
export function notKnown(resource: Resource, property: string): Finding {
    return {
        urn: resource.urn,
        sentence: `${property} of ${resource.name} is not known until the deployment: state it in the program.`,
    };
}

/** What a link leads to, in words. */
export function nameOf(graph: Graph, link: Link): string {
    return keysOf(link)
        .map((key) => graph.find(key)?.name ?? key)
        .join(" or ");
}

/** What is wrong with the subnets of a resource that must all have a route to the internet, or none. */
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
            yield notKnown(resource, property);
        } else if (answer === "unknown") {
            yield {
                urn: resource.urn,
                sentence: `Where the routes of ${name} lead, a subnet of ${resource.name}, is not known until the deployment: state it in the program.`,
            };
        } else if (answer === "untold") {
            yield {
                urn: resource.urn,
                sentence: `The stack does not tell where the routes of ${name} lead, a subnet of ${resource.name}: ${wanted.route ? "one" : "none"} must lead to an internet gateway.`,
                untold: true,
            };
        } else if (answer !== wanted.route) {
            yield { urn: resource.urn, sentence: wanted.sentence(name) };
        }
    }
}

/**
 * What is wrong with the zones of a resource's subnets, which must be two or more.
 *
 * @param zones of each of its subnets.
 */
export function* zoneCountFindings(resource: Resource, zones: readonly Zone[]): Iterable<Finding> {
    if (knownZones(zones).length >= 2) {
        return;
    }
    if (zones.includes("unknown")) {
        yield notKnown(resource, "An availability zone");
    } else if (zones.includes("untold")) {
        yield {
            urn: resource.urn,
            sentence: `The stack does not tell which availability zones the subnets of ${resource.name} are in: they must be two or more.`,
            untold: true,
        };
    } else {
        yield {
            urn: resource.urn,
            sentence: `The subnets of ${resource.name} are in fewer than two availability zones.`,
        };
    }
}
