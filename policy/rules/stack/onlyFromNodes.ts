import type { Resource } from "../../../graph/graph";
import type { Finding } from "../../rule";
import { certainKeysOf, keysOf, type Link, linksOf } from "../../../graph/links";
import { certainNodeGroupKeys, nodeGroups } from "../../../graph/nodes";
import { portsText, tcp } from "../../../graph/ports";
import { GROUPS, type GroupRule, type Peer, rulesOf } from "../../../graph/securityGroups";
import type { Graph } from "../../../graph/graph";
import { nameOf, notKnown } from "./findings";

/** Something that only nodes may connect to, by one port. */
interface Store {
    readonly resource: Resource;
    /** The property with its security groups. */
    readonly property: string;
    readonly port: number;
}

/** What the security groups of some stores let in beside the nodes and their port, and whether they let nodes in. */
export function* onlyFromNodes(graph: Graph, stores: readonly Store[]): Iterable<Finding> {
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
