import { maskCredentials } from "../lib/credentials";
import { findCredentialIn } from "../lib/findCredentialIn";

/** Longest value that is shown in full. */
const LENGTH = 40;

/** A user name and a password before a host, without a scheme. An image has a digest after the `@`. */
const LOGIN = /(?<![^\s"'])[^\s/"':@]{1,200}:(?!\/\/)[^\s"']{1,2000}(?=@(?!sha256:))/g;

/** A value as an error shows it: without credentials, and cut if it is long. */
export function formatValue(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    const text = maskCredentials(JSON.stringify(value)).replace(LOGIN, "***");
    // JSON in a text may escape a part of a credential.
    const left =
        findCredentialIn(text) ??
        (typeof value === "string" ? findCredentialIn(maskCredentials(value)) : undefined);
    if (left !== undefined) {
        return "***";
    }
    return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
