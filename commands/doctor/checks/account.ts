import { type Check, failed, passed, type PlannedStack } from "../check";

/** The checks in the account are not asked in another one. */
export const account: Check<PlannedStack> = {
    id: "account",
    title: "Account",
    run: async ({ caller, place }) => {
        const identity = await caller();
        const detail = `${identity.arn} in ${identity.account}`;
        return identity.account === place.account
            ? passed(detail)
            : failed(
                  `${detail}, but the stack belongs to ${place.account} (aws:allowedAccountIds)`,
                  `Name a profile of ${place.account} in AWS_PROFILE, or assume a role there.`,
              );
    },
};
