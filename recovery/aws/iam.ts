import type { EvaluationResult, IAMClient } from "@aws-sdk/client-iam";
import { groupBy } from "../../lib/groupBy";
import { UserError } from "../../lib/userError";
import { callAws, clientConfig } from "./callAws";
import type { CallerIdentity } from "./sts";

/** A permission to use an action on a resource. */
export interface Permission {
    /** IAM action, such as `backup:StartRestoreJob`. */
    action: string;
    /** ARN of the resource; `*` if the action has no resources in IAM. */
    resource: string;
    /** The service that the resource, a role, is passed to. */
    passedTo?: string;
    /** The service that uses the action for its caller, such as `rds`. */
    via?: string;
}

/** IAM's decisions, as far as it can make them in advance. */
export interface PermissionSimulation {
    /** ARN of the user, or of the role with its path. */
    principal: string;
    missing: Permission[];
    /**
     * Permissions that IAM does not grant without values of these condition keys. It names every key of the policies that it
     * lacks, whether the decision depends on it or not: these may be missing or not.
     */
    unsure: { permission: Permission; keys: string[] }[];
}

/** IAM is the same in all regions, and its endpoint is here. */
const IAM_REGION = "us-east-1";

/**
 * Asks IAM which permissions a principal has, by the policies of the user or role, its permissions boundary and the
 * organization's. Policies of resources and of the session are not evaluated.
 *
 * @param region region that the actions would be used in.
 * @throws a {@link UserError} if IAM cannot decide.
 */
export async function simulatePermissions(
    identity: CallerIdentity,
    permissions: readonly Permission[],
    region: string,
): Promise<PermissionSimulation> {
    if (identity.arn.endsWith(":root")) {
        // No policy limits the root user.
        return { principal: identity.arn, missing: [], unsure: [] };
    }
    const { IAMClient } = await import("@aws-sdk/client-iam");
    // IAM limits the rate, and there are many requests: they are sent one after another, with more retries.
    const client = new IAMClient({ ...clientConfig(IAM_REGION), maxAttempts: 8 });
    const principal = await readPrincipal(client, identity);
    const decisions: Decision[] = [];
    const byContext = groupBy(permissions, (permission) =>
        [
            permission.resource,
            permission.passedTo ?? "",
            permission.via ?? "",
            requestedRegion(permission, region),
        ].join(" "),
    );
    for (const group of byContext.values()) {
        decisions.push(...(await simulateGroup(client, principal, group, region)));
    }
    const denied = decisions.filter(({ allowed }) => !allowed);
    return {
        principal,
        missing: denied.flatMap(({ permission, keys }) => (keys.length === 0 ? [permission] : [])),
        unsure: denied.filter(({ keys }) => keys.length > 0),
    };
}

/** ARN of the user, or of the role of a session, which has the role's path. */
async function readPrincipal(client: IAMClient, { arn }: CallerIdentity): Promise<string> {
    const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
    if (role === undefined) {
        if (/:user\//.test(arn)) {
            return arn;
        }
        throw new UserError([
            `${arn} is neither a user nor a role, so IAM cannot simulate its permissions. Assume a role, or name its profile in AWS_PROFILE.`,
        ]);
    }
    const { GetRoleCommand } = await import("@aws-sdk/client-iam");
    const found = await callAws("iam:GetRole", { name: `role ${role}`, region: IAM_REGION }, () =>
        client.send(new GetRoleCommand({ RoleName: role })),
    );
    return found?.Role?.Arn ?? "";
}

/**
 * The value of `aws:RequestedRegion`. A role is passed in another service's request, in that region.
 *
 * Source: IAM user guide, "AWS: Denies access to AWS based on the requested Region".
 */
function requestedRegion({ action }: Permission, region: string): string {
    return /^(iam|route53):/.test(action) && action !== "iam:PassRole" ? IAM_REGION : region;
}

/**
 * The condition keys whose values are known in advance. IAM fills in those of the principal except its ARN, and none of a
 * service that uses an action for its caller.
 *
 * Source: IAM user guide, "IAM policy testing with the IAM policy simulator", and "AWS global condition context keys".
 */
function knownContext(permission: Permission, principal: string, region: string): Record<string, string> {
    const { passedTo, via } = permission;
    return {
        "aws:RequestedRegion": requestedRegion(permission, region),
        "aws:PrincipalArn": principal,
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

interface Decision {
    permission: Permission;
    allowed: boolean;
    /** Condition keys that IAM lacked. */
    keys: string[];
}

/** @param permissions of the same resource, passed to or used by the same service. */
async function simulateGroup(
    client: IAMClient,
    principal: string,
    permissions: Permission[],
    region: string,
): Promise<Decision[]> {
    const { paginateSimulatePrincipalPolicy } = await import("@aws-sdk/client-iam");
    const [first] = permissions;
    if (first === undefined) {
        return [];
    }
    const context = knownContext(first, principal, region);
    const results: EvaluationResult[] = [];
    await callAws("iam:SimulatePrincipalPolicy", { name: principal, region: IAM_REGION }, async () => {
        const pages = paginateSimulatePrincipalPolicy(
            { client },
            {
                PolicySourceArn: principal,
                ActionNames: [...new Set(permissions.map(({ action }) => action))],
                ResourceArns: [first.resource],
                ContextEntries: Object.entries(context).map(([key, value]) => ({
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
    return permissions.map((permission) => {
        const result = results.find(({ EvalActionName }) => EvalActionName === permission.action);
        // For a resource, IAM reports them in both places; for `*` in the first.
        const keys = [result, ...(result?.ResourceSpecificResults ?? [])].flatMap(
            (each) => each?.MissingContextValues ?? [],
        );
        return {
            permission,
            allowed:
                result?.EvalDecision === "allowed" &&
                result.OrganizationsDecisionDetail?.AllowedByOrganizations !== false &&
                result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary !== false,
            keys: result?.EvalDecision === "allowed" ? [] : [...new Set(keys)].sort(),
        };
    });
}
