import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { callerIdentity } from "./callerIdentity";

/**
 * Makes sure that the credentials are of the stack's account: in another one, nothing of it would be found, and all would
 * look lost.
 */
export async function checkStackAccount(
    { project, stack, account }: RecoveryManifest,
    region: string,
): Promise<void> {
    await checkAccount(`the manifest's stack, ${project} ${stack},`, account, region);
}

/**
 * Makes sure that the credentials are of the account that something is in.
 *
 * @param what is in the account.
 * @param region to ask.
 * @throws a {@link UserError} where they are not.
 */
export async function checkAccount(what: string, account: string, region: string): Promise<void> {
    const identity = await callerIdentity(region);
    if (identity.account !== account) {
        throw new UserError([
            `The credentials are of account ${identity.account} (${identity.arn}), and ${what} ` +
                `is in ${account}: name a profile of that account in AWS_PROFILE, or assume a role there.`,
        ]);
    }
}
