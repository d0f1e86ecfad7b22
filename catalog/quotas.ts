/** A quota of an account in a region that AWS raises on request. */
export interface Quota {
    name: string;
    /** The service's code in Service Quotas. */
    service: "ec2" | "eks" | "vpc";
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
 * user guide, "On-Demand Instance quotas".
 */
export const quotas = {
    elasticIps: quota("ec2", "L-0263D0A3", 5, "Elastic IPs"),
    vpcs: quota("vpc", "L-F678F1CE", 5, "VPCs"),
    internetGateways: quota("vpc", "L-A4707A72", 5, "internet gateways"),
    natGatewaysInZone: quota("vpc", "L-FE5A380F", 5, "NAT gateways in a zone"),
    standardVcpus: quota("ec2", "L-1216C47A", 5, "vCPUs of on-demand standard instances"),
    spotVcpus: quota("ec2", "L-34B43A08", 5, "vCPUs of standard Spot instances"),
    /** Each way, and for IPv4 and IPv6 separately. A prefix list counts as many rules as it may have entries. */
    rulesPerSecurityGroup: quota("vpc", "L-0EA8095F", 60, "rules of a security group"),
    nodeGroups: quota("eks", "L-6D54EA21", 30, "managed node groups of a cluster"),
    nodesPerNodeGroup: quota("eks", "L-BD136A63", 450, "nodes of a managed node group"),
};
