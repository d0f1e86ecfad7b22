import { findDeployerErrors } from "../../../stacks/deployer";
import { type Check, type CheckContext, failed, passed } from "../check";

/** The program rejects a deployer without access to the cluster, and EKS an administrator that does not exist. */
export const deployer: Check = {
    id: "deployer",
    title: "Deployer",
    inAccount: true,
    run: async (context) => {
        const arn = await principal(context);
        const [error] = findDeployerErrors(context.settings.cluster, arn, false);
        return error === undefined
            ? passed(`${arn} administers the cluster`)
            : failed(`${error.key} must be ${error.allowed}`, error.advice ?? "");
    },
};

export const administrators: Check = {
    id: "administrators",
    title: "Administrators",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        // Only the account's own principals can be read.
        const { administratorRoleArns, viewerRoleArns } = settings.cluster;
        const own = [...administratorRoleArns, ...viewerRoleArns].filter(
            (arn) => arn.split(":")[4] === place.account,
        );
        const found = await Promise.all(own.map((arn) => sources.principal(arn)));
        const problems = own.flatMap((arn, index) => {
            const existing = found[index];
            if (existing === arn) {
                return [];
            }
            return [existing === undefined ? `${arn} does not exist` : `${arn} is ${existing} in IAM`];
        });
        return problems.length === 0
            ? passed(own.length === 0 ? "all in other accounts, whose IAM is not read" : own.join(", "))
            : failed(
                  problems.join("; "),
                  "EKS rejects an access entry of a principal that does not exist. Create it, or correct " +
                      "posit-connect:cluster.administratorRoleArns or viewerRoleArns.",
              );
    },
};

/** ARN of the user, or of the role of a session, with its path. */
async function principal({ caller, sources }: CheckContext): Promise<string> {
    const { arn } = await caller();
    const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
    return role === undefined ? arn : ((await sources.principal(`role/${role}`)) ?? arn);
}
