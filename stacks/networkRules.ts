import { SERVICE_CIDR } from "../catalog/serviceCidr";
import { overlaps } from "../lib/cidr";
import { prefixOf } from "./cidr";
import { nodeGroupsOf } from "./sections/cluster";
import { zonesOf } from "./sections/network";
import type { Rule } from "./rule";

/** Leading bits that a private subnet shares beyond the VPC's: it is a sixteenth of it. */
const SUBNET_BITS = 4;

/** Addresses that a node and its pods take: 58 pods on a `t3.2xlarge`, and the node's own two. */
const ADDRESSES_PER_NODE = 60;

/** Addresses of a subnet that no pod gets: five are AWS's, eight are left to load balancers and endpoints. */
const ADDRESSES_RESERVED = 13;

/** Nodes that an update starts in a zone beside those that are there. */
const SURGE = 1;

/** Paths of the settings that say which zones hold nodes. */
const ZONES = ["network.availabilityZones", "network.adopt.privateSubnets"];

/** Zones lie in the stack's region. */
export const zonesInRegion: Rule = function* ({ aws, network }, checked) {
    if (!checked.isSound("aws.region") || !checked.hasShape("network")) {
        return;
    }
    const message = `is not a zone of ${aws.region}, which aws:region names`;
    const isForeign = (zone: string): boolean => zone.slice(0, -1) !== aws.region;
    if (!("adopt" in network)) {
        const path = "network.availabilityZones";
        for (const [index, zone] of checked.hasShape(path) ? network.availabilityZones.entries() : []) {
            if (checked.isSound(`${path}.${index}`) && isForeign(zone)) {
                yield { path: ["network", "availabilityZones", index], message };
            }
        }
        return;
    }
    for (const kind of ["publicSubnets", "privateSubnets"] as const) {
        const path = `network.adopt.${kind}`;
        for (const [index, subnet] of checked.hasShape(path) ? network.adopt[kind].entries() : []) {
            if (checked.isSound(`${path}.${index}.availabilityZone`) && isForeign(subnet.availabilityZone)) {
                yield { path: ["network", "adopt", kind, index, "availabilityZone"], message };
            }
        }
    }
};

/** A private subnet holds its zone's nodes with all their pods, and one more while nodes are exchanged. */
export const roomForPods: Rule = function* ({ network, cluster }, checked) {
    if (!checked.isSound("network.cidrBlock", ...ZONES, "cluster.nodeGroups") || "adopt" in network) {
        return;
    }
    const zones = network.availabilityZones.length;
    const groups = Object.values(nodeGroupsOf(cluster.nodeGroups, zones));
    const nodes = groups.reduce((sum, group) => sum + Math.ceil(group.maxSize / zones), 0) + SURGE;
    const needed = nodes * ADDRESSES_PER_NODE + ADDRESSES_RESERVED;
    const prefix = prefixOf(network.cidrBlock);
    if (addresses(prefix) >= needed) {
        return;
    }
    const fitting = [18, 17, 16].find((candidate) => candidate < prefix && addresses(candidate) >= needed);
    yield {
        path: ["network", "cidrBlock"],
        message:
            `is too small: a private subnet has ${addresses(prefix)} of its addresses, and ${nodes} nodes a zone with ` +
            `their pods take ${needed}; ` +
            (fitting ? `choose a /${fitting}` : "lower maxSize of cluster.nodeGroups"),
    };
};

/** What content may reach is outside the stack: the database and the instance metadata are not. */
export const contentKeptOut: Rule = function* ({ network, connect }, checked) {
    if (!checked.hasShape("connect.content.egressCidrs")) {
        return;
    }
    const closed = [
        ...(checked.isSound("network.cidrBlock", "network.adopt.cidrBlock")
            ? [
                  {
                      block: "adopt" in network ? network.adopt.cidrBlock : network.cidrBlock,
                      what: "the VPC's addresses",
                  },
              ]
            : []),
        { block: SERVICE_CIDR, what: "the cluster's services" },
        { block: "169.254.0.0/16", what: "the instance metadata" },
    ];
    for (const [index, open] of connect.content.egressCidrs.entries()) {
        const hit = checked.isSound(`connect.content.egressCidrs.${index}`)
            ? closed.find(({ block }) => overlaps(block, open))
            : undefined;
        if (hit) {
            yield {
                path: ["connect", "content", "egressCidrs", index],
                message: `overlaps ${hit.block}, ${hit.what}, which content is kept from: choose blocks outside`,
            };
        }
    }
};

/** `general` keeps Connect up when a zone is lost, and sizes are in order. */
export const nodeGroups: Rule = function* ({ network, cluster }, checked) {
    if (!checked.hasShape("cluster.nodeGroups")) {
        return;
    }
    const zones = checked.isSound(...ZONES) ? zonesOf(network).length : undefined;
    for (const [name, group] of Object.entries(cluster.nodeGroups)) {
        const at = ["cluster", "nodeGroups", name];
        if (!checked.hasShape(at.join("."))) {
            continue;
        }
        const isSound = (...keys: string[]) => checked.isSound(...keys.map((key) => [...at, key].join(".")));
        const minSize = group.minSize ?? zones;
        if (
            name === "general" &&
            isSound("minSize") &&
            minSize !== undefined &&
            minSize < Math.max(2, zones ?? 2)
        ) {
            const message =
                zones === undefined
                    ? "must be at least 2 nodes: one does not survive the loss of its zone"
                    : `must be at least ${Math.max(2, zones)} nodes: one in each zone, and never fewer than two`;
            yield { path: [...at, "minSize"], message };
        }
        if (name === "general" && isSound("taints") && group.taints.length > 0) {
            yield { path: [...at, "taints"], message: "must be left out of general: Connect runs there" };
        }
        const { maxSize } = group;
        if (
            isSound("minSize", "maxSize") &&
            maxSize !== undefined &&
            minSize !== undefined &&
            maxSize < minSize
        ) {
            yield { path: [...at, "maxSize"], message: `must be at least minSize, ${minSize} nodes` };
        }
    }
};

/** Addresses of a private subnet in a VPC of the given prefix. */
function addresses(prefix: number): number {
    return 2 ** (32 - prefix - SUBNET_BITS);
}
