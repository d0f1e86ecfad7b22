import { stackRule } from "../../rule";
import { reachOf } from "../../../graph/reach";
import { certainKeysOf, keysOf, type Link, linksOf } from "../../../graph/links";
import { nodeGroupKeys } from "../../../graph/nodes";
import { once } from "../../../graph/once";
import { portsText, tcp } from "../../../graph/ports";
import { type GroupRule, groupRules, GROUPS, type Peer } from "../../../graph/securityGroups";
import type { Graph } from "../../../graph/graph";
import { DATABASE, LOAD_BALANCER, MOUNT_TARGET } from "../../../graph/types";
import { notKnown } from "./findings";

const WEB = [tcp(80), tcp(443)].map(portsText);

export const internetIngress = stackRule({
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
});

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
