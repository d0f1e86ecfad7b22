import { callAws, clientConfig } from "../../../recovery/aws/callAws";
import { type CallerIdentity, readCallerIdentity } from "../../../recovery/aws/sts";
import type { SignIn } from "../../../stacks/sections/aws";

/**
 * Signs in with the profile and the role of a stack's file, as the AWS provider does: this process uses them from then on.
 *
 * @returns the principal.
 */
export async function signIn({ profile, roleArn }: SignIn, region: string): Promise<CallerIdentity> {
    if (profile !== undefined) {
        process.env["AWS_PROFILE"] = profile;
    }
    if (roleArn !== undefined) {
        const { STSClient, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
        const client = new STSClient(clientConfig(region));
        const assumed = await callAws("sts:AssumeRole", { name: roleArn, region }, () =>
            client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "doctor" })),
        );
        const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed?.Credentials ?? {};
        delete process.env["AWS_PROFILE"];
        Object.assign(process.env, {
            AWS_ACCESS_KEY_ID: AccessKeyId,
            AWS_SECRET_ACCESS_KEY: SecretAccessKey,
            AWS_SESSION_TOKEN: SessionToken,
        });
    }
    return readCallerIdentity(region);
}
