import { closest, distance } from "fastest-levenshtein";
import * as z from "zod/mini";
import type { Level, Rule } from "./rule";
import { type Waiver, waiverSchema } from "./waiver";

/** What `--policy-pack-config` says to the pack, for every policy: its level, and what else it takes. */
export type Given = ReadonlyMap<string, { level: string; properties: unknown }>;

/** How the pack judges. */
export interface Configuration {
    /** `dev` lets rules for production be lowered, and any rule be waived. Default: `prod`. */
    readonly environment: "dev" | "prod";
    readonly waivers: readonly Waiver[];
}

/** The policy that takes the configuration of the pack as a whole. */
export const WAIVERS = "waivers";

/** The strictest. */
export const DEFAULT: Configuration = { environment: "prod", waivers: [] };

/** Everything that is wrong with a configuration, a line each. Nothing is judged with half of one. */
export class ConfigurationError extends Error {
    constructor(readonly mistakes: readonly string[]) {
        super(mistakes.join("\n"));
        this.name = "ConfigurationError";
    }
}

const schema = z.strictObject({
    environment: z._default(z.enum(["dev", "prod"]), DEFAULT.environment),
    waivers: z._default(z.array(waiverSchema), []),
});

/** The engine's form of {@link schema}: it looks no further than the kinds, the pack reads the rest. */
export const configSchema = {
    properties: {
        environment: { type: "string" as const },
        waivers: { type: "array" as const },
    },
};

/** @throws ConfigurationError naming every entry that is wrong, its value and what is allowed. */
export function parseConfiguration(given: Given, rules: readonly Rule[]): Configuration {
    const levels = new Map(rules.map(({ name, level }) => [name, level]));
    // The pack's own notes can be silenced, like any advice. What `all` says is in each policy's own level already.
    const names = [WAIVERS, "waived", "not-told", "all", ...levels.keys()];
    const parsed = schema.safeParse(given.get(WAIVERS)?.properties ?? {}, { reportInput: true });
    const configuration: Configuration = parsed.success ? parsed.data : DEFAULT;
    const mistakes = parsed.success ? [] : parsed.error.issues.flatMap(mistake);
    for (const [name, { level, properties }] of given) {
        if (!names.includes(name)) {
            mistakes.push(`${name}: is not a rule; ${advice(name, names)}`);
        } else {
            const wrong = wrongLevel(
                levels.get(name) ?? (name === WAIVERS ? "mandatory" : "advisory"),
                level,
                configuration.environment,
            );
            mistakes.push(...(wrong === undefined ? [] : [`${name}: ${wrong}`]));
            if (name !== WAIVERS && Object.keys(properties ?? {}).length > 0) {
                const keys = Object.keys(properties ?? {}).join(", ");
                mistakes.push(`${name}: takes a level and nothing else, got ${keys}.`);
            }
        }
    }
    for (const [index, { rule }] of configuration.waivers.entries()) {
        if (!levels.has(rule)) {
            mistakes.push(
                `${WAIVERS}.waivers[${index}].rule: "${rule}" is not a rule; ${advice(rule, [...levels.keys()])}`,
            );
        }
    }
    if (mistakes.length > 0) {
        throw new ConfigurationError(mistakes);
    }
    return configuration;
}

/** What is wrong with a level, which is one of the engine's words. */
function wrongLevel(rule: Level, level: string, environment: "dev" | "prod"): string | undefined {
    if (level === "mandatory" || (rule === "advisory" && level !== "remediate")) {
        return undefined;
    }
    if (level === "remediate") {
        return `cannot be "remediate": this pack reports and changes nothing; "mandatory" is allowed.`;
    }
    if (rule === "mandatory") {
        return `cannot be "${level}": it is mandatory in every environment; take it out.`;
    }
    return environment === "dev" && level === "advisory"
        ? undefined
        : `cannot be "${level}": it is mandatory in production; "advisory" is allowed with ${WAIVERS}.environment "dev".`;
}

function mistake(issue: z.core.$ZodIssue): string[] {
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
            return issue.keys.map((key) => `${place}.${key}: is not known.`);
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
                    : `${place}: must be ${issue.expected === "array" ? "a list" : `of kind ${issue.expected}`}${got}.`,
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
function advice(name: string, names: readonly string[]): string {
    const replacement = REPLACED.find(([removed]) => removed.test(name))?.[1];
    if (replacement !== undefined) {
        return `${replacement} replaced it: remove this entry.`;
    }
    const near = closest(name, names);
    return distance(name, near) <= 3 ? `did you mean ${near}?` : "docs/policies.md lists them.";
}
