import { expect } from "chai";
import { expectedFailures, vipToml } from "../../../commands/accept/vipToml";
import { settings } from "../../fixtures";

const FACTS = {
    project: "posit-connect",
    stack: "prod",
    url: "https://connect.acme.io",
    connect: settings.connect,
    selfSigned: false,
};

const withProvider = (authentication: typeof settings.connect.authentication) => ({
    ...FACTS,
    connect: { ...settings.connect, authentication },
});

describe("the configuration of Posit's suite", () => {
    it("names the deployment, its versions and its provider, and which checks do not pass", () => {
        const saml = withProvider({
            provider: "saml",
            metadataUrl: "https://login.acme.io/metadata",
            attributeProfile: "default",
        });

        expect(vipToml(saml)).to
            .equal(`# Written by \`npm run accept\`. Install Posit's suite with \`uv tool install posit-vip\`, set VIP_CONNECT_API_KEY to the key of an
# administrator, and run: vip verify --config vip.toml (and --performance-tests for its own load)
#
# Expected on this stack:
# - "performance: Prometheus metrics endpoint is enabled" fails: it reads <url>/metrics from outside, and this stack keeps metrics on port 3232 inside the cluster.
# - "connect: Package Manager URL is the default repository source" is skipped: Package Manager is not part of this stack.
# - "performance: the scenarios with 10000 users" are skipped: the reference architecture is made for 3000 users.
# - "connect: User can log in via the web UI" is skipped: users log in with SAML: run with --interactive-auth, or set auth.idp and run with --headless-auth.
# - "connect: Connect can send a test email" is skipped: connect.smtp is not set.

[general]
deployment_name = "posit-connect prod"

[connect]
enabled = true
url = "https://connect.acme.io"
version = "${settings.connect.version}"
deploy_timeout = 1200

[workbench]
enabled = false

[package_manager]
enabled = false

[auth]
provider = "saml"

[email]
enabled = false

[runtimes]
r_versions = ["4.6.0"]
python_versions = ["3.14.4"]

[performance]
# 10000 users are more than the reference architecture's 3000. \`npm run load\` repeats Posit's own test.
load_user_counts = [10, 100, 1000]

[tls]
insecure = false
cert_expiry_warning_days = 30
`);
    });

    it("names only checks that its stack lets fail", () => {
        const names = (facts: typeof FACTS): string[] => expectedFailures(facts).map(({ check }) => check);
        const password = withProvider({ provider: "password" });
        const always = names({
            ...password,
            connect: {
                ...password.connect,
                smtp: { host: "smtp.acme.io", port: 587, encryption: "starttls", senderEmail: "a@acme.io" },
            },
        });

        expect(always).to.deep.equal([
            "performance: Prometheus metrics endpoint is enabled",
            "connect: Package Manager URL is the default repository source",
            "performance: the scenarios with 10000 users",
        ]);
        expect(names({ ...password, selfSigned: true })).to.deep.equal([
            ...always,
            "connect: Connect can send a test email",
            "cross_product: SSL certificate is valid for Connect",
        ]);
        const directory = {
            ...withProvider(settings.connect.authentication),
            connect: {
                ...settings.connect,
                authentication: { provider: "ldap" } as typeof settings.connect.authentication,
            },
        };
        expect(names(directory)).to.include("connect: User can log in via the web UI");
    });
});
