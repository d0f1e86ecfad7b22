import { type Check, satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import type { Value } from "../../../graph/value";
import { documentOf, everyGrant, principalsRefused } from "./policyDocument";
import { conditions, namesPrincipals, type Statement } from "./statement";

/**
 * A policy document of a resource, as JSON, that allows nothing to everyone. A statement for everyone is taken for one
 * with names where a condition holds it to accounts by their numbers: whoever asks must then say who it is.
 *
 * Source: AWS Config, rule kms-key-policy-no-public-access: access to fixed values, without a wildcard or a variable,
 * is not public.
 */
export const grantsByName = (property: string): Check =>
    satisfies([property, JSON_TEXT], {
        kind: "object",
        wanted: "a policy that allows nothing to everyone",
        accepts: (policy) =>
            everyGrant(policy, (statement) => namesPrincipals(statement) || isHeldToAccounts(statement)),
        refused: [
            ...principalsRefused,
            ...NO_ACCOUNT.map((Condition) =>
                documentOf({ Effect: "Allow", Principal: { AWS: "*" }, Condition }),
            ),
        ],
    });

/** Conditions that hold a statement to no account, or not to accounts alone. */
const NO_ACCOUNT: readonly Value[] = [
    { StringEquals: { "aws:PrincipalAccount": "*" } },
    { StringEquals: { "aws:PrincipalAccount": "12345678901" } },
    { StringEquals: { "aws:PrincipalAccount": "1234567890123" } },
    { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } },
    { StringEquals: { "aws:PrincipalAccount": 123456789012 } },
    { StringEquals: { "aws:PrincipalAccount": ["123456789012", "*"] } },
    { StringEquals: { "aws:PrincipalTag/account": "123456789012" } },
    { StringLike: { "aws:PrincipalAccount": "123456789012" } },
    { StringEquals: "aws:PrincipalAccount" },
    "aws:PrincipalAccount",
];

const ACCOUNT_KEYS = ["aws:PrincipalAccount", "aws:SourceAccount", "kms:CallerAccount"];
const ACCOUNT = /^\d{12}$/;

const isHeldToAccounts = (statement: Statement): boolean =>
    conditions(statement, "StringEquals").some(
        ([key, values]) =>
            ACCOUNT_KEYS.includes(key) &&
            values.every((value) => typeof value === "string" && ACCOUNT.test(value)),
    );
