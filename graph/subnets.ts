import type { Graph, Resource } from "./graph";

const SUBNET = "aws:ec2/subnet:Subnet";
const NETWORK = "posit-connect:index:Network";

/** A subnet as far as the graph tells. */
export interface Subnet {
    /** URN of a subnet in the graph, id of an adopted one. */
    key: string;
    availabilityZone: string;
    /** Whether no route leads to an internet gateway; `undefined` for an adopted subnet, whose routes are not here. */
    isPrivate: boolean | undefined;
}

/** The subnets that an input of a resource names. */
export function subnetsOf(graph: Graph, resource: Resource, property: string): Subnet[] {
    const made = graph.references(resource, property).filter(({ type }) => type === SUBNET);
    if (made.length > 0) {
        return made.map((subnet) => ({
            key: subnet.urn,
            availabilityZone: String(subnet.inputs["availabilityZone"]),
            isPrivate: !routesToInternet(graph, subnet),
        }));
    }
    const ids = [resource.inputs[property]].flat();
    return adoptedSubnets(graph).filter(({ key }) => ids.includes(key));
}

/** The subnets of a network that the stack has adopted and not made. */
export function adoptedSubnets(graph: Graph): Subnet[] {
    return graph.all(NETWORK).flatMap(({ outputs }) =>
        [outputs["privateSubnets"], outputs["publicSubnets"]].flat().flatMap((subnet) => {
            const { id, availabilityZone } = (subnet ?? {}) as { id?: string; availabilityZone?: string };
            return id === undefined || availabilityZone === undefined
                ? []
                : [{ key: id, availabilityZone, isPrivate: undefined }];
        }),
    );
}

/** By the routes of its own route table: `Network` leaves no subnet to the main one. */
function routesToInternet(graph: Graph, subnet: Resource): boolean {
    const tables = graph
        .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        .filter((association) => graph.references(association, "subnetId").includes(subnet))
        .flatMap((association) => graph.references(association, "routeTableId"));
    return graph
        .all("aws:ec2/route:Route")
        .filter((route) => graph.references(route, "routeTableId").some((table) => tables.includes(table)))
        .some((route) => route.inputs["gatewayId"] !== undefined);
}

/** Distinct zones of some subnets, in order. */
export function zonesOf(subnets: Subnet[]): string[] {
    return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
}
