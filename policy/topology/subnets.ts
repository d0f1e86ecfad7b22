import type { Resource } from "../resource";
import { isObject, UNKNOWN, type Value, textOf } from "../value";
import { type Answer, any } from "./answer";
import { at, leadsTo, type Link, linkOf, linksOf, resourcesOf } from "./links";
import { once } from "./once";
import type { Topology } from "./topology";
import { SUBNET, VPC } from "./types";

const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const OTHER_GATEWAYS = ["aws:ec2/vpnGateway:VpnGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"];
const ROUTE = "aws:ec2/route:Route";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
/** A VPC stands for the route table that it comes with. */
const ROUTE_TABLES = ["aws:ec2/routeTable:RouteTable", DEFAULT_ROUTE_TABLE, VPC];
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const NETWORK = "posit-connect:index:Network";

/** Zones that a subnet may be in, by full name; or why nobody knows. */
export type Zones = readonly string[] | "untold" | "unknown";

/** The zone or zones that a link to a subnet may lead to. An adopted subnet's zone is what its network states. */
export function zonesOf(topology: Topology, link: Link): Zones {
    if (link.is === "unknown") {
        return "unknown";
    }
    if (link.is === "outside") {
        const zone = adoptedZones(topology).get(link.value);
        return zone === undefined ? "untold" : [zone];
    }
    const zones = resourcesOf(link).map(({ properties }) => properties.availabilityZone);
    const known = zones.filter((zone): zone is string => typeof zone === "string");
    return known.length < zones.length ? "unknown" : [...new Set(known)];
}

/** The region that the subnets are in, as `us-east-1`. */
export function regionOf(topology: Topology): string | undefined {
    const zones = [
        ...topology.all(SUBNET).map(({ properties }) => properties.availabilityZone),
        ...adoptedZones(topology).values(),
    ];
    return zones.find((zone) => typeof zone === "string")?.replace(/[a-z]$/, "");
}

const adoptedZones = once(
    (topology) =>
        new Map(
            topology
                .all(NETWORK)
                .flatMap(({ properties }) => [properties.privateSubnets, properties.publicSubnets])
                .flatMap((subnets) => (Array.isArray(subnets) ? subnets : []))
                .flatMap((subnet): [string, string][] => {
                    const id = at(subnet, ["id"]);
                    const zone = at(subnet, ["availabilityZone"]);
                    return typeof id === "string" && typeof zone === "string" ? [[id, zone]] : [];
                }),
        ),
);

/**
 * The fewest zones that some links of one list can lead to: of several candidates each is taken once.
 *
 * @param zones of each link.
 */
export function fewestZones(links: readonly Link[], zones: readonly (readonly string[])[]): number {
    const sure = new Set(zones.filter((_, i) => links[i]?.is !== "one of").flat());
    const open = links.filter((link) => link.is === "one of");
    const sizes = new Map<string, number>();
    for (const { properties } of open.slice(0, 1).flatMap(resourcesOf)) {
        const zone = textOf(properties.availabilityZone);
        sizes.set(zone, (sizes.get(zone) ?? 0) + 1);
    }
    let left = open.length;
    for (const zone of sure) {
        left -= sizes.get(zone) ?? 0;
        sizes.delete(zone);
    }
    let count = sure.size;
    for (const size of [...sizes.values()].sort((a, b) => b - a)) {
        count += left > 0 ? 1 : 0;
        left -= size;
    }
    return count;
}

/**
 * The zones for which none of some things is left, where each thing is in one zone.
 *
 * @param things the zones that each may be in; nothing known of one: it may be in any.
 */
export function uncovered(zones: readonly string[], things: readonly Zones[]): string[] {
    const holder = new Map<number, string>();
    const place = (zone: string, tried: Set<number>): boolean =>
        things.some((possible, thing) => {
            if (tried.has(thing) || (Array.isArray(possible) && !possible.includes(zone))) {
                return false;
            }
            tried.add(thing);
            const held = holder.get(thing);
            if (held !== undefined && !place(held, tried)) {
                return false;
            }
            holder.set(thing, zone);
            return true;
        });
    return zones.filter((zone) => !place(zone, new Set()));
}

/** Whether a route leads from a subnet, or from one that a link may lead to, to an internet gateway. */
export function routeToInternet(topology: Topology, link: Link): Answer {
    if (link.is === "unknown") {
        return "unknown";
    }
    return link.is === "outside"
        ? "untold"
        : any(resourcesOf(link).map((subnet) => subnetToInternet(topology, subnet)));
}

