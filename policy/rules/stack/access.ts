import { NFS_PORT, type Row, exposure as rowsOf, portOf } from "../../../graph/exposure";
import type { Graph, Resource } from "../../../graph/graph";
import { type Link, certainKeysOf, keysOf, leadsTo, linkOf, linksOf, mayLeadTo } from "../../../graph/links";
import { certainNodeGroupKeys, nodeGroupKeys, nodeGroups } from "../../../graph/nodes";
import { once } from "../../../graph/once";
import { formatPorts, tcp } from "../../../graph/ports";
import {
    GROUPS,
    type GroupRule,
    type Peer,
    groupRules,
    isInternet,
    rulesOf,
} from "../../../graph/securityGroups";
import { DATABASE, DEFAULT_SECURITY_GROUP, LOAD_BALANCER, MOUNT_TARGET, VPC } from "../../../graph/types";
import type { Finding, StackRule } from "../../rule";
import { nameOf, unknownFinding } from "../../stackFindings";

const WEB: readonly string[] = [tcp(80), tcp(443)].map(formatPorts);

/** The allowed connections; without ports, on every port, because the part listens on no other port. */
const EXPECTED: readonly { from: string; to: string; ports?: readonly string[] }[] = [
    { from: "internet", to: "load balancer", ports: WEB },
    { from: "listed addresses", to: "load balancer", ports: WEB },
    { from: "private addresses", to: "load balancer", ports: WEB },
    { from: "nodes", to: "load balancer", ports: WEB },
    { from: "runner", to: "load balancer", ports: WEB },
    { from: "runner", to: "internet", ports: [formatPorts(tcp(443))] },
    { from: "runner", to: "API endpoint" },
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
        description: "The database's security groups allow only the cluster's nodes, on the database's port.",
        remedy: "Keep only one ingress rule: TCP on the database's port from the cluster's security group.",
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
            "The mount targets' security groups allow only NFS (port 2049) from the cluster's nodes.",
        remedy: "Keep only one ingress rule: TCP on port 2049 from the cluster's security group.",
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
        description: "Only ports 80 and 443 of the load balancer are open to the internet.",
        remedy: "Set the rule's source to specific networks or to a security group.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
        *check(graph) {
            for (const rule of groupRules(graph).filter(({ direction }) => direction === "ingress")) {
                const { resource, ports, peers } = rule;
                if (peers.some(({ is }) => is === "unknown")) {
                    yield unknownFinding(resource, "An allowed source");
                }
                if (!peers.some(isInternet)) {
                    continue;
                }
                if (!isLoadBalancers(graph, rule)) {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} allows the internet to reach a resource other than the load balancer.`,
                    };
                }
                const opened =
                    ports === "unknown" ? "ports that are unknown until deployment" : formatPorts(ports);
                if (!WEB.includes(opened)) {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} is open to the internet on ${opened}. Only 80/tcp and 443/tcp may be.`,
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
        remedy: "Create an aws.ec2.DefaultSecurityGroup of the VPC without ingress, egress and separate rules.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
        *check(graph) {
            const groups = graph.all(DEFAULT_SECURITY_GROUP);
            for (const vpc of graph.all(VPC)) {
                if (!groups.some((group) => leadsTo(linkOf(graph, group, ["vpcId"], [VPC]), vpc))) {
                    yield {
                        urn: vpc.urn,
                        sentence: `The stack does not close the default security group of the VPC ${vpc.name}, which allows its members to reach each other.`,
                    };
                }
            }
            for (const { resource, group, direction } of groupRules(graph)) {
                for (const closed of groups.filter((each) => mayLeadTo(group, each))) {
                    yield {
                        urn: resource.urn,
                        sentence: `${closed.name} is a default security group, but has an ${direction} rule.`,
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
        description: "The parts of the stack can be reached only over the connections of the architecture.",
        remedy: "Remove the access from the resource in the finding. npm run plan -- --exposure lists all connections.",
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
                    sentence: `${capitalize(addArticle(row.from))} can reach ${addArticle(row.to)} on ${ports}, as ${graph.find(row.by)?.name ?? row.by} allows. This is not required.`,
                };
            }
        },
    },
];

/** A resource to which only nodes may connect, on one port. */
interface Store {
    readonly resource: Resource;
    /** The property with its security groups. */
    readonly property: string;
    readonly port: number;
}

/**
 * Findings about security groups that allow other sources or ports than the nodes and the store's port, or do not
 * allow the nodes.
 */
function* onlyFromNodes(graph: Graph, stores: readonly Store[]): Iterable<Finding> {
    const judged = new Set<string>();
    for (const { resource, property, port } of stores) {
        const groups = linksOf(graph, resource, [property], GROUPS);
        for (const group of groups) {
            const key = `${keysOf(group).join()} ${port}`;
            if (group.is === "unknown") {
                yield unknownFinding(resource, property);
            } else if (group.is === "outside") {
                yield {
                    urn: resource.urn,
                    sentence: `The security group ${group.value} of ${resource.name} is managed outside the stack. It must allow only the nodes, on port ${port}.`,
                    unverified: true,
                };
            } else if (!judged.has(key)) {
                judged.add(key);
                for (const rule of rulesOf(graph, group, "ingress")) {
                    yield* ruleFindings(graph, resource, port, rule);
                }
            }
        }
        yield* missingAccessFindings(graph, resource, port, groups);
    }
}

function* ruleFindings(graph: Graph, store: Resource, port: number, rule: GroupRule): Iterable<Finding> {
    const { urn } = rule.resource;
    if (rule.group.is === "unknown") {
        yield unknownFinding(rule.resource, "securityGroupId");
        return;
    }
    if (rule.ports === "unknown") {
        yield unknownFinding(rule.resource, "The port or the protocol");
    } else if (formatPorts(rule.ports) !== formatPorts(tcp(port))) {
        yield {
            urn,
            sentence: `${rule.resource.name} opens ${formatPorts(rule.ports)} of ${store.name}, which requires only ${formatPorts(tcp(port))}.`,
        };
    }
    for (const peer of rule.peers) {
        const stranger = describeStranger(graph, peer);
        if (stranger === "unknown") {
            yield unknownFinding(rule.resource, "An allowed source");
        } else if (stranger !== undefined) {
            yield {
                urn,
                sentence: `${rule.resource.name} allows ${stranger} to reach ${store.name}. Only the nodes may.`,
            };
        }
    }
}

/** A peer that is not a node, in words. */
function describeStranger(graph: Graph, peer: Peer): string | undefined {
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

/** Findings about node groups that no rule allows. */
function* missingAccessFindings(
    graph: Graph,
    store: Resource,
    port: number,
    groups: readonly Link[],
): Iterable<Finding> {
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
                sentence: `No security group of ${store.name} allows the nodes of ${resource.name} to reach port ${port}.`,
            };
        }
    }
}

/** Whether a rule belongs to a security group that only load balancers have. */
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

/** The allowed connections to Connect's servers, which listen on the target groups' ports, and from content to DNS. */
function serverPaths(graph: Graph): typeof EXPECTED {
    const ports = graph
        .all("aws:lb/targetGroup:TargetGroup")
        .flatMap(({ properties }) => (typeof properties.port === "number" ? [properties.port] : []))
        .map((port) => formatPorts(tcp(port)));
    return [
        { from: "load balancer", to: "nodes", ports },
        { from: "content pods", to: "nodes", ports: [...ports, "53/tcp", "53/udp"] },
    ];
}

/**
 * The API endpoint shares a security group with the nodes, so a rule that opens the endpoint also opens this port of
 * the nodes.
 */
function isApiAccess(row: Row, rows: readonly Row[]): boolean {
    return (
        row.to === "nodes" &&
        row.ports === "443/tcp" &&
        rows.some(({ from, to, by }) => from === row.from && to === "API endpoint" && by === row.by)
    );
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const SINGLE_PARTS = ["internet", "load balancer", "runner", "database", "file system", "API endpoint"];

const addArticle = (part: string): string => (SINGLE_PARTS.includes(part) ? `the ${part}` : part);
