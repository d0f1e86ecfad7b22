/** Limits that AWS and Kubernetes do not raise. */
export const limits = {
    /**
     * Rules per security group × security groups per network interface, so at most this many rules on an interface.
     * Source: Amazon VPC user guide, "Amazon VPC quotas".
     */
    securityGroupRules: 1000,
    /** Blocks that may reach a cluster's public endpoint. Source: AWS General Reference, "Amazon EKS endpoints and quotas". */
    publicAccessCidrs: 40,
    /** Source: EKS API reference, CreateAccessEntry; AWS General Reference, "Amazon EKS endpoints and quotas". */
    accessEntries: 3000,
    /** Source: EKS API reference, CreateNodegroup, instanceTypes. */
    instanceTypesPerNodeGroup: 20,
    /** Source: EKS user guide, "Node taints on managed node groups". */
    taintsPerNodeGroup: 50,
    /** Source: https://kubernetes.io/docs/setup/best-practices/cluster-large/. */
    nodes: 5000,
    /** Source: Tagging AWS Resources user guide, "Tag naming limits and requirements". */
    tagsPerResource: 50,
};
