import { groupBy } from "../lib/groupBy";
import { type PolicyDocument, policyDocument, type Statement } from "./policyDocument";
import type { Right } from "./rights";

/** Characters of a managed policy, without white space. Source: IAM user guide, "IAM and AWS STS quotas". */
export const POLICY_LIMIT = 6144;

/** Managed policies of a role, by default. Source: the same page. */
export const POLICIES_LIMIT = 10;

/**
 * The managed policies that grant rights, each within IAM's limit.
 *
 * @throws an `Error` if a role cannot have so many: a part of its rights would be missing.
 */
export function policiesFor(rights: readonly Right[]): PolicyDocument[] {
    const documents: PolicyDocument[] = [];
    let current: Statement[] = [];
    for (const statement of statementsFor(rights)) {
        if (current.length > 0 && sizeOf([...current, statement]) > POLICY_LIMIT) {
            documents.push(policyDocument(current));
            current = [];
        }
        current.push(statement);
    }
    if (current.length > 0) {
        documents.push(policyDocument(current));
    }
    const tooLong = documents.find(({ Statement: statements }) => sizeOf(statements) > POLICY_LIMIT);
    if (documents.length > POLICIES_LIMIT || tooLong !== undefined) {
        throw new Error(
            `The role needs ${documents.length} policies, and IAM allows ${POLICIES_LIMIT} of ${POLICY_LIMIT} characters each.`,
        );
    }
    return documents;
}

function sizeOf(statements: Statement[]): number {
    return JSON.stringify(policyDocument(statements)).length;
}

/** One statement for all actions on the same resources under the same condition. */
function statementsFor(rights: readonly Right[]): Statement[] {
    const byAction = groupBy(rights, ({ action, condition }) => `${action} ${JSON.stringify(condition)}`);
    const onResources = [...byAction.values()].map((same) => ({
        ...same[0],
        resources: sorted(same.map(({ resource }) => resource)),
    }));
    const byResources = groupBy(onResources, ({ resources, condition }) =>
        JSON.stringify([resources, condition]),
    );
    return [...byResources.values()]
        .map((same): Statement => ({
            Effect: "Allow",
            Action: sorted(same.map(({ action }) => action)),
            Resource: same[0].resources,
            ...(Object.keys(same[0].condition).length === 0 ? {} : { Condition: same[0].condition }),
        }))
        .sort((a, b) => (JSON.stringify(a.Action) < JSON.stringify(b.Action) ? -1 : 1));
}

function sorted(texts: string[]): string[] {
    return [...new Set(texts)].sort();
}
