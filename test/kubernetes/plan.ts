import type { connectValues } from "../../components/connect/values";
import type { Graph, Resource } from "../../graph/graph";
import { nodeCapacity } from "../../catalog/nodeCapacity";
import { readExample, simulateStack } from "../program";
import type { KubernetesObject } from "./api";

export type Values = ReturnType<typeof connectValues<string>>;

/** The Helm release of Connect, as planned. */
export interface PlannedRelease {
    name: string;
    namespace: string;
    chart: { name: string; repository: string; version: string };
    values: Values;
}

/** A planned node group. */
export interface Pool {
    /** Name of the group in the settings, such as `servers`. */
    name: string;
    instanceType: string;
    /** A node's allocatable resources, as Kubernetes quantities. */
    allocatable: { cpu: string; memory: string; pods: string };
    /** The minimum number of nodes, with which a new stack starts. */
    nodes: number;
    labels: Record<string, string>;
    /** In Kubernetes' spelling. */
    taints: { key: string; value?: string; effect: string }[];
}

/** The planned contents of prod's cluster. */
export interface Plan {
    /** Minor version of Kubernetes, such as `1.35`. */
    version: string;
    /** Availability zones of the nodes. */
    zones: string[];
    pools: Pool[];
    /** Objects outside the release: namespaces, volumes, secrets, network policies of content. */
    objects: KubernetesObject[];
    release: PlannedRelease;
    /** Values of the Cluster Autoscaler's release, if it is planned. */
    autoscaler: AutoscalerValues | undefined;
    /** Karpenter's NodePools. */
    nodePools: KubernetesObject[];
}

export interface AutoscalerValues {
    /** The node groups that it scales, in the order of the pools. */
    autoscalingGroups: { name: string; minSize: number; maxSize: number }[];
    /** Its arguments, by name. */
    extraArgs: Record<string, unknown>;
}

/** Kinds that need AWS's controller. They configure the load balancer, which is not tested here. */
const CUSTOM_KINDS = new Set(["TargetGroupBinding"]);

/**
 * Simulates the program with prod's settings and selects the objects of the cluster.
 *
 * @param settings of the cluster that differ from prod's.
 */
export async function plan(settings: object = {}): Promise<Plan> {
    const declared = JSON.parse(readExample("prod").config["posit-connect:cluster"] ?? "") as object;
    const graph = await simulateStack("prod", "update", {
        sections: { cluster: { ...declared, ...settings } },
    });
    const groups = graph.all("aws:eks/nodeGroup:NodeGroup");
    const inputs = groups.map((group) => group.inputs as unknown as NodeGroupInputs);
    const component = graph.only("posit-connect:index:ConnectRelease");
    const own = graph.tree(component);
    return {
        version: inputs[0]?.version ?? "",
        zones: zonesOf(graph, inputs[0]?.subnetIds ?? []),
        pools: groups.map((group, index) => poolOf(group.name, inputs[index])),
        objects: own
            .filter(({ type }) => type.startsWith("kubernetes:") && !type.includes("helm.sh"))
            .map(plainObject)
            .filter(({ kind }) => !CUSTOM_KINDS.has(kind)),
        release: releaseOf(own),
        nodePools: graph.all("kubernetes:karpenter.sh/v1:NodePool").map(plainObject),
        autoscaler: graph
            .all("kubernetes:helm.sh/v3:Release")
            .map(({ inputs }) => inputs as { chart?: string; values?: unknown })
            .find(({ chart }) => chart === "cluster-autoscaler")?.values as AutoscalerValues | undefined,
    };
}

interface NodeGroupInputs {
    instanceTypes: [string];
    scalingConfig: { minSize: number };
    subnetIds: string[];
    version: string;
    labels: Record<string, string>;
    taints: { key: string; value?: string; effect: keyof typeof EFFECTS }[];
}

/** Kubernetes' spellings of the effects of taints. */
const EFFECTS = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

function poolOf(name: string, inputs: NodeGroupInputs | undefined): Pool {
    if (inputs === undefined) {
        throw new Error(`${name} has no inputs`);
    }
    const { instanceTypes, scalingConfig, labels, taints } = inputs;
    return {
        name: name.replace(/^cluster-/, ""),
        instanceType: instanceTypes[0],
        allocatable: allocatable(instanceTypes[0]),
        nodes: scalingConfig.minSize,
        labels,
        taints: taints.map((taint) => ({ ...taint, effect: EFFECTS[taint.effect] })),
    };
}

function allocatable(instanceType: string): Pool["allocatable"] {
    const capacity = nodeCapacity(instanceType);
    if (capacity === undefined) {
        throw new Error(
            `instance type ${instanceType} has no known capacity: add it to catalog/ec2Types.json`,
        );
    }
    const { millicores, mebibytes, pods } = capacity;
    return { cpu: `${millicores}m`, memory: `${mebibytes}Mi`, pods: `${pods}` };
}

function zonesOf(graph: Graph, subnetIds: string[]): string[] {
    return graph
        .all("aws:ec2/subnet:Subnet")
        .filter(({ id }) => id !== undefined && subnetIds.includes(id))
        .map(({ inputs }) => String(inputs["availabilityZone"]));
}

/** A resource's object. A plan contains no secret text, and without running containers none is needed. */
function plainObject({ inputs }: Resource): KubernetesObject {
    const object = inputs as unknown as KubernetesObject;
    return object.kind === "Secret" ? { ...object, stringData: {} } : object;
}

function releaseOf(resources: Resource[]): PlannedRelease {
    const release = resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    if (release === undefined) {
        throw new Error("no Helm release of Connect is planned");
    }
    const inputs = release.inputs as {
        name: string;
        namespace: string;
        chart: string;
        version: string;
        repositoryOpts?: { repo: string };
        values: Values;
    };
    return {
        name: inputs.name,
        namespace: inputs.namespace,
        chart: { name: inputs.chart, repository: inputs.repositoryOpts?.repo ?? "", version: inputs.version },
        values: inputs.values,
    };
}
