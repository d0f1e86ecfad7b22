import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import { KEPT } from "../../../catalog/nodePools";
import { OLDEST_NODES } from "../../../catalog/kubernetesVersions";
import { GPU_RESOURCE } from "../../../catalog/nodePools";
import type { Graph, Resource } from "../../../graph/graph";
import { leadsTo, linkOf } from "../../../graph/links";
import { nodeGroups } from "../../../graph/nodes";
import {
    contentNodeGroups,
    gpuContentNodeGroups,
    hasGpuNodes,
    serverNodeGroups,
} from "../../../graph/podNodes";
import { readPath } from "../../../graph/path";
import { untestedVersions } from "../../../graph/untestedVersions";
import { formatRange } from "../../../catalog/testedVersions";
import {
    autoscalerReleases,
    connectReleases,
    contentNamespace,
    controllerReleases,
    devicePluginReleases,
    karpenterReleases,
} from "../../../graph/releases";
import { knownZones } from "../../../graph/subnets";
import {
    ADD_ON,
    CLUSTER,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    MOUNT_TARGET,
    NODE_CLASS,
    NODE_POOL,
} from "../../../graph/types";
import { kubernetesMinor } from "../../../lib/kubernetesMinor";
import { textOf, UNKNOWN, type Value } from "../../../graph/value";
import type { Finding, StackRule } from "../../rule";
import { unknownFinding, subnetFindings, zoneCountFindings } from "../../stackFindings";

function fileSystems(graph: Graph): readonly { name: string }[] {
    return [...graph.all(FILE_SYSTEM), ...adoptedFileSystems(graph).map((name) => ({ name }))];
}

const PARTS: readonly {
    one: string;
    many: string;
    found: (graph: Graph) => readonly { name: string }[];
}[] = [
    { one: "cluster", many: "clusters", found: (graph) => graph.all(CLUSTER) },
    {
        one: "database",
        many: "databases",
        found: (graph) => graph.all(DATABASE, DATABASE_CLUSTER),
    },
    { one: "file system", many: "file systems", found: fileSystems },
    { one: "release of Connect", many: "releases of Connect", found: connectReleases },
];

const NEEDED = ["vpc-cni", "coredns", "kube-proxy", "aws-efs-csi-driver", "eks-pod-identity-agent"];

const DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";

const NAMESPACE = "kubernetes:core/v1:Namespace";

/** Label of a namespace that decides which pods it accepts. */
const POD_SECURITY = "pod-security.kubernetes.io/enforce";

const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

/** Nodes, or kube-proxy, with their version. */
interface VersionedPart {
    resource: Resource;
    version: Value | undefined;
}

function versionedParts(graph: Graph): VersionedPart[] {
    return [
        ...nodeGroups(graph).map(({ resource, nodes }): VersionedPart => ({
            resource,
            version: nodes.version,
        })),
        ...graph
            .all(ADD_ON)
            .filter(({ properties }) => properties.addonName === "kube-proxy")
            .map((resource): VersionedPart => ({ resource, version: resource.properties.addonVersion })),
    ];
}

