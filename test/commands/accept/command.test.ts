import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptContext, type AcceptSources } from "../../../commands/accept/acceptContext";
import { CHECKS } from "../../../commands/accept/checks";
import { Endpoint } from "../../../commands/accept/endpoint";
import type { DeployedTargetGroup } from "../../../commands/accept/loadBalancers";
import { acceptCommand } from "../../../commands/acceptCommand";
import { acceptReport, wayBack } from "../../../commands/acceptReport";
import { type Checked, type PlannedStack, runChecks } from "../../../commands/doctor/check";
import { account } from "../../../commands/doctor/checks/account";
import { planStack } from "../../../commands/doctor/planContext";
import { UserError } from "../../../lib/userError";
import { readStackFile } from "../../../stacks/stackFile";
import { program, PROJECT } from "../../program";
import { NOW, type Outcome } from "../../recovery/command";
import { IDENTITY, type StackChanges, writeStack } from "../doctor/doctor";
import { DOMAIN, type Faults, LAST_DAY, LocalDeployment } from "./deployment";

const BALANCER = {
    dnsName: "posit-connect-prod-1.us-east-1.elb.amazonaws.com",
    state: "active",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
};

const target = (zone: string, state = "healthy", reason = "") => ({
    address: `10.0.${zone.charCodeAt(0) - 97}.9`,
    zone: `us-east-1${zone}`,
    state,
    reason,
});

const GROUP: DeployedTargetGroup = {
    healthCheck: { path: "/__ping__", matcher: "200" },
    attributes: {
        "stickiness.enabled": "true",
        "stickiness.type": "lb_cookie",
        "stickiness.lb_cookie.duration_seconds": "86400",
    },
    targets: [
        target("a"),
        target("b"),
        target("c"),
        target("a", "draining", "Target deregistration is in progress"),
    ],
};

/** Every check of a deployment that is as its stack promises. */
const GOOD: Record<string, string> = {
    account: "arn:aws:sts::210987654321:assumed-role/deployer/alice in 210987654321",
    "load-balancer": `${BALANCER.dnsName} is active in us-east-1a, us-east-1b, us-east-1c`,
    targets: "/__ping__ answers with 200 on 3 servers in us-east-1a, us-east-1b, us-east-1c",
    dns: `${DOMAIN} is 198.51.100.1, 198.51.100.2, an address of ${BALANCER.dnsName}`,
    certificate: `trusted, for ${DOMAIN}, 36524 days more`,
    tls: "TLSv1.2 and TLSv1.3 accepted, TLSv1 and TLSv1.1 refused",
    redirect: "http:// responds with 301 to https://",
    ping: "24 of 24 requests to /__ping__ are answered with 200",
    stickiness: "cookie for 86400 s; 6 requests of one session reached server-a",
    metrics: "/metrics responds with 404 and no metrics, the servers' own ports are closed",
    headers: "no version, nosniff, cookies for HTTPS only",
    login: "a redirect to the provider, provider OAuth2, as set: oidc",
};

interface Given {
    faults?: Faults;
    sources?: Partial<AcceptSources>;
    changes?: StackChanges;
    now?: number;
}

