import { type Check, each, optional, reference, satisfies } from "../check";
import { JSON_TEXT, type Path } from "../../graph/path";
import { isObject } from "../../lib/isObject";
import { type Value } from "../../graph/value";
import {
    getConditions,
    buildDocument,
    everyGrant,
    toList,
    namesPrincipals,
    publicDocuments,
    type Statement,
} from "../policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

/** A JSON policy document in which no statement allows every action on every resource. */
const hasNoFullAccess = (property: string): Check =>
    satisfies([property, JSON_TEXT], {
        kind: "object",
        allowed: "a policy that does not allow every action on every resource",
        accepts: (policy) =>
            everyGrant(policy, ({ Action, Resource }) => isLimited(Action) || isLimited(Resource)),
        rejected: [
            {},
            buildDocument(),
            buildDocument("Allow"),
            ...UNLIMITED.map((statement) =>
                buildDocument({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }, statement),
            ),
        ],
    });

/** Statements that allow every action on every resource, or all except some. */
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

/** Whether a list is limited. A missing list, such as `Action` if there is `NotAction`, may not be. */
function isLimited(value: Value | undefined): boolean {
    const values = toList(value);
    return (
        values.length > 0 &&
        values.every((element) => typeof element === "string" && !/^[*:]*$/.test(element))
    );
}

/** The ARN of a policy that is not AdministratorAccess, in any partition. */
const isNotAdministratorAccess = (place: string | Path): Check =>
    satisfies(place, {
        kind: "text",
        allowed: "a policy other than AdministratorAccess",
        accepts: (value) => !(value as string).endsWith(":iam::aws:policy/AdministratorAccess"),
        rejected: [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
        ],
    });

const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id";

const isFederated = ({ Principal }: Statement): boolean =>
    isObject(Principal) && Principal.Federated !== undefined;

const namesSubject = (statement: Statement): boolean =>
    getConditions(statement, "StringEquals").some(([key]) => key.endsWith(":sub"));

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
        remedy: "In policy, limit the actions or the resources of each statement that allows an action.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
        checks: [hasNoFullAccess("policy")],
    },
    ...resourceRules({ applies: ["aws:iam/role:Role"] }, [
        {
            name: "iam-role-no-full-access",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_62"],
            description: "No inline policy of a role allows every action on every resource.",
            remedy: "In inlinePolicies, limit the actions or the resources of each statement that allows an action.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
            checks: [each("inlinePolicies", optional(hasNoFullAccess("policy")))],
        },
        {
            name: "iam-role-no-administrator-access",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_274"],
            description: "The policy AdministratorAccess is not attached to a role.",
            remedy: "Set managedPolicyArns to policies with only the required permissions.",
            url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
            checks: [each("managedPolicyArns", reference(isNotAdministratorAccess([])))],
        },
        {
            name: "iam-trust",
            level: "mandatory",
            severity: "critical",
            controls: ["CIS AWS 2.21", "Checkov CKV_AWS_60", "Checkov CKV_AWS_358"],
            description:
                "A role's trust policy names the principals that may assume it, and the subject if they come from an identity provider.",
            remedy: "In assumeRolePolicy, name the principal of each statement. In a statement with Federated, add a StringEquals condition on the provider's sub.",
            url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
            checks: [
                satisfies(["assumeRolePolicy", JSON_TEXT], {
                    kind: "object",
                    allowed:
                        "a policy that names the principals that may assume the role, and the subject for an identity provider",
                    accepts: (policy) =>
                        everyGrant(
                            policy,
                            (statement) =>
                                namesPrincipals(statement) &&
                                (!isFederated(statement) || namesSubject(statement)),
                        ),
                    rejected: [
                        ...publicDocuments,
                        buildDocument({ Effect: "Allow", Principal: { Federated: PROVIDER } }),
                        buildDocument({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER, Service: "ec2.amazonaws.com" },
                        }),
                        buildDocument({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringEquals: { "oidc.example.com/id:aud": "sts.amazonaws.com" } },
                        }),
                        buildDocument({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringEquals: { "oidc.example.com/id:sub-other": "it" } },
                        }),
                        buildDocument({
                            Effect: "Allow",
                            Principal: { Federated: PROVIDER },
                            Condition: { StringLike: { "oidc.example.com/id:sub": "*" } },
                        }),
                        buildDocument({
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
        description: "The policy AdministratorAccess is not attached to any identity.",
        remedy: "Set policyArn to a policy with only the required permissions.",
        url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
        checks: [reference(isNotAdministratorAccess("policyArn"))],
    },
];
