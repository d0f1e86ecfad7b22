import { UserError } from "../../lib/userError";
import { callAws, clientConfig } from "./callAws";

/** The principal that the credentials belong to. */
export interface CallerIdentity {
    /** Account id, 12 digits. */
    account: string;
    /** ARN of the user, or of the session of a role. */
    arn: string;
}

export async function readCallerIdentity(region: string): Promise<CallerIdentity> {
    const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const client = new STSClient(clientConfig(region));
    const identity = await callAws("sts:GetCallerIdentity", { name: "the caller's identity", region }, () =>
        client.send(new GetCallerIdentityCommand()),
    );
    return { account: identity?.Account ?? "unknown", arn: identity?.Arn ?? "unknown" };
}

/**
 * Checks that the credentials belong to an account: in another one, nothing would be found, and everything would look lost.
 *
 * @param subject what the account has, for the error.
 * @throws a {@link UserError} if they do not.
 */
export async function checkAccount(subject: string, account: string, region: string): Promise<void> {
    const identity = await readCallerIdentity(region);
    if (identity.account !== account) {
        throw new UserError([
            `The credentials belong to account ${identity.account} (${identity.arn}), but ${subject} is in ${account}. ` +
                "Name a profile of that account in AWS_PROFILE, or assume a role there.",
        ]);
    }
}
