import { globalArn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { digest, physicalName } from "../identifiers";
import { resourceType } from "../resourceType";

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
const LOG_ROLES = "https://github.com/pulumi/pulumi-eks/issues/1819";

export const role = resourceType("aws:iam/role:Role", {
    label: "IAM role",
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 2, source: LOG_ROLES },
    ...fixedName("path"),
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, place }) => globalArn(place, "iam", `role/${id}`),
        uniqueId: ({ urn }) => `AROA${digest(urn, 17).toUpperCase()}`,
    },
    effects: [
        {
            on: "update",
            effect: "The trust policy or description of the role changes within seconds.",
            interruption: "none",
            source: IAM,
        },
        {
            on: "replace",
            effect: "AWS rejects requests with the old role until the resources that assume it use the new one.",
            interruption: "brief",
            source: IAM,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "iam:CreateRole",
                "iam:TagRole",
                "iam:GetRole",
                "iam:ListRolePolicies",
                "iam:ListAttachedRolePolicies",
                "iam:ListInstanceProfilesForRole",
                "iam:DeleteRole",
            ],
        },
    ],
});

export const rolePolicy = resourceType("aws:iam/rolePolicy:RolePolicy", {
    label: "IAM policy",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_ROLES },
    ...fixedName("role"),
    id: (request) => physicalName(request),
    outputs: { name: ({ id }) => id },
    effects: [
        {
            on: "update",
            effect: "The role's permissions change within seconds.",
            interruption: "none",
            source: IAM,
        },
        {
            on: ["replace", "delete"],
            effect: "Within seconds, the role loses these permissions, until another policy grants them.",
            interruption: "brief",
            source: IAM,
        },
    ],
    actions: [
        { on: "role/{role}", actions: ["iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"] },
    ],
});

export const rolePolicyAttachment = resourceType("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
    label: "IAM policy attachment",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_ROLES },
    replacedBy: ["policyArn", "role"],
    // Two attachments of one policy are the same to IAM: the second deletion would take off the new one.
    deletedFirst: true,
    id: (request) => physicalName(request),
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Within seconds, the role loses these permissions, until another policy grants them.",
            interruption: "brief",
            source: IAM,
        },
    ],
    actions: [
        {
            on: "role/{role}",
            actions: ["iam:AttachRolePolicy", "iam:ListAttachedRolePolicies", "iam:DetachRolePolicy"],
        },
    ],
});
