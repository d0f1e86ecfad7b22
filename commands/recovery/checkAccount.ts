import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { Refusal } from "../refusal";
import { ask, clientIn } from "./ask";

/**
 * Makes sure that the credentials are of the account that the stack is in: in another one, nothing of it would be found,
 * and all would look lost.
 */
export async function checkAccount(manifest: RecoveryManifest, region: string): Promise<void> {
    const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const client = new STSClient(clientIn(region));
    const identity = await ask("sts:GetCallerIdentity", { what: "the caller's identity", region }, () =>
        client.send(new GetCallerIdentityCommand()),
    );
    if (identity?.Account !== manifest.account) {
        throw new Refusal([
            `The credentials are of account ${identity?.Account ?? "unknown"} (${identity?.Arn ?? "unknown"}), and the ` +
                `manifest is of ${manifest.project} ${manifest.stack} in ${manifest.account}: sign in there, or name its own manifest.`,
        ]);
    }
}
