import types from "./instanceTypes.json";

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

/** Families that the quota of on-demand standard instances is for. Source: EC2 user guide, "On-Demand Instance quotas". */
const STANDARD_FAMILIES = /^(a|c|d|h|i|im|is|m|r|t|z)\d/;

export function isStandardFamily(name: string): boolean {
    return STANDARD_FAMILIES.test(name);
}

/**
 * An EC2 instance type; `undefined` if it is not one of the 405 types of the families A1, T3, T3a, T4g, M, C and R of the
 * fifth to the eighth generation, G4dn, G5, G5g, G6, G6e, P4d and P5. Metal sizes and variants with disks or more network
 * are not among them.
 *
 * Sources: `aws ec2 describe-instance-types` in us-east-1, 2026-10-27, as moto 5.2.5 has it; aws/karpenter-provider-aws,
 * pkg/providers/instancetype/zz_generated.vpclimits.go, 2026-08-06. Both agree on every type here.
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
