import type { Resource } from "./graph";
import { UNKNOWN, type Value, textOf } from "./value";
import { any } from "./answer";
import { containsBlock, parseBlock, parseBlocks, shareAddress } from "../lib/cidr";
import { reachOf } from "./reach";
import { keysOf, type Link, linkOf, linksOf } from "./links";
import { readPath } from "./path";
import { type Opening, type PodNetwork, podNetwork } from "./networkPolicies";
import { nodeGroups } from "./nodes";
import { once } from "./once";
import { ALL, common, type Ports, portsOf, formatPorts, tcp } from "./ports";
import { connectReleases, contentNamespace } from "./releases";
import { type Direction, GROUPS, type GroupRule, type Peer, rulesOf } from "./securityGroups";
import { routeToInternet } from "./subnets";
import type { Graph } from "./graph";
import { CLUSTER, DATABASE, LOAD_BALANCER, MOUNT_TARGET, RUNNER, VPC } from "./types";

/** A possible connection. */
export interface Row {
    /** `internet`, a part of the stack, or another source that a rule allows, such as `prefix list pl-1`. */
    readonly from: string;
    readonly to: string;
    /** As `443/tcp`, `0-65535/udp` or `all`. */
    readonly ports: string;
    /** URN of the resource that allows it. */
    readonly by: string;
}

export const POSTGRES_PORT = 5432;
export const NFS_PORT = 2049;
const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const HTTPS = tcp(443);

/** Order of the table. Other sources come last. */
const PARTS = [
    "internet",
    "listed addresses",
    "private addresses",
    "load balancer",
    "runner",
    "nodes",
    "content pods",
    "database",
    "file system",
    "API endpoint",
];

/** A part of the stack that accepts connections and has security groups. */
interface Part {
    readonly name: string;
    readonly groups: readonly Link[];
    readonly listens: Ports;
    /** Whether it has an address that the internet can reach. */
    readonly isPublic: boolean;
    /**
     * Whether other networks may be connected to it. Then a rule for public addresses is reported even if it has none
     * itself.
     */
    readonly isConnected?: boolean;
}

/**
 * All possible connections, from security groups, routes, the API endpoint's settings and the network policies of
 * content. Content pods share the security group of the nodes, so they have the nodes' connections, unless network
 * policies close them.
 */
export function exposure(graph: Graph): Row[] {
    const parts = [
        ...findLoadBalancers(graph),
        findNodes(graph),
        ...findDataStores(graph),
        ...findPrivateEndpoints(graph),
    ];
    const clients = [
        ...parts.filter(({ name }) => name === "load balancer" || name === "nodes"),
        ...findRunners(graph),
    ];
    const betweenParts = parts.flatMap((part) => findPathsInto(graph, part, clients));
    const rows = [
        ...betweenParts,
        ...findPublicPaths(graph),
        ...findOutboundPaths(graph, clients),
        ...connectReleases(graph).flatMap((release) => findContentPaths(graph, release, betweenParts)),
    ].map(({ from, to, ports, by }): Row => ({ from, to, ports: formatPorts(ports), by: by.urn }));
    const unique = new Map(rows.map((row) => [JSON.stringify(Object.values(row)), row]));
    return [...unique.values()].sort(
        (a, b) =>
            rank(a.from) - rank(b.from) ||
            rank(a.to) - rank(b.to) ||
            compare(a.from, b.from) ||
            compare(a.ports, b.ports) ||
            compare(a.by, b.by),
    );
}

interface Path {
    readonly from: string;
    readonly to: string;
    readonly ports: Ports;
    readonly by: Resource;
}

const rank = (part: string): number => (PARTS.includes(part) ? PARTS.indexOf(part) : PARTS.length);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function findLoadBalancers(graph: Graph): Part[] {
    return graph.all(LOAD_BALANCER).map((resource) => ({
        name: "load balancer",
        groups: linksOf(graph, resource, ["securityGroups"], GROUPS),
        listens: ALL,
        isPublic: resource.properties.internal !== true,
    }));
}

/** Machines that run jobs of CI. They accept no connection. */
function findRunners(graph: Graph): Part[] {
    return graph.all(RUNNER).map((resource) => ({
        name: "runner",
        groups: linksOf(graph, resource, ["vpcConfig", "securityGroupIds"], GROUPS),
        listens: ALL,
        isPublic: false,
    }));
}

