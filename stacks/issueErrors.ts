import type { z } from "zod";
import { getPath } from "../lib/getPath";
import { SECRET_NAME } from "../lib/secretName";
import { withPath } from "../lib/withPath";
import { unknownKeys } from "./field";
import { formatValue } from "./formatValue";
import { keyOf } from "./key";
import type { ConfigError } from "./configError";
import { suggestKey } from "./nearest";
import { newNetwork } from "./sections/network";

/** New keys of settings by their former ones. */
const RENAMED = new Map([["posit-connect:recovery.live", "posit-connect:recovery.promoted"]]);

/** Checks a hint before an error gives it. */
export interface HintCheck {
    /** Whether a value at a path would be valid, with all other values as they are. */
    accepts: (path: readonly PropertyKey[], value: unknown) => boolean;
    /** The text that a file has for a value, such as `1.10` for the number 1.1. */
    textAt: (path: readonly PropertyKey[]) => string | undefined;
}

/** Most hints that are checked: each check parses all settings. */
const MAX_CHECKS = 10;

/** The check of hints for values of a schema. */
export function hintCheck(
    schema: z.ZodType,
    raw: unknown,
    textAt: HintCheck["textAt"] = () => undefined,
): HintCheck {
    let checks = 0;
    return {
        textAt,
        accepts: (path, value) => {
            checks += 1;
            if (checks > MAX_CHECKS) {
                return false;
            }
            const { error } = schema.safeParse(withPath(raw, path, value));
            return !error?.issues.some((issue) => path.every((key, index) => issue.path[index] === key));
        },
    };
}

/**
 * The errors in `raw` that a schema's issue is about. The message of an issue completes "must be".
 *
 * @param hints checks the hints; without it, there are none.
 */
export function issueErrors(issue: z.core.$ZodIssue, raw: unknown, hints?: HintCheck): ConfigError[] {
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
                      : suggestKey(
                            name,
                            known,
                            (other) => keyOf([...path, other]),
                            (other) => getPath(raw, [...path, other]) !== undefined,
                        )),
            };
        });
    }
    const key = keyOf(path);
    if (issue.code === "invalid_key") {
        return [{ key, allowed: issue.issues[0]?.message ?? issue.message }];
    }
    const value = getPath(raw, path);
    const { advice, parsed } =
        issue.code === "custom" ? detailsOf(issue) : { advice: hints && quotesHint(issue, value, hints) };
    const isDefault = value === undefined && parsed !== undefined;
    return [
        {
            key,
            allowed: issue.message,
            ...(mayBeSecret(path, value)
                ? {}
                : {
                      got: isDefault
                          ? `the default, ${formatValue(parsed)}`
                          : (sourceOf(value, path, hints) ?? formatValue(value)),
                  }),
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

/** The file's text of a value that YAML reads as another than its text: `1.10` is the number 1.1, and a day is a time. */
function sourceOf(value: unknown, path: PropertyKey[], hints: HintCheck | undefined): string | undefined {
    const text = typeof value === "object" && value !== null ? undefined : hints?.textAt(path);
    return text === value ? undefined : value === null && text === "" ? "nothing" : text;
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
 * A pitfall of YAML: quotes make a text of a number, and without them a version becomes a number, and a day a time.
 * `pulumi config set --path` writes them without quotes, so that they must be written into the file.
 */
function quotesHint(
    { path }: z.core.$ZodIssue,
    value: unknown,
    { accepts, textAt }: HintCheck,
): string | undefined {
    const isText = typeof value === "string";
    // YAML reads a number with a leading zero as an octal one.
    if (isText && /^(true|false|-?(0|[1-9]\d*)(\.\d+)?)$/.test(value) && accepts(path, JSON.parse(value))) {
        return "Write it without quotes.";
    }
    if (!isText && typeof value !== "number" && typeof value !== "boolean" && value !== null) {
        return undefined;
    }
    const text = textAt(path) ?? (value === null ? "" : String(value));
    return text !== value && text !== "" && accepts(path, text)
        ? `Write it in quotes in the file, "${text}".`
        : undefined;
}
