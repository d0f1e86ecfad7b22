import { isObject, type Value } from "../../../graph/value";

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
