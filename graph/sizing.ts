import { instanceType } from "../catalog/instanceTypes";
import { type NodeCapacity, nodeCapacity } from "../catalog/nodeCapacity";
import { parseBlock } from "../lib/cidr";
import { isObject } from "../lib/isObject";
import { mebibytes, millicores } from "../lib/quantity";
import type { Graph, Resource } from "./graph";
import { linkOf, resourcesOf } from "./links";
import { nodeDisk } from "./nodeDisk";
import { type NodeGroup, nodeGroups } from "./nodes";
import { readPath } from "./path";
import { autoscalerReleases, connectReleases, contentNamespace } from "./releases";
import { knownZones, zoneOf } from "./subnets";
import { DATABASE, FILE_SYSTEM, SUBNET } from "./types";
import { textOf, type Value } from "./value";

/** Everything of a stack that a workload can exhaust. `undefined` stands for a number that is not known. */
export interface Sizing {
    groups: readonly SizedGroup[];
    /** Zones that servers start in. */
    zones: number;
    servers: {
        replicas: number;
        /** Servers that an update starts before it stops the old ones. */
        surge: number;
        millicores: number;
        mebibytes: number;
        /** Millicores that a server may use. */
        limit: number;
    };
    /** The reservation of a process, unless its content chooses another one. */
    process: { millicores: number; mebibytes: number };
    /** The most that content may choose. */
    largestProcess: { millicores: number; mebibytes: number };
    /** The least that a content pod reserves, whatever its process does. */
    initContainer: { millicores: number; mebibytes: number };
    scheduler: {
        minProcesses: number;
        maxProcesses: number;
        maxConnectionsPerProcess: number;
        loadFactor: number;
    };
    /** Limits of the content's namespace; none if there is no quota. */
    quota: { millicores: number; mebibytes: number; pods: number } | undefined;
    /** Class of the database, and the connections that it accepts. */
    database: { instanceClass: string; connections: number | undefined };
    /** Addresses of the smallest private subnet with nodes. */
    subnetAddresses: number | undefined;
    /** Zones of the NAT gateways; none if the stack creates none. */
    natZones: readonly string[];
    /** Operations of the shared files in a second. */
    fileOperations: number | undefined;
}

/** A node group with its size. */
export interface SizedGroup {
    name: string;
    instanceTypes: readonly string[];
    /** Nodes that it can have: those that it starts with, or the most of an autoscaler. */
    nodes: number;
    /** Nodes that it has without a load: fewer only if an autoscaler sets their number. */
    leastNodes: number;
    maxNodes: number;
    /** Whether an autoscaler sets the number of nodes. */
    isScaled: boolean;
    zones: number;
    isOnDemand: boolean;
    diskGiB: number | undefined;
    /** Capacity of a node of the smallest type; unknown if the size of a type is. */
    capacity: NodeCapacity | undefined;
    /** Whether servers, and content, start on its nodes. */
    servers: boolean;
    content: boolean;
}

/** Memory of an instance class for each connection, and the most connections. Source: Amazon RDS user guide, "Quotas and constraints", `max_connections`. */
const DATABASE_BYTES_PER_CONNECTION = 9_531_392;
const MOST_DATABASE_CONNECTIONS = 5000;

/**
 * Share of an instance's nominal memory that the formula of `max_connections` sees. AWS's own example for MySQL: about 630
 * connections instead of the nominal 683.
 */
const DATABASE_MEMORY_SHARE = 0.92;

/**
 * Writes in a second of a file system with elastic throughput; it reads five times as often.
 *
 * Source: https://docs.aws.amazon.com/efs/latest/ug/limits.html.
 */
const FILE_OPERATIONS = 50_000;

