/** What EC2 says of an instance type (`aws ec2 describe-instance-types`). */
interface InstanceType {
    vCpus: number;
    memoryGiB: number;
    /** Network interfaces, and IPv4 addresses on each. */
    interfaces: number;
    addressesPerInterface: number;
}

const instanceTypes: Record<string, InstanceType> = {
    "t3.2xlarge": { vCpus: 8, memoryGiB: 32, interfaces: 4, addressesPerInterface: 15 },
};

/** What pods can have of a node, as Kubernetes quantities. */
export interface Allocatable {
    cpu: string;
    memory: string;
    pods: string;
}

/**
 * What a node of an instance type offers to pods on EKS.
 *
 * Sources: the pods are those that the VPC CNI has addresses for (`eni-max-pods.txt`: one address of each interface is
 * its own, two pods use the node's); kubelet's reservation is nodeadm's (`kubeReserved`: 255 MiB and 11 MiB a pod; 6 %
 * of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of others) and its eviction threshold is
 * 100 MiB; of the memory, 7.5 % never reach the operating system, Karpenter's careful default. For eight cores, 32 GiB
 * and 58 pods Karpenter itself comes to the same 7910m and 29317Mi.
 *
 * @throws an `Error` that names the type, for one that is not among those above.
 */
export function allocatable(instanceType: string): Allocatable {
    const type = instanceTypes[instanceType];
    if (type === undefined) {
        throw new Error(
            `instance type ${instanceType}: its cores, memory and addresses are not known; add it to test/kubernetes/allocatable.ts`,
        );
    }
    const pods = type.interfaces * (type.addressesPerInterface - 1) + 2;
    const memoryMiB = Math.floor(type.memoryGiB * 1024 * (1 - 0.075)) - (255 + 11 * pods) - 100;
    return {
        cpu: `${type.vCpus * 1000 - reservedCpu(type.vCpus)}m`,
        memory: `${memoryMiB}Mi`,
        pods: `${pods}`,
    };
}

/** Thousandths of a core. */
function reservedCpu(cores: number): number {
    return Array.from({ length: cores }, (_, core) => [60, 10, 5, 5][core] ?? 2.5).reduce(
        (sum, part) => sum + part,
        0,
    );
}
