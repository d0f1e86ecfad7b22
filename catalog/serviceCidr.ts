/**
 * Addresses of the cluster's services. Without it, EKS chooses between this block and another, permanently, and no check
 * before the deployment could report that a VPC overlaps it.
 */
export const SERVICE_CIDR = "172.20.0.0/16";
