import { closest, distance } from "fastest-levenshtein";
import * as z from "zod/mini";
import type { Level, Rule } from "./rule";
import { type Waiver, waiverSchema } from "./waiver";

/** The content of the `--policy-pack-config` file: the level and properties of each policy. */
export type Given = ReadonlyMap<string, { level: string; properties: unknown }>;

/** Configuration of the pack. */
export interface Configuration {
    /** In `dev`, production rules can be lowered and every rule can be waived. Default: `prod`. */
    readonly environment: "dev" | "prod";
    readonly waivers: readonly Waiver[];
}

/** Name of the policy that has the configuration of the pack. */
export const WAIVERS = "waivers";

/** The strictest configuration. */
export const DEFAULT: Configuration = { environment: "prod", waivers: [] };

/** All errors in a configuration, one line each. The pack checks nothing with an invalid configuration. */
export class ConfigurationError extends Error {
    constructor(readonly errors: readonly string[]) {
        super(errors.join("\n"));
        this.name = "ConfigurationError";
    }
}

const schema = z.strictObject({
    environment: z._default(z.enum(["dev", "prod"]), DEFAULT.environment),
    waivers: z._default(z.array(waiverSchema), []),
});

/** The schema in the engine's format. The engine checks only the types; {@link schema} checks the rest. */
export const configSchema = {
    properties: {
        environment: { type: "string" as const },
        waivers: { type: "array" as const },
    },
};

/** @throws ConfigurationError with each wrong entry, its value and the allowed values. */
export function parseConfiguration(given: Given, rules: readonly Rule[]): Configuration {
    const levels = new Map(rules.map(({ name, level }) => [name, level]));
    // The pack's own reports can be disabled, like any advice. The engine has already applied `all` to each policy's level.
    const names = [WAIVERS, "waived", "not-told", "all", ...levels.keys()];
    const parsed = schema.safeParse(given.get(WAIVERS)?.properties ?? {}, { reportInput: true });
    const configuration: Configuration = parsed.success ? parsed.data : DEFAULT;
    const errors = parsed.success ? [] : parsed.error.issues.flatMap(describeIssue);
    for (const [name, { level, properties }] of given) {
        if (!names.includes(name)) {
            errors.push(`${name}: is not a rule. ${suggestRule(name, names)}`);
        } else {
            const wrong = findLevelError(
                levels.get(name) ?? (name === WAIVERS ? "mandatory" : "advisory"),
                level,
                configuration.environment,
            );
            errors.push(...(wrong === undefined ? [] : [`${name}: ${wrong}`]));
            if (name !== WAIVERS && Object.keys(properties ?? {}).length > 0) {
                const keys = Object.keys(properties ?? {}).join(", ");
                errors.push(`${name}: must have only a level, got ${keys}.`);
            }
        }
    }
    for (const [index, { rule }] of configuration.waivers.entries()) {
        if (!levels.has(rule)) {
            errors.push(
                `${WAIVERS}.waivers[${index}].rule: "${rule}" is not a rule. ${suggestRule(rule, [...levels.keys()])}`,
            );
        }
    }
    if (errors.length > 0) {
        throw new ConfigurationError(errors);
    }
    return configuration;
}

/** The error in a level, which is one of the engine's levels. */
function findLevelError(rule: Level, level: string, environment: "dev" | "prod"): string | undefined {
    if (level === "mandatory" || (rule === "advisory" && level !== "remediate")) {
        return undefined;
    }
    if (level === "remediate") {
        return `must not be "remediate", because this pack changes no resources. Use "mandatory".`;
    }
    if (rule === "mandatory") {
        return `must be "mandatory", got "${level}". It is mandatory in every environment. Remove this entry.`;
    }
    return environment === "dev" && level === "advisory"
        ? undefined
        : `must be "mandatory", or "advisory" with ${WAIVERS}.environment "dev", got "${level}". It is mandatory in production.`;
}

/** The types that {@link schema} requires, in words. */
const KINDS: Readonly<Record<string, string>> = { array: "a list", object: "an object", string: "text" };

function describeIssue(issue: z.core.$ZodIssue): string[] {
    const place = [WAIVERS, ...issue.path].reduce<string>(
        (text, part) =>
            typeof part === "number"
                ? `${text}[${part}]`
                : text === ""
                  ? String(part)
                  : `${text}.${String(part)}`,
        "",
    );
    const got = issue.input === undefined ? "" : `, got ${JSON.stringify(issue.input)}`;
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) => `${place}.${key}: is not a known key.`);
        case "invalid_value":
            return [
                `${place}: must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}${got}.`,
            ];
        case "invalid_format":
            return [`${place}: must be a date such as 2027-06-30${got}.`];
        case "too_small":
            return [`${place}: must not be empty.`];
        case "invalid_type":
            return [
                issue.input === undefined
                    ? `${place}: is missing.`
                    : `${place}: must be ${KINDS[issue.expected] ?? issue.expected}${got}.`,
            ];
        default:
            return [`${place}: ${issue.message}.`];
    }
}

/** Rules of earlier versions, and the rule that replaced them. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
    [/^helm-ingress-/, "helm-ingress-off"],
    [/^(kubernetes-ingress|rds-cluster)-/, "stack-supported-types"],
    [/^ec2-no-open-group-rule$/, "ec2-no-open-ingress-rule"],
    [/^s3-no-public-grants$/, "s3-no-public-acl"],
];

/** Which rule to name instead of one that does not exist. */
function suggestRule(name: string, names: readonly string[]): string {
    const replacement = REPLACED.find(([removed]) => removed.test(name))?.[1];
    if (replacement !== undefined) {
        return `It was replaced by ${replacement}. Remove this entry.`;
    }
    const near = closest(name, names);
    return distance(name, near) <= 3 ? `Did you mean ${near}?` : "See docs/policies.md for all rules.";
}
