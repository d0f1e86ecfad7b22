import { expect } from "chai";
import fc from "fast-check";
import { databaseRoots } from "../../components/databaseRoots";
import { connectValues } from "../../components/connect/values";
import type { ConnectSettings } from "../../stacks/sections/connect";
import { connectFacts, ldap, oidc, smtp } from "../components/connect/fixtures";
import { settings } from "../fixtures";
import { type Config, errorsOf, SECRET_KEYS, settingsOf } from "./config";

const connect = (changes: Config): Config => ({ "posit-connect:connect": changes });
const config = (sections: Config): Config => connect({ config: sections });
const environment = (pods: Config): Config => connect({ environment: pods });

const PROPERTY = "a text on one line, a number, true, false, or a list of these";
const MOUNT = "a path in /mnt, /data or /srv, such as /mnt/data (other folders are Connect's or the image's)";
const AS_SECRET = "a table with secret, a name in posit-connect:extraSecrets (settings are not encrypted)";

/** A kind of error, settings with it, and every line of the report. */
const MISTAKES: [string, Config, string[]][] = [
    [
        "a property that the program sets, in any case",
        config({ authentication: { PROVIDER: "ldap" }, Kubernetes: { Namespace: "default" } }),
        [
            'posit-connect:connect.config.authentication.PROVIDER: must be left out, got "ldap". Set posit-connect:connect.authentication.provider instead.',
            'posit-connect:connect.config.Kubernetes.Namespace: must be left out, got "default". The isolation of content depends on it.',
        ],
    ],
    [
        "a repository that the program sets, next to one of the stack's own",
        config({
            'RPackageRepository "cran"': { URL: "https://cran.example.com" },
            'RPackageRepository "Internal"': { URL: "https://internal.example.com" },
        }),
        [
            'posit-connect:connect.config["RPackageRepository \\"cran\\""].URL: must be left out, got "https://cran.example.com". Set posit-connect:connect.packageManagerUrl and posit-connect:connect.packageRepositories.r instead.',
        ],
    ],
    [
        "a directory without the verification of its certificate",
        config({ 'LDAP "other"': { ServerTLSInsecure: true } }),
        [
            'posit-connect:connect.config["LDAP \\"other\\""].ServerTLSInsecure: must be left out, got true. Logins are sent to the directory only if its certificate is verified. Set posit-connect:connect.certificateAuthorities if a private authority signs it.',
        ],
    ],
    [
        "a directory without TLS, by the configuration and by variables",
        {
            ...connect({
                config: {
                    'LDAP "one"': { ServerAddress: "ldap.example.com:389" },
                    'ldap "two"': { serverAddress: "ldap.example.com:389", TLS: false, StartTLS: "no" },
                    LDAP: { ServerAddress: "ldap.example.com:636", tls: "true" },
                    'LDAP "three"': { Logging: true },
                },
                environment: { servers: { CONNECT_LDAP_one_STARTTLS: { secret: "a" } } },
            }),
            "posit-connect:extraSecrets": { a: "b" },
        },
        [
            'posit-connect:connect.config["LDAP \\"one\\""]: must be a table with TLS or StartTLS set to true, as users log in to that directory.',
            'posit-connect:connect.config["ldap \\"two\\""]: must be a table with TLS or StartTLS set to true, as users log in to that directory.',
            "posit-connect:connect.environment.servers.CONNECT_LDAP_one_STARTTLS: must be left out. Set it in the section of the directory in posit-connect:connect.config instead.",
        ],
    ],
    [
        "secrets in the configuration, which no error prints",
        config({
            'LDAP "other"': { BindPassword: "hunter2" },
            'LDAP "in two words"': { BindPassword: "hunter2" },
            Metrics: { ApiToken: ["hunter2"] },
        }),
        [
            'posit-connect:connect.config["LDAP \\"other\\""].BindPassword: must be left out, as it is a secret (the configuration is not encrypted). Set posit-connect:connect.environment.servers.CONNECT_LDAP_other_BINDPASSWORD.secret to a name in posit-connect:extraSecrets.',
            'posit-connect:connect.config["LDAP \\"in two words\\""].BindPassword: must be left out, as it is a secret (the configuration is not encrypted). Rename the section to LDAP "in_two_words". Set posit-connect:connect.environment.servers.CONNECT_LDAP_in_two_words_BINDPASSWORD.secret to a name in posit-connect:extraSecrets.',
            "posit-connect:connect.config.Metrics.ApiToken: must be left out, as it is a secret (the configuration is not encrypted). Set posit-connect:connect.environment.servers.CONNECT_METRICS_APITOKEN.secret to a name in posit-connect:extraSecrets.",
        ],
    ],
    [
        "sections and properties that Connect would read twice",
        config({ Applications: { RunAs: "a", runas: "b" }, applications: {} }),
        [
            "posit-connect:connect.config.applications: must be left out, as Applications is the same section (Connect ignores the case of names).",
            'posit-connect:connect.config.Applications.runas: must be left out, as RunAs is the same property (Connect ignores the case of names), got "b".',
        ],
    ],
    [
        "names and values that would change the file's structure",
        config({ "A]\n[Database": {}, Applications: { "Run As": "a", RunAs: "a\nb", Limit: 1e21 } }),
        [
            'posit-connect:connect.config["A]\\n[Database"]: must be the name of a section, such as Applications or LDAP "other".',
            'posit-connect:connect.config.Applications["Run As"]: must be the name of a property, of letters, digits and dashes.',
            `posit-connect:connect.config.Applications.RunAs: must be ${PROPERTY}, got "a\\nb".`,
            "posit-connect:connect.config.Applications.Limit: must be a number of up to 15 digits, or any other in quotes, got 1e+21.",
        ],
    ],
    [
        "a list instead of the table of variables, whose values no error prints",
        environment({ servers: [{ name: "A_TOKEN", value: "hunter2" }] }),
        ["posit-connect:connect.environment.servers: must be a table of environment variables."],
    ],
    [
        "a variable without quotes",
        environment({ servers: { PORT: 8080 } }),
        [
            'posit-connect:connect.environment.servers.PORT: must be a text, or a table with secret, a name in posit-connect:extraSecrets, got 8080. Write it in quotes in the file, "8080".',
        ],
    ],
    [
        "secrets in plain text in variables, which no error prints",
        environment({
            servers: { CONNECT_A_PASSWORD: "hunter2" },
            content: { API_KEY: "hunter2", WAREHOUSE_PWD: "hunter2", TOKENS: "hunter2" },
        }),
        [
            `posit-connect:connect.environment.servers.CONNECT_A_PASSWORD: must be ${AS_SECRET}. Revoke the secret if it is a real one.`,
            `posit-connect:connect.environment.content.API_KEY: must be ${AS_SECRET}. Revoke the secret if it is a real one.`,
            `posit-connect:connect.environment.content.WAREHOUSE_PWD: must be ${AS_SECRET}. Revoke the secret if it is a real one.`,
            `posit-connect:connect.environment.content.TOKENS: must be ${AS_SECRET}. Revoke the secret if it is a real one.`,
        ],
    ],
    [
        "variables instead of the configuration, and variables that others set",
        {
            ...environment({
                servers: {
                    CONNECT_APPLICATIONS_RUNAS: "a",
                    CONNECT_ldap_other_SERVERTLSINSECURE: { secret: "a" },
                    PCT_LICENSE: { secret: "a" },
                },
                content: { CONNECT_API_KEY: { secret: "a" }, UV_DEFAULT_INDEX: "https://pypi.org" },
            }),
            "posit-connect:extraSecrets": { a: "b" },
        },
        [
            'posit-connect:connect.environment.servers.CONNECT_APPLICATIONS_RUNAS: must be left out, got "a". Set its section and property in posit-connect:connect.config instead.',
            "posit-connect:connect.environment.servers.CONNECT_ldap_other_SERVERTLSINSECURE: must be left out. Logins are sent to the directory only if its certificate is verified. Set posit-connect:connect.certificateAuthorities if a private authority signs it.",
            "posit-connect:connect.environment.servers.PCT_LICENSE: must be left out. Set posit-connect:license instead.",
            "posit-connect:connect.environment.content.CONNECT_API_KEY: must be left out. Connect sets it.",
            'posit-connect:connect.environment.content.UV_DEFAULT_INDEX: must be left out, got "https://pypi.org". Set posit-connect:connect.packageManagerUrl instead.',
        ],
    ],
    [
        "credentials in a variable",
        environment({ servers: { HTTPS_PROXY: "http://reader:hunter2@proxy.example.com" } }),
        [
            'posit-connect:connect.environment.servers.HTTPS_PROXY: must be without credentials in a URL (settings are not encrypted), got "http://***@proxy.example.com". Revoke the credential, and set a new one with posit-connect:connect.environment and posit-connect:extraSecrets.',
        ],
    ],
    [
        "volumes of the node, over Connect's own folders, of no kind, and listed twice",
        connect({
            volumes: [
                { name: "a", mountPath: "/mnt/a", pods: ["content"], hostPath: "/" },
                { name: "b", mountPath: "/etc", pods: ["content"], configMap: "b" },
                { name: "c", mountPath: "/mnt/../etc", pods: ["content"], configMap: "c" },
                { name: "d", mountPath: "/mnt/d", pods: ["content"] },
                { name: "d", mountPath: "/mnt/d", pods: ["servers"], configMap: "d" },
            ],
        }),
        [
            "posit-connect:connect.volumes[0].hostPath: must be a known setting. posit-connect:connect.volumes[0].mountPath is set already. Remove the unknown key.",
            'posit-connect:connect.volumes[0]: must be a volume with exactly one of nfs, configMap and secret, got {"name":"a","mountPath":"/mnt/a","pods"….',
            `posit-connect:connect.volumes[1].mountPath: must be ${MOUNT}, got "/etc".`,
            `posit-connect:connect.volumes[2].mountPath: must be ${MOUNT}, got "/mnt/../etc".`,
            'posit-connect:connect.volumes[3]: must be a volume with exactly one of nfs, configMap and secret, got {"name":"d","mountPath":"/mnt/d","pods"….',
            'posit-connect:connect.volumes[4].name: must be listed once, got "d".',
            'posit-connect:connect.volumes[4].mountPath: must be listed once, got "/mnt/d".',
        ],
    ],
    [
        "a volume within another one of the same pods, and a variable that no process can have",
        connect({
            volumes: [
                { name: "a", mountPath: "/mnt/a", pods: ["content"], configMap: "a" },
                { name: "b", mountPath: "/mnt/a/b", pods: ["servers", "content"], configMap: "b" },
                { name: "c", mountPath: "/mnt/a/c", pods: ["servers"], configMap: "c" },
                { name: "d", mountPath: "/mnt/ab", pods: ["content"], configMap: "d" },
            ],
            environment: { content: { A: "a\0b" } },
        }),
        [
            'posit-connect:connect.environment.content.A: must be a text, or a table with secret, a name in posit-connect:extraSecrets, got "a\\u0000b".',
            'posit-connect:connect.volumes[1].mountPath: must be outside /mnt/a, in which the pods cannot create a folder for it, got "/mnt/a/b".',
        ],
    ],
    [
        "secrets that are not set, empty, or that no setting refers to",
        {
            ...environment({
                servers: { A: { secret: "missing" } },
                content: { B: { secret: "empty" }, C: { secret: "number" } },
            }),
            "posit-connect:extraSecrets": { empty: "", number: 7, unused: "hunter2" },
        },
        [
            "posit-connect:extraSecrets.missing: must be set, as a setting refers to it, got nothing. Run pulumi config set --secret --path 'posit-connect:extraSecrets.missing'.",
            "posit-connect:extraSecrets.empty: must be a text that is not empty. Run pulumi config set --secret --path 'posit-connect:extraSecrets.empty'.",
            "posit-connect:extraSecrets.number: must be a text that is not empty. Run pulumi config set --secret --path 'posit-connect:extraSecrets.number'.",
            "posit-connect:extraSecrets.unused: must be left out, as no setting refers to it. Run pulumi config rm --path 'posit-connect:extraSecrets.unused'.",
        ],
    ],
    [
        "a secret that is no table",
        { ...environment({ servers: { A: { secret: "one" } } }), "posit-connect:extraSecrets": "hunter2" },
        [
            "posit-connect:extraSecrets: must be a table of secrets by name. Run pulumi config rm posit-connect:extraSecrets, then pulumi config set --secret --path 'posit-connect:extraSecrets.<name>'.",
        ],
    ],
    [
        "no secret at all",
        environment({ servers: { A: { secret: "one" } } }),
        [
            "posit-connect:extraSecrets.one: must be set, as a setting refers to it, got nothing. Run pulumi config set --secret --path 'posit-connect:extraSecrets.one'.",
        ],
    ],
    [
        "secrets that no setting refers to",
        { "posit-connect:extraSecrets": { one: "hunter2" } },
        [
            "posit-connect:extraSecrets: must be left out, as these settings do not use it. Run pulumi config rm posit-connect:extraSecrets.",
        ],
    ],
    [
        "a secret that was set without --path",
        { "posit-connect:extraSecrets.one": "hunter2" },
        [
            "posit-connect:extraSecrets.one: must be set with --path. Run pulumi config rm posit-connect:extraSecrets.one, then pulumi config set --secret --path posit-connect:extraSecrets.one.",
        ],
    ],
];

