import { isObject, type Value } from "../../../graph/value";
import { listed, type Statement } from "./statement";

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