function findNodes(graph: Graph): Part {
    const subnets = nodeGroups(graph).flatMap((group) => group.subnets);
    return {
        name: "nodes",
        groups: nodeGroups(graph).flatMap(({ groups }) => groups),
        listens: ALL,
        isPublic: any(subnets.map((subnet) => routeToInternet(graph, subnet))) !== false,
    };
}

function findDataStores(graph: Graph): Part[] {
    return [
        ...graph.all(DATABASE).map((resource) => ({
            name: "database",
            groups: linksOf(graph, resource, ["vpcSecurityGroupIds"], GROUPS),
            listens: tcp(portOf(resource)),
            isPublic:
                resource.properties.publiclyAccessible === true ||
                resource.properties.publiclyAccessible === UNKNOWN,
        })),
        ...graph.all(MOUNT_TARGET).map((resource) => ({
            name: "file system",
            groups: linksOf(graph, resource, ["securityGroups"], GROUPS),
            listens: tcp(NFS_PORT),
            isPublic: false,
        })),
    ];
}

/** The port that a database listens on. */
export function portOf({ properties }: Resource): number {
    return typeof properties.port === "number" ? properties.port : POSTGRES_PORT;
}

/** The API's addresses in the VPC have the security group that EKS creates, and those of the cluster's settings. */
function findPrivateEndpoints(graph: Graph): Part[] {
    return graph
        .all(CLUSTER)
        .filter(({ properties }) => readPath(properties, ["vpcConfig", "endpointPrivateAccess"]) !== false)
        .map((resource) => ({
            name: "API endpoint",
            groups: [
                { is: "resource", resource },
                ...linksOf(graph, resource, ["vpcConfig", "securityGroupIds"], GROUPS),
            ],
            listens: HTTPS,
            isPublic: false,
            isConnected: true,
        }));
}

function findPublicPaths(graph: Graph): Path[] {
    return graph.all(CLUSTER).flatMap((resource): Path[] => {
        const isPublic = readPath(resource.properties, ["vpcConfig", "endpointPublicAccess"]);
        if (isPublic === false) {
            return [];
        }
        const cidrs = readPath(resource.properties, ["vpcConfig", "publicAccessCidrs"]);
        // By default, EKS allows the internet. So may an unknown value.
        const from = Array.isArray(cidrs)
            ? cidrs.map((cidr) => (typeof cidr === "string" ? reachOf(cidr) : "internet"))
            : ["internet"];
        return from.map((each) => ({ from: each, to: "API endpoint", ports: HTTPS, by: resource }));
    });
}

function findPathsInto(graph: Graph, part: Part, clients: readonly Part[]): Path[] {
    return removeDuplicates(part.groups)
        .flatMap((group) => [...listImplicitRules(group, "ingress"), ...rulesOf(graph, group, "ingress")])
        .concat(part.name === "nodes" ? findBindingRules(graph) : [])
        .flatMap((rule) =>
            rule.peers.flatMap((peer) => [
                ...findOtherPaths(graph, rule, peer, part),
                ...clients
                    .filter(({ name }) => name !== part.name)
                    .filter((client) => isAmong(graph, rule, peer, client))
                    .flatMap((client) =>
                        outgoingPorts(graph, client, part).map((ports) => [client, ports] as const),
                    )
                    .flatMap(([client, ports]) => joinPath(client.name, part, rule, ports)),
            ]),
        );
}

/** A connection that a rule allows, on ports that are open at both ends. */
function joinPath(from: string, part: Part, rule: GroupRule, outgoing: Ports): Path[] {
    const admitted = common(rule.ports === "unknown" ? ALL : rule.ports, part.listens);
    const ports = admitted === undefined ? undefined : common(admitted, outgoing);
    return ports === undefined ? [] : [{ from, to: part.name, ports, by: rule.resource }];
}

/** The sources of a rule that are not parts of the stack. */
function findOtherPaths(graph: Graph, rule: GroupRule, peer: Peer, part: Part): Path[] {
    return namesOf(graph, peer, part).flatMap((from) => joinPath(from, part, rule, ALL));
}

