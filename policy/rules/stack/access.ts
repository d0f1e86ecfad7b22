import { NFS_PORT, type Row, exposure as rowsOf, portOf } from "../../../graph/exposure";
import type { Graph, Resource } from "../../../graph/graph";
import { type Link, certainKeysOf, keysOf, leadsTo, linkOf, linksOf, mayLeadTo } from "../../../graph/links";
import { certainNodeGroupKeys, nodeGroupKeys, nodeGroups } from "../../../graph/nodes";
import { once } from "../../../graph/once";
import { portsText, tcp } from "../../../graph/ports";
import { reachOf } from "../../../graph/reach";
import { GROUPS, type GroupRule, type Peer, groupRules, rulesOf } from "../../../graph/securityGroups";
import { DATABASE, DEFAULT_SECURITY_GROUP, LOAD_BALANCER, MOUNT_TARGET, VPC } from "../../../graph/types";
import type { Finding, StackRule } from "../../rule";
import { nameOf, notKnown } from "./findings";

const WEB: readonly string[] = [tcp(80), tcp(443)].map(portsText);

/** Who may reach what; on any port where none is named, as the part listens on no other. */
const EXPECTED: readonly { from: string; to: string; ports?: readonly string[] }[] = [
    { from: "internet", to: "load balancer", ports: WEB },
    { from: "listed addresses", to: "load balancer", ports: WEB },
    { from: "private addresses", to: "load balancer", ports: WEB },
    { from: "nodes", to: "load balancer", ports: WEB },
    { from: "listed addresses", to: "API endpoint" },
    { from: "private addresses", to: "API endpoint" },
    { from: "nodes", to: "API endpoint" },
    { from: "nodes", to: "internet" },
    { from: "nodes", to: "content pods" },
    { from: "nodes", to: "database" },
    { from: "nodes", to: "file system" },
    { from: "content pods", to: "internet" },
];

