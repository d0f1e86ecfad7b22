import type { Settings } from "../../stacks/settings";

/** Days before its end at which a certificate is a finding. The default of Posit's suite, `cert_expiry_warning_days`. */
export const EXPIRY_WARNING_DAYS = 30;

/** A check of Posit's suite that does not pass on this stack, by design. */
export interface ExpectedFailure {
    /** Name of the scenario. */
    check: string;
    outcome: "fails" | "is skipped" | "are skipped";
    why: string;
}

/** Facts about the stack that the suite needs. */
export interface VipFacts {
    project: string;
    stack: string;
    url: string;
    connect: Settings["connect"];
    selfSigned: boolean;
}

/**
 * Checks of Posit's suite that do not pass on a stack of this program, although nothing is wrong.
 *
 * Source: https://github.com/posit-dev/vip at dd735b1, src/vip_tests.
 */
export function expectedFailures({ connect, selfSigned }: Omit<VipFacts, "url">): ExpectedFailure[] {
    const { provider } = connect.authentication;
    return [
        {
            check: "performance: Prometheus metrics endpoint is enabled",
            outcome: "fails",
            why: "it reads <url>/metrics from outside, and this stack keeps metrics on port 3232 inside the cluster",
        },
        {
            check: "connect: Package Manager URL is the default repository source",
            outcome: "is skipped",
            why: "Package Manager is not part of this stack",
        },
        {
            check: "performance: the scenarios with 10000 users",
            outcome: "are skipped",
            why: "the reference architecture is made for 3000 users",
        },
        ...(provider === "oidc" || provider === "saml"
            ? [
                  {
                      check: "connect: User can log in via the web UI",
                      outcome: "is skipped" as const,
                      why: `users log in with ${provider === "oidc" ? "OpenID Connect" : "SAML"}: run with --interactive-auth, or set auth.idp and run with --headless-auth`,
                  },
              ]
            : []),
        ...(provider === "ldap"
            ? [
                  {
                      check: "connect: User can log in via the web UI",
                      outcome: "is skipped" as const,
                      why: "the suite fills in Connect's form for the provider password only: run with --interactive-auth",
                  },
              ]
            : []),
        ...(connect.smtp === undefined
            ? [
                  {
                      check: "connect: Connect can send a test email",
                      outcome: "is skipped" as const,
                      why: "connect.smtp is not set",
                  },
              ]
            : []),
        ...(selfSigned
            ? [
                  {
                      check: "cross_product: SSL certificate is valid for Connect",
                      outcome: "is skipped" as const,
                      why: "the certificate is self-signed as the settings say, so tls.insecure is true",
                  },
              ]
            : []),
    ];
}

/**
 * Configuration of Posit's own suite for a living deployment, `vip verify --config vip.toml`. It has no credentials.
 *
 * Source: https://github.com/posit-dev/vip at dd735b1, vip.toml.example and src/vip/config.py.
 */
export function vipToml(facts: VipFacts): string {
    const { project, stack, url, connect, selfSigned } = facts;
    const versions = (language: "r" | "python"): string[] => [
        ...new Set(
            connect.executionEnvironments.flatMap((environment) =>
                (environment[language] ?? []).map(({ version }) => version),
            ),
        ),
    ];
    return [
        "# Written by `npm run accept`. Install Posit's suite with `uv tool install posit-vip`, set VIP_CONNECT_API_KEY to the key of an",
        "# administrator, and run: vip verify --config vip.toml (and --performance-tests for its own load)",
        "#",
        "# Expected on this stack:",
        ...expectedFailures(facts).map(({ check, outcome, why }) => `# - "${check}" ${outcome}: ${why}.`),
        "",
        "[general]",
        `deployment_name = ${text(`${project} ${stack}`)}`,
        "",
        "[connect]",
        "enabled = true",
        `url = ${text(url)}`,
        `version = ${text(connect.version)}`,
        "deploy_timeout = 1200",
        "",
        "[workbench]",
        "enabled = false",
        "",
        "[package_manager]",
        "enabled = false",
        "",
        "[auth]",
        `provider = ${text(connect.authentication.provider)}`,
        "",
        "[email]",
        `enabled = ${connect.smtp !== undefined}`,
        "",
        "[runtimes]",
        `r_versions = ${list(versions("r"))}`,
        `python_versions = ${list(versions("python"))}`,
        "",
        "[performance]",
        "# 10000 users are more than the reference architecture's 3000. `npm run load` repeats Posit's own test.",
        "load_user_counts = [10, 100, 1000]",
        "",
        "[tls]",
        `insecure = ${selfSigned}`,
        `cert_expiry_warning_days = ${EXPIRY_WARNING_DAYS}`,
        "",
    ].join("\n");
}

/** A basic string of TOML, which escapes as JSON does. */
function text(value: string): string {
    return JSON.stringify(value);
}

function list(values: readonly string[]): string {
    return `[${values.map(text).join(", ")}]`;
}