function namesOf(graph: Graph, peer: Peer, part: Part): string[] {
    switch (peer.is) {
        case "self":
            return [];
        case "unknown":
            return ["addresses that are unknown until deployment"];
        case "prefix list":
            return [`prefix list ${peer.id}`];
        case "group":
            return keysOf(peer.group).length === 0
                ? ["a security group that is unknown until deployment"]
                : keysOf(peer.group)
                      .filter((key) => !partKeys(graph).has(key))
                      .map((key) => `security group ${graph.find(key)?.name ?? key}`);
        case "addresses": {
            const reach = reachOf(peer.cidr);
            if (reach === "private addresses" || part.isPublic) {
                return [reach];
            }
            if (reach === "internet") {
                return ["private addresses"];
            }
            return part.isConnected === true ? [reach] : [];
        }
    }
}

/** Keys of the security groups of load balancers, nodes and runners, the parts that open connections. */
const partKeys = once(
    (graph) =>
        new Set(
            [...findLoadBalancers(graph), findNodes(graph), ...findRunners(graph)].flatMap(({ groups }) =>
                groups.flatMap(keysOf),
            ),
        ),
);

/** Whether a rule's peer is a part of the stack. */
function isAmong(graph: Graph, rule: GroupRule, peer: Peer, client: Part): boolean {
    switch (peer.is) {
        case "self":
            return client.groups.some((group) => overlap(group, rule.group));
        case "group":
            return client.groups.some((group) => overlap(group, peer.group));
        case "addresses":
            return meetsVpc(graph, peer.cidr, []);
        default:
            return false;
    }
}

const overlap = (one: Link, other: Link): boolean => keysOf(one).some((key) => keysOf(other).includes(key));

function removeDuplicates(groups: readonly Link[]): Link[] {
    return [...new Map(groups.map((group) => [keysOf(group).join(), group])).values()];
}

/** The implicit rules of the security group that EKS creates: everything between its members, and everything outbound. */
function listImplicitRules(group: Link, direction: Direction): GroupRule[] {
    return group.is === "resource" && group.resource.type === CLUSTER
        ? [
              {
                  resource: group.resource,
                  group,
                  direction,
                  ports: ALL,
                  peers: [direction === "ingress" ? { is: "self" } : { is: "addresses", cidr: "0.0.0.0/0" }],
              },
          ]
        : [];
}

/** The rules that the load balancer controller creates for target group bindings. */
function findBindingRules(graph: Graph): GroupRule[] {
    return graph.all(BINDING).flatMap((resource) => {
        const rules = readPath(resource.properties, ["spec", "networking", "ingress"]);
        return listed(rules).flatMap((rule, i) => {
            const path = ["spec", "networking", "ingress", i, "from"];
            const peers = listed(readPath(resource.properties, path)).map((from, j): Peer => {
                const cidr = readPath(from, ["ipBlock", "cidr"]);
                const group = linkOf(graph, resource, [...path, j, "securityGroup", "groupID"], GROUPS);
                return group !== undefined
                    ? { is: "group", group }
                    : typeof cidr === "string"
                      ? { is: "addresses", cidr }
                      : { is: "unknown" };
            });
            // A named port is defined by the pod, so it is not known here.
            const ports = listed(readPath(rule, ["ports"])).map((each) => {
                const port = readPath(each, ["port"]);
                return portsOf(textOf(readPath(each, ["protocol"]) ?? "TCP"), port, port);
            });
            return (ports.length === 0 ? [ALL] : ports).map((each) => ({
                resource,
                group: { is: "unknown" as const },
                direction: "ingress" as const,
                ports: each,
                peers,
            }));
        });
    });
}

const listed = (value: Value | undefined): readonly Value[] =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The ports on which a part may open connections to another. A group outside the stack may allow everything. */
function outgoingPorts(graph: Graph, from: Part, to: Part): Ports[] {
    return from.groups.flatMap((group) =>
        group.is === "resource" || group.is === "one of"
            ? [...listImplicitRules(group, "egress"), ...rulesOf(graph, group, "egress")]
                  .filter(({ peers }) => peers.some((peer) => leadsTo(graph, group, peer, to)))
                  .map(({ ports }) => (ports === "unknown" ? ALL : ports))
            : [ALL],
    );
}

function leadsTo(graph: Graph, own: Link, peer: Peer, to: Part): boolean {
    switch (peer.is) {
        case "self":
            return to.groups.some((group) => overlap(group, own));
        case "group":
            return keysOf(peer.group).length === 0 || to.groups.some((group) => overlap(group, peer.group));
        case "addresses":
            return meetsVpc(graph, peer.cidr, []);
        default:
            return true;
    }
}

