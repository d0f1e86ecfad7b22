import { globalArn } from "../../lib/arn";
import { disappears } from "../direction";
import { fixedName } from "../fixedName";
import { digest, physicalName, textInput } from "../identifiers";
import { losesPermissions } from "../losesPermissions";
import { IAM_IS_FREE } from "../price";
import { type Request, resourceType } from "../resourceType";

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
const BOUNDARIES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";
const PROFILES =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html";
const OIDC = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html";
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
        arn: (request) =>
            globalArn(request.place, "iam", `role${textInput(request, "path", "/")}${request.id}`),
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
        { on: "delete", effect: "AWS rejects requests with the role.", interruption: "unknown", source: IAM },
    ],
    deployerActions: [
        {
            on: "{arn}",
            actions: [
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
                "iam:PutRolePermissionsBoundary",
            ],
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
            on: "replace",
            effect: "For some seconds, the role loses these permissions, until the new policy grants them.",
            interruption: "brief",
            source: IAM,
        },
        {
            on: "delete",
            effect: "Within seconds, the role loses these permissions, unless another policy grants them.",
            interruption: "unknown",
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
            on: "replace",
            effect: "For some seconds, the role loses these permissions, until the new policy grants them.",
            interruption: "brief",
            source: IAM,
        },
        {
            on: "delete",
            effect: "Within seconds, the role loses these permissions, unless another policy grants them.",
            interruption: "unknown",
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

export const policy = resourceType("aws:iam/policy:Policy", {
    price: IAM_IS_FREE,
    label: "IAM policy",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_ROLES },
    ...fixedName("description", "path"),
    id: (request) => policyArn(request),
    outputs: { arn: (request) => policyArn(request) },
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
            effect: "Within seconds, each role with the policy has further permissions. None loses any.",
            interruption: "none",
            source: IAM,
        },
        {
            on: "replace",
            effect: "For some seconds, each role with the policy loses these permissions, until the new policy grants them.",
            interruption: "brief",
            source: IAM,
        },
        {
            on: "delete",
            effect: "Within seconds, each role with the policy loses these permissions, unless another policy grants them.",
            interruption: "unknown",
            source: IAM,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "iam:CreatePolicy",
                "iam:TagPolicy",
                "iam:GetPolicy",
                "iam:GetPolicyVersion",
                "iam:ListPolicyVersions",
                "iam:DeletePolicy",
            ],
        },
    ],
});

export const instanceProfile = resourceType("aws:iam/instanceProfile:InstanceProfile", {
    price: IAM_IS_FREE,
    label: "instance profile",
    loses: undefined,
    // The provider reads it three times after a delay of five seconds.
    seconds: { create: 7, update: 7, delete: 1, source: PROFILES },
    ...fixedName("path"),
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: (request) =>
            globalArn(
                request.place,
                "iam",
                `instance-profile${textInput(request, "path", "/")}${request.id}`,
            ),
        uniqueId: ({ urn }) => `AIPA${digest(urn, 17).toUpperCase()}`,
    },
    effects: [
        {
            on: "update",
            properties: ["role"],
            effect: "Within minutes, running instances have the permissions of the new role, or none without one.",
            interruption: "unknown",
            source: PROFILES,
        },
        {
            on: "replace",
            effect: "Instances with the old profile lose their permissions, and none starts with it.",
            interruption: "unknown",
            source: PROFILES,
        },
        {
            on: "delete",
            effect: "No instance starts with it. Karpenter has ended its nodes before.",
            interruption: "none",
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "iam:CreateInstanceProfile",
                "iam:TagInstanceProfile",
                "iam:AddRoleToInstanceProfile",
                "iam:GetInstanceProfile",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:DeleteInstanceProfile",
            ],
        },
        { on: "role/{role}", where: "role", actions: ["iam:PassRole"], passedTo: "ec2.amazonaws.com" },
    ],
});

function policyArn(request: Request): string {
    return globalArn(
        request.place,
        "iam",
        `policy${textInput(request, "path", "/")}${physicalName(request)}`,
    );
}

export const openIdConnectProvider = resourceType("aws:iam/openIdConnectProvider:OpenIdConnectProvider", {
    price: IAM_IS_FREE,
    label: "identity provider",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_ROLES },
    replacedBy: ["url"],
    computed: ["thumbprintLists"],
    id: (request) => providerArn(request),
    outputs: { arn: (request) => providerArn(request) },
    effects: [
        {
            on: "update",
            effect: "Jobs whose tokens name another audience, or whose issuer has another certificate, cannot assume a role.",
            interruption: "none",
            source: OIDC,
        },
        {
            on: ["replace", "delete"],
            effect: "Jobs cannot assume a role until the provider exists again. Users of Connect do not notice.",
            interruption: "none",
            source: OIDC,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "iam:CreateOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
                "iam:GetOpenIDConnectProvider",
                "iam:DeleteOpenIDConnectProvider",
            ],
        },
    ],
});

function providerArn(request: Request): string {
    const host = textInput(request, "url").replace(/^https:\/\//, "");
    return globalArn(request.place, "iam", `oidc-provider/${host}`);
}
