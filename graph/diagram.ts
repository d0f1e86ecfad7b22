import { adoptedFileSystems } from "./adoptedFileSystems";
import { exposure } from "./exposure";
import type { Graph, Resource } from "./graph";
import { groupBy } from "../lib/groupBy";
import { keysOf, type Link, linkOf, linksOf, resourcesOf } from "./links";
import { type NodeGroup, nodeGroups } from "./nodes";
import { nodesText } from "./nodesText";
import { contentNodeGroups, serverNodeGroups } from "./podNodes";
import { readPath } from "./path";
import { connectReleases, contentNamespace } from "./releases";
import {
    adoptedZones,
    associations,
    knownZones,
    regionOf,
    routesByTable,
    routeToInternet,
    subnetsOf,
    zoneOf,
} from "./subnets";
import {
    BUCKET,
    CLUSTER,
    DATABASE,
    FILE_SYSTEM,
    KEY,
    LOAD_BALANCER,
    MOUNT_TARGET,
    RUNNER,
    SUBNET,
    SUBNET_GROUP,
    VAULT,
    VPC,
} from "./types";
import { labelOf } from "./labelOf";
import { stackOf } from "./urn";
import { textOf, UNKNOWN, type Value } from "./value";

/** A stack's network as a picture: zones are columns, tiers of subnets are rows. It has no sizes and no colors. */
export interface Diagram {
    /** Name of the stack. */
    stack: string;
    vpc: { label: string; details: readonly string[] };
    /** The columns. A subnet whose zone is not known is in the last one, {@link UNKNOWN_ZONE}. */
    zones: readonly string[];
    /** The rows, from the internet inwards. */
    tiers: readonly Tier[];
    /** Sources and destinations outside the VPC, such as `internet`. */
    outside: readonly string[];
    paths: readonly NetworkPath[];
    /** Resources outside the VPC, by region; the stack's own region first. */
    regions: readonly { region: string; contents: readonly { label: string; count: number }[] }[];
}

/** Subnets with the same kind of route to the internet. */
export interface Tier {
    name: TierName;
    subnets: readonly SubnetBox[];
    blocks: readonly Block[];
}

export type TierName = "public subnets" | "private subnets" | "subnets without a known route";

export interface SubnetBox {
    name: string;
    /** Empty if it is not known. */
    cidr: string;
    /** Index of its zone. */
    zone: number;
    /** NAT gateways in it. */
    gateways: readonly string[];
    /** NAT gateways that it reaches the internet through. */
    outlets: readonly string[];
}

/** The resources that are one end of network paths. */
export interface Block {
    /** Name of the part in the network exposure, such as `nodes`. */
    part: string;
    members: readonly Member[];
}

/** A resource in subnets of a tier. */
export interface Member {
    label: string;
    detail: string;
    /** Indexes of the zones of its subnets in the tier, in order. */
    zones: readonly number[];
}

/** All connections from one part to another. */
export interface NetworkPath {
    from: string;
    to: string;
    direction: "in" | "out" | "inside";
    /** As `80, 443 tcp`. */
    ports: string;
    /** How the source reaches the internet, such as `3 NAT gateways`; empty if it is inside, or not known. */
    via: string;
}

export const UNKNOWN_ZONE = "unknown zone";

const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const NETWORK = "posit-connect:index:Network";

/** Types that hold data or protect it outside the VPC. */
const REGIONAL = [
    "aws:route53/record:Record",
    "aws:acm/certificate:Certificate",
    "aws:wafv2/webAcl:WebAcl",
    BUCKET,
    VAULT,
    "aws:backup/plan:Plan",
    KEY,
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:sns/topic:Topic",
];

/** The picture of a graph: the same for resources in any order. */
export function diagram(registered: Graph): Diagram {
    const graph = registered.inUrnOrder();
    const blocks = blocksIn(graph);
    const places = placesIn(graph, blocks);
    const parts = new Set(blocks.map(({ part }) => part));
    const paths = pathsIn(graph, parts, (part) => outletsOf(part, blocks, places));
    const zones = [...new Set(places.map(({ zone }) => zone))].sort(unknownLast);
    return {
        stack: stackOf(graph.stack?.urn ?? ""),
        vpc: vpcIn(graph),
        zones,
        tiers: TIERS.map((name): Tier => {
            const own = places.filter(({ tier }) => tier === name);
            const zonesOf = (subnets: readonly Link[]): number[] => [
                ...new Set(
                    own
                        .filter(({ key }) => subnets.some((subnet) => keyOfPlace(subnet).includes(key)))
                        .map(({ zone }) => zones.indexOf(zone)),
                ),
            ];
            return {
                name,
                subnets: own.map(({ zone, box }) => ({ ...box, zone: zones.indexOf(zone) })),
                blocks: blocks
                    .map(({ part, members }) => ({
                        part,
                        members: members
                            .map(({ label, detail, subnets }) => ({
                                label,
                                detail,
                                zones: zonesOf(subnets).sort((one, other) => one - other),
                            }))
                            .filter((member) => member.zones.length > 0),
                    }))
                    .filter(({ members }) => members.length > 0),
            };
        }).filter(({ subnets }) => subnets.length > 0),
        outside: outsideOf(paths, parts),
        paths,
        regions: regionsIn(graph),
    };
}