export const workloads: readonly StackRule[] = [
    {
        name: "stack-complete",
        level: "mandatory",
        severity: "high",
        controls: [...Array.from({ length: 12 }, (_, i) => `Posit R${i + 1}`), "Pulumi complete"],
        description:
            "The stack has exactly one cluster, one database, one file system and one release of Connect.",
        remedy: "Create each of the four once.",
        url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
        *check(graph) {
            for (const { one, many, found } of PARTS) {
                const names = found(graph).map(({ name }) => name);
                if (names.length === 0) {
                    yield { sentence: `The stack has no ${one}.` };
                } else if (names.length > 1) {
                    yield {
                        sentence: `The stack has ${names.length} ${many}, ${names.join(" and ")}. It must have one.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-node-count",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R3", "Posit R11"],
        description:
            "A node group that Connect's servers can run on keeps at least one node for each of its availability zones, and at least two.",
        remedy: "Set scalingConfig.minSize of the servers' node group to the number of its availability zones.",
        url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
        *check(graph) {
            const groups = serverNodeGroups(graph);
            const sizes = groups.map(({ resource, nodes, zones }) => ({
                resource,
                least: Math.max(2, knownZones(zones).length),
                size: readPath(nodes, ["scalingConfig", "minSize"]),
            }));
            if (sizes.some(({ size, least }) => typeof size === "number" && size >= least)) {
                return;
            }
            for (const { resource, size, least } of sizes) {
                yield size === UNKNOWN
                    ? unknownFinding(resource, "scalingConfig.minSize")
                    : {
                          urn: resource.urn,
                          sentence: `${resource.name} must keep at least ${least} nodes, got ${typeof size === "number" ? `scalingConfig.minSize ${size}` : "no scalingConfig.minSize"}.`,
                      };
            }
            if (groups.length === 0 && nodeGroups(graph).length > 0) {
                yield {
                    sentence:
                        "Connect's servers can run on no node group: compare its labels and taints with values.nodeSelector and values.tolerations.",
                };
            }
        },
    },
    {
        name: "stack-servers-on-demand",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R11"],
        description:
            "Connect's servers cannot run on Spot Instances, which AWS stops with two minutes' notice.",
        remedy: "Set capacityType of the servers' node group to ON_DEMAND, or keep servers off it with values.nodeSelector.",
        url: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types",
        *check(graph) {
            for (const { resource, nodes } of serverNodeGroups(graph)) {
                const capacity = nodes.capacityType;
                if (capacity === UNKNOWN) {
                    yield unknownFinding(resource, "capacityType");
                } else if (capacity === "SPOT") {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} has Spot Instances, and Connect's servers can run on them.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-servers-not-scaled",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R11", "Pulumi servers-not-scaled"],
        description:
            "An autoscaler cannot remove a node with a server: it knows only the nodes that it is given, and servers are marked.",
        remedy: `List node groups of content in values.autoscalingGroups of the Cluster Autoscaler and remove values.autoDiscovery, keep servers off the pools of Karpenter, and set the annotation ${KEPT["cluster-autoscaler"].key} "false", or ${KEPT.karpenter.key} "true", of the pods of Connect.`,
        url: "https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/",
        *check(graph) {
            const autoscalers = autoscalerReleases(graph);
            for (const { urn, name, properties } of autoscalers) {
                const groups = readPath(properties, ["values", "autoscalingGroups"]);
                const discovery = readPath(properties, ["values", "autoDiscovery"]);
                if (discovery !== undefined || !Array.isArray(groups) || groups.length === 0) {
                    yield {
                        urn,
                        sentence: `${name} must list the node groups that it changes. EKS marks every node group for discovery.`,
                    };
                }
            }
            for (const { resource } of serverNodeGroups(graph).filter(({ isPool }) => isPool)) {
                yield {
                    urn: resource.urn,
                    sentence: `Connect's servers can run on the nodes of ${resource.name}, which Karpenter removes.`,
                };
            }
            const kept = [
                ...(autoscalers.length > 0 ? [KEPT["cluster-autoscaler"]] : []),
                ...(graph.all(NODE_POOL).length > 0 ? [KEPT.karpenter] : []),
            ];
            for (const { urn, name, properties } of connectReleases(graph)) {
                for (const { key, value } of kept) {
                    if (readPath(properties, ["values", "pod", "annotations", key]) !== value) {
                        yield {
                            urn,
                            sentence: `The servers of ${name} must have the annotation ${key} "${value}", or an autoscaler may evict them.`,
                        };
                    }
                }
            }
        },
    },
    {
        name: "stack-servers-not-forced",
        level: "mandatory",
        severity: "medium",
        controls: ["Posit R11"],
        description:
            "An update of nodes does not force servers off them: EKS would delete those whose replacement is not ready after 15 minutes.",
        remedy: "Remove forceUpdateVersion of the servers' node group.",
        url: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html",
        *check(graph) {
            for (const { resource } of serverNodeGroups(graph)) {
                const isForced = resource.properties.forceUpdateVersion ?? false;
                if (isForced === UNKNOWN) {
                    yield unknownFinding(resource, "forceUpdateVersion");
                } else if (isForced !== false) {
                    yield {
                        urn: resource.urn,
                        sentence: `Updates of ${resource.name} are forced, and Connect's servers can run on it.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-content-drain",
        level: "mandatory",
        severity: "medium",
        controls: ["Pulumi content-drain"],
        description:
            "A disruption budget of content delays an update of its nodes, but does not make it fail.",
        remedy: "Set forceUpdateVersion of the node group to true, and give servers nodes of their own, or set cluster.contentDrainTimeoutMinutes to 0.",
        url: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html",
        *check(graph) {
            for (const budget of graph.all(DISRUPTION_BUDGET)) {
                for (const { resource, nodes } of contentNodeGroups(graph)) {
                    if (nodes.forceUpdateVersion !== true) {
                        yield {
                            urn: resource.urn,
                            sentence: `EKS cannot update ${resource.name} while content runs on it: the budget ${budget.name} rejects evictions.`,
                        };
                    }
                }
            }
        },
    },
    {
        name: "stack-content-nodes",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R1"],
        description: "Content can run on a node group.",
        remedy: "Compare the labels and taints of the node groups with nodeSelector and tolerations of values.backends.kubernetes.defaultResourceJobBase.",
        url: "https://docs.posit.co/connect/admin/appendix/off-host/resource-bases/",
        *check(graph) {
            if (nodeGroups(graph).length > 0 && contentNodeGroups(graph).length === 0) {
                yield { sentence: "Content can run on no node group." };
            }
        },
    },
    {
        name: "stack-gpu-nodes",
        level: "mandatory",
        severity: "medium",
        controls: ["Pulumi gpu-nodes"],
        description:
            "Content that requests a GPU can run on each node group with GPUs, and no other pod can. A device plugin reports the GPUs.",
        remedy: `Set the taint ${GPU_RESOURCE} with the effect NO_SCHEDULE on the node group, tolerate it with no pod, and install the chart nvidia-device-plugin.`,
        url: "https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-k8s-device-plugin.html",
        *check(graph) {
            const pools = [
                { groups: serverNodeGroups(graph), pods: "Servers" },
                { groups: contentNodeGroups(graph), pods: "Content that requests no GPU" },
            ];
            for (const group of nodeGroups(graph).filter(hasGpuNodes)) {
                const { urn, name } = group.resource;
                for (const { pods } of pools.filter(({ groups }) => groups.includes(group))) {
                    yield { urn, sentence: `${pods} can run on the nodes of ${name}, which have GPUs.` };
                }
                if (!gpuContentNodeGroups(graph).includes(group)) {
                    yield {
                        urn,
                        sentence: `Content that requests a GPU cannot run on the nodes of ${name}.`,
                    };
                }
                if (devicePluginReleases(graph).length === 0) {
                    yield {
                        urn,
                        sentence: `The stack has no release of nvidia-device-plugin, so no pod can request a GPU of ${name}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-content-pod-security",
        level: "mandatory",
        severity: "high",
        controls: ["CIS EKS 4.2.1", "CIS EKS 4.2.2", "CIS EKS 4.2.3", "CIS EKS 4.2.4"],
        description:
            "The namespace of content, which runs publishers' code, rejects privileged pods and pods that share the node's processes or network.",
        remedy: `Set the label ${POD_SECURITY} of the namespace to baseline or restricted.`,
        url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        *check(graph) {
            for (const release of connectReleases(graph)) {
                const content = contentNamespace(release);
                const namespaces = graph
                    .all(NAMESPACE)
                    .filter(({ properties }) => readPath(properties, ["metadata", "name"]) === content);
                if (namespaces.length === 0) {
                    yield {
                        urn: release.urn,
                        sentence: `The namespace ${content || "of content"} is not in the stack.`,
                        unverified: true,
                    };
                }
                for (const { urn, properties } of namespaces) {
                    const level = readPath(properties, ["metadata", "labels", POD_SECURITY]);
                    if (level !== "baseline" && level !== "restricted") {
                        yield {
                            urn,
                            sentence: `The namespace ${content} must have the label ${POD_SECURITY} baseline or restricted.`,
                        };
                    }
                }
            }
        },
    },
    {
        name: "stack-tested-versions",
        level: "advisory",
        severity: "medium",
        controls: ["Posit R1"],
        description:
            "The release of Connect has a chart and a version that its Helm values are written for. Others may ignore the values for off-host execution.",
        remedy: "Choose versions of the chart and of Connect in these ranges, and name an archive of the chart after its version.",
        url: "https://github.com/rstudio/helm/blob/main/charts/rstudio-connect/NEWS.md",
        *check(graph) {
            for (const release of connectReleases(graph)) {
                for (const { of, version, range } of untestedVersions(release)) {
                    yield {
                        urn: release.urn,
                        sentence: `The values are written for ${of} ${formatRange(range)}, got ${version}.`,
                        unverified: true,
                    };
                }
            }
        },
    },
    {
        name: "stack-separate-nodes",
        level: "advisory",
        severity: "low",
        controls: ["Pulumi separate-nodes"],
        description:
            "Content does not share nodes with Connect's servers, so that neither its load nor a drain of its nodes affects them.",
        remedy: "Declare the node groups servers and content in the setting cluster.nodeGroups instead of general.",
        url: "https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/",
        *check(graph) {
            const forContent = new Set(contentNodeGroups(graph));
            for (const group of serverNodeGroups(graph)) {
                if (forContent.has(group)) {
                    yield {
                        urn: group.resource.urn,
                        sentence: `Servers and content share the nodes of ${group.resource.name}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-node-versions",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi node-version"],
        description: `Nodes and kube-proxy are not newer than the control plane, nor more than ${OLDEST_NODES} minor versions older.`,
        remedy: "Lower cluster.nodeVersion before cluster.version, and raise it after.",
        url: "https://kubernetes.io/releases/version-skew-policy/",
        *check(graph) {
            const [cluster] = graph.all(CLUSTER);
            const version = cluster?.properties.version;
            for (const { resource, version: own } of versionedParts(graph)) {
                if (own === UNKNOWN || version === UNKNOWN) {
                    yield unknownFinding(resource, "The Kubernetes version");
                    continue;
                }
                // Nodes without a version start with the control plane's.
                const behind = (kubernetesMinor(version) ?? NaN) - (kubernetesMinor(own) ?? NaN);
                if (behind < 0 || behind > OLDEST_NODES) {
                    yield {
                        urn: resource.urn,
                        sentence: `${resource.name} has version ${textOf(own)}, and the control plane ${textOf(version)}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-node-size",
        level: "advisory",
        severity: "low",
        controls: ["Posit R3"],
        description: "The stack keeps at least two nodes of size 2xlarge or larger.",
        remedy: "Set instanceTypes of a node group to types such as t3.2xlarge, and scalingConfig.minSize to 2 or more.",
        url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
        *check(graph) {
            const nodes = nodeGroups(graph)
                .filter(({ nodes: { instanceTypes } }) => isLarge(instanceTypes))
                .map((group) => readPath(group.nodes, ["scalingConfig", "minSize"]))
                .reduce<number>((sum, size) => sum + (typeof size === "number" ? size : 0), 0);
            if (nodes < 2) {
                yield {
                    sentence: `The stack must keep at least 2 nodes of size 2xlarge or larger, got ${nodes}.`,
                };
            }
        },
    },
    {
        name: "stack-node-subnets-private",
        level: "mandatory",
        severity: "critical",
        controls: ["CIS EKS 5.4.3", "Posit R4"],
        description: "No subnet of a node group has a route to an internet gateway.",
        remedy: "Set subnetIds to private subnets, whose route tables lead to a NAT gateway.",
        url: "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
        *check(graph) {
            for (const { resource, placement, subnets } of nodeGroups(graph)) {
                yield* subnetFindings(graph, placement.resource, placement.property, subnets, {
                    route: false,
                    sentence: (subnet) =>
                        `Nodes of ${resource.name} are in ${subnet}, which has a route to an internet gateway.`,
                });
            }
        },
    },
    {
        name: "stack-node-zones",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R4", "Posit R11"],
        description: "The nodes of a node group are in two availability zones or more.",
        remedy: "Set subnetIds to subnets in at least two availability zones.",
        url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
        *check(graph) {
            if (nodeGroups(graph).length === 0) {
                yield { sentence: "The stack has no node group." };
            }
            for (const { resource, zones } of nodeGroups(graph)) {
                yield* zoneCountFindings(resource, zones);
            }
        },
    },
    {
        name: "stack-add-ons",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R2", "Pulumi add-ons"],
        description:
            "The cluster has the add-ons that Connect requires: network, DNS, services, shared files and pod permissions.",
        remedy: "Create an aws.eks.Addon of the cluster for each.",
        url: "https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html",
        *check(graph) {
            for (const cluster of graph.all(CLUSTER)) {
                const names = graph
                    .all(ADD_ON)
                    .filter((addOn) => leadsTo(linkOf(graph, addOn, ["clusterName"], [CLUSTER]), cluster))
                    .map(({ properties }) => properties.addonName);
                for (const needed of NEEDED.filter((name) => !names.includes(name))) {
                    yield {
                        urn: cluster.urn,
                        sentence: `The cluster ${cluster.name} does not have the add-on ${needed}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-release-order",
        level: "mandatory",
        severity: "medium",
        controls: ["Posit R9", "Pulumi release-order"],
        description:
            "Connect is installed after the load balancer controller and its permissions, every mount target and the database; pools of nodes after Karpenter, which must end their nodes before it is deleted.",
        remedy: "Add the missing resource to the release's dependsOn.",
        url: "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
        *check(graph) {
            const controllers = controllerReleases(graph);
            const needed = [...controllers, ...graph.all(MOUNT_TARGET), ...graph.all(DATABASE)];
            for (const release of connectReleases(graph)) {
                yield* orderFindings(graph, release, needed);
                if (controllers.length === 0) {
                    yield {
                        urn: release.urn,
                        sentence: "The stack has no release of the load balancer controller.",
                    };
                }
            }
            const karpenter = karpenterReleases(graph);
            for (const controller of [...controllers, ...karpenter]) {
                yield* orderFindings(graph, controller, identitiesOf(graph, controller));
            }
            // In the reverse order of a deletion, Karpenter runs until the nodes of its pools have ended.
            for (const pool of graph.all(NODE_POOL, NODE_CLASS)) {
                yield* orderFindings(graph, pool, karpenter);
            }
            for (const binding of graph.all(BINDING)) {
                yield* orderFindings(graph, binding, controllers);
            }
        },
    },
];

function* orderFindings(graph: Graph, resource: Resource, needed: readonly Resource[]): Iterable<Finding> {
    for (const first of needed) {
        if (!graph.dependsOn(resource, first)) {
            yield {
                urn: resource.urn,
                sentence: `${resource.name} does not depend on ${first.name} (${String(first.type.split(":").pop())}), which it requires.`,
            };
        }
    }
}

/** The pod identity associations of a release's service account. */
function identitiesOf(graph: Graph, { properties }: Resource): readonly Resource[] {
    const account = readPath(properties, ["values", "serviceAccount", "name"]);
    return graph
        .all(IDENTITY)
        .filter(
            (identity) =>
                identity.properties.namespace === properties.namespace &&
                identity.properties.serviceAccount === account,
        );
}

/** Whether all instance types of a node group are of size 2xlarge or larger. */
const isLarge = (types: Value | undefined): boolean =>
    Array.isArray(types) &&
    types.length > 0 &&
    types.every((type) => /\.(metal|(?:[2-9]|\d\d)xlarge)/.test(textOf(type)));
