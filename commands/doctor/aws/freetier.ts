import { UserError } from "../../../lib/userError";
import { runTool } from "../machine";

/**
 * Plan of the account: `FREE` or `PAID`. It is read with the AWS CLI, because the locked SDK has no client for it.
 *
 * Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_freetier_GetAccountPlanState.html
 *
 * @returns `undefined` if AWS reports none.
 */
export async function readAccountPlan(): Promise<string | undefined> {
    const outcome = await runTool("aws", [
        ...["freetier", "get-account-plan-state", "--region", "us-east-1"],
        ...["--query", "accountPlanType", "--output", "text"],
    ]);
    if (outcome === undefined) {
        throw new UserError(["aws is not installed, which reads the account's plan."]);
    }
    const { status, stdout, stderr } = outcome;
    if (status === 0) {
        return stdout.trim();
    }
    if (stderr.includes("ResourceNotFoundException")) {
        return undefined;
    }
    const lines = stderr.split("\n").filter((line) => line.trim() !== "");
    throw new UserError([
        `aws freetier get-account-plan-state failed: ${lines.at(-1) ?? `status ${status}`}`,
    ]);
}
