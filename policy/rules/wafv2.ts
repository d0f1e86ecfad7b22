import { isNotEmpty, optional, reference, satisfies } from "../check";
import { isObject } from "../../lib/isObject";
import { type Value } from "../../graph/value";
import type { ResourceRule } from "../rule";

/** Headers with API keys and sessions, in lowercase, as AWS WAF returns them. */
const CREDENTIALS = ["authorization", "cookie"];

const toList = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

const part = (value: Value | undefined, ...path: readonly string[]): Value | undefined =>
    path.reduce<Value | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value);

const buildHeader = (name: string) => ({ singleHeader: { name } });

/** Whether the conditions of a filter are met by every blocked request, whatever its labels are. */
function isMetByBlocked(filter: Value): boolean {
    const conditions = toList(part(filter, "conditions"));
    const met = conditions.filter((each) => part(each, "actionCondition", "action") === "BLOCK");
    return (
        met.length > 0 && (part(filter, "requirement") === "MEETS_ANY" || met.length === conditions.length)
    );
}

const buildFilter = (changes: Record<string, Value>): Record<string, Value> => ({
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
        description: "A web ACL has rules. Without rules, it blocks no request.",
        remedy: "List a managed rule group or your own rules in rules.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
        checks: [isNotEmpty("rules", "list")],
    },
    {
        name: "wafv2-log-redaction",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi waf-log-redaction"],
        applies: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
        description: "The log of a web ACL contains each blocked request, without credentials.",
        remedy: "In redactedFields, list singleHeader for authorization and for cookie. In loggingFilter, do not drop blocked requests.",
        url: "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
        checks: [
            reference(isNotEmpty("logDestinationConfigs", "list")),
            satisfies("redactedFields", {
                kind: "list",
                allowed: `a list with singleHeader for ${CREDENTIALS.join(" and ")}`,
                accepts: (fields) =>
                    CREDENTIALS.every((name) =>
                        toList(fields).some((field) => part(field, "singleHeader", "name") === name),
                    ),
                rejected: [
                    [],
                    ...CREDENTIALS.map((name) => [buildHeader(name)]),
                    [buildHeader("Authorization"), buildHeader("Cookie")],
                    [{ uriPath: {} }, "authorization", "cookie"],
                ],
            }),
            optional(
                satisfies("loggingFilter", {
                    kind: "object",
                    allowed: "a filter that keeps all requests with the action BLOCK",
                    accepts: (value) => {
                        const filters = part(value, "filters");
                        return (
                            Array.isArray(filters) &&
                            filters.every((each) => part(each, "behavior") === "KEEP") &&
                            (part(value, "defaultBehavior") === "KEEP" || filters.some(isMetByBlocked))
                        );
                    },
                    rejected: [
                        {},
                        { defaultBehavior: "DROP" },
                        { defaultBehavior: "KEEP", filters: "all" },
                        { defaultBehavior: "DROP", filters: [] },
                        { defaultBehavior: "KEEP", filters: [buildFilter({ behavior: "DROP" })] },
                        {
                            defaultBehavior: "DROP",
                            filters: [buildFilter({ behavior: "DROP" }), buildFilter({})],
                        },
                        { defaultBehavior: "DROP", filters: [buildFilter({ conditions: [] })] },
                        { defaultBehavior: "DROP", filters: [buildFilter({ conditions: "BLOCK" })] },
                        { defaultBehavior: "DROP", filters: [buildFilter({ conditions: [label] })] },
                        {
                            defaultBehavior: "DROP",
                            filters: [
                                buildFilter({ conditions: [{ actionCondition: { action: "COUNT" } }] }),
                            ],
                        },
                        {
                            defaultBehavior: "DROP",
                            filters: [
                                buildFilter({
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
