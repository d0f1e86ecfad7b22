import { type Check, each, optional, reference, satisfies } from "../check";
import { JSON_TEXT, type Path } from "../../graph/path";
import { isObject, type Value } from "../../graph/value";
import {
    conditions,
    documentOf,
    everyGrant,
    listed,
    namesPrincipals,
    principalsRefused,
    type Statement,
} from "./policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

/** A policy document, as JSON, of which no statement allows every action on every resource. */
const limitedGrants = (property: string): Check =>
    satisfies([property, JSON_TEXT], {
        kind: "object",
        wanted: "a policy that does not allow every action on every resource",
        accepts: (policy) =>
            everyGrant(policy, ({ Action, Resource }) => isLimited(Action) || isLimited(Resource)),
        refused: [
            {},
            documentOf(),
            documentOf("Allow"),
            ...UNLIMITED.map((statement) =>
                documentOf({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }, statement),
            ),
        ],
    });

/** Statements that allow everything, or all but something. */
const UNLIMITED: readonly Value[] = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Action: "*", Resource: "*" },
    { Effect: "Allow", Action: "*:*", Resource: "*" },
    { Effect: "Allow", Action: ["s3:GetObject", "*"], Resource: ["*"] },
    { Effect: "Allow", Action: "*", Resource: ["arn:aws:s3:::logs", "*"] },
    { Effect: "Allow", Action: "*" },
    { Effect: "Allow", Action: [], Resource: "*" },
    { Effect: "Allow", Action: [7], Resource: "*" },
    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::logs" },
];

/** Whether a list leaves something out. One that is not there, as `NotAction` is in its place, may not. */
function isLimited(value: Value | undefined): boolean {
    const values = listed(value);
    return (
        values.length > 0 &&
        values.every((element) => typeof element === "string" && !/^[*:]*$/.test(element))
    );
}

/** The ARN of a policy that is not AWS's own for administrators, in any partition. */
const notForAdministrators = (place: string | Path): Check =>
    satisfies(place, {
        kind: "text",
        wanted: "another policy than AdministratorAccess",
        accepts: (value) => !(value as string).endsWith(":iam::aws:policy/AdministratorAccess"),
        refused: [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
        ],
    });

const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id";

const isFederated = ({ Principal }: Statement): boolean =>
    isObject(Principal) && Principal.Federated !== undefined;

const namesSubject = (statement: Statement): boolean =>
    conditions(statement, "StringEquals").some(([key]) => key.endsWith(":sub"));

export const iam: readonly ResourceRule[] = [
    {
        name: "iam-no-full-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_62"],
        applies: [
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
            "aws:iam/groupPolicy:GroupPolicy",
        ],
        description: "No policy allows every action on every resource.",
        remedy: "In policy, name the actions or the resources of each statement that allows something.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
        checks: [limitedGrants("policy")],
    },
    ...resourceRules({ applies: ["aws:iam/role:Role"] }, [
        {
            name: "iam-role-no-full-access",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_62"],
            description: "No policy within a role allows every action on every resource.",
            remedy: "In inlinePolicies, name the actions or the resources of each statement that allows something.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
            checks: [each("inlinePolicies", optional(limitedGrants("policy")))],
        },
        {
            name: "iam-role-no-administrator-access",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_274"],
            description: "AWS's policy for administrators is attached to no role.",
            remedy: "Give managedPolicyArns the policies with what is needed.",
            url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
            checks: [each("managedPolicyArns", reference(notForAdministrators([])))],
        },
        {
            name: "iam-trust",
            level: "mandatory",
            severity: "critical",
            controls: ["CIS AWS 2.21", "Checkov CKV_AWS_60", "Checkov CKV_AWS_358"],
            description:
                "A role says who may take it, and for whom another provider of identities may vouch.",
            remedy: "In assumeRolePolicy, name the principal of each statement, and for one with Federated add a StringEquals condition on the provider's sub.",
            url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
            checks: [
                satisfies(["assumeRolePolicy", JSON_TEXT], {
                    kind: "object",
                    wanted: "a policy that names who may take the role, and which subject where they come from another provider",
                    accepts: (policy) =>
                        everyGrant(
                            policy,
                            (statement) =>
                                namesPrincipals(statement) &&
                                (!isFederated(statement) || namesSubject(statement)),
                        ),
                    refused: [
                        ...principalsRefused,
                        documentOf({ Effect: "Allow", Principal: { Federated: PROVIDER } }),
                        documentOf({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER, Service: "ec2.amazonaws.com" },
                        }),
                        documentOf({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringEquals: { "oidc.example.com/id:aud": "sts.amazonaws.com" } },
                        }),
                        documentOf({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringEquals: { "oidc.example.com/id:sub-other": "it" } },
                        }),
                        documentOf({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringLike: { "oidc.example.com/id:sub": "*" } },
                        }),
                        documentOf({
                            Effect: "Allow",
                            Principal: { AWS: "*" },
                            Condition: { StringEquals: { "oidc.example.com/id:sub": "it" } },
                        }),
                    ],
                }),
            ],
        },
    ]),
    {
        name: "iam-no-administrator-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_274"],
        applies: [
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "aws:iam/userPolicyAttachment:UserPolicyAttachment",
            "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
            "aws:iam/policyAttachment:PolicyAttachment",
        ],
        description: "AWS's policy for administrators is attached to nothing.",
        remedy: "Set policyArn to a policy with what is needed.",
        url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
        checks: [reference(notForAdministrators("policyArn"))],
    },
];
