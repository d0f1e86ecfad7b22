import type { Condition, PolicyDocument, Statement } from "../../bootstrap/policyDocument";

/** A request to AWS, with the condition keys that it has. */
export interface AwsRequest {
    action: string;
    resource: string;
    keys?: Record<string, string>;
}

/**
 * IAM's decision for a role: allowed by its policies and by its boundary, and denied by neither.
 *
 * Source: IAM user guide, "Policy evaluation logic", "Permissions boundaries for IAM entities" and "IAM JSON policy elements:
 * Condition operators". An operator that is not listed here fails the test.
 */
export function isAllowed(
    policies: readonly PolicyDocument[],
    boundary: PolicyDocument,
    request: AwsRequest,
): boolean {
    const effects = (documents: readonly PolicyDocument[]): string[] =>
        documents
            .flatMap(({ Statement: statements }) => statements)
            .filter((statement) => applies(statement, request))
            .map(({ Effect: effect }) => effect);
    return [effects(policies), effects([boundary])].every(
        (each) => each.includes("Allow") && !each.includes("Deny"),
    );
}

function applies(statement: Statement, { action, resource, keys = {} }: AwsRequest): boolean {
    return (
        statement.Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        statement.Resource.some((pattern) => matches(pattern, resource)) &&
        isMet(statement.Condition ?? {}, keys)
    );
}

function isMet(condition: Condition, keys: Record<string, string>): boolean {
    return Object.entries(condition).every(([operator, wanted]) =>
        Object.entries(wanted).every(([key, values]) => {
            const value = keys[key];
            const list = [values].flat();
            switch (operator) {
                case "StringEquals":
                case "ArnEquals":
                case "Bool":
                case "ForAnyValue:StringEquals":
                    return value !== undefined && list.includes(value);
                case "StringEqualsIfExists":
                    return value === undefined || list.includes(value);
                case "StringNotEquals":
                    return value === undefined || !list.includes(value);
                case "ForAllValues:StringLike":
                    return value === undefined || list.some((pattern) => matches(pattern, value));
                default:
                    throw new Error(`${operator}: not evaluated here`);
            }
        }),
    );
}

function matches(pattern: string, text: string): boolean {
    const escaped = pattern.replaceAll(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${escaped}$`).test(text);
}
