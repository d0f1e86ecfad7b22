import type { Resource } from "../resource";
import { isObject } from "../value";
import { certainKeysOf, keysOf, type Link, linkOf, linksOf } from "./links";
import { once } from "./once";
import { GROUPS } from "./securityGroups";
import { knownZones, subnetsOf, type Zone, zoneOf } from "./subnets";
import type { Topology } from "./topology";
import { CLUSTER, NODE_GROUP } from "./types";

const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Nodes that start in the same subnets behind the same security groups. */
export interface NodeGroup {
    readonly resource: Resource;
    readonly subnets: readonly Link[];
    /** The zone of each of the subnets. */
    readonly zones: readonly Zone[];
    readonly groups: readonly Link[];
}

export const nodeGroups = once((topology): readonly NodeGroup[] =>
    topology.all(NODE_GROUP).map((resource) => {
        const subnets = subnetsOf(topology, resource, "subnetIds");
        return {
            resource,
            subnets,
            zones: subnets.map((subnet) => zoneOf(topology, subnet)),
            groups: groupsOf(topology, resource),
        };
    }),
);

/** The zones that nodes are known to start in, in order. */
export const nodeZones = once((topology): readonly string[] =>
    knownZones(nodeGroups(topology).flatMap((group) => group.zones)).sort(),
);

/** Keys of the security groups that nodes are known to have; see `keysOf`. */
export const certainNodeGroupKeys = once(
    (topology) => new Set(nodeGroups(topology).flatMap(({ groups }) => groups.flatMap(certainKeysOf))),
);

/** Keys of the security groups that nodes have, or may have. */
export const nodeGroupKeys = once(
    (topology) => new Set(nodeGroups(topology).flatMap(({ groups }) => groups.flatMap(keysOf))),
);

/** Nodes have the groups that their launch template names; where it names none, the one that EKS makes. */
function groupsOf(topology: Topology, nodeGroup: Resource): readonly Link[] {
    const { launchTemplate } = nodeGroup.properties;
    const name = isObject(launchTemplate) && launchTemplate.id === undefined ? "name" : "id";
    const template = linkOf(topology, nodeGroup, ["launchTemplate", name], [LAUNCH_TEMPLATE]);
    const named = template?.is === "resource" ? templateGroups(topology, template.resource) : [];
    if (named.length > 0) {
        return named;
    }
    return template === undefined || template.is === "resource"
        ? [linkOf(topology, nodeGroup, ["clusterName"], [CLUSTER]) ?? { is: "unknown" }]
        : [template];
}

function templateGroups(topology: Topology, template: Resource): readonly Link[] {
    const { networkInterfaces } = template.properties;
    return [
        ...linksOf(topology, template, ["vpcSecurityGroupIds"], GROUPS),
        ...(Array.isArray(networkInterfaces) ? networkInterfaces : []).flatMap((_, i) =>
            linksOf(topology, template, ["networkInterfaces", i, "securityGroups"], GROUPS),
        ),
    ];
}
