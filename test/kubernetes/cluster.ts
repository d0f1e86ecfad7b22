import { NODE_AGENTS_MILLICORES } from "../../stacks/nodeCapacity";
import type { Api, KubernetesObject } from "./api";
import type { Child } from "./child";
import type { ControlPlane } from "./controlPlane";
import type { Plan } from "./plan";

/** The planned nodes, as few of them as there may be: in each zone the same number, as EC2 Auto Scaling has it. */
export class Nodes {
    private readonly zones = new Map<string, Child>();

    constructor(
        private readonly controlPlane: ControlPlane,
        private readonly plan: Plan,
    ) {}

    /** Names of all the nodes, or of a zone's. */
    names(zone?: string): string[] {
        const { zones, nodes } = this.plan;
        return Array.from({ length: nodes }, (_, index) => ({ zone: zones[index % zones.length], index }))
            .filter((node) => zone === undefined || node.zone === zone)
            .map((node) => `${String(node.zone)}-${Math.floor(node.index / zones.length) + 1}`);
    }

    /** Brings up a zone's nodes. */
    async start(zone: string): Promise<void> {
        await Promise.all(this.names(zone).map((name) => this.controlPlane.api.apply(this.node(name, zone))));
        this.zones.set(zone, await this.controlPlane.startZone(zone));
    }

    /** Power off, without a word to anyone. */
    async lose(zone: string): Promise<void> {
        await this.zones.get(zone)?.stop();
    }

    /** What AWS's cloud controller does once EC2 no longer knows the instances. */
    async remove(zone: string): Promise<void> {
        await Promise.all(
            this.names(zone).map((name) => this.controlPlane.api.delete("v1", "Node", { name })),
        );
    }

    private node(name: string, zone: string): KubernetesObject {
        const { allocatable, instanceType } = this.plan;
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
                },
            },
            status: { allocatable, capacity: allocatable },
        };
    }
}

/** What runs on every node and what the EFS driver's add-on says of itself: neither is the program's to plan. */
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
 * A process of published content, as Connect makes one from the planned base: it names no resources here, so that it
 * gets the namespace's defaults, which are those that Connect would state.
 */
export function contentJob({ release }: Plan, number: number): KubernetesObject {
    const { backends, executionEnvironments, versionOverride } = release.values;
    const { namespace, defaultResourceJobBase, defaultInitContainer } = backends.kubernetes;
    const { spec } = defaultResourceJobBase.spec.template;
    const image = executionEnvironments[0]?.name ?? "none";
    return {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: `content-${number}`, namespace },
        spec: {
            template: {
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

/** Makes all of them, namespaces first: everything else is in one. */
export async function applyAll(api: Api, objects: KubernetesObject[]): Promise<void> {
    const namespaces = objects.filter(({ kind }) => kind === "Namespace");
    await Promise.all(namespaces.map((object) => api.apply(object)));
    const others = objects.filter(({ kind }) => kind !== "Namespace");
    await Promise.all(others.map((object) => api.apply(object)));
}
