/** What a node has for pods. */
export interface NodeCapacity {
    millicores: number;
    mebibytes: number;
    pods: number;
}

/**
 * Millicores that add-ons reserve on every node, by their manifests: the VPC CNI 50 (`aws-node` with its network policy
 * agent), kube-proxy 100.
 */
export const NODE_AGENTS_MILLICORES = 150;

interface InstanceType {
    vCpus: number;
    memoryGiB: number;
    /** Pods that the VPC CNI has addresses for. */
    pods: number;
}

/** T3 and T3a. Smaller sizes have no room for pods of Connect or its content. */
const BURSTABLE: Record<string, InstanceType> = {
    medium: { vCpus: 2, memoryGiB: 4, pods: 17 },
    large: { vCpus: 2, memoryGiB: 8, pods: 35 },
    xlarge: { vCpus: 4, memoryGiB: 16, pods: 58 },
    "2xlarge": { vCpus: 8, memoryGiB: 32, pods: 58 },
};

/** GiB of memory for each vCPU: compute, general purpose, memory. */
const GIB_PER_VCPU: Record<string, number> = { c: 2, m: 4, r: 8 };

/** Pods of a type with at most so many vCPUs. */
type PodSteps = [vCpus: number, pods: number][];

const FIFTH_TO_SEVENTH: PodSteps = [
    [1, 8],
    [2, 29],
    [8, 58],
    [48, 234],
    [192, 737],
];

const EIGHTH_INTEL: PodSteps = [
    [2, 59],
    [8, 118],
    [16, 394],
    [32, 492],
    [48, 590],
    [96, 1010],
    [384, 1514],
];

const EIGHTH_AMD: PodSteps = [
    [1, 8],
    [2, 59],
    [4, 78],
    [8, 158],
    [16, 314],
    [32, 392],
    [48, 758],
    [96, 1010],
    [192, 1514],
];

const T3 = /^t3a?\.(\w+)$/;

/** C, M and R of the fifth to the eighth generation, without those with disks or more network, whose memory differs. */
const C_M_R = /^([cmr])(5a?|[678][ai]|[78]i-flex)\.(medium|large|(\d*)xlarge)$/;

/**
 * What EC2 reports of an instance type, for the families that nodes mostly are of.
 *
 * Source: `aws ec2 describe-instance-types`, 2026-10-27, all 271 types that this knows.
 */
function instanceType(name: string): InstanceType | undefined {
    const [, burstable = ""] = T3.exec(name) ?? [];
    const [, family = "", generation = "", size, multiple] = C_M_R.exec(name) ?? [];
    const gibPerVCpu = GIB_PER_VCPU[family];
    if (gibPerVCpu === undefined) {
        return BURSTABLE[burstable];
    }
    const vCpus = size === "medium" ? 1 : size === "large" ? 2 : 4 * Number(multiple || 1);
    const pods = podSteps(generation).find(([most]) => vCpus <= most)?.[1];
    return pods === undefined ? undefined : { vCpus, memoryGiB: vCpus * gibPerVCpu, pods };
}

function podSteps(generation: string): PodSteps {
    if (!generation.startsWith("8")) {
        return FIFTH_TO_SEVENTH;
    }
    return generation === "8a" ? EIGHTH_AMD : EIGHTH_INTEL;
}

/**
 * What a node of an instance type has for pods on EKS (its `allocatable`), or nothing for a type that is not known here.
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
    return (
        type && {
            millicores: type.vCpus * 1000 - reservedMillicores(type.vCpus),
            mebibytes: Math.floor(type.memoryGiB * 1024 * (1 - 0.075)) - (255 + 11 * type.pods) - 100,
            pods: type.pods,
        }
    );
}

function reservedMillicores(vCpus: number): number {
    const reserved = Array.from({ length: vCpus }, (_, core) => [60, 10, 5, 5][core] ?? 2.5);
    return Math.ceil(reserved.reduce((sum, part) => sum + part, 0));
}
