import { groupBy } from "../lib/groupBy";
import { UserError } from "../lib/userError";
import { Denied } from "./ask";
import { callerIdentity } from "./callerIdentity";
import { firstOf } from "./firstOf";
import { forecast, type Right } from "./forecast";
import { notAllowed } from "./notAllowed";

const WITHOUT =
    "--skip-rights-check begins without asking IAM, which knows neither your address nor whether you came by MFA.";

/**
 * Looks whether whoever runs this has these rights, so that nothing is stopped halfway.
 *
 * @param region that all of it is asked of.
 * @param administrators roles and users that the stack's cluster gives access to, if one is brought up with these rights.
 * @returns what cannot be told beforehand, a line each.
 * @throws a {@link UserError} with each right that is missing.
 */
export async function checkRights(
    rights: readonly Right[],
    region: string,
    administrators?: readonly string[],
): Promise<string[]> {
    const { principal, missing, unsure } = await forecast(await callerIdentity(region), rights, region).catch(
        (error: unknown) => {
            throw error instanceof Denied ? new UserError([error.message, WITHOUT]) : error;
        },
    );
    if (missing.length > 0) {
        throw new UserError([
            ...[...groupBy(missing, ({ action }) => action)].map(([action, of]) =>
                notAllowed(action, firstOf(of.map(({ resource }) => resource))),
            ),
            WITHOUT,
        ]);
    }
    if (administrators?.includes(principal) === false) {
        throw new UserError([
            `${principal} is not in cluster.administratorRoleArns of the manifest's settings, and has no access to the ` +
                `drill's cluster. Assume one of ${administrators.join(", ")}.`,
        ]);
    }
    return [...groupBy(unsure, ({ keys }) => keys.join(", "))].map(([keys, of]) => {
        const actions = new Set(of.map(({ right }) => right.action));
        return `Not known beforehand: ${[...actions].join(", ")}, which IAM does not allow without knowing ${keys}`;
    });
}
