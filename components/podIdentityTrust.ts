import type { Account } from "../stacks/account";

/** The trust policy of a role that only the pods of one service account of one cluster get, through EKS Pod Identity. */
export function podIdentityTrust(
    account: Account,
    clusterArn: string,
    { namespace, serviceAccount }: { namespace: string; serviceAccount: string },
): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "aws:SourceAccount": account.id,
                        "aws:RequestTag/eks-cluster-arn": clusterArn,
                        "aws:RequestTag/kubernetes-namespace": namespace,
                        "aws:RequestTag/kubernetes-service-account": serviceAccount,
                    },
                },
            },
        ],
    });
}
