import { type Check, satisfies } from "../check";
import { JSON_TEXT } from "../../graph/path";
import { isObject, type Value } from "../../graph/value";

/** A statement of a policy document: `Effect`, `Principal`, `Action`, `Resource`, `Condition`. */
export type Statement = Readonly<Record<string, Value | undefined>>;

/** What a policy document says as one value or as a list of them, as a list. */
export function listed(value: Value | undefined): readonly Value[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Whether one of the values that a statement lists is one of these. */
export function hasOneOf(value: Value | undefined, wanted: readonly string[]): boolean {
    return listed(value).some((element) => wanted.includes(element as string));
}

/** What a statement asks by one operator: for each key, the values of which one must be there. */
export function conditions({ Condition }: Statement, operator: string): [string, readonly Value[]][] {
    const keys = isObject(Condition) ? Condition[operator] : undefined;
    return isObject(keys) ? Object.entries(keys).map(([key, values]) => [key, listed(values)]) : [];
}

/** Whether a statement says who it is for, and does not mean everyone by it. */
export function namesPrincipals({ Principal }: Statement): boolean {
    const principals = isObject(Principal) ? Object.values(Principal).flatMap(listed) : [];
    return (
        principals.length > 0 &&
        principals.every((principal) => typeof principal === "string" && !principal.includes("*"))
    );
}

/** Whether a statement is for everyone, known or not. */
export function isForEveryone({ Principal }: Statement): boolean {
    return hasOneOf(isObject(Principal) ? Principal.AWS : Principal, ["*"]);
}

/** Whether a statement is about requests without TLS, all of them. A second condition would leave some out. */
export function isAboutPlainRequests({ Condition }: Statement): boolean {
    return PLAIN.has(JSON.stringify(Condition));
}

const PLAIN = new Set(
    ["false", ["false"], false].map((value) => JSON.stringify({ Bool: { "aws:SecureTransport": value } })),
);

/** Whether whatever a policy document allows, it allows in this way. A document without statements does not. */
export function everyGrant(document: Value, way: (statement: Statement) => boolean): boolean {
    const statements = statementsOf(document);
    return (
        statements.length > 0 &&
        statements.every(
            (statement) => isObject(statement) && (statement.Effect === "Deny" || way(statement)),
        )
    );
}

/** Whether a policy document denies something in this way. */
export function someDenial(document: Value, way: (statement: Statement) => boolean): boolean {
    return statementsOf(document).some(
        (statement) => isObject(statement) && statement.Effect === "Deny" && way(statement),
    );
}

const statementsOf = (document: Value): readonly Value[] =>
    listed(isObject(document) ? document.Statement : undefined);

/** A policy document of these statements. */
export const documentOf = (...statements: Value[]): Value => ({
    Version: "2012-10-17",
    Statement: statements,
});

/**
 * Documents that do not deny what a statement denies: each lacks or changes one part of it. To try a rule with.
 *
 * @param changes other values of its parts, of which each makes it another statement.
 */
export function withoutDenial(denial: Record<string, Value>, ...changes: Statement[]): Value[] {
    const others: Statement[] = [
        { Principal: undefined },
        { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
        { Principal: { Service: "*" } },
        { Action: undefined },
        { Condition: undefined },
        { Condition: { Bool: { "aws:SecureTransport": "true" } } },
        { Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:username": "it" } } },
        ...changes,
    ];
    const denying = { Effect: "Deny", ...denial };
    return [
        {},
        documentOf(),
        documentOf("Deny"),
        documentOf({ ...denying, Effect: "Allow" }),
        documentOf(denial),
        ...others.map((change) => documentOf(known({ ...denying, ...change }))),
    ];
}

const known = (statement: Statement): Value =>
    Object.fromEntries(
        Object.entries(statement).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );

const toEveryone: readonly Value[] = [
    { Effect: "Allow" },
    { Principal: "*" },
    { Effect: "Allow", Principal: "*" },
    { Effect: "Allow", Principal: {} },
    { Effect: "Allow", Principal: { AWS: [] } },
    { Effect: "Allow", Principal: { AWS: [7] } },
    { Effect: "Allow", Principal: { AWS: "*" } },
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::*:root" } },
    { Effect: "Allow", Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } },
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com", AWS: "*" } },
    { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
];

/** Documents that allow something to everyone, or do not say to whom. To try a rule with. */
export const principalsRefused: readonly Value[] = [
    {},
    documentOf(),
    documentOf("Allow"),
    ...toEveryone.map((statement) =>
        documentOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }, statement),
    ),
];

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
