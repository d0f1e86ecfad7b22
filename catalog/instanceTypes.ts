import types from "./ec2Types.json";

/** The properties of an EC2 instance type that a plan depends on. */
export interface InstanceType {
    vCpus: number;
    /** Nominal memory: 1 GiB is 1024 MiB. */
    memoryGiB: number;
    /** As in the label `kubernetes.io/arch`. */
    architecture: "amd64" | "arm64";
    gpus: number;
    /** Network interfaces of the default network card. */
    interfaces: number;
    /** IPv4 addresses of an interface, its primary one included. */
    addressesPerInterface: number;
    /** Percentage of each vCPU that a burstable type has without credits; `undefined` for other types. */
    baselinePercent: number | undefined;
}

/**
 * An EC2 instance type; `undefined` if it is not one of the 419 types of the families A1, T3, T3a, T4g, M, C and R of the
 * fifth to the eighth generation, and of those with NVIDIA GPUs that EKS's image has drivers for. Metal sizes, variants with disks or
 * more network, and parts of a GPU (G6f) are not among them.
 *
 * Sources: `aws ec2 describe-instance-types` in us-east-1, 2026-10-27, as moto 5.2.5 has it; aws/karpenter-provider-aws,
 * pkg/providers/instancetype/zz_generated.vpclimits.go, 2026-08-06. Both agree on every type here. For GPUs also
 * https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html, and
 * https://karpenter.sh/docs/reference/instance-types/.
 */
export function instanceType(name: string): InstanceType | undefined {
    const type = Object.hasOwn(types, name) ? types[name as keyof typeof types] : undefined;
    return (
        type && { gpus: 0, baselinePercent: undefined, ...(type as Pick<InstanceType, keyof typeof type>) }
    );
}

/** The processor of a type. Unknown types are judged by their family: Graviton has a `g` after the generation, as in c7gn. */
export function architectureOf(name: string): InstanceType["architecture"] {
    const isArm = /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(name);
    return instanceType(name)?.architecture ?? (isArm ? "arm64" : "amd64");
}

/** NVIDIA GPUs that a node of a group has at least, whichever of its types it is; none if one of them has none, or is not known. */
export function fewestGpus(instanceTypes: readonly string[]): number {
    const numbers = instanceTypes.map((name) => instanceType(name)?.gpus ?? 0);
    return numbers.length === 0 ? 0 : Math.min(...numbers);
}

/** Whether the nodes of a group have NVIDIA GPUs. Only content that requests one runs there. */
export function hasGpus({ instanceTypes }: { instanceTypes: readonly string[] }): boolean {
    return fewestGpus(instanceTypes) > 0;
}

/** Families with NVIDIA GPUs, in order. */
export const GPU_FAMILIES: readonly string[] = [
    ...new Set(
        Object.entries(types)
            .filter(([, type]) => "gpus" in type)
            .map(([name]) => name.replace(/\..*/, "")),
    ),
].sort();

/** Whether a type is of a family with GPUs, of any manufacturer. */
export function isGpuFamily(name: string): boolean {
    return /^(g|gr|p)\d/.test(name);
}

/** Whether a type has accelerators that the program has no driver for, or GPUs whose number is not known. */
export function isUnsupported(name: string): boolean {
    return /^(inf|trn|dl|vt|f)\d/.test(name) || (isGpuFamily(name) && fewestGpus([name]) === 0);
}
