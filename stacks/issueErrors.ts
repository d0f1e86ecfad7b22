import type { z } from "zod";
import { getPath } from "../lib/getPath";
import { SECRET_NAME } from "../lib/secretName";
import { unknownKeys } from "./field";
import { formatValue } from "./formatValue";
import { keyOf } from "./key";
import type { ConfigError } from "./configError";
import { suggestKey } from "./nearest";
import { newNetwork } from "./sections/network";

/** New keys of settings by their former ones. */
const RENAMED = new Map([["posit-connect:recovery.live", "posit-connect:recovery.promoted"]]);

/** The errors in `raw` that a schema's issue is about. The message of an issue completes "must be". */
export function issueErrors(issue: z.core.$ZodIssue, raw: unknown): ConfigError[] {
    const { path } = issue;
    if (issue.code === "unrecognized_keys") {
        const known = unknownKeys.get(issue.keys) ?? [];
        // The value is not shown, as it may be a secret.
        return issue.keys.map((name) => {
            const key = keyOf([...path, name]);
            const renamed = RENAMED.get(key);
            return {
                key,
                ...(renamed !== undefined
                    ? { allowed: "a known setting", advice: `Rename it to ${renamed}.` }
                    : known.includes("adopt") && name in newNetwork.shape
                      ? { allowed: "left out with adopt", advice: "It is for a new VPC." }
                      : suggestKey(name, known, (other) => keyOf([...path, other]))),
            };
        });
    }
    const key = keyOf(path);
    if (issue.code === "invalid_key") {
        return [{ key, allowed: issue.issues[0]?.message ?? issue.message }];
    }
    const value = getPath(raw, path);
    const { advice, parsed } =
        issue.code === "custom" ? detailsOf(issue) : { advice: quotesHint(issue, value) };
    const isDefault = value === undefined && parsed !== undefined;
    return [
        {
            key,
            allowed: issue.message,
            ...(mayBeSecret(path, value)
                ? {}
                : { got: isDefault ? `the default, ${formatValue(parsed)}` : formatValue(value) }),
            ...(advice === undefined ? {} : { advice }),
        },
    ];
}

/** Whether a value may be a secret, by its name, or may contain one. */
function mayBeSecret(path: readonly PropertyKey[], value: unknown): boolean {
    const isPassedThrough = path[0] === "connect" && (path[1] === "config" || path[1] === "environment");
    return (
        value !== undefined &&
        (SECRET_NAME.test(String(path.at(-1))) || (isPassedThrough && typeof value === "object"))
    );
}

/** Data of a custom issue in addition to its message. */
export interface IssueDetails {
    /** Advice or a reason, in complete sentences. */
    advice?: string;
    /** The value with defaults filled in. */
    parsed?: unknown;
}

function detailsOf({ params }: z.core.$ZodIssueCustom): IssueDetails {
    return params ?? {};
}

/**
 * A pitfall of YAML: quotes make a text of a number, and without them a version becomes a number. `pulumi config set --path`
 * writes a number without quotes, so that they must be written into the file.
 */
function quotesHint(issue: z.core.$ZodIssue, value: unknown): string | undefined {
    const expected: string[] =
        issue.code === "invalid_type"
            ? [issue.expected]
            : issue.code === "invalid_value"
              ? issue.values.map((allowed) => typeof allowed)
              : [];
    if (typeof value === "string") {
        const isNumber = value.trim() !== "" && !isNaN(+value);
        const isQuoted =
            (isNumber && (expected.includes("number") || expected.includes("int"))) ||
            (/^(true|false)$/.test(value) && expected.includes("boolean"));
        return isQuoted ? "Write it without quotes." : undefined;
    }
    return (typeof value === "number" || typeof value === "boolean") && expected.includes("string")
        ? `Write it in quotes in the file, "${value}".`
        : undefined;
}
