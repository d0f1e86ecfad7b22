import { expect } from "chai";
import { databaseRoots } from "../../components/databaseRoots";
import { type Config, errorsOf, settingsOf } from "./config";

const connect = (changes: Config): Config => ({ "posit-connect:connect": changes });
const login = (changes: Config): Config =>
    connect({
        authentication: {
            provider: "ldap",
            host: "ldap.example.com",
            usersBaseDn: "OU=Users,DC=example,DC=com",
            ...changes,
        },
    });

const PASSWORD = { "posit-connect:ldapBindPassword": "hunter2" };
const FORM = "one or more certificates in PEM form, and nothing else";

/** A certificate of a server, which signs no other. */
const LEAF = `-----BEGIN CERTIFICATE-----
MIIBczCCARigAwIBAgIUYVSMKXE5nKtWrE3cQR09V/t/2sMwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEbGVhZjAgFw0yNjExMjkxODU4MjBaGA8yMTI2MTEwNTE4NTgy
MFowDzENMAsGA1UEAwwEbGVhZjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC5C
WM04cA36e5VxamhhQs+I9254avalCrMFkhXl/Iu9Xep/isA45bDUR/lm/NmQ0uNc
SjceJ0KFtKuhe5sEH9KjUDBOMB0GA1UdDgQWBBQzNqyr92ezm4xOXESze+Y/ZmAM
WTAfBgNVHSMEGDAWgBQzNqyr92ezm4xOXESze+Y/ZmAMWTAMBgNVHRMBAf8EAjAA
MAoGCCqGSM49BAMCA0kAMEYCIQC5QBHCQqrn0dGnva9PjkGNOqpLUIzDW2gruk8D
qItO6AIhANNzpPQAGo1VktyhqRsnv/51lMe15CHlc8wvTZHChBiN
-----END CERTIFICATE-----
`;

const ERRORS: [string, Config, string[]][] = [
    [
        "a directory without the subtree of its users",
        connect({ authentication: { provider: "ldap", host: "ldap.data-team.org" } }),
        [
            "posit-connect:connect.authentication.usersBaseDn: must be a distinguished name without a slash, such as OU=Users,DC=example,DC=com, got nothing.",
        ],
    ],
    [
        "a service account without a password",
        login({ bindDn: "CN=connect,DC=example,DC=com" }),
        [
            "posit-connect:ldapBindPassword: must be set, got nothing. Run pulumi config set --secret posit-connect:ldapBindPassword.",
        ],
    ],
    [
        "a password without a service account",
        { ...login({}), ...PASSWORD },
        [
            "posit-connect:ldapBindPassword: must be left out, as these settings do not use it. Run pulumi config rm posit-connect:ldapBindPassword.",
        ],
    ],
    [
        "groups without a service account",
        login({ groupsBaseDn: "OU=Groups,DC=example,DC=com" }),
        [
            'posit-connect:connect.authentication.groupsBaseDn: must be left out without bindDn, the service account that searches for groups, got "OU=Groups,DC=example,DC=com".',
        ],
    ],
    [
        "a connection without TLS",
        login({ encryption: "none" }),
        ['posit-connect:connect.authentication.encryption: must be one of "tls", "starttls", got "none".'],
    ],
    [
        "a password in the settings",
        login({ bindPassword: "hunter2" }),
        [
            "posit-connect:connect.authentication.bindPassword: must be a known setting. The nearest is posit-connect:connect.authentication.bindDn.",
        ],
    ],
    [
        "certificates that are none",
        connect({ certificateAuthorities: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }),
        [
            `posit-connect:connect.certificateAuthorities: must be ${FORM}, got "-----BEGIN CERTIFICATE-----\\nAAAA\\n---….`,
        ],
    ],
    [
        "a certificate of no authority",
        connect({ certificateAuthorities: LEAF }),
        [
            'posit-connect:connect.certificateAuthorities: must be certificates of authorities, and CN=leaf is of none (its basic constraints are not CA:TRUE), got "-----BEGIN CERTIFICATE-----\\nMIIBczCCA….',
        ],
    ],
    [
        "a path instead of certificates",
        connect({ certificateAuthorities: "./ca.pem" }),
        [`posit-connect:connect.certificateAuthorities: must be ${FORM}, got "./ca.pem".`],
    ],
];

describe("settings of a directory and of private authorities", () => {
    for (const [kind, changes, lines] of ERRORS) {
        it(`report ${kind}`, () => {
            expect(errorsOf(changes)).to.deep.equal(lines);
        });
    }

    it("print no private key that is next to a certificate", () => {
        const key = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n";
        const errors = errorsOf(connect({ certificateAuthorities: key + databaseRoots("us-east-1") }));

        expect(errors).to.have.lengthOf(2);
        expect(errors.join()).not.to.contain("hunter2");
    });

    it("accept a directory with a service account and certificates of authorities", () => {
        const authorities = databaseRoots("us-east-1");
        const { connect: loaded } = settingsOf({
            "posit-connect:connect": {
                ...(login({
                    bindDn: "CN=connect,OU=Service Accounts,DC=example,DC=com",
                    groupsBaseDn: "OU=Groups,DC=example,DC=com",
                })["posit-connect:connect"] as object),
                certificateAuthorities: authorities,
            },
            ...PASSWORD,
        });

        expect(loaded.certificateAuthorities).to.equal(authorities);
        expect(loaded.authentication).to.deep.include({ provider: "ldap", encryption: "tls" });
    });
});