/** The sizing of a stack, or the reasons why it is not known. */
export function sizingOf(
    graph: Graph,
): { sizing: Sizing; unknown?: undefined } | { sizing?: undefined; unknown: string } {
    const [release] = connectReleases(graph);
    if (release === undefined) {
        return { unknown: "the stack has no release of Connect" };
    }
    const missing: string[] = [];
    const value = (path: readonly string[]): Value | undefined =>
        readPath(release.properties, ["values", ...path]);
    const parse = (path: readonly string[], convert: (text: string) => number): number => {
        const found = value(path);
        const number = typeof found === "string" || typeof found === "number" ? convert(String(found)) : NaN;
        if (Number.isNaN(number)) {
            missing.push(path.join("."));
        }
        return number;
    };
    const number = (...path: string[]): number => parse(path, Number);
    const resources = (...path: string[]) => ({
        millicores: parse([...path, "cpu"], millicores),
        mebibytes: parse([...path, "memory"], mebibytes),
    });
    const ofProcess = (cpu: string, memory: string) => ({
        millicores: parse(["config", "Scheduler", cpu], millicores),
        mebibytes: number("config", "Scheduler", memory) / 2 ** 20,
    });
    const replicas = number("replicas");
    const groups = nodeGroups(graph).map((group) => sizedGroup(graph, group, release, missing));
    const sizing: Sizing = {
        groups,
        zones: Math.max(0, ...groups.filter((group) => group.servers).map(({ zones }) => zones)),
        servers: {
            replicas,
            surge: surgeOf(value(["strategy"]), replicas),
            ...resources("resources", "requests"),
            limit: parse(["resources", "limits", "cpu"], millicores),
        },
        process: ofProcess("CPURequest", "MemoryRequest"),
        largestProcess: ofProcess("MaxCPURequest", "MaxMemoryRequest"),
        initContainer: resources("backends", "kubernetes", "defaultInitContainer", "resources", "requests"),
        scheduler: {
            minProcesses: number("config", "Scheduler", "MinProcesses"),
            maxProcesses: number("config", "Scheduler", "MaxProcesses"),
            maxConnectionsPerProcess: number("config", "Scheduler", "MaxConnsPerProcess"),
            loadFactor: number("config", "Scheduler", "LoadFactor"),
        },
        quota: quotaOf(graph, contentNamespace(release)),
        database: databaseOf(graph),
        subnetAddresses: subnetAddressesOf(graph),
        natZones: knownZones(
            graph
                .all("aws:ec2/natGateway:NatGateway")
                .map((gateway) =>
                    zoneOf(graph, linkOf(graph, gateway, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
                ),
        ),
        fileOperations: graph
            .all(FILE_SYSTEM)
            .some(({ properties }) => properties.throughputMode === "elastic")
            ? FILE_OPERATIONS
            : undefined,
    };
    if (!groups.some((group) => group.servers) || !groups.some((group) => group.content)) {
        missing.push("a node group for servers and for content");
    }
    return missing.length === 0 ? { sizing } : { unknown: `not known: ${missing.join(", ")}` };
}

function sizedGroup(graph: Graph, group: NodeGroup, release: Resource, missing: string[]): SizedGroup {
    const { resource, nodes, isPool } = group;
    const { instanceTypes } = nodes;
    const zones = knownZones(group.zones);
    if (zones.length === 0) {
        missing.push(`the zones of ${resource.name}`);
    }
    const size = (name: string): number => {
        const found = readPath(nodes, ["scalingConfig", name]);
        if (typeof found !== "number") {
            missing.push(`${resource.name}.scalingConfig.${name}`);
        }
        return typeof found === "number" ? found : 0;
    };
    const types = Array.isArray(instanceTypes) ? instanceTypes.map(textOf) : [];
    const values = release.properties.values;
    const tableAt = (path: readonly string[]): Record<string, Value> => {
        const found = readPath(values, path);
        return isObject(found) ? found : {};
    };
    const job = ["backends", "kubernetes", "defaultResourceJobBase", "spec", "template", "spec"];
    const [servers, content] = [
        accepts(nodes, { ...tableAt([]), ...tableAt(["pod"]) }),
        accepts(nodes, tableAt(job)),
    ];
    const [leastNodes, maxNodes] = [size("desiredSize"), size("maxSize")];
    // An autoscaler has a minimum of its own. For EKS, its groups of content may have no nodes.
    const isScaled =
        isPool ||
        (autoscalerReleases(graph).length > 0 &&
            content &&
            !servers &&
            readPath(nodes, ["scalingConfig", "minSize"]) === 0);
    return {
        name: resource.name,
        instanceTypes: types,
        nodes: isScaled ? maxNodes : leastNodes,
        leastNodes,
        maxNodes,
        isScaled,
        zones: zones.length,
        isOnDemand: (nodes.capacityType ?? "ON_DEMAND") === "ON_DEMAND",
        diskGiB: nodeDisk(graph, { resource, nodes }),
        capacity: smallest(types.map(nodeCapacity)),
        servers,
        content,
    };
}

/** A stack before an autoscaler starts nodes; none if no autoscaler does. */
export function withLeastNodes(sizing: Sizing): Sizing | undefined {
    return sizing.groups.some(({ isScaled }) => isScaled)
        ? { ...sizing, groups: sizing.groups.map((group) => ({ ...group, nodes: group.leastNodes })) }
        : undefined;
}

/** The least of each amount, and the most addresses. */
function smallest(capacities: readonly (NodeCapacity | undefined)[]): NodeCapacity | undefined {
    const [first, ...others] = capacities;
    return others.reduce(
        (least, other) =>
            least &&
            other && {
                millicores: Math.min(least.millicores, other.millicores),
                mebibytes: Math.min(least.mebibytes, other.mebibytes),
                pods: Math.min(least.pods, other.pods),
                addresses: Math.max(least.addresses, other.addresses),
            },
        first,
    );
}

/** Taints of a node group that keep a pod off its nodes, by their effect in Kubernetes. */
const EFFECTS: Readonly<Record<string, string>> = { NO_SCHEDULE: "NoSchedule", NO_EXECUTE: "NoExecute" };

/** Whether pods start on a node of a group: by their node selector, their node affinity and their tolerations. */
function accepts(
    nodes: NodeGroup["nodes"],
    { nodeSelector, affinity, tolerations }: Record<string, Value>,
): boolean {
    const labels = isObject(nodes.labels) ? nodes.labels : {};
    const taints = Array.isArray(nodes.taints) ? nodes.taints : [];
    const terms = readPath(affinity, [
        "nodeAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        "nodeSelectorTerms",
    ]);
    return (
        Object.entries(isObject(nodeSelector) ? nodeSelector : {}).every(
            ([key, label]) => labels[key] === label,
        ) &&
        (!Array.isArray(terms) || terms.some((term) => matches(term, labels))) &&
        taints.every((taint) => {
            const effect = EFFECTS[textOf(readPath(taint, ["effect"]))];
            return (
                effect === undefined ||
                (Array.isArray(tolerations) ? tolerations : []).some((each) => tolerates(each, taint, effect))
            );
        })
    );
}

/** Whether a node has the labels of a term. An operator that is not known here matches none. */
function matches(term: Value, labels: Readonly<Record<string, Value>>): boolean {
    const expressions = readPath(term, ["matchExpressions"]);
    return (Array.isArray(expressions) ? expressions : []).every((expression) => {
        const label = labels[textOf(readPath(expression, ["key"]))];
        const values = readPath(expression, ["values"]);
        const isListed = label !== undefined && Array.isArray(values) && values.includes(label);
        switch (readPath(expression, ["operator"])) {
            case "In":
                return isListed;
            case "NotIn":
                return !isListed;
            case "Exists":
                return label !== undefined;
            case "DoesNotExist":
                return label === undefined;
            default:
                return false;
        }
    });
}

/** Source: Kubernetes, "Taints and Tolerations", "matches". */
function tolerates(toleration: Value, taint: Value, effect: string): boolean {
    const text = (name: string): string => textOf(readPath(toleration, [name]));
    const isExisting = text("operator") === "Exists";
    return (
        (text("effect") === "" || text("effect") === effect) &&
        (text("key") === textOf(readPath(taint, ["key"])) || (isExisting && text("key") === "")) &&
        (isExisting || text("value") === textOf(readPath(taint, ["value"])))
    );
}

/** `Recreate` stops the old servers first. */
function surgeOf(strategy: Value | undefined, replicas: number): number {
    const surge = readPath(strategy, ["rollingUpdate", "maxSurge"]);
    return typeof surge === "number"
        ? surge
        : typeof surge === "string"
          ? Math.ceil((replicas * Number.parseFloat(surge)) / 100)
          : 0;
}

function quotaOf(graph: Graph, namespace: string): Sizing["quota"] {
    const quota = graph
        .all("kubernetes:core/v1:ResourceQuota")
        .find(({ properties }) => readPath(properties, ["metadata", "namespace"]) === namespace);
    const hard = (name: string): string => textOf(readPath(quota?.properties, ["spec", "hard", name]));
    return (
        quota && {
            millicores: millicores(hard("requests.cpu")),
            mebibytes: mebibytes(hard("requests.memory")),
            pods: Number(hard("pods")),
        }
    );
}

function databaseOf(graph: Graph): Sizing["database"] {
    const [database] = graph.all(DATABASE);
    const instanceClass = textOf(database?.properties.instanceClass);
    return { instanceClass, connections: databaseConnections(instanceClass) };
}

/** The connections that a class accepts, by its memory; unknown for a class that the catalog does not know. */
export function databaseConnections(instanceClass: string): number | undefined {
    // A class has the memory of the EC2 type of its name.
    const type = instanceType(instanceClass.replace(/^db\./, ""));
    return (
        type &&
        Math.floor(
            Math.min(
                (type.memoryGiB * 2 ** 30 * DATABASE_MEMORY_SHARE) / DATABASE_BYTES_PER_CONNECTION,
                MOST_DATABASE_CONNECTIONS,
            ),
        )
    );
}

/** Adopted subnets do not state their blocks. */
function subnetAddressesOf(graph: Graph): number | undefined {
    const subnets = nodeGroups(graph).flatMap(({ subnets: links }) =>
        links.map((link) => resourcesOf(link)[0]),
    );
    const sizes = [...new Set(subnets)].map((subnet) => {
        const block = parseBlock(textOf(subnet?.properties.cidrBlock));
        return block && Number(block.last - block.first) + 1;
    });
    return sizes.some((size) => size === undefined)
        ? undefined
        : Math.min(...sizes.filter((size) => size !== undefined));
}
