import { instanceType } from "../catalog/instanceTypes";
import { NODE_SURGE } from "../catalog/nodeCapacity";
import { type Quota, quotas, vCpuQuota, vCpuQuotas } from "../catalog/quotas";
import { groupBy } from "../lib/groupBy";
import type { Graph } from "./graph";
import { keysOf } from "./links";
import { nodeDisk } from "./nodeDisk";
import { type NodeGroup, nodeGroups } from "./nodes";
import { readPath } from "./path";
import { serverNodeGroups } from "./podNodes";
import { autoscalerReleases } from "./releases";
import { type GroupRule, groupRules, type Peer } from "./securityGroups";
import { CLUSTER } from "./types";

/** A use of a quota above the value that AWS gives to an account. */
export interface ExcessQuota {
    quota: Quota;
    /** Name of the resource that has the quota; absent if it is the account's. */
    resource?: string;
    amount: number;
    /** Whether more may be used, as the size of an instance type is not known. */
    isLeast?: true;
}

/** The quotas that a stack alone exceeds, unless they were raised. */
export function excessQuotas(graph: Graph): ExcessQuota[] {
    const groups = nodeGroups(graph);
    const managed = groups.filter(({ isPool }) => !isPool);
    return [
        ...vCpuQuotas.map((quota) => vCpuUse(graph, quota, groups)),
        { quota: quotas.elasticIps, amount: graph.all("aws:ec2/eip:Eip").length },
        { quota: quotas.nodeGroups, amount: managed.length },
        ...managed.map((group) => ({
            quota: quotas.nodesPerNodeGroup,
            resource: group.resource.name,
            amount: sizeOf(group, "maxSize"),
        })),
        { quota: quotas.gp3Storage, amount: Math.ceil(diskUse(graph, groups) / 1024) },
        { quota: quotas.databaseStorage, amount: databaseUse(graph) },
        ...ruleUses(graph),
    ].filter(({ quota, amount }) => amount > quota.defaultValue);
}

/** The fewest nodes of a group, with those that an update starts in addition; the most if an autoscaler starts them. */
function nodesOf(graph: Graph, group: NodeGroup): number {
    const renewed = sizeOf(group, "minSize") + NODE_SURGE * group.subnets.length;
    return group.isPool
        ? sizeOf(group, "maxSize")
        : autoscalerReleases(graph).length > 0 && !serverNodeGroups(graph).includes(group)
          ? Math.max(renewed, sizeOf(group, "maxSize"))
          : renewed;
}

/** GiB of the disks of nodes. */
function diskUse(graph: Graph, groups: readonly NodeGroup[]): number {
    return groups.reduce((sum, group) => sum + nodesOf(graph, group) * (nodeDisk(graph, group) ?? 0), 0);
}

/** GB of databases, and of those that tests of restores create in addition. */
function databaseUse(graph: Graph): number {
    const restored = graph
        .all("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        .filter(({ properties }) => properties.protectedResourceType === "RDS").length;
    const sizes = graph.all("aws:rds/instance:Instance").map(({ properties }) => properties.allocatedStorage);
    const stored = sizes.reduce<number>((sum, size) => sum + (typeof size === "number" ? size : 0), 0);
    return stored * (1 + Math.min(1, restored));
}

function vCpuUse(graph: Graph, quota: Quota, groups: readonly NodeGroup[]): ExcessQuota {
    const uses = groups.map((group) => {
        const { instanceTypes, capacityType } = group.nodes;
        const capacity = capacityType === "SPOT" ? "spot" : "onDemand";
        const names = (Array.isArray(instanceTypes) ? instanceTypes : [])
            .map(String)
            .filter((name) => vCpuQuota(name, capacity) === quota);
        const vCpus = names.map((name) => instanceType(name)?.vCpus);
        const most = Math.max(0, ...vCpus.filter((number) => number !== undefined));
        return {
            amount: nodesOf(graph, group) * most,
            isKnown: !vCpus.includes(undefined),
        };
    });
    return {
        quota,
        amount: uses.reduce((sum, { amount }) => sum + amount, 0),
        ...(uses.every(({ isKnown }) => isKnown) ? {} : { isLeast: true }),
    };
}

function sizeOf({ nodes }: NodeGroup, size: "minSize" | "maxSize"): number {
    const value = readPath(nodes, ["scalingConfig", size]);
    return typeof value === "number" ? value : 0;
}

/** The most rules of one direction and address family in each security group. */
function ruleUses(graph: Graph): ExcessQuota[] {
    const byGroup = groupBy(groupRules(graph), ({ group }) => keysOf(group).join(" or "));
    return [...byGroup].map(([key, rules]) => {
        const group = graph.find(key);
        // EKS's own rule allows the members of the cluster's group to reach each other.
        const implicit = group?.type === CLUSTER ? 1 : 0;
        return {
            quota: quotas.rulesPerSecurityGroup,
            resource: group?.name ?? key,
            amount: implicit + Math.max(...counts(rules)),
        };
    });
}

/** Rules by direction and address family. Each source counts, and a group counts for both families. */
function counts(rules: readonly GroupRule[]): number[] {
    const isOf = (peer: Peer, isV6: boolean): boolean =>
        peer.is !== "addresses" || peer.cidr.includes(":") === isV6;
    return (["ingress", "egress"] as const).flatMap((direction) =>
        [false, true].map(
            (isV6) =>
                rules
                    .filter((each) => each.direction === direction)
                    .flatMap(({ peers }) => peers)
                    .filter((peer) => isOf(peer, isV6)).length,
        ),
    );
}