/** The internet first. */
function outsideOf(paths: readonly NetworkPath[], parts: ReadonlySet<string>): string[] {
    const ends = [...new Set(paths.flatMap(({ from, to }) => [from, to]))].filter((end) => !parts.has(end));
    return [...ends.filter((end) => end === "internet"), ...ends.filter((end) => end !== "internet")];
}

const TIERS: readonly TierName[] = ["public subnets", "private subnets", "subnets without a known route"];

/** A subnet, and its place in the picture. */
interface Place {
    /** As in `keysOf`; {@link UNKNOWN_SUBNET} for every subnet that is not known. */
    key: string;
    zone: string;
    tier: TierName;
    box: Omit<SubnetBox, "zone">;
}

const UNKNOWN_SUBNET = "";

const keyOfPlace = (link: Link): readonly string[] =>
    link.is === "unknown" ? [UNKNOWN_SUBNET] : keysOf(link);

function unknownLast(one: string, other: string): number {
    const isUnknown = (zone: string): number => (zone === UNKNOWN_ZONE ? 1 : 0);
    return isUnknown(one) - isUnknown(other) || (one < other ? -1 : one > other ? 1 : 0);
}

/** The stack's subnets, the adopted ones, and other ones that resources name. */
function placesIn(graph: Graph, blocks: readonly PlacedBlock[]): Place[] {
    const own = graph.all(SUBNET).map((resource) => ownPlace(graph, resource));
    const adopted = adoptedPlaces(graph).filter(({ key }) => !own.some(({ box }) => box.name === key));
    const known = new Map([...own, ...adopted].map((place) => [place.key, place]));
    for (const { members } of blocks) {
        for (const key of members.flatMap(({ subnets }) => subnets.flatMap(keyOfPlace))) {
            if (!known.has(key)) {
                known.set(key, {
                    key,
                    zone: UNKNOWN_ZONE,
                    tier: "subnets without a known route",
                    box: {
                        name: key === UNKNOWN_SUBNET ? "unknown subnet" : key,
                        cidr: "",
                        gateways: [],
                        outlets: [],
                    },
                });
            }
        }
    }
    return [...known.values()];
}

function ownPlace(graph: Graph, resource: Resource): Place {
    const link: Link = { is: "resource", resource };
    const route = routeToInternet(graph, link);
    return {
        key: resource.urn,
        zone: knownZones([zoneOf(graph, link)])[0] ?? UNKNOWN_ZONE,
        tier:
            route === true
                ? "public subnets"
                : route === false
                  ? "private subnets"
                  : "subnets without a known route",
        box: {
            name: resource.name,
            cidr: textOf(resource.properties.cidrBlock),
            gateways: graph
                .all(NAT_GATEWAY)
                .filter((gateway) => {
                    const subnet = linkOf(graph, gateway, ["subnetId"], [SUBNET]);
                    return subnet !== undefined && keysOf(subnet).includes(resource.urn);
                })
                .map(({ name }) => name),
            outlets: natGatewaysOf(graph, resource).map(({ name }) => name),
        },
    };
}

/** The NAT gateways that the routes of a subnet's tables lead to. */
function natGatewaysOf(graph: Graph, subnet: Resource): readonly Resource[] {
    const tables = (associations(graph).bySubnet.get(subnet) ?? []).flatMap(resourcesOf);
    const links = tables.flatMap((table) => {
        const inline = Array.isArray(table.properties.routes) ? table.properties.routes : [];
        return [
            ...inline.map((_, i) => linkOf(graph, table, ["routes", i, "natGatewayId"], [NAT_GATEWAY])),
            ...(routesByTable(graph).get(table) ?? []).map(({ route }) =>
                linkOf(graph, route, ["natGatewayId"], [NAT_GATEWAY]),
            ),
        ];
    });
    return [...new Set(links.flatMap((link) => (link === undefined ? [] : resourcesOf(link))))];
}

