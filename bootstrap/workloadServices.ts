import type { Graph } from "../graph/graph";
import { attachedPolicies } from "./rights";

/**
 * The services that AWS's policies use for this program, by the policy's name: databases and file systems of the backups, and not
 * the other kinds of resources that the two backup policies know. IAM is left out: the boundary limits it by itself.
 *
 * Source: AWS Managed Policy Reference Guide, the page of each policy. A test compares it with the policies as of March 2026, which
 * moto has from IAM.
 */
export const MANAGED_SERVICES: Record<string, string[]> = {
    AmazonEC2ContainerRegistryPullOnly: ["ecr"],
    AmazonEKSClusterPolicy: ["autoscaling", "ec2", "elasticloadbalancing", "kms"],
    AmazonEKSWorkerNodePolicy: ["ec2", "eks", "eks-auth"],
    AmazonEKS_CNI_Policy: ["ec2"],
    AmazonRDSEnhancedMonitoringRole: ["logs"],
    AWSBackupServiceRolePolicyForBackup: ["backup", "ec2", "elasticfilesystem", "kms", "rds", "tag"],
    AWSBackupServiceRolePolicyForRestores: ["backup", "ec2", "elasticfilesystem", "kms", "rds"],
};

/**
 * Services that the roles of a planned stack use.
 *
 * @throws an `Error` for a policy that this table does not have: the boundary would take its permissions from the role.
 */
export function workloadServices(graph: Graph): string[] {
    const managed = attachedPolicies(graph).flatMap((policy) => {
        const services = MANAGED_SERVICES[policy.split("/").at(-1) ?? policy];
        if (services === undefined) {
            throw new Error(
                `${policy}: its services are not known. Add it to bootstrap/workloadServices.ts.`,
            );
        }
        return services;
    });
    const inline = graph
        .all("aws:iam/rolePolicy:RolePolicy")
        .flatMap(({ inputs }) => [...String(inputs["policy"]).matchAll(/"([a-z0-9-]+):[A-Z][A-Za-z]*\*?"/g)])
        .map(([, service = ""]) => service);
    return [...managed, ...inline];
}