function subnetToInternet(topology: Topology, subnet: Resource): Answer {
    const { bySubnet, ofAny } = associations(topology);
    const own = bySubnet.get(subnet) ?? [];
    const tables = own.length > 0 ? own : mainTables(topology, subnet);
    return any([...tables, ...ofAny].map((table) => tableToInternet(topology, table)));
}

/** The route tables of each subnet, and those of a subnet that nobody knows. */
const associations = once((topology) => {
    const bySubnet = new Map<Resource, Link[]>();
    const ofAny: Link[] = [];
    for (const association of topology.all(ASSOCIATION)) {
        const subnet = linkOf(topology, association, ["subnetId"], [SUBNET]);
        const table = linkOf(topology, association, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" };
        if (subnet?.is === "unknown") {
            ofAny.push(table);
        }
        for (const resource of subnet === undefined ? [] : resourcesOf(subnet)) {
            bySubnet.set(resource, [...(bySubnet.get(resource) ?? []), table]);
        }
    }
    return { bySubnet, ofAny };
});

/** The table of a subnet without one of its own: the main one of its VPC. */
function mainTables(topology: Topology, subnet: Resource): readonly Link[] {
    const vpc = linkOf(topology, subnet, ["vpcId"], [VPC]) ?? { is: "unknown" };
    if (vpc.is !== "resource") {
        return [vpc];
    }
    const main = topology
        .all(MAIN_ASSOCIATION)
        .filter((association) => leadsTo(linkOf(topology, association, ["vpcId"], [VPC]), vpc.resource))
        .map(
            (association): Link =>
                linkOf(topology, association, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" },
        );
    return main.length > 0 ? main : [vpc];
}

function tableToInternet(topology: Topology, table: Link): Answer {
    if (table.is === "unknown") {
        return "unknown";
    }
    return table.is === "outside"
        ? "untold"
        : any(resourcesOf(table).flatMap((resource) => routesOf(topology, resource)));
}

/** Of each route of a table, whether it leads to an internet gateway. */
function routesOf(topology: Topology, table: Resource): Answer[] {
    const defaults = topology
        .all(DEFAULT_ROUTE_TABLE)
        .filter((each) => leadsTo(linkOf(topology, each, ["defaultRouteTableId"], [VPC]), table));
    return [
        ...inlineRoutes(topology, table),
        ...separateRoutes(topology, table),
        ...defaults.flatMap((each) => [...inlineRoutes(topology, each), ...separateRoutes(topology, each)]),
    ];
}

function inlineRoutes(topology: Topology, table: Resource): Answer[] {
    const { routes } = table.properties;
    if (routes === UNKNOWN) {
        return ["unknown"];
    }
    return Array.isArray(routes)
        ? routes.map((route, i) => toGateway(topology, table, ["routes", i, "gatewayId"], route))
        : [];
}

function separateRoutes(topology: Topology, table: Resource): Answer[] {
    return (routesByTable(topology).get(table) ?? []).map((route) =>
        toGateway(topology, route, ["gatewayId"], route.properties),
    );
}

const routesByTable = once((topology) => {
    const index = new Map<Resource, Resource[]>();
    for (const route of topology.all(ROUTE)) {
        const table = linkOf(topology, route, ["routeTableId"], ROUTE_TABLES) ?? { is: "unknown" };
        for (const resource of table.is === "unknown" ? topology.all(...ROUTE_TABLES) : resourcesOf(table)) {
            index.set(resource, [...(index.get(resource) ?? []), route]);
        }
    }
    return index;
});

function toGateway(
    topology: Topology,
    resource: Resource,
    path: readonly (string | number)[],
    route: Value,
): Answer {
    if (!isObject(route)) {
        return "unknown";
    }
    const gateway = linkOf(topology, resource, path, [INTERNET_GATEWAY, ...OTHER_GATEWAYS]);
    if (gateway === undefined) {
        return false;
    }
    if (gateway.is === "unknown") {
        return "unknown";
    }
    return gateway.is === "outside"
        ? gateway.value.startsWith("igw-")
        : resourcesOf(gateway).some(({ type }) => type === INTERNET_GATEWAY);
}

/** The subnets that a list of a resource names. */
export function subnetsOf(topology: Topology, resource: Resource, property: string): readonly Link[] {
    return linksOf(topology, resource, [property], [SUBNET]);
}
