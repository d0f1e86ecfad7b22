import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** IAM is the same in all regions, and its endpoint is here. */
const IAM_REGION = "us-east-1";

/**
 * The ARN of a role or user with its path, as IAM has it.
 *
 * @param arn of it, or its end, such as `role/deployer`. A path is not needed.
 * @returns `undefined` if it does not exist.
 */
export async function readPrincipal(arn: string): Promise<string | undefined> {
    const sdk = await import("@aws-sdk/client-iam");
    const client = new sdk.IAMClient(clientConfig(IAM_REGION));
    const name = arn.split("/").at(-1) ?? "";
    const isUser = /(^|:)user\//.test(arn);
    const subject = { name: `${isUser ? "user" : "role"} ${name}`, region: IAM_REGION };
    const missing = ["NoSuchEntityException"];
    if (isUser) {
        const found = await callAws(
            "iam:GetUser",
            subject,
            () => client.send(new sdk.GetUserCommand({ UserName: name })),
            missing,
        );
        return found?.User?.Arn;
    }
    const found = await callAws(
        "iam:GetRole",
        subject,
        () => client.send(new sdk.GetRoleCommand({ RoleName: name })),
        missing,
    );
    return found?.Role?.Arn;
}