/** The subnets that the network component lists and that the stack does not create. */
function adoptedPlaces(graph: Graph): Place[] {
    const created = new Set(graph.all(SUBNET).map(({ properties }) => properties.id));
    const isPublic = new Set(
        graph
            .all(NETWORK)
            .flatMap(({ properties }) =>
                Array.isArray(properties.publicSubnets) ? properties.publicSubnets : [],
            )
            .map((subnet) => readPath(subnet, ["id"])),
    );
    return [...adoptedZones(graph)]
        .filter(([id]) => !created.has(id))
        .map(([id, zone]) => ({
            key: id,
            zone,
            tier: isPublic.has(id) ? "public subnets" : "private subnets",
            box: { name: id, cidr: "", gateways: [], outlets: [] },
        }));
}

interface PlacedBlock {
    part: string;
    members: readonly { label: string; detail: string; subnets: readonly Link[] }[];
}

/** The parts of the network exposure with their resources, from the users to the data. */
function blocksIn(graph: Graph): PlacedBlock[] {
    const groups = nodeGroups(graph);
    const subnetsIn = (own: readonly NodeGroup[]): Link[] => own.flatMap(({ subnets }) => subnets);
    const endpoints = graph
        .all(VPC_ENDPOINT)
        .filter(({ properties }) => properties.vpcEndpointType === "Interface");
    const blocks: PlacedBlock[] = [
        {
            part: "load balancer",
            members: graph.all(LOAD_BALANCER).map((resource) => ({
                label: "Application Load Balancer",
                detail: resource.properties.internal === true ? "internal" : "public",
                subnets: subnetsOf(graph, resource, "subnets"),
            })),
        },
        {
            part: "nodes",
            members: [
                ...groups.map((group) => ({
                    label: `${group.isPool ? "node pool" : "node group"} ${group.resource.name}`,
                    detail: nodesText(group),
                    subnets: group.subnets,
                })),
                ...connectReleases(graph).map(({ properties }) => ({
                    label: "Connect servers",
                    detail: joined([
                        `${show(readPath(properties, ["values", "replicas"]))} pods`,
                        `${show(properties.chart)} ${show(properties.version)}`,
                    ]),
                    subnets: subnetsIn(serverNodeGroups(graph)),
                })),
            ],
        },
        {
            part: "content pods",
            members: connectReleases(graph).map((release) => ({
                label: "content pods",
                detail: `namespace ${contentNamespace(release)}`,
                subnets: subnetsIn(contentNodeGroups(graph)),
            })),
        },
        {
            part: "database",
            members: graph.all(DATABASE).map((database) => ({
                label: "RDS for PostgreSQL",
                detail: joined([
                    show(database.properties.engineVersion),
                    show(database.properties.instanceClass),
                    database.properties.multiAz === true
                        ? "Multi-AZ"
                        : database.properties.multiAz === UNKNOWN
                          ? ""
                          : "one zone",
                ]),
                subnets: databaseSubnets(graph, database),
            })),
        },
        { part: "file system", members: fileSystems(graph) },
        {
            part: "runner",
            members: graph.all(RUNNER).map((resource) => ({
                label: "runner of GitHub Actions",
                detail: "CodeBuild, a machine for each job",
                subnets: linksOf(graph, resource, ["vpcConfig", "subnets"], [SUBNET]),
            })),
        },
        {
            part: "API endpoint",
            members: graph.all(CLUSTER).map((cluster) => ({
                label: "Kubernetes API of Amazon EKS",
                detail: joined([show(cluster.properties.version), accessText(cluster)]),
                subnets: linksOf(graph, cluster, ["vpcConfig", "subnetIds"], [SUBNET]),
            })),
        },
        {
            part: "service endpoints",
            members:
                endpoints.length === 0
                    ? []
                    : [
                          {
                              label: "interface endpoints of AWS services",
                              detail: endpoints.map(serviceOf).join(", "),
                              subnets: endpoints.flatMap((endpoint) =>
                                  subnetsOf(graph, endpoint, "subnetIds"),
                              ),
                          },
                      ],
        },
    ];
    return blocks
        .filter(({ members }) => members.length > 0)
        .map(({ part, members }) => ({
            part,
            members: members.map((member) =>
                // A resource without a subnet would be missing from the picture, with its paths.
                member.subnets.length > 0 ? member : { ...member, subnets: [{ is: "unknown" }] },
            ),
        }));
}

function databaseSubnets(graph: Graph, database: Resource): readonly Link[] {
    const group = linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]);
    return group?.is === "resource"
        ? linksOf(graph, group.resource, ["subnetIds"], [SUBNET])
        : [{ is: "unknown" }];
}

