import { expect } from "chai";
import { findCredential, maskCredentials } from "../../lib/credentials";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A text with a credential, the text masked, and the kind. */
const FOUND: [text: string, masked: string, kind: string][] = [
    ["https://reader:hunter2@example.com/x", "https://***@example.com/x", "credentials in a URL"],
    ["https://hunter2@example.com", "https://***@example.com", "credentials in a URL"],
    ["https://reader:hun/ter2@example.com", "https://***@example.com", "credentials in a URL"],
    ["https://reader:hun@ter2@example.com", "https://***@example.com", "credentials in a URL"],
    ["https://reader:2222@example.com:8443/x", "https://***@example.com:8443/x", "credentials in a URL"],
    ["oci://hunter2@example.com/x", "oci://***@example.com/x", "credentials in a URL"],
    ["oci://hunter2:@example.com/x", "oci://***@example.com/x", "credentials in a URL"],
    ["oci://reader:hunter2@example.com/x", "oci://***@example.com/x", "credentials in a URL"],
    ["postgres://posit:hunter2@db:5432/posit", "postgres://***@db:5432/posit", "credentials in a URL"],
    [
        "https://example.com/?a=1&access_token=hunter2&b=2",
        "https://example.com/?a=1&access_token=***&b=2",
        "a token in a URL's query",
    ],
    [
        "https://example.com/?X-Amz-Signature=hunter2",
        "https://example.com/?X-Amz-Signature=***",
        "a token in a URL's query",
    ],
    ["https://example.com/?sig=hunter2", "https://example.com/?sig=***", "a token in a URL's query"],
    ["https://example.com/?apiKey=hunter2", "https://example.com/?apiKey=***", "a token in a URL's query"],
    [
        `https://conda.example.com/t/tk-${LETTERS.slice(0, 16)}/main`,
        "https://conda.example.com/t/***/main",
        "a token in a URL's path",
    ],
    [
        "https://hooks.slack.com/services/T0/B0/hunter2",
        "https://hooks.slack.com/services/***",
        "a Slack webhook",
    ],
    [`key AKIA${"A".repeat(16)}.`, "key ***.", "an AWS access key"],
    [`ASIA${"2".repeat(16)}`, "***", "an AWS access key"],
    [`x=ghp_${LETTERS.slice(0, 36)}`, "x=***", "a GitHub token"],
    [`github_pat_${LETTERS}`, "***", "a GitHub token"],
    [`glpat-${LETTERS.slice(0, 20)}`, "***", "a GitLab token"],
    [`xoxb-${"1".repeat(12)}-${LETTERS}`, "***", "a Slack token"],
    [`npm_${LETTERS.slice(0, 36)}`, "***", "an npm token"],
    [`pypi-${LETTERS}`, "***", "a PyPI token"],
    [`dckr_pat_${LETTERS.slice(0, 27)}`, "***", "a Docker token"],
    [`pul-${"0".repeat(40)}`, "***", "a Pulumi token"],
    [`AIza${LETTERS.slice(0, 35)}`, "***", "a Google API key"],
    [`eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.abc-_`, "***", "a JSON Web Token"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc", "-----BEGIN RSA PRIVATE KEY-----***", "a private key"],
    [
        "https://[::1]:3128,http://a:b@[::1]:3128",
        "https://[::1]:3128,http://***@[::1]:3128",
        "credentials in a URL",
    ],
    ["git+https://hunter2@github.com/a/b", "git+https://***@github.com/a/b", "credentials in a URL"],
    ["https://us%40er:hunter%2F2@example.com", "https://***@example.com", "credentials in a URL"],
    [
        "to=https%3A%2F%2Freader%3Ahunter2%40example.com",
        "to=https%3A%2F%2F***%40example.com",
        "credentials in a URL",
    ],
    [
        "jdbc:postgresql://db/a?user=a&password=hunter2",
        "jdbc:postgresql://db/a?user=a&password=***",
        "a token in a URL's query",
    ],
    [
        "https://example.com/#access_token=hunter2",
        "https://example.com/#access_token=***",
        "a token in a URL's query",
    ],
    [
        "https://a.webhook.office.com/webhookb2/1@2/IncomingWebhook/3/4",
        "https://a.webhook.office.com/webhookb2/***",
        "a Teams webhook",
    ],
    [
        "https://discord.com/api/webhooks/1/hunter2",
        "https://discord.com/api/webhooks/***",
        "a Discord webhook",
    ],
    ["Server=db;UID=a;PWD=hunter2", "Server=db;UID=a;PWD=***", "a password in a connection string"],
    ["Password=hunter2;Server=db", "Password=***;Server=db", "a password in a connection string"],
    [
        "AccountName=a;AccountKey=hunter2==;Suffix=b",
        "AccountName=a;AccountKey=***;Suffix=b",
        "a password in a connection string",
    ],
    ["host=db user=a password=hunter2", "host=db user=a password=***", "a password in a connection string"],
    [`aws_secret_access_key = ${LETTERS.slice(0, 40)}`, "aws_secret_access_key = ***", "an AWS secret key"],
    [`{"SecretAccessKey": "${LETTERS.slice(0, 40)}"}`, '{"SecretAccessKey": "***"}', "an AWS secret key"],
    [
        '{"auths":{"a":{"auth":"cmVhZGVyOmh1bnRlcjI="}}}',
        '{"auths":{"a":{"auth":"***"}}}',
        "a login to a registry",
    ],
    ["Authorization: Basic cmVhZGVyOmh1bnRlcjI=", "Authorization: Basic ***", "an authorization header"],
    ["authorization: Bearer hunter22", "authorization: Bearer ***", "an authorization header"],
    ["PuTTY-User-Key-File-2: abc", "PuTTY-User-Key-File-2: ***", "a private key"],
    [`xapp-1-${LETTERS.slice(26, 36)}`, "***", "a Slack token"],
    [`ATATT3${LETTERS}`, "***", "an Atlassian token"],
    [`glagent-${LETTERS}`, "***", "a GitLab token"],
    [`rubygems_${"a".repeat(48)}`, "***", "a RubyGems token"],
    [`AKCp${LETTERS}${"a".repeat(7)}`, "***", "an Artifactory token"],
    [`${LETTERS.slice(0, 14)}.atlasv1.${LETTERS}`, "***", "a Terraform token"],
    [`hvs.CAESI1${LETTERS}`, "***", "a Vault token"],
    [`ops_eyJ${LETTERS}${LETTERS}`, "***", "a 1Password token"],
    [`dp.pt.${LETTERS.slice(0, 43)}`, "***", "a Doppler token"],
    [`GOCSPX-${LETTERS.slice(0, 28)}`, "***", "a Google token"],
    [`ab~8Q~${LETTERS.slice(0, 34)}`, "***", "an Azure client secret"],
    [`dapi${"0".repeat(32)}`, "***", "a Databricks token"],
    [`sk_live_${LETTERS.slice(0, 24)}`, "***", "a Stripe key"],
    [`SG.${LETTERS.slice(0, 22)}.${LETTERS.slice(0, 43)}`, "***", "a SendGrid key"],
    [`sk-proj-${LETTERS}`, "***", "an OpenAI key"],
    [`sk-ant-api03-${LETTERS}`, "***", "an Anthropic key"],
    [`hf_${LETTERS.slice(0, 34)}`, "***", "a Hugging Face token"],
    [`glsa_${LETTERS.slice(0, 32)}_0123abcd`, "***", "a Grafana token"],
    [`dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`, "***", "a Dynatrace token"],
    [`NRAK-${LETTERS.slice(26, 53)}`, "***", "a New Relic key"],
    [`sntryu_${"0".repeat(64)}`, "***", "a Sentry token"],
    [`dop_v1_${"0".repeat(64)}`, "***", "a DigitalOcean token"],
    [`pscale_tkn_${LETTERS.slice(0, 43)}`, "***", "a PlanetScale token"],
    [`sha256~${LETTERS.slice(0, 43)}`, "***", "an OpenShift token"],
    [`AGE-SECRET-KEY-1${"Q".repeat(58)}`, "***", "an age key"],
    [`tskey-auth-${LETTERS.slice(0, 12)}-${LETTERS.slice(0, 32)}`, "***", "a Tailscale key"],
    [
        `https://api.telegram.org/bot123456789:AA${LETTERS.slice(0, 33)}/send`,
        "https://api.telegram.org/***/send",
        "a Telegram token",
    ],
    [`ABSK${LETTERS}${LETTERS}`, "***", "an Amazon Bedrock API key"],
    [`data: ${base64("https://reader:hunter2@example.com")}`, "data: ***", "credentials in a URL"],
    [
        base64(`${"a".repeat(60)} ghp_${LETTERS.slice(0, 36)}`).replaceAll(/(.{76})/g, "$1\n  "),
        "***",
        "a GitHub token",
    ],
    [
        `client-key-data: ${base64("-----BEGIN EC PRIVATE KEY-----\nabc")}`,
        "client-key-data: ***",
        "a private key",
    ],
    [base64(`{"config": "${base64("oci://reader:hunter2@example.com")}"}`), "***", "credentials in a URL"],
    [
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----***",
        "a private key",
    ],
];

/** Texts that only resemble those with a credential. */
const CLEAN = [
    "https://example.com:8443/a/b?page=2#token",
    "https://registry.example.com/@scope/package",
    "https://example.com:8443/@scope/package",
    "https://example.com/t/a-long-title-of-a-topic/12",
    "https://example.com/?token=",
    "https://example.com/?page=token",
    "postgres://posit@db:5432/posit?sslmode=verify-full&sslrootcert=/etc/roots.pem",
    "ssh://git@example.com/repository",
    "connect@example.com",
    "registry.example.com:5000/posit/content:2026.08@sha256:abc",
    "arn:aws:iam::123456789012:role/deployer",
    `AKIA${"A".repeat(17)}`,
    `ghp_short`,
    "-----BEGIN PUBLIC KEY-----\nabc",
    "-----BEGIN CERTIFICATE-----\nabc",
    "eyJhbGciOiJIUzI1NiJ9",
    "mongodb://reader@example.com/data",
    "abfss://data@account.dfs.core.windows.net/folder",
    "docker://busybox@sha256:abc",
    "git+https://git@github.com/example/package@v1",
    "http://[fd00::1]:8080/@scope/package",
    "kafka://a:9092,b:9092,team@example.com",
    "postgres://reader:$(PASSWORD)@db/data",
    "postgres://reader:${PASSWORD}@db/data",
    "https://$TOKEN@example.com",
    "https://reader:{{password}}@example.com",
    "https://reader:***@example.com",
    "https://example.com/?token=$(TOKEN)",
    "https://example.com/?token=<token>",
    "Server=db;UID=reader;PWD=$(PASSWORD)",
    "PWD=/home/reader",
    'set -e; password="$(cat /run/password)"',
    "Authorization: Bearer $(TOKEN)",
    "authorization: token authentication",
    "xoxo-hugs-and-kisses",
    "hvs.a-name-of-a-host-that-is-very-long.example.com",
    base64("a text without credentials, in Base64"),
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-AbCdEf",
];

describe("credentials in a text", () => {
    for (const [text, masked, kind] of FOUND) {
        it(`are found and masked: ${masked} (${kind})`, () => {
            expect(findCredential(text)).to.equal(kind);
            expect(maskCredentials(text)).to.equal(masked);
        });
    }

    for (const text of CLEAN) {
        it(`are not found where there are none: ${text.slice(0, 60)}`, () => {
            expect(findCredential(text)).to.equal(undefined);
            expect(maskCredentials(text)).to.equal(text);
        });
    }

    // A search whose time grows with the square of the length would exceed the tests' time limit.
    it("are searched in a million characters of repetitions", () => {
        const parts = [
            "://",
            "://a:b",
            "eyJ",
            "-eyJa.",
            "&token=",
            "?a_b-",
            "-----BEGIN ",
            "a:b",
            "xoxb-",
            ";pwd=",
            "%3A%2F%2Fa%3A",
            "AAAA\n",
        ];
        const found = parts.map((part) => [part, findCredential(part.repeat(1_000_000 / part.length))]);

        expect(found).to.deep.equal(parts.map((part) => [part, undefined]));
    });
});
