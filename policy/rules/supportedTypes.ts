import { isAbsent } from "../check";
import type { ResourceRule } from "../rule";

/** Rejects types that would replace a part of the architecture, because no other rule checks them. */
export const supportedTypes: ResourceRule = {
    name: "stack-supported-types",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R5", "Posit R7", "Posit R8"],
    applies: [
        "aws:rds/cluster:Cluster",
        "aws:rds/clusterInstance:ClusterInstance",
        "kubernetes:networking.k8s.io/v1:Ingress",
    ],
    description:
        "The stack has no database cluster and no Ingress: rules check the database instance and the load balancer that the program creates.",
    remedy: "Remove the resource. Use an RDS instance for the database, and the program's load balancer for access to Connect.",
    url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
    checks: [isAbsent([], "object", [{}])],
};
