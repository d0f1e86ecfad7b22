import { type Check, failed, passed, unknown } from "../check";

/** AWS's free plan offers neither the services nor the instance types of a stack. Accounts from before July 15, 2025 have no plan. */
export const accountPlan: Check = {
    id: "account-plan",
    title: "Account plan",
    inAccount: true,
    run: async ({ sources }) => {
        const plan = await sources.accountPlan();
        switch (plan) {
            case "PAID":
                return passed("paid");
            case "FREE":
                return failed(
                    "the account is on AWS's free plan, which limits services and instance types",
                    "aws freetier upgrade-account-plan --account-plan-type PAID --region us-east-1",
                );
            default:
                return unknown(
                    plan === undefined ? "AWS reports no plan of the account" : `the plan is ${plan}`,
                    "An account from before July 15, 2025 has none, and is not limited. Otherwise, look it up in the billing console.",
                );
        }
    },
};