/** Logins and mail of every kind, so that together they have each property and variable that the program sets. */
const VARIANTS: Partial<ConnectSettings>[] = [
    { authentication: oidc, smtp },
    { authentication: ldap, certificateAuthorities: databaseRoots("us-east-1") },
    { authentication: { provider: "saml", metadataUrl: "https://example.com", attributeProfile: "okta" } },
    { authentication: { provider: "password" } },
];

const VALUES = VARIANTS.map((changes) =>
    connectValues<string>({ ...settings.connect, ...changes }, connectFacts),
);

/** The same text in other cases. */
const inAnyCase = (text: string) =>
    fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((upper) =>
        Array.from(text)
            .map((letter, i) => (upper[i] === true ? letter.toUpperCase() : letter.toLowerCase()))
            .join(""),
    );

describe("settings that are passed through", () => {
    for (const [kind, changes, lines] of MISTAKES) {
        it(`report ${kind}`, () => {
            expect(errorsOf(changes)).to.deep.equal(lines);
        });
    }

    it("must have encrypted secrets", () => {
        const changes = {
            ...environment({ servers: { A: { secret: "one" } } }),
            "posit-connect:extraSecrets": { one: "hunter2" },
        };
        const encrypted = SECRET_KEYS.filter((key) => key !== "posit-connect:extraSecrets");

        expect(errorsOf(changes, encrypted)).to.deep.equal([
            "posit-connect:extraSecrets: must be encrypted, got plain text. Run pulumi config set --secret --path 'posit-connect:extraSecrets.<name>'.",
        ]);
    });

    it("load unchanged if they are valid", () => {
        const passed = {
            config: {
                Applications: { BundleRetentionLimit: 5, Ratio: 0.25, Enabled: false, RunAs: "" },
                'LDAP "other"': { ServerAddress: "ldap.example.com:636", TLS: true, Names: ["a", 1, true] },
                SAML: { SPEncryptionKey: "/etc/saml/key.pem" },
            },
            environment: {
                servers: {
                    HTTPS_PROXY: "http://proxy.example.com",
                    CONNECT_LDAP_other_BINDPASSWORD: { secret: "a" },
                },
                content: { TOKEN: { secret: "b.c" }, GOOGLE_APPLICATION_CREDENTIALS: "/mnt/key.json" },
            },
        };

        const { connect: loaded } = settingsOf({
            ...connect(passed),
            "posit-connect:extraSecrets": { a: "1", "b.c": "2" },
        });

        expect({ config: loaded.config, environment: loaded.environment }).to.deep.equal(passed);
    });

    it("replace no property that the program sets, in any case", () => {
        const set = VALUES.flatMap(({ config: sections }) =>
            Object.entries(sections).flatMap(([section, properties]) =>
                Object.keys(properties).map((property) => [section, property] as const),
            ),
        );
        const renamed = fc
            .constantFrom(...set)
            .chain(([section, property]) => fc.tuple(inAnyCase(section), inAnyCase(property)));
        fc.assert(
            fc.property(renamed, ([section, property]) => {
                const errors = errorsOf(config({ [section]: { [property]: "hunter2" } }));
                expect(errors, `${section}.${property}`).to.have.lengthOf(1);
                expect(errors[0]).to.match(/: must be left out/);
            }),
            { numRuns: 200 },
        );
    });

    it("replace no property that the program sets by a variable", () => {
        for (const [section, properties] of VALUES.flatMap(({ config: sections }) =>
            Object.entries(sections),
        )) {
            for (const property of Object.keys(properties)) {
                const variable =
                    `CONNECT_${section.replaceAll('"', "").replaceAll(" ", "_")}_${property}`.toUpperCase();
                const errors = errorsOf({
                    ...environment({ servers: { [variable]: { secret: "a" } } }),
                    "posit-connect:extraSecrets": { a: "b" },
                });
                expect(errors, variable).to.have.lengthOf(1);
                expect(errors[0], variable).to.match(/: must be left out/);
            }
        }
    });

    it("replace no variable that the program sets", () => {
        const set = VALUES.flatMap(({ pod }) => pod.env.map(({ name }) => name as string));
        for (const name of set) {
            const errors = errorsOf({
                ...environment({ servers: { [name]: { secret: "a" } } }),
                "posit-connect:extraSecrets": { a: "b" },
            });
            expect(errors, name).to.have.lengthOf(1);
            expect(errors[0], name).to.match(/: must be left out/);
        }
    });

    it("never print a secret, for any name and value", () => {
        const secret = "hunter2-which-no-error-may-contain";
        const names = fc.constantFrom(
            "A_PASSWORD",
            "CONNECT_X_TOKEN",
            "ApiKey",
            "Postgres",
            "Password",
            "secret",
        );
        const value = fc.constantFrom<unknown>(secret, [secret], { secret: [secret] }, { value: secret });
        fc.assert(
            fc.property(names, names, value, (one, other, hidden) => {
                const errors = [
                    ...errorsOf(config({ [one]: { [other]: hidden } })),
                    ...errorsOf(environment({ servers: { [one]: hidden } })),
                    ...errorsOf({ "posit-connect:extraSecrets": { [one]: hidden } }),
                ];
                expect(errors.join("\n")).not.to.contain(secret);
            }),
        );
    });
});
