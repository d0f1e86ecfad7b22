import { resourceTypes } from "../catalog";
import type { ResourceActions } from "../catalog/resourceType";
import type { Graph, Resource } from "../graph/graph";
import type { Location } from "../lib/arn";
import type { Permission } from "../recovery/aws/iam";
import { permissionsOn } from "../recovery/stackPermissions";
import type { Condition } from "./policyDocument";

/** A right of a role: an action on the resources that a pattern matches, under a condition. */
export interface Right {
    action: string;
    /** ARN, in which `*` stands for any text; `*` alone if IAM knows no resource for the action. */
    resource: string;
    condition: Condition;
}

/** A stack whose deployment is planned. */
export interface PlannedStack {
    /** Name of the stack. */
    name: string;
    /** Name of its project. */
    project: string;
    place: Location;
    graph: Graph;
}

/** The permissions boundary that each role of a stack must have. */
type BoundaryArn = string;

/** Ids that AWS assigns, and digits that Pulumi adds to a name, as simulated resources have them. */
const ASSIGNED =
    /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[a-z]+-[0-9a-f]{17}\b|\b[0-9a-f]{16}\b|\bC0{20}\b/g;
const ADDED = /-[0-9a-f]{7}(?=[/:]|$)/g;

/** Services whose requests have no region of the stack. */
const WITHOUT_REGION = /^(iam|route53):/;

/**
 * Actions that change or delete a resource of which only the type is known in advance: the tags of the stack, which the provider
 * sets when it creates the resource, identify it.
 *
 * Left out: actions of a service on network interfaces, which have no tags of the stack; and revoked rules, as EKS creates the
 * cluster's security group. KMS may need minutes to apply tags, so only its actions long after the creation are in the list.
 *
 * Source: AWS KMS developer guide, "ABAC for AWS KMS".
 */
const NEEDS_TAGS =
    /^(ec2|elasticfilesystem|acm|backup):(Delete|Detach|Modify|Release|Replace|Update)|^kms:(PutKeyPolicy|ScheduleKeyDeletion)$/;
const WITHOUT_TAGS = /:network-interface\//;

/** Actions without a resource that create one, with its tags in the request. */
const CREATES_WITH_TAGS = ["kms:CreateKey", "elasticfilesystem:CreateFileSystem"];

/** Actions that take tags off, by those that put them on: an update may do either. */
const UNTAG: Record<string, string> = {
    "acm:AddTagsToCertificate": "acm:RemoveTagsFromCertificate",
    "ec2:CreateTags": "ec2:DeleteTags",
    "elasticloadbalancing:AddTags": "elasticloadbalancing:RemoveTags",
    "iam:TagInstanceProfile": "iam:UntagInstanceProfile",
    "iam:TagRole": "iam:UntagRole",
    "rds:AddTagsToResource": "rds:RemoveTagsFromResource",
    "sqs:TagQueue": "sqs:UntagQueue",
};

/** Actions that IAM can limit to roles with a permissions boundary. Source: IAM user guide, "Permissions boundaries". */
export const BOUNDED = [
    "iam:CreateRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:AttachRolePolicy",
];

/** All rights that `pulumi up`, `refresh` and `destroy` of a stack require, on every resource of its plan. */
export function deployRights(stack: PlannedStack, boundary: BoundaryArn): Right[] {
    return permissionsOf(stack).flatMap((permission) => {
        const resource = patternOf(permission, stack);
        return withUntag(permission.action).map((action) => ({
            action,
            resource,
            condition: conditionOf({ ...permission, action, resource }, stack, boundary),
        }));
    });
}

/** The rights that `pulumi preview --refresh` of a stack requires: those that only read, and no content of encrypted objects. */
export function previewRights(stack: PlannedStack, boundary: BoundaryArn): Right[] {
    return deployRights(stack, boundary).filter(({ action }) => /:(BatchGet|Describe|Get|List)/.test(action));
}

interface PlannedPermission extends Permission {
    /** Region that the request goes to. */
    region: string;
}

function permissionsOf({ graph, place }: PlannedStack): PlannedPermission[] {
    return Object.values(resourceTypes).flatMap(({ token, actions, deployerActions = [] }) =>
        graph.all(token).flatMap((resource) => {
            const region = regionOf(resource) ?? place.region;
            return [...actions, ...deployerActions]
                .filter(({ where }) => where === undefined || Boolean(resource.inputs[where]))
                .flatMap((part: ResourceActions) =>
                    permissionsOn(resource, part, { ...place, region }).map((each) => ({ ...each, region })),
                );
        }),
    );
}

