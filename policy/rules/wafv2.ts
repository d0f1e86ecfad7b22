import { isGiven, optional, reference, satisfies } from "../check";
import { isObject, type Value } from "../../graph/value";
import type { ResourceRule } from "../rule";

/** Headers that carry API keys and sessions, in lower case, as AWS WAF returns them. */
const CREDENTIALS = ["authorization", "cookie"];

const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

const part = (value: Value | undefined, ...path: readonly string[]): Value | undefined =>
    path.reduce<Value | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value);

const header = (name: string) => ({ singleHeader: { name } });

/** Whether a filter keeps a request that is blocked. Labels of such a request are not known. */
function keepsBlocked(filter: Value): boolean {
    const conditions = listOf(part(filter, "conditions"));
    const met = conditions.filter((each) => part(each, "actionCondition", "action") === "BLOCK");
    return (
        part(filter, "behavior") === "KEEP" &&
        (part(filter, "requirement") === "MEETS_ANY"
            ? met.length > 0
            : met.length > 0 && met.length === conditions.length)
    );
}

const filter = (changes: Record<string, Value>): Record<string, Value> => ({
    behavior: "KEEP",
    requirement: "MEETS_ANY",
    conditions: [{ actionCondition: { action: "BLOCK" } }],
    ...changes,
});

const label = {
    labelNameCondition: { labelName: "awswaf:managed:aws:core-rule-set:NoUserAgent_Header" },
};

export const wafv2: readonly ResourceRule[] = [
    {
        name: "wafv2-rules",
        level: "advisory",
        severity: "medium",
        controls: ["FSBP WAF.10"],
        applies: ["aws:wafv2/webAcl:WebAcl"],
        description: "A web ACL has rules: one without any refuses nothing.",
        remedy: "List a managed rule group, or rules of your own, in rules.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
        checks: [isGiven("rules", "list")],
    },
    {
        name: "wafv2-log-redaction",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi waf-log-redaction"],
        applies: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
        description: "The log of a web ACL has each blocked request in it, and no credentials.",
        remedy: "In redactedFields, list singleHeader for authorization and for cookie. In loggingFilter, drop nothing that is blocked.",
        url: "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
        checks: [
            reference(isGiven("logDestinationConfigs", "list")),
            satisfies("redactedFields", {
                kind: "list",
                wanted: `a list with singleHeader for ${CREDENTIALS.join(" and ")}`,
                accepts: (fields) =>
                    CREDENTIALS.every((name) =>
                        listOf(fields).some((field) => part(field, "singleHeader", "name") === name),
                    ),
                refused: [
                    [],
                    ...CREDENTIALS.map((name) => [header(name)]),
                    [header("Authorization"), header("Cookie")],
                    [{ uriPath: {} }, "authorization", "cookie"],
                ],
            }),
            optional(
                satisfies("loggingFilter", {
                    kind: "object",
                    wanted: "a filter that keeps all requests with the action BLOCK",
                    accepts: (value) => {
                        const filters = part(value, "filters");
                        return (
                            Array.isArray(filters) &&
                            filters.every((each) => part(each, "behavior") === "KEEP") &&
                            (part(value, "defaultBehavior") === "KEEP" || filters.some(keepsBlocked))
                        );
                    },
                    refused: [
                        {},
                        { defaultBehavior: "DROP" },
                        { defaultBehavior: "KEEP", filters: "all" },
                        { defaultBehavior: "DROP", filters: [] },
                        { defaultBehavior: "KEEP", filters: [filter({ behavior: "DROP" })] },
                        { defaultBehavior: "DROP", filters: [filter({ behavior: "DROP" }), filter({})] },
                        { defaultBehavior: "DROP", filters: [filter({ conditions: [] })] },
                        { defaultBehavior: "DROP", filters: [filter({ conditions: [label] })] },
                        {
                            defaultBehavior: "DROP",
                            filters: [filter({ conditions: [{ actionCondition: { action: "COUNT" } }] })],
                        },
                        {
                            defaultBehavior: "DROP",
                            filters: [
                                filter({
                                    requirement: "MEETS_ALL",
                                    conditions: [{ actionCondition: { action: "BLOCK" } }, label],
                                }),
                            ],
                        },
                    ],
                }),
            ),
        ],
    },
];
