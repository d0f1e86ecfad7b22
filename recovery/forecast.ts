import type { EvaluationResult, IAMClient } from "@aws-sdk/client-iam";
import { groupBy } from "../lib/groupBy";
import { UserError } from "../lib/userError";
import { ask, clientIn } from "./ask";
import type { CallerIdentity } from "./callerIdentity";

/** Something that is going to be asked of AWS. */
export interface Right {
    /** IAM action, such as `backup:StartRestoreJob`. */
    action: string;
    /** ARN that it is asked of; `*` where IAM knows no resource of the action. */
    resource: string;
    /** The service that the resource, a role, is handed to. */
    passedTo?: string;
    /** The service that asks for it in its caller's name, such as `rds`. */
    via?: string;
}

/** What IAM says beforehand of rights. */
export interface Forecast {
    /** ARN of the role, with its path, or of the user whose rights they are. */
    principal: string;
    /** Those that there are not. */
    missing: Right[];
    /**
     * Those that IAM does not allow as long as it knows nothing of these condition keys. It names every key of the policies that
     * it lacks, whether the right hangs on it or not: what is here may be missing or not.
     */
    unsure: { right: Right; keys: string[] }[];
}

/** IAM is one for all regions, and answers there. */
const IAM_REGION = "us-east-1";

/**
 * Asks IAM whether somebody may do something, and does nothing of it: by the policies of the user or role, its permissions
 * boundary and the organization's. Policies of resources and of the session are not looked at.
 *
 * @param region that all of it is asked of.
 * @throws a {@link UserError} where IAM cannot tell.
 */
export async function forecast(
    identity: CallerIdentity,
    rights: readonly Right[],
    region: string,
): Promise<Forecast> {
    if (identity.arn.endsWith(":root")) {
        // Nobody takes rights from it.
        return { principal: identity.arn, missing: [], unsure: [] };
    }
    const { IAMClient } = await import("@aws-sdk/client-iam");
    // There are many questions, and IAM answers few at a time: they are asked one after the other, and again.
    const client = new IAMClient({ ...clientIn(IAM_REGION), maxAttempts: 8 });
    const source = await policySource(client, identity);
    const evaluations: Evaluation[] = [];
    const ofOne = groupBy(rights, (right) =>
        [right.resource, right.passedTo ?? "", right.via ?? "", regionOf(right, region)].join(" "),
    );
    for (const group of ofOne.values()) {
        evaluations.push(...(await evaluated(client, source, group, region)));
    }
    return {
        principal: source,
        missing: evaluations.flatMap(({ right, allowed, keys }) =>
            allowed || keys.length > 0 ? [] : [right],
        ),
        unsure: evaluations.flatMap(({ right, allowed, keys }) =>
            allowed || keys.length === 0 ? [] : [{ right, keys }],
        ),
    };
}

/** ARN of the user or role: of a role's session, that of the role, which has its path. */
async function policySource(client: IAMClient, { arn }: CallerIdentity): Promise<string> {
    const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
    if (role === undefined) {
        if (/:user\//.test(arn)) {
            return arn;
        }
        throw new UserError([
            `${arn} is neither a user nor a role: IAM cannot tell what it may do; assume a role, or name its profile in AWS_PROFILE.`,
        ]);
    }
    const { GetRoleCommand } = await import("@aws-sdk/client-iam");
    const found = await ask("iam:GetRole", { what: `role ${role}`, region: IAM_REGION }, () =>
        client.send(new GetRoleCommand({ RoleName: role })),
    );
    return found?.Role?.Arn ?? "";
}

/**
 * The region that AWS takes a right to be asked in. A role is handed over in a call of another service's, in its region.
 *
 * Source: IAM user guide, "AWS: Denies access to AWS based on the requested Region".
 */
function regionOf({ action }: Right, region: string): string {
    return /^(iam|route53):/.test(action) && action !== "iam:PassRole" ? IAM_REGION : region;
}

/**
 * What is known beforehand of the moment that it is asked in earnest, by condition key. IAM fills in who asks, but for
 * the ARN, and of a service that asks in somebody's name knows nothing.
 *
 * Source: IAM user guide, "IAM policy testing with the IAM policy simulator", and "AWS global condition context keys".
 */
function knownOf(right: Right, source: string, region: string): Record<string, string> {
    const { passedTo, via } = right;
    return {
        "aws:RequestedRegion": regionOf(right, region),
        "aws:PrincipalArn": source,
        "aws:SecureTransport": "true",
        ...(passedTo === undefined ? {} : { "iam:PassedToService": passedTo }),
        ...(via === undefined
            ? {}
            : {
                  "kms:GrantIsForAWSResource": "true",
                  "kms:ViaService": `${via}.${region}.amazonaws.com`,
              }),
    };
}

interface Evaluation {
    right: Right;
    allowed: boolean;
    keys: string[];
}

/** @param rights of one resource, which is handed to the same service, or asked for by the same, in all of them. */
async function evaluated(
    client: IAMClient,
    source: string,
    rights: Right[],
    region: string,
): Promise<Evaluation[]> {
    const { paginateSimulatePrincipalPolicy } = await import("@aws-sdk/client-iam");
    const [first] = rights;
    if (first === undefined) {
        return [];
    }
    const { resource } = first;
    const known = knownOf(first, source, region);
    const results: EvaluationResult[] = [];
    await ask("iam:SimulatePrincipalPolicy", { what: source, region: IAM_REGION }, async () => {
        const pages = paginateSimulatePrincipalPolicy(
            { client },
            {
                PolicySourceArn: source,
                ActionNames: [...new Set(rights.map(({ action }) => action))],
                ResourceArns: [resource],
                ContextEntries: Object.entries(known).map(([key, value]) => ({
                    ContextKeyName: key,
                    ContextKeyType: value === "true" ? "boolean" : "string",
                    ContextKeyValues: [value],
                })),
            },
        );
        for await (const { EvaluationResults: page = [] } of pages) {
            results.push(...page);
        }
    });
    return rights.map((right) => {
        const result = results.find(({ EvalActionName }) => EvalActionName === right.action);
        // IAM has them of a resource in both places, and of `*` in the first.
        const keys = [result, ...(result?.ResourceSpecificResults ?? [])].flatMap(
            (each) => each?.MissingContextValues ?? [],
        );
        return {
            right,
            allowed:
                result?.EvalDecision === "allowed" &&
                result.OrganizationsDecisionDetail?.AllowedByOrganizations !== false &&
                result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary !== false,
            keys: result?.EvalDecision === "allowed" ? [] : [...new Set(keys)].sort(),
        };
    });
}
