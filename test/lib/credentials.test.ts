import { expect } from "chai";
import { findCredential, maskCredentials } from "../../lib/credentials";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

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
        const parts = ["://", "://a:b", "eyJ", "-eyJa.", "&token=", "?a_b-", "-----BEGIN ", "a:b", "xoxb-"];
        const found = parts.map((part) => [part, findCredential(part.repeat(1_000_000 / part.length))]);

        expect(found).to.deep.equal(
            parts.map((part) => [part, part === "xoxb-" ? "a Slack token" : undefined]),
        );
    });
});
