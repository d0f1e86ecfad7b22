/**
 * Forms of credentials, by the name that a message gives them. A match takes time in proportion to the text: no form has two
 * repetitions side by side that match the same characters, and a long one starts only where a word or a part of a URL does.
 */
const FORMS: readonly (readonly [name: string, form: RegExp])[] = [
    // For a database, a directory or a shell, a user name alone is not a credential. For any other server, it may be a token.
    [
        "credentials in a URL",
        /(?<=(?<!postgres|postgresql|mysql|ldaps?|smtps?|s?ftp|ssh):\/\/)[^\s/?#"'<>\\]+(?=@)/gi,
    ],
    // A password may have a slash, a port cannot.
    ["credentials in a URL", /(?<=:\/\/)[^\s/?#"'<>\\:@]*:(?!\d+(?:[/?#]|$))[^\s"'<>\\]{1,2000}(?=@)/g],
    [
        "a token in a URL's query",
        /(?<=[?&](?:[\w.-]{0,40}(?:token|password|passwd|secret|signature|api[_-]?key)|sig)=)[^\s&#"'<>\\]+/gi,
    ],
    ["a token in a URL's path", /(?<=\/t\/)tk-[\w-]{16,}/g],
    ["a Slack webhook", /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g],
    ["an AWS access key", /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
    ["a GitHub token", /(?<![A-Za-z0-9])(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g],
    ["a GitLab token", /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ptt|ft|oas|cbt)-[\w-]{20,}/g],
    ["a Slack token", /(?<![A-Za-z0-9])(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}/g],
    ["an npm token", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}/g],
    ["a PyPI token", /(?<![A-Za-z0-9])pypi-[\w-]{50,}/g],
    ["a Docker token", /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[\w-]{20,}/g],
    ["a Pulumi token", /(?<![A-Za-z0-9])pul-[0-9a-f]{40}(?![A-Za-z0-9])/g],
    ["a Google API key", /(?<![A-Za-z0-9])AIza[\w-]{35}/g],
    // Such as a token of Posit Package Manager. `eyJ` is `{"` in Base64.
    ["a JSON Web Token", /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g],
    ["a private key", /(?<=-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)[^]+/g],
];

/** Whether a text has a credential, and which: `an AWS access key`. */
export function findCredential(text: string): string | undefined {
    return FORMS.find(([, form]) => text.search(form) !== -1)?.[0];
}

/** A text with every credential in it replaced by `***`. */
export function maskCredentials(text: string): string {
    return FORMS.reduce((masked, [, form]) => masked.replace(form, "***"), text);
}
