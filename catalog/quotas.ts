/** A quota of an account in a region that AWS raises on request. */
export interface Quota {
    name: string;
    /** The service's code in Service Quotas. */
    service: "ebs" | "ec2" | "eks" | "rds" | "vpc";
    code: string;
    /** An account's value unless it was raised. */
    defaultValue: number;
}

const quota = (service: Quota["service"], code: string, defaultValue: number, name: string): Quota => ({
    name,
    service,
    code,
    defaultValue,
});

/**
 * Quotas that a plan can exceed.
 *
 * Sources: Amazon VPC user guide, "Amazon VPC quotas", 2026-09-26; AWS General Reference, "Amazon EKS endpoints and quotas"; EC2
 * user guide, "On-Demand Instance quotas"; AWS General Reference, "Amazon EC2 endpoints and quotas", "Amazon EBS endpoints and
 * quotas" and "Amazon RDS endpoints and quotas".
 */
export const quotas = {
    elasticIps: quota("ec2", "L-0263D0A3", 5, "Elastic IPs"),
    vpcs: quota("vpc", "L-F678F1CE", 5, "VPCs"),
    internetGateways: quota("vpc", "L-A4707A72", 5, "internet gateways"),
    natGatewaysInZone: quota("vpc", "L-FE5A380F", 5, "NAT gateways in a zone"),
    standardVcpus: quota("ec2", "L-1216C47A", 5, "vCPUs of on-demand standard instances"),
    gVcpus: quota("ec2", "L-DB2E81BA", 0, "vCPUs of on-demand G and VT instances"),
    pVcpus: quota("ec2", "L-417A185B", 0, "vCPUs of on-demand P instances"),
    spotVcpus: quota("ec2", "L-34B43A08", 5, "vCPUs of standard Spot instances"),
    spotGVcpus: quota("ec2", "L-3819A6DF", 0, "vCPUs of G and VT Spot instances"),
    spotP4Vcpus: quota("ec2", "L-7212CCBC", 0, "vCPUs of P2, P3 and P4 Spot instances"),
    spotP5Vcpus: quota("ec2", "L-C4BD4855", 0, "vCPUs of P5 Spot instances"),
    /** Each way, and for IPv4 and IPv6 separately. A prefix list counts as many rules as it may have entries. */
    rulesPerSecurityGroup: quota("vpc", "L-0EA8095F", 60, "rules of a security group"),
    gp3Storage: quota("ebs", "L-7A658B76", 50, "TiB of gp3 volumes"),
    databaseStorage: quota("rds", "L-7ADDB58A", 100_000, "GB of storage of databases"),
    nodeGroups: quota("eks", "L-6D54EA21", 30, "managed node groups of a cluster"),
    nodesPerNodeGroup: quota("eks", "L-BD136A63", 450, "nodes of a managed node group"),
};

/** The quotas of the vCPUs of running instances, by family: G6 and Gr6 share one, and P6 Spot instances have none of these. */
const VCPU_QUOTAS: readonly { families: RegExp; onDemand: Quota; spot?: Quota }[] = [
    {
        families: /^(a|c|d|h|i|im|is|m|r|t|z)\d/,
        onDemand: quotas.standardVcpus,
        spot: quotas.spotVcpus,
    },
    { families: /^(g|gr|vt)\d/, onDemand: quotas.gVcpus, spot: quotas.spotGVcpus },
    { families: /^p[2-4]/, onDemand: quotas.pVcpus, spot: quotas.spotP4Vcpus },
    { families: /^p5/, onDemand: quotas.pVcpus, spot: quotas.spotP5Vcpus },
    { families: /^p\d/, onDemand: quotas.pVcpus },
];

/** The quota that the vCPUs of an instance type count for; `undefined` for families that are not known here. */
export function vCpuQuota(instanceType: string, capacity: "onDemand" | "spot"): Quota | undefined {
    return VCPU_QUOTAS.find(({ families }) => families.test(instanceType))?.[capacity];
}

/** The quotas that vCPUs count for. */
export const vCpuQuotas: readonly Quota[] = [
    ...new Set(
        VCPU_QUOTAS.flatMap(({ onDemand, spot }) => (spot === undefined ? [onDemand] : [onDemand, spot])),
    ),
];
