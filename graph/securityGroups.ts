import type { Resource } from "./graph";
import { isObject } from "../lib/isObject";
import { SECRET, UNKNOWN, type Value } from "./value";
import { isStated, keysOf, type Link, linkOf, linksOf } from "./links";
import { once } from "./once";
import { type Ports, portsOf } from "./ports";
import type { Graph } from "./graph";
import { reachOf } from "./reach";
import { CLUSTER, DEFAULT_SECURITY_GROUP, SECURITY_GROUP } from "./types";

/** A cluster represents the security group that EKS creates for it. */
export const GROUPS = [SECURITY_GROUP, DEFAULT_SECURITY_GROUP, CLUSTER];

const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

export type Direction = "ingress" | "egress";

/** The other end of a rule. */
export type Peer =
    | { readonly is: "group"; readonly group: Link }
    | { readonly is: "addresses"; readonly cidr: string }
    | { readonly is: "prefix list"; readonly id: string }
    | { readonly is: "self" }
    /** Addresses that nobody knows before the deployment. */
    | { readonly is: "unknown" };

export const isInternet = (peer: Peer): boolean =>
    peer.is === "addresses" && reachOf(peer.cidr) === "internet";

/** A rule of a security group, in any of its three forms. */
export interface GroupRule {
    /** The resource that contains the rule. */
    readonly resource: Resource;
    /** The rule's group. */
    readonly group: Link;
    readonly direction: Direction;
    readonly ports: Ports | "unknown";
    readonly peers: readonly Peer[];
}

/** Every rule of the stack's security groups that the program creates. */
export const groupRules = once((graph): readonly GroupRule[] => [
    ...graph
        .all(SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
        .flatMap((group) => [
            ...inlineRules(graph, group, "ingress"),
            ...inlineRules(graph, group, "egress"),
        ]),
    ...graph.all(RULE).flatMap((rule) => {
        const direction = rule.properties.type === "egress" ? "egress" : "ingress";
        const { protocol, fromPort, toPort } = rule.properties;
        return separateRule(graph, rule, direction, portsOf(protocol, fromPort, toPort), [
            ...listPeers(rule.properties),
            ...groupPeers(linksOf(graph, rule, ["sourceSecurityGroupId"], GROUPS)),
        ]);
    }),
    ...graph.all(INGRESS_RULE, EGRESS_RULE).flatMap((rule) => {
        const direction = rule.type === EGRESS_RULE ? "egress" : "ingress";
        const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId } = rule.properties;
        return separateRule(graph, rule, direction, portsOf(ipProtocol, fromPort, toPort), [
            ...addressPeers([cidrIpv4, cidrIpv6]),
            ...prefixLists([prefixListId]),
            ...groupPeers(linksOf(graph, rule, ["referencedSecurityGroupId"], GROUPS)),
        ]);
    }),
]);

/**
 * The rules of a group, including rules whose group is unknown. The implicit rules of the group that EKS creates are
 * not included.
 */
export function rulesOf(graph: Graph, group: Link, direction: Direction): readonly GroupRule[] {
    const keys = keysOf(group);
    return rulesByDirection(graph)[direction].filter(
        (rule) => rule.group.is === "unknown" || keysOf(rule.group).some((key) => keys.includes(key)),
    );
}

const rulesByDirection = once((graph) => ({
    ingress: groupRules(graph).filter(({ direction }) => direction === "ingress"),
    egress: groupRules(graph).filter(({ direction }) => direction === "egress"),
}));

function inlineRules(graph: Graph, group: Resource, direction: Direction): GroupRule[] {
    const rules = group.properties[direction];
    const own = { resource: group, group: { is: "resource", resource: group }, direction } as const;
    if (rules === UNKNOWN || rules === SECRET) {
        return [{ ...own, ports: "unknown", peers: [{ is: "unknown" }] }];
    }
    return (Array.isArray(rules) ? rules : []).map((rule, i) => {
        if (!isObject(rule)) {
            return { ...own, ports: "unknown", peers: [{ is: "unknown" }] };
        }
        return {
            ...own,
            ports: portsOf(rule.protocol, rule.fromPort, rule.toPort),
            peers: [
                ...listPeers(rule),
                ...groupPeers(linksOf(graph, group, [direction, i, "securityGroups"], GROUPS)),
            ],
        };
    });
}

function separateRule(
    graph: Graph,
    resource: Resource,
    direction: Direction,
    ports: Ports | "unknown",
    peers: readonly Peer[],
): GroupRule[] {
    const group = linkOf(graph, resource, ["securityGroupId"], GROUPS) ?? { is: "unknown" };
    return [{ resource, group, direction, ports, peers }];
}

/** The peers of the two older forms, which are lists. */
function listPeers({
    cidrBlocks,
    ipv6CidrBlocks,
    prefixListIds,
    self,
}: Readonly<Record<string, Value>>): Peer[] {
    return [
        ...addressPeers([...listed(cidrBlocks), ...listed(ipv6CidrBlocks)]),
        ...prefixLists(listed(prefixListIds)),
        ...(self === true || self === UNKNOWN ? [{ is: "self" } as const] : []),
    ];
}

const listed = (value: Value | undefined): readonly (Value | undefined)[] =>
    Array.isArray(value) ? value : [value];

function addressPeers(cidrs: readonly (Value | undefined)[]): Peer[] {
    return cidrs
        .filter(isStated)
        .map((cidr) => (typeof cidr === "string" ? { is: "addresses", cidr } : { is: "unknown" }));
}

function prefixLists(ids: readonly (Value | undefined)[]): Peer[] {
    return ids
        .filter(isStated)
        .map((id) => ({ is: "prefix list", id: typeof id === "string" ? id : "unknown until deployment" }));
}

const groupPeers = (groups: readonly Link[]): Peer[] => groups.map((group) => ({ is: "group", group }));
