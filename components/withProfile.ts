import * as pulumi from "@pulumi/pulumi";

/**
 * A kubeconfig that signs in with a profile. `eks.Cluster` leaves it out of its outputs. As an option and not as AWS_PROFILE,
 * which credentials in the environment would override.
 *
 * Source: `pulumi/pulumi-eks` 4, nodejs/eks/cluster/cluster.ts, `generateKubeconfig` and `kubeconfigWithoutProfile`.
 *
 * @param kubeconfig as JSON.
 */
export function withProfile(
    kubeconfig: pulumi.Output<string>,
    profile: string | undefined,
): pulumi.Output<string> {
    return profile === undefined ? kubeconfig : kubeconfig.apply((json) => addProfile(json, profile));
}

function addProfile(json: string, profile: string): string {
    const config = JSON.parse(json) as { users: { user: { exec: { args: string[] } } }[] };
    for (const { user } of config.users) {
        user.exec.args.push("--profile", profile);
    }
    return JSON.stringify(config);
}
