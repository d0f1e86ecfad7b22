import type * as pulumi from "@pulumi/pulumi";
import type { NodeGroup } from "../stacks/sections/nodeGroups";
import { INSTANCE_METADATA } from "./instanceMetadata";
import { inKubernetes } from "./podPlacement";

/** A group of content's nodes that Karpenter starts. */
export interface KarpenterPool {
    /** Name of the group, and of both objects in Kubernetes. */
    name: string;
    /** Name of both resources, as of a managed node group. */
    resourceName: string;
    settings: NodeGroup;
    /** EKS's name of the nodes' image, such as `AL2023_x86_64_STANDARD`. */
    amiType: string;
    /** Labels of the nodes. */
    labels: Record<string, string>;
    /** Taints of the nodes, in EKS's spelling. */
    taints: NodeGroup["taints"];
}

export interface NodeClassArgs {
    /** Kubernetes minor version of the nodes. */
    nodeVersion: string;
    /** Release of the nodes' image, such as `1.35.3-20260415`. */
    releaseVersion: string;
    instanceProfile: pulumi.Input<string>;
    subnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    /** Tags of instances, disks and network interfaces. */
    tags: Record<string, string>;
}

/** Minutes that a node stays without content. Less, and a pause between two jobs would cost a new node. */
const IDLE_MINUTES = 5;

/** Karpenter's spellings of the capacities. */
const CAPACITY_TYPES = { onDemand: "on-demand", spot: "spot" };

/**
 * The public parameter with the image of a release. Karpenter's own `alias` follows the version of the control plane, which may be
 * newer than that of the nodes.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html; aws/karpenter-provider-aws, pkg/providers/amifamily/al2023.go.
 */
export function imageParameter(
    amiType: string,
    { nodeVersion, releaseVersion }: Pick<NodeClassArgs, "nodeVersion" | "releaseVersion">,
): string {
    const [, processor, variant] = /^AL2023_(x86_64|ARM_64)_([A-Z]+)$/.exec(amiType) ?? [];
    if (processor === undefined || variant === undefined) {
        throw new Error(`${amiType}: Karpenter's image for it is not known`);
    }
    const kind = [processor === "ARM_64" ? "arm64" : processor, variant.toLowerCase()];
    const release = releaseVersion.replace(/^.*-/, "v");
    const image = ["amazon-eks-node-al2023", ...kind, nodeVersion, release].join("-");
    return [
        "/aws/service/eks/optimized-ami",
        nodeVersion,
        "amazon-linux-2023",
        ...kind,
        image,
        "image_id",
    ].join("/");
}

/** How the instances of a pool start: as those of a managed node group with the program's launch template. */
export function nodeClassSpec({ settings, amiType }: KarpenterPool, args: NodeClassArgs) {
    return {
        amiFamily: "AL2023",
        amiSelectorTerms: [{ ssmParameter: imageParameter(amiType, args) }],
        instanceProfile: args.instanceProfile,
        subnetSelectorTerms: args.subnetIds.map((id) => ({ id })),
        securityGroupSelectorTerms: [{ id: args.securityGroupId }],
        associatePublicIPAddress: false,
        metadataOptions: INSTANCE_METADATA,
        blockDeviceMappings: [
            {
                deviceName: "/dev/xvda",
                ebs: {
                    volumeSize: `${settings.diskGiB}Gi`,
                    volumeType: "gp3",
                    encrypted: true,
                    deleteOnTermination: true,
                },
            },
        ],
        tags: args.tags,
    };
}

/**
 * Which nodes Karpenter starts for content, and when it removes them.
 *
 * @param contentMinutes that content on a node has to end once the node is to be replaced or removed. Then Karpenter deletes its pods,
 *   also those that a disruption budget or an annotation keeps: without an end, one session could keep an old node forever.
 */
export function nodePoolSpec({ name, settings, labels, taints }: KarpenterPool, contentMinutes: number) {
    return {
        template: {
            metadata: { labels },
            spec: {
                nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name },
                requirements: [
                    {
                        key: "node.kubernetes.io/instance-type",
                        operator: "In",
                        values: settings.instanceTypes,
                    },
                    {
                        key: "karpenter.sh/capacity-type",
                        operator: "In",
                        values: [CAPACITY_TYPES[settings.capacity]],
                    },
                ],
                ...(taints.length > 0
                    ? {
                          taints: taints.map(({ key, value, effect }) => ({
                              key,
                              ...(value ? { value } : {}),
                              effect: inKubernetes(effect),
                          })),
                      }
                    : {}),
                // The image is pinned, so a new node would be the same: only a change of settings replaces nodes.
                expireAfter: "Never",
                terminationGracePeriod: `${contentMinutes}m`,
            },
        },
        disruption: {
            // Content has one base for all its Jobs, so it is kept until it ends, interactive content too.
            consolidationPolicy: "WhenEmpty",
            consolidateAfter: `${IDLE_MINUTES}m`,
            budgets: [
                { reasons: ["Empty"], nodes: "100%" },
                // As a managed node group does, one node after the other.
                { reasons: ["Drifted"], nodes: "1" },
            ],
        },
        limits: { nodes: String(settings.maxSize) },
    };
}
