/** A form of a credential: the name that a message gives it, and the part that is secret. */
type Form = readonly [name: string, form: RegExp];

/** Tokens by their prefix, which no letter or digit precedes. */
const TOKENS: readonly (readonly [name: string, form: string])[] = [
    ["an AWS access key", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"],
    ["an Amazon Bedrock API key", "ABSK[A-Za-z0-9+/]{100,}"],
    ["a GitHub token", "(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\\w{22,})"],
    ["a GitLab token", "(?:gl(?:pat|dt|rt|ptt|ft|oas|cbt|imt|soat|ffct)-[\\w-]{20,}|glagent-[\\w-]{50,})"],
    ["an Atlassian token", "(?:ATATT3|ATCTT3|ATBB)[\\w-]{28,}"],
    ["a Slack token", "(?:xox[abcdeoprs]|xapp)-(?=[A-Za-z0-9-]{0,24}\\d)[A-Za-z0-9-]{10,}"],
    ["an npm token", "npm_[A-Za-z0-9]{36,}"],
    ["a PyPI token", "pypi-[\\w-]{50,}"],
    ["a RubyGems token", "rubygems_[0-9a-f]{48}"],
    ["a Docker token", "dckr_(?:pat|oat)_[\\w-]{20,}"],
    ["an Artifactory token", "(?:AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})(?![A-Za-z0-9])"],
    ["a Pulumi token", "pul-[0-9a-f]{40}(?![A-Za-z0-9])"],
    ["a Terraform token", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{60,}"],
    ["a Vault token", "hv[sbr]\\.(?=[\\w-]{0,60}\\d)(?=[\\w-]{0,60}[A-Z])[\\w-]{24,}"],
    ["a 1Password token", "ops_eyJ[A-Za-z0-9+/]{100,}"],
    ["a Doppler token", "dp\\.(?:pt|st|sa|ct|scim|audit)\\.[\\w.-]{40,}"],
    ["a Google API key", "AIza[\\w-]{35}"],
    ["a Google token", "(?:GOCSPX-[\\w-]{28}|ya29\\.[\\w-]{30,})"],
    ["an Azure client secret", "[\\w~.]{3}\\dQ~[\\w~.-]{31,34}"],
    ["a Databricks token", "dapi[0-9a-f]{32}"],
    ["a Stripe key", "(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,}"],
    ["a SendGrid key", "SG\\.[\\w-]{20,24}\\.[\\w-]{39,50}"],
    ["an OpenAI key", "sk-(?:(?:proj|svcacct|admin)-[\\w-]{40,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})"],
    ["an Anthropic key", "sk-ant-[\\w-]{40,}"],
    ["a Hugging Face token", "(?:hf|api_org)_[A-Za-z]{34}(?![A-Za-z0-9])"],
    ["a Grafana token", "(?:glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}|glc_eyJ[A-Za-z0-9+/]{32,})"],
    ["a Dynatrace token", "dt0c01\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}"],
    ["a New Relic key", "NR(?:AK|II|RA|AA)-[A-Za-z0-9]{27,}"],
    ["a Sentry token", "(?:sntrys_eyJ[\\w+/=]{30,}|sntryu_[0-9a-f]{64})"],
    ["a DigitalOcean token", "do[opr]_v1_[0-9a-f]{64}"],
    ["a PlanetScale token", "pscale_(?:tkn|pw|oauth)_[\\w.-]{32,}"],
    ["an OpenShift token", "sha256~[\\w-]{43}"],
    ["an age key", "AGE-SECRET-KEY-1[A-Z0-9]{58}"],
    ["a Tailscale key", "tskey-[a-z]+-[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,}"],
    ["a Telegram token", "(?:bot)?\\d{8,10}:AA[\\w-]{33}(?![\\w-])"],
];

/**
 * Forms of credentials. A match takes time in proportion to the text: no form has two repetitions side by side that match the same
 * characters, and a long one starts only where a word or a part of a URL does.
 *
 * Source of the tokens' forms: https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml.
 */
const FORMS: readonly Form[] = [
    // For a web server or a registry, a user name alone may be a token. For others, such as a database, it is not a credential.
    ["credentials in a URL", /(?<=(?:https?|oci):\/\/)(?!git@)[^\s/?#"'<>\\]+(?=@)/gi],
    // A password may have a slash, a port cannot. An address of IPv6 is in brackets.
    ["credentials in a URL", /(?<=:\/\/)[^\s/?#"'<>\\:@[]*:(?!\d+(?:[/?#,;]|$))[^\s"'<>\\]{1,2000}(?=@)/g],
    [
        "credentials in a URL",
        /(?<=%3A%2F%2F)[\w.~!$&'()*+,;=-]{1,200}%3A(?:(?!%40)[\w.~!$&'()*+,;=%-]){1,200}(?=%40)/gi,
    ],
    [
        "a token in a URL's query",
        /(?<=[?&#;](?:[\w.-]{0,40}(?:token|password|passwd|secret|signature|api[_-]?key|credential)|sig)=)[^\s&#"'<>\\]+/gi,
    ],
    ["a token in a URL's path", /(?<=\/t\/)tk-[\w-]{16,}/g],
    ["a Slack webhook", /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g],
    ["a Teams webhook", /(?<=webhook\.office\.com\/webhookb2\/)[\w@/-]+/g],
    ["a Discord webhook", /(?<=discord(?:app)?\.com\/api\/webhooks\/)\d+\/[\w-]+/g],
    [
        "a password in a connection string",
        /(?<=;\s?(?:password|passwd|pwd|accountkey|sharedaccesskey)\s?=\s?)[^\s;"']+/gi,
    ],
    [
        "a password in a connection string",
        /(?<=(?:^|["'])(?:password|passwd|pwd|accountkey|sharedaccesskey)\s?=\s?)[^\s;"']+(?=;)/gi,
    ],
    [
        "a password in a connection string",
        /(?<=(?:user|host|hostaddr|dbname|port|sslmode)=[^\s"'=]{1,100}\spassword=)[^\s"']+/g,
    ],
    ["an AWS secret key", /(?<=secret_?access_?key["']?\s?[:=]\s?["']?)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/gi],
    ["a login to a registry", /(?<="auth"\s?:\s?")[A-Za-z0-9+/]{8,}={0,2}(?=")/g],
    [
        "an authorization header",
        /(?<=(?:[Aa]uth|AUTH)(?:orization|ORIZATION)["']?\s?[:=]\s?["']?(?:[Bb]asic|[Bb]earer|[Tt]oken|[Kk]ey)\s)(?=[\w.~+/-]{0,40}(?:\d|=|[a-z][A-Z]))[\w.~+/-]{8,}={0,2}/g,
    ],
    // Such as a token of Posit Package Manager. `eyJ` is `{"` in Base64.
    ["a JSON Web Token", /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g],
    ["a private key", /(?<=-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)[^"]+/g],
    ["a private key", /(?<=PuTTY-User-Key-File-\d: )[^"]+/g],
    ...TOKENS.map(([name, form]): Form => [name, new RegExp(`(?<![A-Za-z0-9])${form}`, "g")]),
];

/** All forms in one: for a short text, such as a name or an identifier, one search takes a tenth of the time of all. */
const ANY_FORM = new RegExp(FORMS.map(([, { source }]) => source).join("|"), "i");

const SHORT = 1000;

/** A reference to a password that another program inserts, such as `$(PASSWORD)` in a container, or a text in its place. */
const REFERENCE = /^(?:[^:]*:)?(?:\$\(\w+\)|\$\{[^{}]+\}|\$[A-Z_]{3,}|\{\{[^{}]*\}\}|<[^<>]*>|\*+)$/;

/** Base64 of 15 bytes or more, on one line or several. */
const ENCODED = /[A-Za-z0-9+/_-]{20,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]+)*={0,2}/g;

/** Text, as opposed to the bytes of a key or an image. */
const TEXT = /^(?:[\t\n\r]|[^\p{Cc}\uFFFD])+$/u;

/** Whether a text has a credential, and which: `an AWS access key`. */
export function findCredential(text: string): string | undefined {
    for (const [name, form] of text.length > SHORT || ANY_FORM.test(text) ? FORMS : []) {
        for (const [match] of text.matchAll(form)) {
            if (!REFERENCE.test(match)) {
                return name;
            }
        }
    }
    for (const [match] of text.matchAll(ENCODED)) {
        const found = findEncoded(match);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}

/** A text with every credential in it replaced by `***`. */
export function maskCredentials(text: string): string {
    const plain = FORMS.reduce(
        (masked, [, form]) => masked.replace(form, (match) => (REFERENCE.test(match) ? match : "***")),
        text,
    );
    return plain.replace(ENCODED, (match) => (findEncoded(match) === undefined ? match : "***"));
}

/** The credential in a text that Base64 contains, all of it or a line. */
function findEncoded(encoded: string): string | undefined {
    const lines = encoded.split(/\s+/);
    return [lines.join(""), ...(lines.length > 1 ? lines : [])]
        .map((line) => Buffer.from(line, "base64").toString("utf8"))
        .filter((text) => TEXT.test(text))
        .map(findCredential)
        .find((found) => found !== undefined);
}
