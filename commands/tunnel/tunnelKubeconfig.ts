import type { SignIn } from "../../stacks/sections/aws";
import type { Session } from "./session";

/**
 * A kubeconfig for the API at the end of a tunnel. `tls-server-name` is the API's own name, which its certificate has. It contains no
 * credential: kubectl asks the AWS CLI for one.
 *
 * Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 *
 * @param name of the cluster.
 * @param certificateAuthority in Base64, as EKS reports it.
 */
export function tunnelKubeconfig(
    name: string,
    certificateAuthority: string,
    { host, port, region }: Session,
    { profile, roleArn }: SignIn,
): string {
    return `${JSON.stringify(
        {
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name,
                    cluster: {
                        server: `https://127.0.0.1:${port}`,
                        "tls-server-name": host,
                        "certificate-authority-data": certificateAuthority,
                    },
                },
            ],
            users: [
                {
                    name,
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1beta1",
                            command: "aws",
                            args: [
                                ...["eks", "get-token", "--cluster-name", name, "--region", region],
                                ...(roleArn === undefined ? [] : ["--role-arn", roleArn]),
                                ...(profile === undefined ? [] : ["--profile", profile]),
                            ],
                            interactiveMode: "IfAvailable",
                        },
                    },
                },
            ],
            contexts: [{ name, context: { cluster: name, user: name } }],
            "current-context": name,
        },
        null,
        4,
    )}\n`;
}
