import { globalArn } from "../../lib/arn";
import { disappears } from "../direction";
import { fixedName } from "../fixedName";
import { digest, physicalName } from "../identifiers";
import { losesPermissions } from "../losesPermissions";
import { resourceType } from "../resourceType";
import { IAM_IS_FREE } from "../price";

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
const BOUNDARIES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";
const LOG_ROLES = "https://github.com/pulumi/pulumi-eks/issues/1819";

export const role = resourceType("aws:iam/role:Role", {
    label: "IAM role",
    price: IAM_IS_FREE,
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
            properties: ["assumeRolePolicy"],
            when: losesPermissions,
            effect: "Within seconds, principals that the trust policy no longer allows cannot assume the role. Their sessions last until they expire.",
            interruption: "unknown",
            source: IAM,
        },
        {
            on: "update",
            properties: ["assumeRolePolicy"],
            effect: "Within seconds, further principals can assume the role. None loses it.",
            interruption: "none",
            source: IAM,
        },
        {
            on: "update",
            properties: ["permissionsBoundary"],
            when: disappears,
            effect: "Within seconds, the boundary no longer limits the permissions of the role.",
            interruption: "none",
            source: BOUNDARIES,
        },
        {
            on: "update",
            properties: ["permissionsBoundary"],
            effect: "Within seconds, the role loses the permissions that the boundary does not allow.",
            interruption: "unknown",
            source: BOUNDARIES,
        },
        {
            on: "update",
            properties: ["description", "forceDetachPolicies", "maxSessionDuration"],
            effect: "The permissions of the role do not change.",
            interruption: "none",
            source: IAM,
        },
        {
            on: "replace",
            effect: "AWS rejects requests with the old role until the resources that assume it use the new one.",
            interruption: "brief",
            source: IAM,
        },
        { on: "delete", effect: "AWS rejects requests with the role.", interruption: "brief", source: IAM },
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
    price: IAM_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_ROLES },
    ...fixedName("role"),
    id: (request) => physicalName(request),
    outputs: { name: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["policy"],
            when: losesPermissions,
            effect: "Within seconds, AWS rejects requests that the new policy no longer allows, unless another policy does.",
            interruption: "unknown",
            source: IAM,
        },
        {
            on: "update",
            properties: ["policy"],
            effect: "Within seconds, the role has further permissions. It loses none.",
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
    price: IAM_IS_FREE,
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
