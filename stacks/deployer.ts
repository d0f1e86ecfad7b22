import { keyOf } from "./key";
import type { ClusterSettings } from "./sections/cluster";
import type { ConfigError } from "./configError";

/**
 * Only the listed administrators have access to the cluster: another deployer could create it, but nothing in it. A viewer can preview:
 * the Kubernetes provider computes the changes itself if it may not ask the API for a dry run.
 *
 * Source: pulumi/pulumi-kubernetes, provider/pkg/provider/provider.go, `Create` and `Update`, `apierrors.IsForbidden`.
 *
 * @param deployer ARN of the role or user that deploys.
 * @param previews whether it only previews.
 */
export function findDeployerErrors(
    {
        administratorRoleArns,
        viewerRoleArns,
    }: Pick<ClusterSettings, "administratorRoleArns" | "viewerRoleArns">,
    deployer: string,
    previews: boolean,
): ConfigError[] {
    if (administratorRoleArns.includes(deployer) || (previews && viewerRoleArns.includes(deployer))) {
        return [];
    }
    const path = ["cluster", "administratorRoleArns"];
    // EKS accepts an entry for root, and ignores it: https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/797
    if (!/^arn:aws:iam::\d{12}:(role|user)\//.test(deployer)) {
        return [
            {
                key: keyOf(path),
                allowed: `a list with the deployer, but ${deployer} cannot have access`,
                advice: "Sign in to AWS as an IAM role or user.",
            },
        ];
    }
    const place = keyOf([...path, placeOf(deployer, administratorRoleArns)]);
    return [
        {
            key: keyOf(path),
            allowed: `a list with ${deployer}, which deploys`,
            advice:
                `Run pulumi config set --path '${place}' ${deployer}. If the cluster exists, a listed administrator must then run ` +
                "pulumi up.",
        },
    ];
}

/**
 * Index at which the deployer belongs: that of an ARN of the same name, which lacks the path or has another case, else the end.
 * EKS rejects the ARN of a role without its path, and nothing in the cluster would be created.
 *
 * Source: https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2969
 */
function placeOf(deployer: string, listed: readonly string[]): number {
    // In an account no two roles, and no two users, differ only by path or case.
    const withoutPath = (arn: string): string => arn.replace(/\/.*\//, "/").toLowerCase();
    const same = listed.findIndex((arn) => withoutPath(arn) === withoutPath(deployer));
    return same === -1 ? listed.length : same;
}
