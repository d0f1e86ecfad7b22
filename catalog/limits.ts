/** Limits that AWS and Kubernetes do not raise. */
export const limits = {
    /**
     * Rules per security group × security groups per network interface, so at most this many rules on an interface.
     * Source: Amazon VPC user guide, "Amazon VPC quotas".
     */
    securityGroupRules: 1000,
    /** Security groups of the load balancer. The quotas are those of the account, so that no group can have a larger share. */
    securityGroupsOfLoadBalancer: 2,
    /** Blocks that may reach a cluster's public endpoint. Source: AWS General Reference, "Amazon EKS endpoints and quotas". */
    publicAccessCidrs: 40,
    /**
     * 3,000, without those of the nodes' roles: EKS creates one for managed node groups, and the program one for Karpenter.
     * Source: EKS API reference, CreateAccessEntry; AWS General Reference, "Amazon EKS endpoints and quotas".
     */
    accessEntries: 2998,
    /** Characters of the key of a node group's label, with its prefix. Source: EKS API reference, CreateNodegroup, labels. */
    labelKeyCharacters: 63,
    /** Source: EKS API reference, CreateNodegroup, instanceTypes. */
    instanceTypesPerNodeGroup: 20,
    /** Source: EKS user guide, "Node taints on managed node groups". */
    taintsPerNodeGroup: 50,
    /** Source: https://kubernetes.io/docs/setup/best-practices/cluster-large/. */
    nodes: 5000,
    /**
     * Characters of texts in one object of Kubernetes, which stores no more than 1 MiB: a text is in the values of a Helm release, and in
     * what it renders. Source: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation;
     * https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size.
     */
    charactersOfObject: 500_000,
    /** Characters of an environment variable. Linux has 128 KiB for its name and value. Source: execve(2), "Limits on size of arguments". */
    variableCharacters: 100_000,
    /** Source: Tagging AWS Resources user guide, "Tag naming limits and requirements". */
    tagsPerResource: 50,
};
