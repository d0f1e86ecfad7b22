import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { deployerArn } from "../../components/deployerArn";

type Answers = Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>;

const SESSION = "arn:aws:sts::123456789012:assumed-role/admin/me";

async function asked(answers: Answers): Promise<string> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
        call: ({ token, inputs }) => {
            const answer = answers[token.split(":").at(-1) ?? ""];
            return answer?.(inputs as Record<string, unknown>) ?? {};
        },
    });
    return deployerArn().catch((error: unknown) => (error as Error).message);
}

describe("deployerArn", () => {
    it("is the role of the provider's session, with the path that the session's ARN lacks", async () => {
        const answer = await asked({
            getCallerIdentity: () => ({ arn: SESSION }),
            getSessionContext: ({ arn }) =>
                arn === SESSION ? { issuerArn: "arn:aws:iam::123456789012:role/teams/admin" } : {},
        });

        expect(answer).to.equal("arn:aws:iam::123456789012:role/teams/admin");
    });

    it("names the action that is missing, in one line", async () => {
        const answer = await asked({
            getCallerIdentity: () => ({ arn: SESSION }),
            getSessionContext: () => {
                throw Object.assign(new Error(), {
                    details:
                        "reading IAM Role (admin): operation error IAM: GetRole, api error AccessDenied: User:\n" +
                        `${SESSION} is not authorized to perform: iam:GetRole on resource: role admin`,
                });
            },
        });

        expect(answer).to.equal(
            "the role that deploys cannot be read: iam:GetRole is denied. Add the action to the policy of the role that you use.",
        );
    });
});
