import type { Resource } from "./graph";
import { isObject } from "../lib/isObject";
import { UNKNOWN, type Value } from "./value";
import { agreed, type Answer, any } from "./answer";
import { type Link, linkOf, linksOf, mayLeadTo, resourcesOf } from "./links";
import { readPath } from "./path";
import { once } from "./once";
import type { Graph } from "./graph";
import { SUBNET, VPC } from "./types";

const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const OTHER_GATEWAYS = ["aws:ec2/vpnGateway:VpnGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"];
const ROUTE = "aws:ec2/route:Route";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
/** A VPC represents its main route table. */
const ROUTE_TABLES = ["aws:ec2/routeTable:RouteTable", DEFAULT_ROUTE_TABLE, VPC];
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const NETWORK = "posit-connect:index:Network";

/** Full name of a subnet's zone, or the reason why it is not known, as in {@link Answer}. */
export type Zone = { readonly name: string } | "external" | "unknown";

/** The zone of the subnet that a link leads to. The network component lists the zones of adopted subnets. */
export function zoneOf(graph: Graph, link: Link): Zone {
    if (link.is === "unknown") {
        return "unknown";
    }
    if (link.is === "outside") {
        const name = adoptedZones(graph).get(link.value);
        return name === undefined ? "external" : { name };
    }
    const [first, ...others] = new Set(
        resourcesOf(link).map(({ properties }) => properties.availabilityZone),
    );
    return typeof first === "string" && others.length === 0 ? { name: first } : "unknown";
}

/** The names of the zones that are known, each once. */
export function knownZones(zones: readonly Zone[]): string[] {
    return [...new Set(zones.flatMap((zone) => (typeof zone === "string" ? [] : [zone.name])))];
}

/** The region that the subnets are in, as `us-east-1`. */
export function regionOf(graph: Graph): string | undefined {
    const zones = [
        ...graph.all(SUBNET).map(({ properties }) => properties.availabilityZone),
        ...adoptedZones(graph).values(),
    ];
    return zones.find((zone) => typeof zone === "string")?.replace(/[a-z]$/, "");
}

/** The availability zone of each subnet of a network that the stack has adopted. */
export const adoptedZones = once(
    (graph) =>
        new Map(
            graph
                .all(NETWORK)
                .flatMap(({ properties }) => [properties.privateSubnets, properties.publicSubnets])
                .flatMap((subnets) => (Array.isArray(subnets) ? subnets : []))
                .flatMap((subnet): [string, string][] => {
                    const id = readPath(subnet, ["id"]);
                    const zone = readPath(subnet, ["availabilityZone"]);
                    return typeof id === "string" && typeof zone === "string" ? [[id, zone]] : [];
                }),
        ),
);

/**
 * The zones without any of these items, each of which is in one zone.
 *
 * @param things the zone of each item. An item whose zone is not known may be in any, and is reported separately.
 */
export function uncovered(zones: readonly string[], things: readonly Zone[]): string[] {
    const covered = knownZones(things);
    const elsewhere = things.filter((zone) => typeof zone === "string").length;
    return zones.filter((zone) => !covered.includes(zone)).slice(elsewhere);
}

/** Whether a subnet has a route to an internet gateway. If the link has several possible targets, all of them count. */
export function routeToInternet(graph: Graph, link: Link): Answer {
    if (link.is === "unknown") {
        return "unknown";
    }
    return link.is === "outside"
        ? "external"
        : agreed(resourcesOf(link).map((subnet) => subnetToInternet(graph, subnet)));
}

function subnetToInternet(graph: Graph, subnet: Resource): Answer {
    const { bySubnet, ofSome } = associations(graph);
    if (ofSome.has(subnet)) {
        return "unknown";
    }
    const own = bySubnet.get(subnet) ?? [];
    const tables = own.length > 0 ? own : mainTables(graph, subnet);
    return any(tables.map((table) => tableToInternet(graph, table)));
}