describe("npm run accept", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "accept-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** Runs the command for the stack prod against a deployment with faults. */
    async function accept(given: Given, ...args: string[]): Promise<Outcome> {
        const deployment = await LocalDeployment.start(given.faults);
        const outcome: Outcome = { status: -1, out: "", err: "" };
        outcome.status = await acceptCommand(
            ["--stack", writeStack(folder, given.changes), "--vip", join(folder, "vip.toml"), ...args],
            {
                program,
                sources: sourcesOf(deployment, given),
                out: (text) => {
                    outcome.out += text;
                },
                err: (text) => {
                    outcome.err += text;
                },
                progress: () => () => undefined,
                color: false,
                now: given.now ?? NOW,
            },
        );
        if (given.faults?.down === undefined) {
            await deployment.stop();
        }
        return outcome;
    }

    /** Stacks that are planned once, by their changed settings. */
    const plans = new Map<string, Promise<PlannedStack>>();

    function planOf(changes: StackChanges = {}): Promise<PlannedStack> {
        const key = JSON.stringify(changes);
        const plan = plans.get(key) ?? planChanged(changes);
        plans.set(key, plan);
        return plan;
    }

    function planChanged(changes: StackChanges): Promise<PlannedStack> {
        const file = readStackFile(writeStack(folder, changes), { stacks: folder, paths: folder }, PROJECT);
        return planStack(file, program, { caller: () => Promise.resolve(IDENTITY) });
    }

    /** The verdict of all checks, and the answers that differ from those of a good deployment. */
    async function answers(given: Given): Promise<[worst: string, differing: Record<string, string>]> {
        const deployment = await LocalDeployment.start(given.faults);
        const plan = await planOf(given.changes);
        const sources = sourcesOf(deployment, given);
        const context = acceptContext(
            { ...plan, caller: () => sources.caller(plan.settings.signIn, plan.place.region) },
            { sources, now: given.now ?? NOW },
        );
        const checks = await runChecks(account, CHECKS, context, () => undefined);
        if (given.faults?.down === undefined) {
            await deployment.stop();
        }
        const verdicts = checks.map(({ verdict }) => verdict);
        return [
            ["failed", "unknown", "passed"].find((verdict) => verdicts.includes(verdict as "failed")) ?? "",
            Object.fromEntries(
                checks
                    // Which server is first depends on the order in which connections arrive.
                    .filter(({ id, detail }) => detail.replace(/server-[abc]$/, "server-a") !== GOOD[id])
                    .map(({ id, verdict, detail }) => [id, `${verdict}: ${detail}`]),
            ),
        ];
    }

    function sourcesOf(deployment: LocalDeployment, given: Given): AcceptSources {
        return {
            caller: () => Promise.resolve(IDENTITY),
            loadBalancer: () => Promise.resolve(BALANCER),
            targetGroup: () => Promise.resolve(GROUP),
            endpoint: (url, trusted) => deployment.endpoint(url, trusted),
            sleep: () => Promise.resolve(),
            ...given.sources,
        };
    }

    it("accepts a good deployment, and prints how to run Posit's suite", async () => {
        const { status, out, err } = await accept({});

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out.split("\n")[0]).to.equal(`Acceptance · posit-connect · prod · https://${DOMAIN}`);
        expect(out.split("\n").filter((line) => line.startsWith("✓"))).to.have.lengthOf(
            Object.keys(GOOD).length,
        );
        expect(out).to.include("12 passed: the deployment is accepted\n");
        expect(out).to.include("Posit's own suite: vip verify --config ");
        expect(out).to.not.include("The way back");
    });

    it("prints each answer as data, and exits with 9 if one failed", async () => {
        const { status, out } = await accept({ faults: { ping: 503 } }, "--json");
        const { checks, ...rest } = JSON.parse(out) as { checks: Checked[] };

        expect(status).to.equal(9);
        expect(
            checks.map(({ id, verdict, detail }) => [id, verdict, detail.replace(/server-.$/, "server-a")]),
        ).to.deep.equal(
            Object.entries(GOOD).map(([id, detail]) =>
                id === "ping"
                    ? [id, "failed", "8 of 24 requests to /__ping__ are answered with 503"]
                    : [id, "passed", detail],
            ),
        );
        expect(rest).to.deep.include({
            project: "posit-connect",
            stack: "prod",
            url: `https://${DOMAIN}`,
            wayBack: wayBack(checks),
        });
    });

    const group = (change: Partial<DeployedTargetGroup>): Given => ({
        sources: { targetGroup: () => Promise.resolve({ ...GROUP, ...change }) },
    });

    const CASES: [fault: string, given: Given, differing: Record<string, string>][] = [
        [
            "no load balancer",
            { sources: { loadBalancer: () => Promise.resolve(undefined) } },
            {
                "load-balancer": "failed: there is none of the plan's name",
                dns: `unknown: ${DOMAIN} is 198.51.100.1, 198.51.100.2, and the load balancer's addresses are not known`,
            },
        ],
        [
            "a load balancer that lacks a zone",
            {
                sources: {
                    loadBalancer: () => Promise.resolve({ ...BALANCER, zones: ["us-east-1a", "us-east-1b"] }),
                },
            },
            { "load-balancer": `failed: ${BALANCER.dnsName} is not in us-east-1c` },
        ],
        [
            "a load balancer that is not ready",
            { sources: { loadBalancer: () => Promise.resolve({ ...BALANCER, state: "provisioning" }) } },
            { "load-balancer": `failed: ${BALANCER.dnsName} is provisioning` },
        ],
        [
            "no target group",
            { sources: { targetGroup: () => Promise.resolve(undefined) } },
            {
                targets: "failed: there is no target group of the plan's name",
                stickiness:
                    "failed: stickiness.enabled is not set, not true; stickiness.type is not set, not lb_cookie; stickiness.lb_cookie.duration_seconds is not set, not 86400",
            },
        ],
        [
            "another health check",
            group({ healthCheck: { path: "/", matcher: "200-399" } }),
            { targets: "failed: the health check is / with status 200-399, not /__ping__ with status 200" },
        ],
        [
            "an unhealthy server",
            group({
                targets: [
                    target("a"),
                    target("b"),
                    target("c", "unhealthy", "Health checks failed with these codes: [503]."),
                ],
            }),
            {
                targets:
                    "failed: 10.0.2.9 in us-east-1c is unhealthy (Health checks failed with these codes: [503])",
            },
        ],
        [
            "a missing server",
            group({ targets: [target("a"), target("b")] }),
            { targets: "failed: 2 servers of 3" },
        ],
        [
            "a zone without a server",
            group({ targets: [target("a"), target("a"), target("b")] }),
            { targets: "failed: 3 servers, all in us-east-1a, us-east-1b" },
        ],
        [
            "a domain that DNS does not know",
            {
                sources: {},
                changes: {
                    "posit-connect:loadBalancer": {
                        domainName: "none.acme.io",
                        hostedZoneId: "Z0123456789ABCDEFGHIJ",
                    },
                },
                faults: {
                    certificateName: "none.acme.io",
                    redirect: "https://none.acme.io/connect/?from=http",
                },
            },
            {
                dns: "failed: none.acme.io has no address",
                certificate: "passed: trusted, for none.acme.io, 36524 days more",
            },
        ],
        [
            "a domain that points elsewhere",
            {
                sources: {
                    loadBalancer: () => Promise.resolve({ ...BALANCER, dnsName: "other.elb.amazonaws.com" }),
                },
            },
            {
                "load-balancer":
                    "passed: other.elb.amazonaws.com is active in us-east-1a, us-east-1b, us-east-1c",
                dns: `failed: ${DOMAIN} is 198.51.100.1, 198.51.100.2, and other.elb.amazonaws.com is `,
            },
        ],
        [
            "a certificate of another host",
            { faults: { certificateName: "other.acme.io" } },
            untrusted(
                `failed: Hostname/IP does not match certificate's altnames: Host: ${DOMAIN}. is not in the cert's altnames: DNS:other.acme.io`,
                "ERR_TLS_CERT_ALTNAME_INVALID",
            ),
        ],
        [
            "a certificate of an authority that is not trusted",
            { faults: { unknownAuthority: true } },
            untrusted(
                `failed: ${DOMAIN} is not trusted: its chain is incomplete, or its authority is not one that this machine trusts (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            ),
        ],
        [
            "an expired certificate",
            { faults: { expired: true } },
            untrusted(
                `failed: ${DOMAIN} is not trusted: it has expired (CERT_HAS_EXPIRED)`,
                "CERT_HAS_EXPIRED",
            ),
        ],
        [
            "a self-signed certificate where the settings have none",
            { faults: { selfSigned: true } },
            untrusted(
                `failed: ${DOMAIN} is not trusted: it is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)`,
                "DEPTH_ZERO_SELF_SIGNED_CERT",
            ),
        ],
        [
            "a certificate that expires soon",
            { now: Date.parse(LAST_DAY) - 29 * 24 * 60 * 60 * 1000 },
            { certificate: "failed: it expires in 29 days, on Nov 23 12:00:00 2126 GMT" },
        ],
        [
            "old TLS versions",
            { faults: { minVersion: "TLSv1" } },
            { tls: "failed: TLSv1 and TLSv1.1 accepted" },
        ],
        ["no TLS 1.3", { faults: { maxVersion: "TLSv1.2" } }, { tls: "failed: TLSv1.3 refused" }],
        [
            "plain HTTP that serves pages",
            { faults: { redirect: null } },
            {
                redirect: `failed: http://${DOMAIN}/connect/?from=http responds with 200, not with a redirect to https://${DOMAIN}/connect/?from=http`,
            },
        ],
        [
            "a redirect that loses the path",
            { faults: { redirect: `https://${DOMAIN}/` } },
            {
                redirect: `failed: http://${DOMAIN}/connect/?from=http responds with 301 to https://${DOMAIN}/, not with a redirect to https://${DOMAIN}/connect/?from=http`,
            },
        ],
        [
            "a server that fails its health check",
            { faults: { ping: 503 } },
            { ping: "failed: 8 of 24 requests to /__ping__ are answered with 503" },
        ],
        [
            "stickiness that is turned off",
            group({ attributes: { ...GROUP.attributes, "stickiness.enabled": "false" } }),
            { stickiness: "failed: stickiness.enabled is false, not true" },
        ],
        [
            "a proxy that removes cookies",
            { faults: { sticky: "noCookie" } },
            {
                stickiness:
                    "failed: responses have no cookie AWSALB, with which the load balancer finds a session's server again",
            },
        ],
        [
            "a session that changes its server",
            { faults: { sticky: "ignored" } },
            { stickiness: "failed: 6 requests of one session reached 3 servers: " },
        ],
        [
            "public metrics",
            { faults: { metrics: "# HELP go_goroutines Number of goroutines.\n" } },
            { metrics: `failed: https://${DOMAIN}/metrics shows Connect's metrics` },
        ],
        [
            "an open port of the servers",
            { faults: { openPort: true } },
            { metrics: `failed: ${DOMAIN} accepts connections to port ` },
        ],
        [
            "headers that show too much",
            {
                faults: {
                    headers: {
                        server: "Posit Connect v2026.08.0",
                        "x-powered-by": "Express",
                        "x-content-type-options": "",
                    },
                    cookie: "rsconnect=1; Path=/",
                },
            },
            {
                headers:
                    "failed: X-Content-Type-Options is , not nosniff; Server shows a version: Posit Connect v2026.08.0; X-Powered-By is Express; the cookie rsconnect is not Secure",
            },
        ],
        ["no login page", { faults: { login: 500 } }, { login: "failed: /__login__ responds with 500" }],
        [
            "a login page of another provider",
            { faults: { authentication: { name: "Password", handles_credentials: true } } },
            { login: "failed: a form for user name and password, provider Password; the settings have oidc" },
        ],
        [
            "another identity provider's protocol",
            { faults: { authentication: { name: "SAML", handles_credentials: false } } },
            { login: "failed: a redirect to the provider, provider SAML; the settings have oidc" },
        ],
    ];

    /** An untrusted certificate: every check over HTTPS that trusts it has no answer. */
    function untrusted(certificate: string, reason: string): Record<string, string> {
        const message = `unknown: ${DOMAIN}: nothing is sent to a server whose certificate is not trusted (${reason}).`;
        return {
            certificate,
            ...Object.fromEntries(
                ["ping", "stickiness", "metrics", "headers", "login"].map((id) => [id, message]),
            ),
        };
    }

    for (const [fault, given, differing] of CASES) {
        it(`does not accept a deployment with ${fault}`, async () => {
            const [worst, found] = await answers(given);

            expect(worst).to.equal("failed");
            expect(Object.keys(found)).to.have.members(Object.keys(differing));
            for (const [id, text] of Object.entries(differing)) {
                expect(found[id], id).to.satisfy((detail: string) =>
                    // Ports, and the order of servers, differ from run to run.
                    /: $|port $|is $/.test(text) ? detail.startsWith(text) : detail === text,
                );
            }
        });
    }

    it("is undetermined if a check has no answer and none failed", async () => {
        const [anonymous, down, noName] = [
            await answers({ faults: { authentication: "private" } }),
            await answers({ faults: { down: true } }),
            await answers({ faults: { authentication: { name: "Acme", handles_credentials: false } } }),
        ];

        expect(anonymous).to.deep.equal([
            "unknown",
            { login: "unknown: /__api__/server_settings responds with 200 and no provider" },
        ]);
        expect([down[0], Object.keys(down[1])]).to.deep.equal([
            "unknown",
            ["certificate", "tls", "redirect", "ping", "stickiness", "metrics", "headers", "login"],
        ]);
        expect(noName).to.deep.equal([
            "unknown",
            { login: "unknown: a redirect to the provider, provider Acme; oidc is set" },
        ]);
    });

    it("has no answer without the provider in Connect's settings, or without old TLS versions to offer", async () => {
        expect(await answers({ faults: { noJson: true, anonymous: true } })).to.deep.equal([
            "unknown",
            {
                stickiness:
                    "passed: cookie for 86400 s; Connect does not report the name of the server that responds",
                login: "unknown: /__api__/server_settings responds with 200 and no provider",
            },
        ]);
        expect(await answers({ faults: { unable: true } })).to.deep.equal([
            "unknown",
            { tls: "unknown: this machine's OpenSSL cannot offer TLSv1 and TLSv1.1" },
        ]);
    });

    it("has no address to check if there is neither a domain nor a load balancer", async () => {
        const [worst, found] = await answers({
            changes: {
                "posit-connect:loadBalancer": {
                    selfSignedCertificate: true,
                    allowedCidrs: ["198.18.0.0/24"],
                },
            },
            sources: { loadBalancer: () => Promise.resolve(undefined) },
        });

        expect([worst, found["dns"], found["login"]]).to.deep.equal([
            "failed",
            "unknown: There is no load balancer, and so no address of Connect.",
            "unknown: There is no load balancer, and so no address of Connect.",
        ]);
    });

    it("has no address without a domain and without credentials, and refers to their check", async () => {
        const [worst, found] = await answers({
            changes: {
                "posit-connect:loadBalancer": {
                    selfSignedCertificate: true,
                    allowedCidrs: ["198.18.0.0/24"],
                },
            },
            sources: { caller: () => Promise.reject(new UserError(["found no AWS credentials"])) },
        });

        expect([worst, found["account"], found["dns"], found["login"]]).to.deep.equal([
            "unknown",
            "unknown: found no AWS credentials",
            "unknown: no address without credentials of the stack's account, see Account",
            "unknown: no address without credentials of the stack's account, see Account",
        ]);
    });

    it("reads this machine's DNS: addresses of a name, and none of a name that does not exist", async () => {
        const endpoint = new Endpoint(`https://${DOMAIN}`, true);

        expect(await endpoint.addresses("localhost")).to.include.oneOf(["127.0.0.1", "::1"]);
        expect(await endpoint.addresses("no..name")).to.deep.equal([]);
    });

    it("asks AWS nothing with credentials of another account, and goes on over the network", async () => {
        const asked: string[] = [];
        const [worst, found] = await answers({
            sources: {
                caller: () =>
                    Promise.resolve({ account: "111111111111", arn: "arn:aws:iam::111111111111:user/eve" }),
                loadBalancer: (name) => {
                    asked.push(name);
                    return Promise.resolve(BALANCER);
                },
                targetGroup: (name) => {
                    asked.push(name);
                    return Promise.resolve(GROUP);
                },
            },
        });

        expect({ worst, asked, ids: Object.keys(found) }).to.deep.equal({
            worst: "failed",
            asked: [],
            ids: ["account", "load-balancer", "targets", "dns", "stickiness"],
        });
    });

    it("waits for servers that still register, for two minutes at most", async () => {
        const slept: number[] = [];
        const sleep = (ms: number) => {
            slept.push(ms);
            return Promise.resolve();
        };
        let reads = 0;
        const slow = { ...GROUP, targets: [target("a"), target("b"), target("c", "initial")] };
        const ready = await answers({
            sources: { sleep, targetGroup: () => Promise.resolve(++reads < 4 ? slow : GROUP) },
        });
        expect([ready, slept]).to.deep.equal([
            ["passed", {}],
            [5000, 5000, 5000],
        ]);

        slept.length = 0;
        const [worst, { targets }] = await answers({
            sources: { sleep, targetGroup: () => Promise.resolve(slow) },
        });
        expect([worst, targets, slept.length]).to.deep.equal([
            "failed",
            "failed: 10.0.2.9 in us-east-1c is initial",
            24,
        ]);
    });

    it("accepts a self-signed certificate if the stack has no domain, and reads its address from AWS", async () => {
        const changes = {
            "posit-connect:loadBalancer": { selfSignedCertificate: true, allowedCidrs: ["198.18.0.0/24"] },
            "posit-connect:connect": { authentication: { provider: "password" } },
            "posit-connect:oidcClientSecret": undefined,
        };
        const faults: Faults = {
            selfSigned: true,
            certificateName: "posit-connect-prod.internal",
            redirect: `https://${BALANCER.dnsName}:443/connect/?from=http`,
            authentication: { name: "Posit Connect", handles_credentials: true },
        };
        const [worst, found] = await answers({ changes, faults });

        expect([worst, found]).to.deep.equal([
            "passed",
            {
                dns: `passed: ${BALANCER.dnsName} is 198.51.100.1, 198.51.100.2, 198.51.100.3, an address of ${BALANCER.dnsName}`,
                certificate: "passed: self-signed as the settings say, for 36524 days more",
                login: "passed: a form for user name and password, provider Posit Connect, as set: password",
            },
        ]);
    });

    it("prints the way back if a check failed, and no suite if there is no address", () => {
        const checks: Checked[] = [
            { id: "ping", title: "Health", verdict: "failed", detail: "503", fix: "Read the log." },
            { id: "dns", title: "DNS", verdict: "unknown", detail: "DNS does not answer." },
        ];
        const report = acceptReport(
            { project: "posit-connect", stack: "prod", url: undefined, checks, vip: undefined },
            { color: false },
        );

        expect(report).to.equal(
            [
                "Acceptance · posit-connect · prod · no address",
                "",
                "✗ Health  503",
                "          → Read the log.",
                "? DNS     could not tell: DNS does not answer.",
                "",
                "0 passed, 1 failed, 1 could not tell: the deployment is not accepted",
                "",
                "The way back",
                "1. Do what the failed checks say, if the update is not the cause, and run this command again.",
                '2. Otherwise revert the commit, and update: docs/delivery.md, "Go back".',
                "3. A new version of Connect has migrated the database, and the older one cannot use it: docs/upgrades.md.",
                "4. If data is damaged, restore: docs/recovery.md.",
                "",
            ].join("\n"),
        );
    });

    it("reports a file that cannot be written, an unknown stack and invalid settings, without a stack trace", async () => {
        const unwritable = await accept(
            { faults: { authentication: "private" } },
            "--vip",
            join(folder, "none", "vip.toml"),
        );
        const unknown = await accept({}, "--stack", "none");
        const settings = await accept({ changes: { "posit-connect:connect": { replicas: 1 } } });

        expect([unwritable, unknown, settings].map(({ status }) => status)).to.deep.equal([1, 1, 1]);
        expect(unwritable.err).to.equal(
            `--vip ${join(folder, "none", "vip.toml")} cannot be written (ENOENT).\n`,
        );
        expect(unknown.err).to.match(/^Pulumi\.none\.yaml does not exist in /);
        expect(settings.err).to.include("posit-connect:connect.replicas");
    });
});
