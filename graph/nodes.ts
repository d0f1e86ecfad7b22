import type { Resource } from "./graph";
import { isObject } from "../lib/isObject";
import { certainKeysOf, keysOf, type Link, linkOf, linksOf } from "./links";
import { once } from "./once";
import { GROUPS } from "./securityGroups";
import { knownZones, subnetsOf, type Zone, zoneOf } from "./subnets";
import type { Graph } from "./graph";
import { karpenterPools } from "./karpenterPools";
import { CLUSTER, NODE_GROUP } from "./types";
import type { Value } from "./value";

const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Nodes that start in the same subnets with the same security groups. */
export interface NodeGroup {
    /** The managed node group, or the pool whose nodes Karpenter starts. */
    readonly resource: Resource;
    /** Whether Karpenter starts the nodes. */
    readonly isPool: boolean;
    /** Properties of the nodes, as those of a managed node group: a pool has them in other places. */
    readonly nodes: Readonly<Record<string, Value>>;
    /** The resource that names the subnets, and its property. */
    readonly placement: { resource: Resource; property: string };
    readonly subnets: readonly Link[];
    /** The zone of each of the subnets. */
    readonly zones: readonly Zone[];
    readonly groups: readonly Link[];
}

export const nodeGroups = once((graph): readonly NodeGroup[] =>
    [
        ...graph.all(NODE_GROUP).map((resource) => ({
            resource,
            isPool: false,
            nodes: resource.properties,
            placement: { resource, property: "subnetIds" },
            subnets: subnetsOf(graph, resource, "subnetIds"),
            groups: groupsOf(graph, resource),
        })),
        ...karpenterPools(graph).map((pool) => ({ ...pool, isPool: true })),
    ].map((group) => ({ ...group, zones: group.subnets.map((subnet) => zoneOf(graph, subnet)) })),
);

/** The zones that nodes are known to start in, in order. */
export const nodeZones = once((graph): readonly string[] =>
    knownZones(nodeGroups(graph).flatMap((group) => group.zones)).sort(),
);

/** Keys of the security groups that nodes are known to have; see `keysOf`. */
export const certainNodeGroupKeys = once(
    (graph) => new Set(nodeGroups(graph).flatMap(({ groups }) => groups.flatMap(certainKeysOf))),
);

/** Keys of the security groups that nodes have, or may have. */
export const nodeGroupKeys = once(
    (graph) => new Set(nodeGroups(graph).flatMap(({ groups }) => groups.flatMap(keysOf))),
);

/** Nodes have the security groups of their launch template, or the group that EKS creates if it has none. */
function groupsOf(graph: Graph, nodeGroup: Resource): readonly Link[] {
    const { launchTemplate } = nodeGroup.properties;
    const name = isObject(launchTemplate) && launchTemplate.id === undefined ? "name" : "id";
    const template = linkOf(graph, nodeGroup, ["launchTemplate", name], [LAUNCH_TEMPLATE]);
    const named = template?.is === "resource" ? templateGroups(graph, template.resource) : [];
    if (named.length > 0) {
        return named;
    }
    return template === undefined || template.is === "resource"
        ? [linkOf(graph, nodeGroup, ["clusterName"], [CLUSTER]) ?? { is: "unknown" }]
        : [template];
}

function templateGroups(graph: Graph, template: Resource): readonly Link[] {
    const { networkInterfaces } = template.properties;
    return [
        ...linksOf(graph, template, ["vpcSecurityGroupIds"], GROUPS),
        ...(Array.isArray(networkInterfaces) ? networkInterfaces : []).flatMap((_, i) =>
            linksOf(graph, template, ["networkInterfaces", i, "securityGroups"], GROUPS),
        ),
    ];
}
