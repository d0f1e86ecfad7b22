import { count } from "../../../lib/count";
import { nodeGroups } from "../../../graph/nodes";
import { globalArn } from "../../../lib/arn";
import { groupBy } from "../../../lib/groupBy";
import type { Permission } from "../../../recovery/aws/iam";
import { stackPermissions } from "../../../recovery/stackPermissions";
import { type Check, type CheckContext, failed, type Finding, passed, unknown } from "../check";

/** The actions of `pulumi up` and `pulumi destroy`, decided by IAM. */
export const permissions: Check = {
    id: "permissions",
    title: "Permissions",
    inAccount: true,
    run: (context) => simulate(context, stackPermissions(context.graph, context.place)),
};

/** Roles that AWS services create for themselves when an account first uses them, by the service. */
const SERVICE_ROLES: Record<string, string> = {
    "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
    "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "rds.amazonaws.com": "AWSServiceRoleForRDS",
    "backup.amazonaws.com": "AWSServiceRoleForBackup",
};

/** Karpenter may not create it. Source: https://karpenter.sh/docs/troubleshooting/, "Missing Service Linked Role". */
const SPOT_ROLE = "AWSServiceRoleForEC2Spot";

export const serviceRoles: Check = {
    id: "service-roles",
    title: "Service-linked roles",
    inAccount: true,
    run: async (context) => {
        const { graph, place, sources } = context;
        const needsSpot = nodeGroups(graph).some(
            ({ isPool, nodes }) => isPool && nodes.capacityType === "SPOT",
        );
        if (needsSpot && (await sources.principal(`role/${SPOT_ROLE}`)) === undefined) {
            return failed(
                `Karpenter cannot start Spot nodes without the role ${SPOT_ROLE}`,
                "Run: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
            );
        }
        const roles = await Promise.all(
            Object.entries(SERVICE_ROLES).map(async ([service, name]) => ({
                arn: globalArn(place, "iam", `role/aws-service-role/${service}/${name}`),
                found: await sources.principal(`role/${name}`),
            })),
        );
        const missing = roles.filter(({ found }) => found === undefined);
        return missing.length === 0
            ? passed(`all ${roles.length} exist`)
            : simulate(
                  context,
                  missing.map(({ arn }) => ({ action: "iam:CreateServiceLinkedRole", resource: arn })),
              );
    },
};

async function simulate(
    { caller, sources, place }: CheckContext,
    needed: readonly Permission[],
): Promise<Finding> {
    const { principal, missing, unsure } = await sources.simulate(await caller(), needed, place.region);
    if (missing.length > 0) {
        const byAction = groupBy(missing, ({ action }) => action);
        return failed(
            `${principal} lacks ${count(byAction.size, "action")}: ` +
                [...byAction].map(([action, [first]]) => `${action} on ${first.resource}`).join(", "),
            "Add the actions to the policies of the role, and to its permissions boundary if it has one.",
        );
    }
    if (unsure.length > 0) {
        const actions = new Set(unsure.map(({ permission }) => permission.action));
        const keys = new Set(unsure.flatMap((each) => each.keys));
        return unknown(
            `IAM does not decide on ${[...actions].join(", ")} without values of ${[...keys].join(", ")}`,
            "Compare the conditions of the role's policies with the tags and networks that you deploy with.",
        );
    }
    return passed(`${principal} is allowed all actions; service control policies are simulated only in part`);
}
