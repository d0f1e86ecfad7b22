import { satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import { resourceRule } from "../../rule";
import { isObject } from "../../../graph/value";
import { documentOf, everyGrant, principalsRefused } from "./policyDocument";
import { conditions, namesPrincipals, type Statement } from "./statement";

const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id";

const isFederated = ({ Principal }: Statement): boolean =>
    isObject(Principal) && Principal.Federated !== undefined;

const namesSubject = (statement: Statement): boolean =>
    conditions(statement, "StringEquals").some(([key]) => key.endsWith(":sub"));

export const trust = resourceRule({
    name: "iam-trust",
    level: "mandatory",
    severity: "critical",
    controls: ["CIS AWS 2.21", "Checkov CKV_AWS_60", "Checkov CKV_AWS_358"],
    applies: ["aws:iam/role:Role"],
    description: "A role says who may take it, and for whom another provider of identities may vouch.",
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
                        namesPrincipals(statement) && (!isFederated(statement) || namesSubject(statement)),
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
});
