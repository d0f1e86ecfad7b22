import { isObject } from "../lib/isObject";
import type { Graph, Resource } from "./graph";
import { type Link, linkOf, linksOfValues } from "./links";
import { readPath } from "./path";
import { GROUPS } from "./securityGroups";
import { NODE_CLASS, NODE_POOL, SUBNET } from "./types";
import { textOf, UNKNOWN, type Value } from "./value";

/** A pool whose nodes Karpenter starts. */
export interface KarpenterPool {
    readonly resource: Resource;
    /** Properties of the nodes, as those of a managed node group. */
    readonly nodes: Readonly<Record<string, Value>>;
    /** The node class, or the pool if it has none, and the property that names the subnets. */
    readonly placement: { resource: Resource; property: string };
    readonly subnets: readonly Link[];
    readonly groups: readonly Link[];
}

/** The pools of Karpenter. A node class that selects by tags leaves its subnets and security groups unknown. */
export function karpenterPools(graph: Graph): readonly KarpenterPool[] {
    return graph.all(NODE_POOL).map((resource) => {
        const nodeClass = linkOf(
            graph,
            resource,
            ["spec", "template", "spec", "nodeClassRef", "name"],
            [NODE_CLASS],
        );
        const found = nodeClass?.is === "resource" ? nodeClass.resource : undefined;
        return {
            resource,
            nodes: nodesOf(resource, found),
            placement: { resource: found ?? resource, property: "spec.subnetSelectorTerms" },
            subnets: selected(graph, found, "subnetSelectorTerms", [SUBNET]),
            groups: selected(graph, found, "securityGroupSelectorTerms", GROUPS),
        };
    });
}

/** The resources that the terms of a node class select. */
function selected(
    graph: Graph,
    nodeClass: Resource | undefined,
    property: string,
    types: readonly string[],
): readonly Link[] {
    const terms = readPath(nodeClass?.properties, ["spec", property]);
    const ids = (Array.isArray(terms) ? terms : []).map((term) => readPath(term, ["id"]));
    return nodeClass === undefined || ids.length === 0 || ids.includes(undefined)
        ? [{ is: "unknown" }]
        : linksOfValues(
              graph,
              nodeClass,
              "spec",
              ids.map((id) => id ?? UNKNOWN),
              types,
          );
}

/** EKS's spellings of the effects of taints. */
const EFFECTS: Record<string, string> = {
    NoSchedule: "NO_SCHEDULE",
    NoExecute: "NO_EXECUTE",
    PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

function nodesOf({ properties }: Resource, nodeClass: Resource | undefined): Record<string, Value> {
    const template = readPath(properties, ["spec", "template"]);
    const most = Number(readPath(properties, ["spec", "limits", "nodes"]) ?? NaN);
    const types = requirement(template, "node.kubernetes.io/instance-type");
    return {
        labels: readPath(template, ["metadata", "labels"]) ?? {},
        taints: taintsOf(readPath(template, ["spec", "taints"])),
        instanceTypes: types,
        capacityType: capacityOf(requirement(template, "karpenter.sh/capacity-type")),
        version: versionOf(nodeClass),
        diskSize: diskOf(nodeClass),
        // After that time, Karpenter deletes pods that a budget keeps, as EKS does in a forced update.
        forceUpdateVersion: typeof readPath(template, ["spec", "terminationGracePeriod"]) === "string",
        // Karpenter starts a node only for content that needs it.
        scalingConfig: {
            minSize: 0,
            desiredSize: 0,
            ...(Number.isNaN(most) ? {} : { maxSize: most }),
        },
    };
}

function taintsOf(taints: Value | undefined): Value {
    return Array.isArray(taints)
        ? taints.map((taint) =>
              isObject(taint)
                  ? { ...taint, effect: EFFECTS[textOf(taint.effect)] ?? taint.effect ?? UNKNOWN }
                  : taint,
          )
        : (taints ?? []);
}

/** The values that a requirement of a pool allows. Unknown unless one requirement lists them. */
function requirement(template: Value | undefined, key: string): Value {
    const requirements = readPath(template, ["spec", "requirements"]);
    const [only, ...others] = (Array.isArray(requirements) ? requirements : []).filter(
        (each) => isObject(each) && each.key === key && each.operator === "In",
    );
    return others.length > 0 ? UNKNOWN : (readPath(only, ["values"]) ?? UNKNOWN);
}

function capacityOf(values: Value): Value {
    const all = Array.isArray(values) ? values : [];
    return all.includes("spot") ? "SPOT" : all.length === 1 && all[0] === "on-demand" ? "ON_DEMAND" : UNKNOWN;
}

/** The Kubernetes minor version of the image that a node class names. */
function versionOf(nodeClass: Resource | undefined): Value {
    const parameter = readPath(nodeClass?.properties, ["spec", "amiSelectorTerms", 0, "ssmParameter"]);
    return /\/optimized-ami\/(\d+\.\d+)\//.exec(textOf(parameter))?.[1] ?? UNKNOWN;
}

/** The size of the root disk in GiB. */
function diskOf(nodeClass: Resource | undefined): Value {
    const size = readPath(nodeClass?.properties, ["spec", "blockDeviceMappings", 0, "ebs", "volumeSize"]);
    const [, gibibytes] = /^(\d+)Gi$/.exec(textOf(size)) ?? [];
    return gibibytes === undefined ? UNKNOWN : Number(gibibytes);
}
