import { NODE_AGENTS_MILLICORES } from "../../catalog/nodeCapacity";
import type { Api, KubernetesObject } from "./api";
import type { Child } from "./child";
import type { ControlPlane } from "./controlPlane";
import type { Plan, Pool } from "./plan";

/** The planned nodes, at their minimum number, evenly spread over the zones as by EC2 Auto Scaling. */
export class Nodes {
    private readonly zones = new Map<string, Child>();
    private nodes: PlannedNode[];

    constructor(
        private readonly controlPlane: ControlPlane,
        { zones, pools }: Plan,
    ) {
        this.nodes = pools.flatMap((pool) =>
            Array.from({ length: pool.nodes }, (_, index) => {
                const zone = zones[index % zones.length] ?? "";
                return { name: `${zone}-${pool.name}-${Math.floor(index / zones.length) + 1}`, zone, pool };
            }),
        );
    }

    /** Names of all nodes, of the nodes in a zone, or of those of a pool. */
    names({ zone, pool }: { zone?: string; pool?: string } = {}): string[] {
        return this.nodes
            .filter(
                (node) => (zone ?? node.zone) === node.zone && (pool ?? node.pool.name) === node.pool.name,
            )
            .map(({ name }) => name);
    }

    async start(zone: string): Promise<void> {
        await this.create(this.nodes.filter((node) => node.zone === zone));
        this.zones.set(zone, await this.controlPlane.startZone(zone));
    }

    /** Power loss in a zone: its nodes stop responding. */
    async powerOff(zone: string): Promise<void> {
        await this.zones.get(zone)?.stop();
    }

    /** Deletes a zone's Node objects, as AWS's cloud controller does once EC2 no longer reports the instances. */
    async remove(zone: string): Promise<void> {
        await Promise.all(
            this.names({ zone }).map((name) => this.controlPlane.api.delete("v1", "Node", { name })),
        );
    }

    /** Starts a new node for each node of a pool, in the same zone, as EKS does before it drains the old ones. */
    async startReplacements(pool: string): Promise<void> {
        const replacements = this.nodes
            .filter((node) => node.pool.name === pool)
            .map((node) => ({ ...node, name: `${node.name}-new` }));
        this.nodes.push(...replacements);
        await this.create(replacements);
    }

    /** Terminates a node that was replaced. */
    async terminate(name: string): Promise<void> {
        this.nodes = this.nodes.filter((node) => node.name !== name);
        await this.controlPlane.api.delete("v1", "Node", { name });
    }

    private async create(nodes: PlannedNode[]): Promise<void> {
        await Promise.all(nodes.map((node) => this.controlPlane.api.apply(objectOf(node))));
    }
}

/** A node of a pool, as an autoscaler expects it before it exists. */
export function nodeTemplate(pool: Pool, zone: string): KubernetesObject {
    return objectOf({ name: `${pool.name}-template`, zone, pool });
}

interface PlannedNode {
    name: string;
    zone: string;
    pool: Pool;
}

function objectOf({ name, zone, pool }: PlannedNode): KubernetesObject {
    const { allocatable, instanceType, labels, taints } = pool;
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name,
            labels: {
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "node.kubernetes.io/instance-type": instanceType,
                "topology.kubernetes.io/region": zone.slice(0, -1),
                "topology.kubernetes.io/zone": zone,
                ...labels,
            },
        },
        spec: { taints },
        status: { allocatable, capacity: allocatable },
    };
}

/** The agents of every node, and the CSIDriver of the EFS add-on. The program plans neither. */
export function addOns(): KubernetesObject[] {
    const labels = { "k8s-app": "node-agents" };
    return [
        {
            apiVersion: "storage.k8s.io/v1",
            kind: "CSIDriver",
            metadata: { name: "efs.csi.aws.com" },
            spec: { attachRequired: false },
        },
        {
            apiVersion: "apps/v1",
            kind: "DaemonSet",
            metadata: { name: "node-agents", namespace: "kube-system" },
            spec: {
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: {
                        priorityClassName: "system-node-critical",
                        tolerations: [{ operator: "Exists" }],
                        containers: [
                            {
                                name: "agents",
                                image: "agents",
                                resources: { requests: { cpu: `${NODE_AGENTS_MILLICORES}m` } },
                            },
                        ],
                    },
                },
            },
        },
    ];
}

/**
 * A content process, as Connect creates it from the planned job base. It sets no resources and so gets the namespace's
 * defaults, which equal those that Connect sets.
 */
export function contentJob({ release }: Plan, number: number): KubernetesObject {
    const { backends, executionEnvironments, versionOverride } = release.values;
    const { namespace, defaultResourceJobBase, defaultInitContainer } = backends.kubernetes;
    const { metadata, spec } = defaultResourceJobBase.spec.template;
    const image = executionEnvironments[0]?.name ?? "none";
    return {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: `content-${number}`, namespace },
        spec: {
            template: {
                metadata,
                spec: {
                    ...spec,
                    restartPolicy: "Never",
                    initContainers: [
                        {
                            name: "init",
                            image: `${defaultInitContainer.repository}:${versionOverride}`,
                            resources: defaultInitContainer.resources,
                        },
                    ],
                    containers: spec.containers.map((container) => ({ ...container, image })),
                },
            },
        },
    };
}

/** Applies the objects, namespaces first, because the others are in them. */
export async function applyAll(api: Api, objects: KubernetesObject[]): Promise<void> {
    const namespaces = objects.filter(({ kind }) => kind === "Namespace");
    await Promise.all(namespaces.map((object) => api.apply(object)));
    const others = objects.filter(({ kind }) => kind !== "Namespace");
    await Promise.all(others.map((object) => api.apply(object)));
}