/** The outbound connections of nodes and load balancers to the internet. */
function findOutboundPaths(graph: Graph, clients: readonly Part[]): Path[] {
    return clients.flatMap((client) =>
        removeDuplicates(client.groups)
            .flatMap((group) => [...listImplicitRules(group, "egress"), ...rulesOf(graph, group, "egress")])
            .filter(({ peers }) =>
                peers.some((peer) => peer.is === "addresses" && reachOf(peer.cidr) !== "private addresses"),
            )
            .map(({ ports, resource }) => ({
                from: client.name,
                to: "internet",
                ports: ports === "unknown" ? ALL : ports,
                by: resource,
            })),
    );
}

/** The connections of content pods, in both directions. */
function findContentPaths(graph: Graph, release: Resource, rows: readonly Path[]): Path[] {
    const namespace = contentNamespace(release);
    const egress = podNetwork(graph, namespace, "egress");
    const ingress = podNetwork(graph, namespace, "ingress");
    const toVpc = selectOpenings(release, egress, ({ peer }) => isVpc(graph, peer));
    const fromVpc = selectOpenings(release, ingress, ({ peer }) => isVpc(graph, peer));
    const toPods = selectOpenings(release, egress, ({ peer }) => peer.is === "other pods");
    const fromPods = selectOpenings(release, ingress, ({ peer }) => peer.is === "other pods");
    const toInternet = selectOpenings(
        release,
        egress,
        ({ peer }) =>
            peer.is === "anyone" || (peer.is === "addresses" && reachOf(peer.cidr) !== "private addresses"),
    );
    return [
        ...rows
            .filter(({ from }) => from === "nodes")
            .flatMap(({ to, ports }) => narrowPaths("content pods", to, ports, toVpc)),
        ...rows
            .filter(({ from, to }) => from === "load balancer" && to === "nodes")
            .flatMap(({ from, ports }) => narrowPaths(from, "content pods", ports, fromVpc)),
        ...[...toVpc, ...toPods].flatMap((each) => narrowPaths("content pods", "nodes", ALL, [each])),
        ...[...fromVpc, ...fromPods].flatMap((each) => narrowPaths("nodes", "content pods", ALL, [each])),
        ...narrowPaths("content pods", "internet", ALL, toInternet),
    ];
}

/**
 * The ports that a pod network opens for some peers, and the resource that opens them: the release, for all ports, if
 * no policy closes the network.
 */
function selectOpenings(
    release: Resource,
    { closed, openings }: PodNetwork,
    isMeant: (opening: Opening) => boolean,
): { ports: Ports; by: Resource }[] {
    return closed
        ? openings.filter(isMeant).map(({ ports, policy }) => ({ ports, by: policy }))
        : [{ ports: ALL, by: release }];
}

function narrowPaths(
    from: string,
    to: string,
    ports: Ports,
    openings: readonly { ports: Ports; by: Resource }[],
): Path[] {
    return openings.flatMap((opening) => {
        const both = common(ports, opening.ports);
        return both === undefined ? [] : [{ from, to, ports: both, by: opening.by }];
    });
}

function isVpc(graph: Graph, peer: Opening["peer"]): boolean {
    return peer.is === "anyone" || (peer.is === "addresses" && meetsVpc(graph, peer.cidr, peer.except));
}

/**
 * Whether addresses of the VPC are in a CIDR block. The block of an adopted VPC is not known: it is in a private
 * range, and only a block that contains such a range counts.
 */
function meetsVpc(graph: Graph, cidr: string, except: readonly string[]): boolean {
    const block = parseBlock(cidr);
    if (block === undefined) {
        return true;
    }
    const holes = parseBlocks(except);
    const known = vpcBlocks(graph);
    return known.length > 0
        ? known.some((vpc) => shareAddress(block, vpc, holes))
        : PRIVATE_RANGES.some(
              (range) => containsBlock(block, range) && !holes.some((hole) => shareAddress(hole, range, [])),
          );
}

const PRIVATE_RANGES = parseBlocks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);

const vpcBlocks = once((graph) =>
    parseBlocks(
        graph
            .all(VPC)
            .map(({ properties }) => properties.cidrBlock)
            .filter((cidr) => typeof cidr === "string"),
    ),
);
