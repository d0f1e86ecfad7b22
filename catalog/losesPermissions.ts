import type { ValueChange } from "./resourceType";

interface Statement extends Record<string, unknown> {
    Effect?: unknown;
    Action?: unknown;
    Resource?: unknown;
}

/**
 * Whether a policy allows less than before or denies more. A policy that cannot be read counts as allowing less, and so does
 * one that does not differ: its values are not known yet.
 */
export function losesPermissions({ from, to }: Pick<ValueChange, "from" | "to">): boolean {
    const [before, after] = [statementsOf(from), statementsOf(to)];
    if (before === undefined || after === undefined || from === to) {
        return true;
    }
    const [allowed, stillAllowed] = [grants(before, "Allow"), grants(after, "Allow")];
    const [denied, nowDenied] = [grants(before, "Deny"), grants(after, "Deny")];
    return !isSubset(allowed, stillAllowed) || !isSubset(nowDenied, denied);
}

function statementsOf(policy: unknown): Statement[] | undefined {
    try {
        const { Statement: statements } = JSON.parse(String(policy)) as { Statement?: unknown };
        return statements === undefined ? undefined : (listOf(statements) as Statement[]);
    } catch {
        return undefined;
    }
}

/** One text for each action on each resource, with its conditions. */
function grants(statements: readonly Statement[], effect: "Allow" | "Deny"): Set<string> {
    return new Set(
        statements
            .filter(({ Effect }) => Effect === effect)
            .flatMap(({ Action, Resource, ...rest }) =>
                listOf(Action).flatMap((action) =>
                    listOf(Resource).map((resource) =>
                        JSON.stringify([action, resource, { ...rest, Sid: undefined }]),
                    ),
                ),
            ),
    );
}

function isSubset(some: Set<string>, all: Set<string>): boolean {
    return [...some].every((each) => all.has(each));
}

function listOf(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [value];
}