function fileSystems(graph: Graph): PlacedBlock["members"] {
    const targets = groupBy(graph.all(MOUNT_TARGET), (target) => {
        const link = linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM]);
        return link === undefined ? "" : keysOf(link).join();
    });
    const adopted = adoptedFileSystems(graph);
    return [...targets].map(([key, own]) => ({
        label: "EFS file system",
        detail: joined([
            adopted.includes(key) ? `adopted, ${key}` : (graph.find(key)?.name ?? ""),
            `${own.length} mount target${own.length === 1 ? "" : "s"}`,
        ]),
        subnets: own.map(
            (target): Link => linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" },
        ),
    }));
}

function accessText({ properties }: Resource): string {
    const [isPrivate, isPublic] = ["endpointPrivateAccess", "endpointPublicAccess"].map((key) =>
        readPath(properties, ["vpcConfig", key]),
    );
    // EKS's defaults: public access on, private access off.
    return joined([isPublic === false ? "" : "public", isPrivate === true ? "private" : ""], " and ");
}

/** `s3` of `com.amazonaws.us-east-1.s3`. */
function serviceOf({ properties }: Resource): string {
    return show(properties.serviceName).split(".").slice(3).join(".") || show(properties.serviceName);
}

/** The names of the NAT gateways of a part's subnets. */
function outletsOf(part: string, blocks: readonly PlacedBlock[], places: readonly Place[]): string[] {
    const keys = blocks
        .filter((block) => block.part === part)
        .flatMap(({ members }) => members.flatMap(({ subnets }) => subnets.flatMap(keyOfPlace)));
    return [...new Set(places.filter(({ key }) => keys.includes(key)).flatMap(({ box }) => box.outlets))];
}

function pathsIn(
    graph: Graph,
    parts: ReadonlySet<string>,
    outlets: (part: string) => readonly string[],
): NetworkPath[] {
    const rows = exposure(graph);
    return [...groupBy(rows, ({ from, to }) => JSON.stringify([from, to])).values()].map((group) => {
        const { from, to } = group[0];
        const direction = !parts.has(from) ? "in" : !parts.has(to) ? "out" : "inside";
        const gateways = direction === "out" ? outlets(from).length : 0;
        return {
            from,
            to,
            direction,
            ports: joinPorts(group.map(({ ports }) => ports)),
            via: gateways === 0 ? "" : `${gateways} NAT gateway${gateways === 1 ? "" : "s"}`,
        };
    });
}

/** `80, 443 tcp; 53 udp` of `443/tcp`, `80/tcp` and `53/udp`. */
function joinPorts(ports: readonly string[]): string {
    if (ports.includes("all")) {
        return "all ports";
    }
    const byProtocol = groupBy([...new Set(ports)], (each) => each.split("/")[1] ?? "");
    return [...byProtocol]
        .map(([protocol, each]) => {
            const numbers = each.map((one) => one.split("/")[0] ?? "");
            numbers.sort((one, other) => parseInt(one) - parseInt(other));
            return `${numbers.join(", ")} ${protocol}`;
        })
        .join("; ");
}

function vpcIn(graph: Graph): Diagram["vpc"] {
    const endpoints = graph
        .all(VPC_ENDPOINT)
        .filter(({ properties }) => properties.vpcEndpointType !== "Interface")
        .map((endpoint) => `${serviceOf(endpoint)} gateway endpoint`);
    const details = [
        regionOf(graph) ?? "unknown region",
        ...graph.all(INTERNET_GATEWAY).map(() => "internet gateway"),
        ...endpoints,
        ...graph.all(FLOW_LOG).map(() => "flow logs"),
    ];
    const [vpc] = graph.all(VPC);
    if (vpc !== undefined) {
        return { label: `VPC ${show(vpc.properties.cidrBlock)}`, details };
    }
    const id = graph.all(NETWORK).map(({ properties }) => textOf(properties.vpcId))[0] ?? "";
    return { label: "adopted VPC", details: id === "" ? details : [id, ...details] };
}

function regionsIn(graph: Graph): Diagram["regions"] {
    const main = regionOf(graph) ?? "";
    const regions = groupBy(graph.all(...REGIONAL), ({ properties }) =>
        typeof properties.region === "string" ? properties.region : main,
    );
    return [...regions]
        .map(([region, resources]) => ({
            region,
            contents: [...groupBy(resources, ({ type }) => type)].map(([type, { length }]) => ({
                label: labelOf(type),
                count: length,
            })),
        }))
        .sort((one, other) => Number(other.region === main) - Number(one.region === main));
}

function show(value: Value | undefined): string {
    return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}

function joined(texts: readonly string[], separator = " · "): string {
    return texts.filter((text) => text !== "").join(separator);
}
