import { expect } from "chai";
import {
    chmodSync,
    copyFileSync,
    existsSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HtmlValidate } from "html-validate";
import { generate } from "selfsigned";
import type { LoadResult } from "../../../commands/load/result";
import { loadCommand } from "../../../commands/loadCommand";
import { KEY, LocalConnect, type LocalConnectOptions } from "../../load/localConnect";
import { EXAMPLES, program, ROOT } from "../../program";
import { NOW, type Outcome } from "../../recovery/command";

describe("npm run load", () => {
    let folder: string;
    let connect: LocalConnect;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "load-"));
        copyFileSync(join(__dirname, "fakeK6.cjs"), join(folder, "k6"));
        chmodSync(join(folder, "k6"), 0o755);
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    const start = async (options: LocalConnectOptions = {}): Promise<void> => {
        connect = await LocalConnect.start(options);
        rmSync(join(folder, "log"), { force: true });
    };

    afterEach(() => connect.stop());

    /** Runs the command in this process, with the key in its environment. */
    async function load(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
        const outcome: Outcome = { status: -1, out: "", err: "" };
        outcome.status = await loadCommand(args, {
            program,
            root: ROOT,
            env: {
                PATH: `${folder}:${dirname(process.execPath)}`,
                CONNECT_API_KEY: KEY,
                FAKE_K6_LOG: join(folder, "log"),
                ...env,
            },
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
            progress: () => () => undefined,
            color: false,
            now: NOW,
        });
        return outcome;
    }

    const test = (...args: string[]): string[] => [
        "--url",
        connect.url,
        "--output",
        join(folder, "report"),
        ...args,
    ];

    /** The runs of k6: their arguments and variables. */
    const runs = (): { args: string[]; variables: Record<string, string> }[] =>
        existsSync(join(folder, "log"))
            ? readFileSync(join(folder, "log"), "utf8")
                  .trim()
                  .split("\n")
                  .map((line) => JSON.parse(line) as { args: string[]; variables: Record<string, string> })
            : [];

    it("publishes both APIs, runs k6 without the key in its arguments, reports, and deletes the APIs", async () => {
        await start();
        const { status, out, err } = await load(test("--users", "300"));

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.equal(
            [
                `Load · users · ${connect.url}`,
                "",
                "✓  all requests                     20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "✓  content fastapi                  20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "✓  content plumber                  20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "✓  server server-a                  20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "✓  server server-b                  20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "✓  server server-c                  20.1 requests/s        median 20 ms        99 % 29 ms  errors 0 %",
                "",
                "300 users, 20 requests a second, 99th percentile 29 ms. Posit publishes 3,000 users below 1,500 ms, and no rate of",
                "requests; here each user waits 5 s on average between two requests. This run has fewer users, and does not repeat it.",
                "The capacity model has no forecast: the host belongs to no stack of this project; --stack names one.",
                "Every threshold holds.",
                `Wrote ${join(folder, "report", "summary.json")}`,
                `Wrote ${join(folder, "report", "report.html")}`,
                "",
            ].join("\n"),
        );
        const [fastapi, plumber] = connect.created;
        expect(runs()).to.deep.equal([
            {
                args: [
                    "run",
                    "--quiet",
                    "--no-usage-report",
                    "--out",
                    "json=-",
                    join(ROOT, "load", "k6", "users.js"),
                ],
                variables: {
                    CONNECT_API_KEY: KEY,
                    LOAD_URL: connect.url,
                    LOAD_CONTENT: `fastapi=${fastapi?.guid ?? ""},plumber=${plumber?.guid ?? ""}`,
                    LOAD_SERVERS: "server-a,server-b,server-c",
                    LOAD_USERS: "300",
                    LOAD_RAMP_SECONDS: "120",
                    LOAD_HOLD_SECONDS: "600",
                    LOAD_THINK_SECONDS: "5",
                    LOAD_SUMMARY: runs()[0]?.variables["LOAD_SUMMARY"] ?? "",
                },
            },
        ]);
        expect(connect.created.map(({ settings }) => settings)).to.deep.equal(
            ["fastapi", "plumber"].map((api, index) => ({
                name: connect.created[index]?.settings["name"],
                title: `Load test: ${api}`,
                access_type: "acl",
                min_processes: 1,
                max_processes: 1,
                max_conns_per_process: 50,
            })),
        );
        expect([...connect.content.keys()]).to.deep.equal([]);
    });

    it("exits with 9 if a threshold is exceeded, and prints and writes the same data", async () => {
        await start();
        const { status, out } = await load(test("--json", "--users", "3000"), { FAKE_K6: "slow" });
        const result = JSON.parse(out) as LoadResult;

        expect([status, result.passed, result.processes]).to.deep.equal([9, false, 2]);
        expect(
            result.parts.filter(({ passed }) => !passed).map(({ name, p99Ms }) => [name, p99Ms]),
        ).to.deep.equal([["plumber", 2029]]);
        expect(result.seconds.slice(0, 3)).to.deep.equal(
            [0, 1, 2].map((second) => ({
                second,
                users: second * 10,
                requests: 20,
                errors: 0,
                medianMs: 19.5,
                p99Ms: 28.81,
            })),
        );
        expect(JSON.parse(readFileSync(join(folder, "report", "summary.json"), "utf8"))).to.deep.equal(
            result,
        );
        const page = readFileSync(join(folder, "report", "report.html"), "utf8");
        expect(page).to.include("✗ A threshold is exceeded.");
        expect(page).to.include("This run does not reach it.");
        expect(page).to.not.include(KEY);
    });

    it("searches the most throughput, then holds it while one user publishes the Plumber API", async () => {
        await start();
        const { status, out } = await load(
            test("--scenario", "peak", "--users", "200", "--ramp", "60", "--hold", "30"),
        );

        expect(status).to.equal(0);
        expect(out).to.include(
            "The most throughput: 40.0 requests a second with 30 users, after 9 steps. Then held:\n",
        );
        expect(out).to.include(
            "During the test, one user published 2 times: median 12.3 s, 50.00 % failed.\n",
        );
        const plumber = connect.created[1]?.guid;
        expect(
            runs().map(({ args, variables }) => [
                args.at(-1)?.replace(`${ROOT}/`, ""),
                variables["LOAD_USERS"],
                variables["LOAD_RAMP_SECONDS"],
                variables["LOAD_STEP_SECONDS"],
                variables["LOAD_PUBLISH_GUID"] === plumber,
                variables["LOAD_CONTENT"]?.includes("plumber"),
            ]),
        ).to.deep.equal([
            ["load/k6/steps.js", "200", "60", "3", true, false],
            ["load/k6/users.js", "30", "6", undefined, true, false],
        ]);
    });

    it("writes a page that is valid HTML, for both scenarios", async () => {
        await start();
        for (const scenario of ["users", "peak"]) {
            await load(test("--scenario", scenario));
            const page = readFileSync(join(folder, "report", "report.html"), "utf8");
            const { results } = await new HtmlValidate({
                extends: ["html-validate:recommended"],
                rules: { "no-inline-style": "error", "long-title": "off" },
            }).validateString(page);

            expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).to.deep.equal(
                [],
            );
        }
    });

    it("compares the result with the forecast for a stack, and goes on without one", async () => {
        await start();
        const forecastOf = async (...args: string[]): Promise<string> => {
            const { out } = await load(test("--users", "300", ...args));
            return (
                out.replaceAll("\n", " ").match(/The capacity model .*?\.(?= (Every|A) threshold)/)?.[0] ?? ""
            );
        };
        const stack = join(EXAMPLES, "Pulumi.prod.yaml");

        expect(await forecastOf("--stack", stack)).to.match(
            /^The capacity model forecasts for prod up to [\d,]+ requests a second without noticeable waits and [\d,]+ at full load, bound by [\w ]+\. 20 fit, and the test passed: as forecast\.$/,
        );
        expect(await forecastOf("--stack", stack, "--scenario", "peak", "--ramp", "40")).to.match(
            /bound by [\w ]+\. The peak is 40: \d+ % of it\.$/,
        );
        expect(await forecastOf("--stack", "none")).to.match(
            /^The capacity model has no forecast: Pulumi\.none\.yaml does not exist in /,
        );
    });

    it("publishes and keeps the APIs for several machines, and deletes them", async () => {
        await start();
        const published = await load(["publish", "--url", connect.url, "--users", "6000", "--think", "1"]);
        const [fastapi, plumber] = connect.created.map(({ guid }) => guid);
        const content = `fastapi=${fastapi ?? ""},plumber=${plumber ?? ""}`;

        expect(published).to.deep.equal({
            status: 0,
            out: `LOAD_URL=${connect.url}\nLOAD_CONTENT=${content}\nLOAD_SERVERS=server-a,server-b,server-c\n`,
            err: "",
        });
        expect(connect.created.map(({ settings }) => settings["min_processes"])).to.deep.equal([10, 10]);
        expect(connect.content.size).to.equal(2);
        expect(await load(["unpublish", "--url", connect.url, "--content", content])).to.deep.equal({
            status: 0,
            out: "Deleted fastapi and plumber.\n",
            err: "",
        });
        expect(connect.content.size).to.equal(0);
    });

    it("deletes the APIs also if a deployment or k6 fails, and prints the end of its log", async () => {
        await start({ deploymentFails: true });
        const deployment = await load(test());
        expect([deployment.status, deployment.err, connect.content.size, runs()]).to.deep.equal([
            1,
            `${connect.url} did not deploy the content: exit status 1. The end of its log:\n  Building …\n  pip install failed\n`,
            0,
            [],
        ]);

        await connect.stop();
        await start();
        const crash = await load(test(), { FAKE_K6: "crash" });
        expect([crash.status, crash.err, connect.content.size]).to.deep.equal([
            1,
            'k6 ended with status 107 and without a summary. The end of its output:\n  level=error msg="LOAD_URL is not set"\n',
            0,
        ]);
    });

    it("prints Connect's own reason if it rejects the content, or does not delete it", async () => {
        await start({ rejectsContent: true });
        const rejected = await load(test());
        expect([rejected.status, rejected.err]).to.deep.equal([
            1,
            `POST ${connect.url}/__api__/v1/content: status 400 (min_processes must be at most 5).\n`,
        ]);

        await connect.stop();
        await start({ keepsContent: true });
        const kept = await load(test());
        expect([kept.status, kept.err]).to.deep.equal([
            1,
            `DELETE ${connect.url}/__api__/v1/content/${connect.created[0]?.guid ?? ""}: status 409. Delete the content in Connect's dashboard.\n`,
        ]);
    });

    it("stops if an API does not respond as its code does, or if k6 ends before the first step", async () => {
        await start();
        connect.wrong = true;
        const { now } = Date;
        let time = now();
        Date.now = () => (time += 200_000);
        const silent = await load(test()).finally(() => {
            Date.now = now;
        });
        expect([silent.status, connect.content.size]).to.deep.equal([1, 0]);
        expect(silent.err).to.match(
            /^http:.*\/square\?x=3: fastapi responds with status 200 and not with 9, 180 s after its deployment\./,
        );

        connect.wrong = false;
        const empty = await load(test("--scenario", "peak"), { FAKE_K6: "empty" });
        expect([empty.status, empty.err]).to.deep.equal([
            1,
            "k6 ended before the first step. Run the test again with a longer --ramp.\n",
        ]);
    });

    it("reports a report that cannot be written", async () => {
        await start();
        writeFileSync(join(folder, "file"), "");
        const { status, err } = await load([
            "--url",
            connect.url,
            "--output",
            join(folder, "file", "report"),
        ]);

        expect([status, err]).to.deep.equal([
            1,
            `--output ${join(folder, "file", "report")} cannot be written (ENOTDIR).\n`,
        ]);
    });

    describe("rejects before any load", () => {
        beforeEach(() => start());

        const CASES: [
            mistake: string,
            args: (url: string) => string[],
            env: NodeJS.ProcessEnv,
            error: RegExp,
        ][] = [
            [
                "no key",
                (url) => ["--url", url],
                { CONNECT_API_KEY: "" },
                /^--key: required, the API key of a publisher\. Or set CONNECT_API_KEY\.\n$/,
            ],
            [
                "a wrong key",
                (url) => ["--url", url, "--key", "wrong"],
                {},
                /^--key: http:\/\/127\.0\.0\.1:\d+ does not accept it \(status 401\)\. Create one in Connect: your name, Manage Your API Keys\.\n$/,
            ],
            [
                "a host that does not respond",
                () => ["--url", "http://127.0.0.1:1"],
                {},
                /^http:\/\/127\.0\.0\.1:1: cannot be reached from this machine \(connect ECONNREFUSED 127\.0\.0\.1:1\)\.\n$/,
            ],
            [
                "a host that is not Connect",
                (url) => ["--url", `${url}/other`],
                {},
                /^--url: http:\/\/127\.0\.0\.1:\d+\/other is not Posit Connect: \/__api__\/v1\/user responds with status 404\.\n$/,
            ],
            [
                "a host of others, and no key",
                () => ["--url", "https://connect.other.example"],
                { CONNECT_API_KEY: "" },
                /^--url: connect\.other\.example belongs to no stack of this project\. If you may test it, add --i-own-this-host\.\n--key: required, the API key of a publisher\. Or set CONNECT_API_KEY\.\n$/,
            ],
            [
                "a machine without k6",
                (url) => ["--url", url],
                { PATH: "/nowhere" },
                /^k6 is not in PATH\. Install it \(https:\/\/grafana\.com\/docs\/k6\/latest\/set-up\/install-k6\/\), or `go install go\.k6\.io\/k6@v1\.8\.1`\.\n$/,
            ],
        ];

        for (const [mistake, args, env, error] of CASES) {
            it(`${mistake}, in one line each`, async () => {
                const { status, out, err } = await load(args(connect.url), env);

                expect([status, out, connect.created, runs()]).to.deep.equal([1, "", [], []]);
                expect(err).to.match(error);
            });
        }

        it("a certificate that is not trusted, unless SSL_CERT_FILE names its authority", async () => {
            const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
                algorithm: "sha256",
                notBeforeDate: new Date("2020-01-01T00:00:00Z"),
                notAfterDate: new Date("2126-01-01T00:00:00Z"),
            });
            const server = createTlsServer({ key, cert }, (_, response) => {
                response.writeHead(401).end("no JSON");
            });
            await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
            const url = `https://localhost:${(server.address() as AddressInfo).port}`;
            const untrusted = await load(["--url", url]);
            writeFileSync(join(folder, "ca.pem"), cert);
            process.env["SSL_CERT_FILE"] = join(folder, "ca.pem");
            const trusted = await load(["--url", url]);
            delete process.env["SSL_CERT_FILE"];
            server.close();

            expect(untrusted.err).to.equal(
                `${url}: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). Name the file of its authority in SSL_CERT_FILE.\n`,
            );
            expect(trusted.err).to.match(/^--key: .* does not accept it \(status 401\)/);
        });

        it("values out of range, unknown scenarios and unknown content, with what is allowed", async () => {
            const wrong = async (...args: string[]): Promise<string> => {
                const { status, err } = await load(args);
                expect(status, args.join(" ")).to.equal(2);
                return err.split("\n")[0] ?? "";
            };

            expect(await wrong("--url", "connect")).to.equal(
                "error: option '--url <url>' argument 'connect' is invalid. It must be Connect's address, such as https://connect.example.com.",
            );
            expect(await wrong("--url", connect.url, "--users", "0")).to.equal(
                "error: option '--users <number>' argument '0' is invalid. It must be a whole number from 1 to 100,000.",
            );
            expect(await wrong("--url", connect.url, "--think", "-1")).to.include(
                "It must be a number from 0.1 to 600.",
            );
            expect(await wrong("--url", connect.url, "--scenario", "peek")).to.include(
                "Allowed choices are users, peak.",
            );
            expect(await wrong("unpublish", "--url", connect.url, "--content", "flask=1")).to.include(
                "It must be as `publish` prints it: fastapi=GUID,plumber=GUID.",
            );
            expect(await wrong("--users", "5")).to.equal(
                "error: required option '--url <url>' not specified",
            );
            expect(await wrong("--usres", "5")).to.equal("error: unknown option '--usres'");
            expect(await wrong("publsh", "--url", connect.url)).to.equal("error: unknown command 'publsh'");
        });
    });

    it("rejects the key of a viewer", async () => {
        await start({ role: "viewer" });
        const { status, err } = await load(test());

        expect([status, err]).to.deep.equal([
            1,
            "--key: eve is a viewer, and the test publishes its content. Use the key of a publisher.\n",
        ]);
    });
});