/** The route tables of each subnet, and the subnets whose association is not certain. */
export const associations = once((graph) => {
    const bySubnet = new Map<Resource, Link[]>();
    const ofSome = new Set<Resource>();
    for (const association of graph.all(ASSOCIATION)) {
        const subnet = linkOf(graph, association, ["subnetId"], [SUBNET]);
        const table = linkOf(graph, association, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" };
        if (subnet?.is === "resource") {
            bySubnet.set(subnet.resource, [...(bySubnet.get(subnet.resource) ?? []), table]);
        } else if (subnet?.is === "one of" || subnet?.is === "unknown") {
            const possible = subnet.is === "one of" ? subnet.resources : graph.all(SUBNET);
            possible.forEach((each) => ofSome.add(each));
        }
    }
    return { bySubnet, ofSome };
});

/** The route table of a subnet without an association: the main one of its VPC. */
function mainTables(graph: Graph, subnet: Resource): readonly Link[] {
    const vpc = linkOf(graph, subnet, ["vpcId"], [VPC]) ?? { is: "unknown" };
    if (vpc.is !== "resource") {
        return [vpc];
    }
    const main = graph
        .all(MAIN_ASSOCIATION)
        .filter((association) => mayLeadTo(linkOf(graph, association, ["vpcId"], [VPC]), vpc.resource))
        .map(
            (association): Link =>
                linkOf(graph, association, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" },
        );
    return main.length > 0 ? main : [vpc];
}

function tableToInternet(graph: Graph, table: Link): Answer {
    if (table.is === "unknown") {
        return "unknown";
    }
    return table.is === "outside"
        ? "external"
        : agreed(resourcesOf(table).map((resource) => any(routesOf(graph, resource))));
}

/** For each route of a table, whether it leads to an internet gateway. */
function routesOf(graph: Graph, table: Resource): Answer[] {
    const defaults = graph
        .all(DEFAULT_ROUTE_TABLE)
        .filter((each) => mayLeadTo(linkOf(graph, each, ["defaultRouteTableId"], [VPC]), table));
    return [
        ...inlineRoutes(graph, table),
        ...separateRoutes(graph, table),
        ...defaults.flatMap((each) => [...inlineRoutes(graph, each), ...separateRoutes(graph, each)]),
    ];
}

function inlineRoutes(graph: Graph, table: Resource): Answer[] {
    const { routes } = table.properties;
    if (routes === UNKNOWN) {
        return ["unknown"];
    }
    return Array.isArray(routes)
        ? routes.map((route, i) => toGateway(graph, table, ["routes", i, "gatewayId"], route))
        : [];
}

function separateRoutes(graph: Graph, table: Resource): Answer[] {
    return (routesByTable(graph).get(table) ?? []).map(({ route, isCertain }) => {
        const answer = toGateway(graph, route, ["gatewayId"], route.properties);
        return isCertain || answer === false ? answer : "unknown";
    });
}

/** The routes of each table, and whether they are certain to belong to it. */
export const routesByTable = once((graph) => {
    const index = new Map<Resource, { route: Resource; isCertain: boolean }[]>();
    for (const route of graph.all(ROUTE)) {
        const table = linkOf(graph, route, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" };
        const isCertain = table.is === "resource";
        for (const resource of table.is === "unknown" ? graph.all(...ROUTE_TABLES) : resourcesOf(table)) {
            index.set(resource, [...(index.get(resource) ?? []), { route, isCertain }]);
        }
    }
    return index;
});

function toGateway(
    graph: Graph,
    resource: Resource,
    path: readonly (string | number)[],
    route: Value,
): Answer {
    if (!isObject(route)) {
        return "unknown";
    }
    const gateway = linkOf(graph, resource, path, [INTERNET_GATEWAY, ...OTHER_GATEWAYS]);
    if (gateway === undefined) {
        return false;
    }
    if (gateway.is === "unknown") {
        return "unknown";
    }
    return gateway.is === "outside"
        ? gateway.value.startsWith("igw-")
        : agreed(resourcesOf(gateway).map(({ type }) => type === INTERNET_GATEWAY));
}

/** The subnets in a list property of a resource. */
export function subnetsOf(graph: Graph, resource: Resource, property: string): readonly Link[] {
    return linksOf(graph, resource, [property], [SUBNET]);
}
