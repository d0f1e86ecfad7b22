import type { z } from "zod";
import { keyOf } from "./key";
import type { Mistake } from "./mistake";
import { unknownKey } from "./nearest";
import { newNetwork } from "./sections/network";
import { formatValue } from "./formatValue";
import { getPath } from "../lib/getPath";

/** What a schema's issue says to whoever wrote `raw`. */
export function issueMistakes(issue: z.core.$ZodIssue, raw: unknown): Mistake[] {
    if (issue.code === "unrecognized_keys") {
        // Its message is the list of the known keys: see `section`. The value is not shown, as nothing says what it is.
        const known = issue.message.split(" ");
        return issue.keys.map((key) => ({
            key: keyOf([...issue.path, key]),
            problem:
                known.includes("adopt") && key in newNetwork.shape
                    ? "must be left out with adopt: it is for a new VPC"
                    : unknownKey(key, known, (name) => keyOf([...issue.path, name])),
        }));
    }
    const key = keyOf(issue.path);
    if (issue.code === "invalid_key") {
        return [{ key, problem: issue.issues[0]?.message ?? issue.message }];
    }
    const value = getPath(raw, issue.path);
    if (value === undefined) {
        return [{ key, problem: issue.code === "custom" ? issue.message : `not set; ${issue.message}` }];
    }
    return [{ key, value: formatValue(value), problem: issue.message + quotesHint(issue, value) }];
}

/**
 * YAML's own trap: quotes make a text of a number, and their absence a number of a version. `pulumi config set --path`
 * puts a number without quotes, so that they must be written into the file.
 */
function quotesHint(issue: z.core.$ZodIssue, value: unknown): string {
    const expected =
        issue.code === "invalid_type"
            ? [issue.expected]
            : issue.code === "invalid_value"
              ? [...new Set(issue.values.map((allowed) => typeof allowed))]
              : [];
    const isText = typeof value === "string";
    if (
        isText &&
        (expected.includes("number") || expected.includes("int")) &&
        value.trim() !== "" &&
        !isNaN(+value)
    ) {
        return "; write it without quotes";
    }
    if (isText && expected.includes("boolean") && /^(true|false)$/.test(value)) {
        return "; write it without quotes";
    }
    return (typeof value === "number" || typeof value === "boolean") && expected.includes("string")
        ? `; write it in quotes in the file, "${value}"`
        : "";
}
