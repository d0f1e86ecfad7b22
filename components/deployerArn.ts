import * as aws from "@pulumi/aws";
import { readFromAws } from "./readFromAws";

/**
 * ARN of the role or user that the AWS provider acts as: with `aws:assumeRoles`, of the assumed role. A session's own ARN
 * lacks the path of its role, which is read from IAM.
 *
 * @throws an `Error` of one line if AWS does not return it.
 */
export async function deployerArn(): Promise<string> {
    const answer = await readFromAws(
        {
            what: "the role that deploys",
            action: "iam:GetRole",
            absent: "sign in to AWS as a role or user of the stack's account.",
        },
        async () => {
            const { arn } = await aws.getCallerIdentity();
            return aws.iam.getSessionContext({ arn });
        },
    );
    if ("problem" in answer) {
        throw new Error(answer.problem);
    }
    return answer.found.issuerArn;
}