export const access: readonly StackRule[] = [
    {
        name: "stack-database-paths",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP RDS.2", "CIS AWS 3.2.3", "Posit R7"],
        description:
            "The database's security groups let in the cluster's nodes on its port, and nothing else.",
        remedy: "Leave one ingress rule: TCP on the database's port from the cluster's security group.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
        check: (graph) =>
            onlyFromNodes(
                graph,
                graph.all(DATABASE).map((resource) => ({
                    resource,
                    property: "vpcSecurityGroupIds",
                    port: portOf(resource),
                })),
            ),
    },
    {
        name: "stack-file-system-paths",
        level: "mandatory",
        severity: "critical",
        controls: ["Posit R10", "Pulumi file-system-paths"],
        description:
            "The mount targets' security groups let in the cluster's nodes on port 2049, and nothing else.",
        remedy: "Leave one ingress rule: TCP on port 2049 from the cluster's security group.",
        url: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
        check: (graph) =>
            onlyFromNodes(
                graph,
                graph
                    .all(MOUNT_TARGET)
                    .map((resource) => ({ resource, property: "securityGroups", port: NFS_PORT })),
            ),
    },
    {
        name: "stack-internet-ingress",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP EC2.18", "FSBP EC2.19", "CIS AWS 6.3"],
        description:
            "The internet is let in to the load balancer alone, on ports 80 and 443, in whichever form of rule.",
        remedy: "Name the networks that ingress is from, or the security group.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
        *check(graph) {
            for (const rule of groupRules(graph).filter(({ direction }) => direction === "ingress")) {
                const { resource, ports, peers } = rule;
                if (peers.some(({ is }) => is === "unknown")) {
                    yield notKnown(resource, "Which addresses are let in by a rule");
                }
                if (!peers.some(isInternet)) {
                    continue;
                }
                if (!isLoadBalancers(graph, rule)) {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} lets the internet in to something else than the load balancer.`,
                    };
                }
                if (ports === "unknown" || !WEB.includes(portsText(ports))) {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} lets the internet in on ${ports === "unknown" ? "ports that are not known yet" : portsText(ports)}: only 80/tcp and 443/tcp are for everyone.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-default-security-group",
        level: "production",
        severity: "high",
        controls: ["FSBP EC2.2", "CIS AWS 6.5", "Checkov CKV2_AWS_12"],
        description: "The default security group of each VPC has no rule.",
        remedy: "Make an aws.ec2.DefaultSecurityGroup of the VPC without ingress and egress, and give it no rule.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
        *check(graph) {
            const groups = graph.all(DEFAULT_SECURITY_GROUP);
            for (const vpc of graph.all(VPC)) {
                if (!groups.some((group) => leadsTo(linkOf(graph, group, ["vpcId"], [VPC]), vpc))) {
                    yield {
                        urn: vpc.urn,
                        sentence: `The default security group of the VPC ${vpc.name} lets its members reach each other: the stack does not close it.`,
                    };
                }
            }
            for (const { resource, group, direction } of groupRules(graph)) {
                for (const closed of groups.filter((each) => mayLeadTo(group, each))) {
                    yield {
                        urn: resource.urn,
                        sentence: `${closed.name} is a default security group and has a rule for ${direction}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-exposure",
        level: "mandatory",
        severity: "critical",
        controls: ["Pulumi exposure"],
        description: "Nobody reaches a part of the stack that the architecture does not open to them.",
        remedy: "Close the way that is named: npm run plan -- --exposure shows all.",
        url: "https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html",
        *check(graph) {
            const rows = rowsOf(graph);
            const expected = [...EXPECTED, ...serverPaths(graph)];
            for (const row of rows.filter((each) => !expected.some((one) => fits(each, one)))) {
                if (isApiAccess(row, rows)) {
                    continue;
                }
                const ports = row.ports === "all" ? "every port" : row.ports;
                yield {
                    urn: row.by,
                    sentence: `${capitalized(row.from)} can reach ${article(row.to)} on ${ports}, by ${graph.find(row.by)?.name ?? row.by}: nothing needs it.`,
                };
            }
        },
    },
];

/** Something that only nodes may connect to, by one port. */
interface Store {
    readonly resource: Resource;
    /** The property with its security groups. */
    readonly property: string;
    readonly port: number;
}

/** What the security groups of some stores let in beside the nodes and their port, and whether they let nodes in. */
function* onlyFromNodes(graph: Graph, stores: readonly Store[]): Iterable<Finding> {
    const judged = new Set<string>();
    for (const { resource, property, port } of stores) {
        const groups = linksOf(graph, resource, [property], GROUPS);
        for (const group of groups) {
            const key = `${keysOf(group).join()} ${port}`;
            if (group.is === "unknown") {
                yield notKnown(resource, property);
            } else if (group.is === "outside") {
                yield {
                    urn: resource.urn,
                    sentence: `The stack does not tell whom the security group ${group.value} of ${resource.name} lets in: it must be the nodes alone, on port ${port}.`,
                    untold: true,
                };
            } else if (!judged.has(key)) {
                judged.add(key);
                for (const rule of rulesOf(graph, group, "ingress")) {
                    yield* ruleFindings(graph, resource, port, rule);
                }
            }
        }
        yield* missing(graph, resource, port, groups);
    }
}

function* ruleFindings(graph: Graph, store: Resource, port: number, rule: GroupRule): Iterable<Finding> {
    const { urn } = rule.resource;
    if (rule.group.is === "unknown") {
        yield notKnown(rule.resource, "securityGroupId");
        return;
    }
    if (rule.ports === "unknown") {
        yield notKnown(rule.resource, "The port or the protocol");
    } else if (portsText(rule.ports) !== portsText(tcp(port))) {
        yield {
            urn,
            sentence: `${rule.resource.name} opens ${portsText(rule.ports)} of ${store.name}, which needs ${portsText(tcp(port))} alone.`,
        };
    }
    for (const peer of rule.peers) {
        const stranger = strangerOf(graph, peer);
        if (stranger === "unknown") {
            yield notKnown(rule.resource, "Who is let in by a rule");
        } else if (stranger !== undefined) {
            yield {
                urn,
                sentence: `${rule.resource.name} lets ${stranger} reach ${store.name}, which is for the nodes alone.`,
            };
        }
    }
}

/** Who is let in and is no node, in words. */
function strangerOf(graph: Graph, peer: Peer): string | undefined {
    switch (peer.is) {
        case "unknown":
            return "unknown";
        case "self":
            return "every member of its own security group";
        case "prefix list":
            return `the prefix list ${peer.id}`;
        case "addresses":
            return peer.cidr;
        case "group":
            if (peer.group.is === "unknown") {
                return "unknown";
            }
            return keysOf(peer.group).every((key) => certainNodeGroupKeys(graph).has(key))
                ? undefined
                : `members of ${nameOf(graph, peer.group)}`;
    }
}

/** Node groups that no rule lets in. */
function* missing(graph: Graph, store: Resource, port: number, groups: readonly Link[]): Iterable<Finding> {
    if (groups.some(({ is }) => is === "outside" || is === "unknown")) {
        return;
    }
    const admitted = groups
        .flatMap((group) =>
            rulesOf(graph, group, "ingress").filter((rule) =>
                certainKeysOf(rule.group).some((key) => certainKeysOf(group).includes(key)),
            ),
        )
        .flatMap(({ peers }) =>
            peers.flatMap((peer) => (peer.is === "group" ? certainKeysOf(peer.group) : [])),
        );
    for (const { resource, groups: own } of nodeGroups(graph)) {
        if (!own.flatMap(certainKeysOf).some((key) => admitted.includes(key))) {
            yield {
                urn: store.urn,
                sentence: `No security group of ${store.name} lets the nodes of ${resource.name} reach port ${port}.`,
            };
        }
    }
}

const isInternet = (peer: Peer): boolean => peer.is === "addresses" && reachOf(peer.cidr) === "internet";

/** Whether a rule is of a group that load balancers have, and nothing else. */
function isLoadBalancers(graph: Graph, { group }: GroupRule): boolean {
    const { web, others } = holders(graph);
    const keys = keysOf(group);
    return keys.length > 0 && keys.every((key) => web.has(key) && !others.has(key));
}

const holders = once((graph) => {
    const groups = (type: string, property: string): Link[] =>
        graph.all(type).flatMap((resource) => linksOf(graph, resource, [property], GROUPS));
    const keys = (type: string, property: string): string[] => groups(type, property).flatMap(keysOf);
    return {
        web: new Set(groups(LOAD_BALANCER, "securityGroups").flatMap(certainKeysOf)),
        others: new Set([
            ...nodeGroupKeys(graph),
            ...keys(DATABASE, "vpcSecurityGroupIds"),
            ...keys(MOUNT_TARGET, "securityGroups"),
        ]),
    };
});

const fits = (row: Row, expected: (typeof EXPECTED)[number]): boolean =>
    row.from === expected.from &&
    row.to === expected.to &&
    (expected.ports === undefined || expected.ports.includes(row.ports));

/** The ways to Connect's servers, which listen where the target groups send, and to names for content. */
function serverPaths(graph: Graph): typeof EXPECTED {
    const ports = graph
        .all("aws:lb/targetGroup:TargetGroup")
        .flatMap(({ properties }) => (typeof properties.port === "number" ? [properties.port] : []))
        .map((port) => portsText(tcp(port)));
    return [
        { from: "load balancer", to: "nodes", ports },
        { from: "content pods", to: "nodes", ports: [...ports, "53/tcp", "53/udp"] },
    ];
}

/** The API endpoint shares a security group with the nodes, so a rule that opens it opens this port of theirs. */
function isApiAccess(row: Row, rows: readonly Row[]): boolean {
    return (
        row.to === "nodes" &&
        row.ports === "443/tcp" &&
        rows.some(({ from, to, by }) => from === row.from && to === "API endpoint" && by === row.by)
    );
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const article = (part: string): string =>
    part === "content pods" || part === "nodes" ? part : `the ${part}`;
