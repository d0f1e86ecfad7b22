import { keyOf } from "./key";
import type { Mistake } from "./mistake";

/**
 * The cluster gives access to its listed administrators alone: any other deployer could create it, and nothing in it.
 *
 * @param deployer ARN of the role or user that deploys.
 */
export function deployerMistakes(administratorRoleArns: readonly string[], deployer: string): Mistake[] {
    if (administratorRoleArns.includes(deployer)) {
        return [];
    }
    const path = ["cluster", "administratorRoleArns"];
    // EKS takes an entry for root, and ignores it: https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/797
    if (!/^arn:aws:iam::\d{12}:(role|user)\//.test(deployer)) {
        return [
            {
                key: keyOf(path),
                problem: `cannot give ${deployer}, which deploys, access to the cluster: sign in to AWS as an IAM role or user`,
            },
        ];
    }
    const next = keyOf([...path, administratorRoleArns.length]);
    return [
        {
            key: keyOf(path),
            problem:
                `must list ${deployer}, which deploys and would have no access to the cluster; ` +
                `pulumi config set --path '${next}' ${deployer}`,
        },
    ];
}
