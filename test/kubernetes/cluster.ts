import { NODE_AGENTS_MILLICORES } from "../../catalog/nodeCapacity";
import type { Api, KubernetesObject } from "./api";
import type { Child } from "./child";
import type { ControlPlane } from "./controlPlane";
import type { Plan } from "./plan";

/** The planned nodes, at their minimum number, evenly spread over the zones as by EC2 Auto Scaling. */
export class Nodes {
    private readonly zones = new Map<string, Child>();

    constructor(
        private readonly controlPlane: ControlPlane,
        private readonly plan: Plan,
    ) {}

    /** Names of all nodes, or of the nodes in a zone. */
    names(zone?: string): string[] {
        const { zones, nodes } = this.plan;
        return Array.from({ length: nodes }, (_, index) => ({ zone: zones[index % zones.length], index }))
            .filter((node) => zone === undefined || node.zone === zone)
            .map((node) => `${String(node.zone)}-${Math.floor(node.index / zones.length) + 1}`);
    }

    async start(zone: string): Promise<void> {
        await Promise.all(this.names(zone).map((name) => this.controlPlane.api.apply(this.node(name, zone))));
        this.zones.set(zone, await this.controlPlane.startZone(zone));
    }

    /** Power loss in a zone: its nodes stop responding. */
    async powerOff(zone: string): Promise<void> {
        await this.zones.get(zone)?.stop();
    }

    /** Deletes a zone's Node objects, as AWS's cloud controller does once EC2 no longer reports the instances. */
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

/** Applies the objects, namespaces first, because the others are in them. */
export async function applyAll(api: Api, objects: KubernetesObject[]): Promise<void> {
    const namespaces = objects.filter(({ kind }) => kind === "Namespace");
    await Promise.all(namespaces.map((object) => api.apply(object)));
    const others = objects.filter(({ kind }) => kind !== "Namespace");
    await Promise.all(others.map((object) => api.apply(object)));
}
