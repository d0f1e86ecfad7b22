import { ask, clientIn } from "./ask";

/** Whom AWS takes the credentials for. */
export interface CallerIdentity {
    /** Account id, 12 digits. */
    account: string;
    /** ARN of the user, or of the session of a role. */
    arn: string;
}

/** @param region to ask. */
export async function callerIdentity(region: string): Promise<CallerIdentity> {
    const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const client = new STSClient(clientIn(region));
    const identity = await ask("sts:GetCallerIdentity", { what: "the caller's identity", region }, () =>
        client.send(new GetCallerIdentityCommand()),
    );
    return { account: identity?.Account ?? "unknown", arn: identity?.Arn ?? "unknown" };
}
