import { stackRule } from "../../rule";
import { reachOf } from "../../topology/cidr";
import { certainKeysOf, keysOf, type Link, linksOf } from "../../topology/links";
import { nodeGroupKeys } from "../../topology/nodes";
import { once } from "../../topology/once";
import { portsText, tcp } from "../../topology/ports";
import { type GroupRule, groupRules, GROUPS, type Peer } from "../../topology/securityGroups";
import type { Topology } from "../../topology/topology";
import { DATABASE, LOAD_BALANCER, MOUNT_TARGET } from "../../topology/types";
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
    *check(topology) {
        for (const rule of groupRules(topology).filter(({ direction }) => direction === "ingress")) {
            const { resource, ports, peers } = rule;
            if (peers.some(({ is }) => is === "unknown")) {
                yield notKnown(resource, "Which addresses are let in by a rule");
            }
            if (!peers.some(isInternet)) {
                continue;
            }
            if (!isLoadBalancers(topology, rule)) {
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
function isLoadBalancers(topology: Topology, { group }: GroupRule): boolean {
    const { web, others } = holders(topology);
    const keys = keysOf(group);
    return keys.length > 0 && keys.every((key) => web.has(key) && !others.has(key));
}

const holders = once((topology) => {
    const groups = (type: string, property: string): Link[] =>
        topology.all(type).flatMap((resource) => linksOf(topology, resource, [property], GROUPS));
    const keys = (type: string, property: string): string[] => groups(type, property).flatMap(keysOf);
    return {
        web: new Set(groups(LOAD_BALANCER, "securityGroups").flatMap(certainKeysOf)),
        others: new Set([
            ...nodeGroupKeys(topology),
            ...keys(DATABASE, "vpcSecurityGroupIds"),
            ...keys(MOUNT_TARGET, "securityGroups"),
        ]),
    };
});