function regionOf({ inputs }: Resource): string | undefined {
    return typeof inputs["region"] === "string" ? inputs["region"] : undefined;
}

function withUntag(action: string): string[] {
    const untag = UNTAG[action] ?? action.replace(/:TagResource$/, ":UntagResource");
    return untag === action ? [action] : [action, untag];
}

/**
 * The resources that a stack may create in a resource's place: ids become `*`, and names that follow the stack's, such as those of
 * roles (`posit-connect-STACK-PURPOSE-REGION`), become one pattern for all purposes.
 */
function patternOf({ action, resource }: Permission, { name, project, place }: PlannedStack): string {
    const withoutIds = resource.replaceAll(ASSIGNED, "*").replaceAll(ADDED, "-*");
    if (action === "iam:PassRole") {
        // Each role is for one service only.
        return withoutIds;
    }
    const start = `${project}-${name}-`.replaceAll(".", "\\.");
    const end = `(?:-${place.account})?-[a-z]{2}(?:-[a-z]+)+-\\d(?=/|$)`;
    return withoutIds.replace(new RegExp(`(${start})[\\w.]+(?:-[\\w.]+)*?(${end}|(?=[/:]|$))`), "$1*$2");
}

function conditionOf(
    { action, resource, passedTo, via, region }: PlannedPermission,
    stack: PlannedStack,
    boundary: BoundaryArn,
): Condition {
    const { name, project, place, graph } = stack;
    const tags = (source: "RequestTag" | "ResourceTag"): Record<string, string> => ({
        [`aws:${source}/pulumi:project`]: project,
        [`aws:${source}/pulumi:stack`]: name,
    });
    const isNamed =
        resource.replaceAll("_", "-").includes(`${project}-${name}`) || WITHOUT_REGION.test(action);
    const equals = {
        ...(passedTo === undefined ? {} : { "iam:PassedToService": passedTo }),
        ...(via === undefined ? {} : { "kms:ViaService": `${via}.${region}.amazonaws.com` }),
        ...(resource === "*" && !WITHOUT_REGION.test(action) ? { "aws:RequestedRegion": region } : {}),
        ...(CREATES_WITH_TAGS.includes(action) ? tags("RequestTag") : {}),
        ...(BOUNDED.includes(action) ? { "iam:PermissionsBoundary": boundary } : {}),
        ...(!isNamed && NEEDS_TAGS.test(action) && !WITHOUT_TAGS.test(resource) ? tags("ResourceTag") : {}),
    };
    // A resource of another stack has other tags. One that AWS creates for this stack has none.
    const equalsIfExists =
        isNamed || resource === "*" || Object.keys(equals).some((key) => key.startsWith("aws:ResourceTag"))
            ? {}
            : tags("ResourceTag");
    return withoutEmpty({
        StringEquals: equals,
        StringEqualsIfExists: equalsIfExists,
        Bool:
            action === "kms:CreateGrant" && via !== undefined ? { "kms:GrantIsForAWSResource": "true" } : {},
        ArnEquals: action === "iam:AttachRolePolicy" ? { "iam:PolicyARN": attachedPolicies(graph) } : {},
        "ForAllValues:StringLike":
            action === "route53:ChangeResourceRecordSets"
                ? { "route53:ChangeResourceRecordSetsNormalizedRecordNames": recordNames(graph) }
                : {},
        ...(action === "iam:CreateServiceLinkedRole"
            ? { StringEquals: { "iam:AWSServiceName": resource.split("/")[2] ?? place.account } }
            : {}),
    });
}

/** ARNs of AWS's policies that the plan attaches to a role. */
export function attachedPolicies(graph: Graph): string[] {
    return unique(
        graph
            .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .map(({ inputs }) => String(inputs["policyArn"])),
    );
}

/** Names of the DNS records of a plan, in lower case and without a dot at the end. ACM assigns the label of a proof. */
function recordNames(graph: Graph): string[] {
    return unique(
        graph.all("aws:route53/record:Record").map(({ inputs }) =>
            String(inputs["name"])
                .toLowerCase()
                .replace(/\.$/, "")
                .replace(/^_[^.]+/, "_*"),
        ),
    );
}

function unique(texts: string[]): string[] {
    return [...new Set(texts)].sort();
}

function withoutEmpty(condition: Condition): Condition {
    return Object.fromEntries(Object.entries(condition).filter(([, keys]) => Object.keys(keys).length > 0));
}
