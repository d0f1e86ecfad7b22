import { type InstanceType, instanceType } from "./instanceTypes";

/** Capacity of a node for pods: its `allocatable`. */
export interface NodeCapacity {
    millicores: number;
    mebibytes: number;
    pods: number;
    /** IPv4 addresses that the node takes from its subnet. */
    addresses: number;
}

/**
 * Millicores that add-ons reserve on every node, by their manifests: the VPC CNI 50 (`aws-node` with its network policy
 * agent), kube-proxy 100.
 */
export const NODE_AGENTS_MILLICORES = 150;

/** Pods of those DaemonSets on every node, with those of the EFS CSI driver and of the Pod Identity agent, which reserve nothing. */
export const NODE_AGENT_PODS = 4;

/**
 * The largest share of a node's capacity that the cluster's own Deployments take: CoreDNS (100m, 70Mi), the load balancer
 * controller (100m, 200Mi, set in components/loadBalancerController.ts) and the EFS CSI driver's controller, which reserves
 * nothing. Each has two pods that the scheduler places on different nodes.
 *
 * Sources: the manifests of the EKS add-ons coredns v1.11 to v1.14; kubernetes-sigs/aws-efs-csi-driver,
 * charts/aws-efs-csi-driver/values.yaml, and aws/eks-pod-identity-agent, charts/eks-pod-identity-agent/values.yaml, `resources`.
 */
export const SYSTEM_PODS = { millicores: 200, mebibytes: 270, pods: 3, nodes: 2 };

/** Nodes that EKS starts in a zone in addition while it updates a group. Source: EKS user guide, "Understand each phase of node updates". */
export const NODE_SURGE = 2;

/** Addresses of a subnet that no pod gets: AWS reserves five, and eight remain for load balancers and endpoints. */
export const ADDRESSES_RESERVED = 13;

/** Memory that an arm64 node needs as one contiguous block. Karpenter, pkg/providers/instancetype/types.go. */
const ARM_RESERVED_MIB = 64;

/**
 * The capacity of an EKS node of an instance type; `undefined` for a type that the catalog does not know.
 *
 * kubelet reserves 255 MiB and 11 MiB a pod, and 6 % of the first core, 1 % of the second, 0.5 % of the next two and 0.25 %
 * of the others; its eviction threshold is 100 MiB. Of the memory, 7.5 % never reach the operating system: Karpenter's cautious
 * default. Karpenter comes to the same 7910m and 29317Mi for eight cores, 32 GiB and 58 pods.
 *
 * Sources: awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go; aws/karpenter-provider-aws,
 * website/content/en/preview/reference/instance-types.md.
 */
export function nodeCapacity(name: string): NodeCapacity | undefined {
    const type = instanceType(name);
    if (type === undefined) {
        return undefined;
    }
    const { vCpus, memoryGiB, architecture } = type;
    const pods = Math.min(addressesForPods(type), vCpus < 30 ? 110 : 250);
    const mebibytes = memoryGiB * 1024 - (architecture === "arm64" ? ARM_RESERVED_MIB : 0);
    return {
        millicores: vCpus * 1000 - reservedMillicores(vCpus),
        mebibytes: Math.floor(mebibytes * (1 - 0.075)) - (255 + 11 * addressesForPods(type)) - 100,
        pods,
        addresses: addressesFromSubnet(type, pods),
    };
}

/**
 * Pods that the VPC CNI has addresses for. A managed node group without an AMI of its own allows no more than 110 in
 * addition, or 250 with 30 vCPUs or more.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
function addressesForPods({ interfaces, addressesPerInterface }: InstanceType): number {
    return interfaces * (addressesPerInterface - 1) + 2;
}

/**
 * The VPC CNI reserves addresses a network interface at a time, and keeps one interface free (`WARM_ENI_TARGET` 1, its
 * default) until the type has no more.
 *
 * Source: aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md.
 */
function addressesFromSubnet({ interfaces, addressesPerInterface }: InstanceType, pods: number): number {
    const used = Math.ceil(pods / (addressesPerInterface - 1));
    return Math.min(interfaces, used + 1) * addressesPerInterface;
}

function reservedMillicores(vCpus: number): number {
    const reserved = Array.from({ length: vCpus }, (_, core) => [60, 10, 5, 5][core] ?? 2.5);
    return Math.ceil(reserved.reduce((sum, part) => sum + part, 0));
}
