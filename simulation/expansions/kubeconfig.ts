import { output } from "../expansion";

/**
 * The kubeconfig that eks makes for an AWS cluster, named as a child. Its keys stand in the order in which eks writes
 * them, as it is also handed on as text.
 *
 * Source: `pulumi/pulumi-eks` 4, nodejs/eks/cluster/cluster.ts, `generateKubeconfig`.
 *
 * @param signIn role and profile of the sign-in. `eks.Cluster` leaves the profile out of its outputs.
 */
export function kubeconfigOf(
    cluster: string,
    region: string,
    { roleArn, profileName }: { roleArn?: string; profileName?: string },
): Record<string, unknown> {
    return {
        apiVersion: "v1",
        clusters: [
            {
                cluster: {
                    server: output(cluster, "endpoint"),
                    "certificate-authority-data": output(cluster, "certificateAuthority.data"),
                },
                name: "kubernetes",
            },
        ],
        contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
        "current-context": "aws",
        kind: "Config",
        users: [
            {
                name: "aws",
                user: {
                    exec: {
                        apiVersion: "client.authentication.k8s.io/v1beta1",
                        command: "aws",
                        args: [
                            "--region",
                            region,
                            "eks",
                            "get-token",
                            "--cluster-name",
                            output(cluster, "name"),
                            "--output",
                            "json",
                            ...(roleArn === undefined ? [] : ["--role", roleArn]),
                            ...(profileName === undefined ? [] : ["--profile", profileName]),
                        ],
                        env: [
                            {
                                name: "KUBERNETES_EXEC_INFO",
                                value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
                            },
                        ],
                    },
                },
            },
        ],
    };
}
