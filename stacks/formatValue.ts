import { maskCredentials } from "../lib/credentials";

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
    return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
