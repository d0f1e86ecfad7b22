import { type Check, satisfies } from "./check";
import { JSON_TEXT } from "../graph/path";
import { isObject } from "../lib/isObject";
import { type Value } from "../graph/value";

/** A statement of a policy document: `Effect`, `Principal`, `Action`, `Resource`, `Condition`. */
export type Statement = Readonly<Record<string, Value | undefined>>;

/** A value or list of values in a policy document, as a list. */
export function toList(value: Value | undefined): readonly Value[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Whether a value or list in a statement contains one of the allowed values. */
export function hasOneOf(value: Value | undefined, allowed: readonly string[]): boolean {
    return toList(value).some((element) => allowed.includes(element as string));
}

/** The keys and allowed values of a statement's condition with one operator. */
export function getConditions({ Condition }: Statement, operator: string): [string, readonly Value[]][] {
    const keys = isObject(Condition) ? Condition[operator] : undefined;
    return isObject(keys) ? Object.entries(keys).map(([key, values]) => [key, toList(values)]) : [];
}

/** Whether a statement names its principals, without a wildcard. */
export function namesPrincipals({ Principal }: Statement): boolean {
    const principals = isObject(Principal) ? Object.values(Principal).flatMap(toList) : [];
    return (
        principals.length > 0 &&
        principals.every((principal) => typeof principal === "string" && !principal.includes("*"))
    );
}

/** Whether a statement is for all principals, anonymous ones too. */
export function isForAllPrincipals({ Principal }: Statement): boolean {
    return hasOneOf(isObject(Principal) ? Principal.AWS : Principal, ["*"]);
}

/** Whether a statement is about all requests without TLS. A second condition would exclude some. */
export function isAboutRequestsWithoutTls({ Condition }: Statement): boolean {
    return CONDITIONS_WITHOUT_TLS.has(JSON.stringify(Condition));
}

const CONDITIONS_WITHOUT_TLS = new Set(
    ["false", ["false"], false].map((value) => JSON.stringify({ Bool: { "aws:SecureTransport": value } })),
);

/** Whether every statement that allows an action meets the predicate, and there is a statement. */
export function everyGrant(document: Value, meets: (statement: Statement) => boolean): boolean {
    const statements = listStatements(document);
    return (
        statements.length > 0 &&
        statements.every(
            (statement) => isObject(statement) && (statement.Effect === "Deny" || meets(statement)),
        )
    );
}

/** Whether a statement that denies an action meets the predicate. */
export function hasDenial(document: Value, meets: (statement: Statement) => boolean): boolean {
    return listStatements(document).some(
        (statement) => isObject(statement) && statement.Effect === "Deny" && meets(statement),
    );
}

const listStatements = (document: Value): readonly Value[] =>
    toList(isObject(document) ? document.Statement : undefined);

/** A policy document of these statements. */
export const buildDocument = (...statements: Value[]): Value => ({
    Version: "2012-10-17",
    Statement: statements,
});

/**
 * Documents for tests that do not deny the same as a statement: each lacks or changes one part of it.
 *
 * @param changes values of parts, each of which makes it a different statement.
 */
export function buildDocumentsWithoutDenial(denial: Record<string, Value>, ...changes: Statement[]): Value[] {
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
        buildDocument(),
        buildDocument("Deny"),
        buildDocument({ ...denying, Effect: "Allow" }),
        buildDocument(denial),
        ...others.map((change) => buildDocument(removeUndefined({ ...denying, ...change }))),
    ];
}

const removeUndefined = (statement: Statement): Value =>
    Object.fromEntries(
        Object.entries(statement).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );

const PUBLIC_STATEMENTS: readonly Value[] = [
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

/** Documents for tests that allow an action to all principals, or do not name the principals. */
export const publicDocuments: readonly Value[] = [
    {},
    buildDocument(),
    buildDocument("Allow"),
    ...PUBLIC_STATEMENTS.map((statement) =>
        buildDocument({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }, statement),
    ),
];

/**
 * A resource's JSON policy document that allows no action to all principals. A statement for all principals is accepted if a
 * condition limits it to accounts by their IDs, because AWS then authenticates the caller.
 *
 * Source: AWS Config rule kms-key-policy-no-public-access: access from fixed values, without a wildcard or a variable,
 * is not public.
 */
export const hasNoPublicGrant = (property: string): Check =>
    satisfies([property, JSON_TEXT], {
        kind: "object",
        allowed: "a policy that allows no action to all principals",
        accepts: (policy) =>
            everyGrant(policy, (statement) => namesPrincipals(statement) || isLimitedToAccounts(statement)),
        rejected: [
            ...publicDocuments,
            ...NO_ACCOUNT.map((Condition) =>
                buildDocument({ Effect: "Allow", Principal: { AWS: "*" }, Condition }),
            ),
        ],
    });

/** Conditions that do not limit a statement to accounts. */
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

const isLimitedToAccounts = (statement: Statement): boolean =>
    getConditions(statement, "StringEquals").some(
        ([key, values]) =>
            ACCOUNT_KEYS.includes(key) &&
            values.every((value) => typeof value === "string" && ACCOUNT.test(value)),
    );
