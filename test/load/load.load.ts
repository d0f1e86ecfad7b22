import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { loadCommand } from "../../commands/loadCommand";
import type { LoadResult, Part } from "../../commands/load/result";
import { APIS } from "../../load/publish";
import { program, ROOT } from "../program";
import { builtProgram, KEY, LocalConnect } from "./localConnect";

const K6 = builtProgram("k6", "K6");
const PYTHON = builtProgram("load", "LOAD_PYTHON");

/** Users that two busy cores carry, with a request each two seconds. */
const USERS = 300;

describe("the load test with k6, on the FastAPI app behind a sticky balancer", () => {
    let folder: string;
    let connect: LocalConnect;

    before(async () => {
        for (const [path, tool] of [
            [K6, "k6"],
            [PYTHON, "load"],
        ] as const) {
            if (!existsSync(path)) {
                throw new Error(`${path} does not exist. Build it once with \`bash .ci/${tool}/build\`.`);
            }
        }
        folder = mkdtempSync(join(tmpdir(), "load-"));
        connect = await LocalConnect.start({ python: PYTHON });
    });

    after(async () => {
        await connect.stop();
        rmSync(folder, { recursive: true });
    });

    beforeEach(() => {
        connect.created.length = 0;
    });

    afterEach(() => {
        connect.content.clear();
        connect.delayMs = 0;
        connect.slots = undefined;
    });

    /** Runs the command. @param onProgress is called with each progress message. */
    async function load(
        args: string[],
        onProgress: (text: string) => void = () => undefined,
    ): Promise<{ status: number; result: LoadResult }> {
        let out = "";
        const status = await loadCommand(
            [
                "--url",
                connect.url,
                "--users",
                String(USERS),
                "--think",
                "2",
                "--output",
                folder,
                "--json",
                ...args,
            ],
            {
                program,
                root: ROOT,
                env: {
                    ...process.env,
                    CONNECT_API_KEY: KEY,
                    PATH: `${dirname(K6)}:${process.env.PATH ?? ""}`,
                },
                out: (text) => {
                    out += text;
                },
                err: (text) => {
                    throw new Error(text);
                },
                progress: (text) => {
                    onProgress(text);
                    return () => undefined;
                },
                color: false,
                now: Date.now(),
            },
        );
        return { status, result: JSON.parse(out) as LoadResult };
    }

    const part = ({ parts }: LoadResult, name: string): Part | undefined =>
        parts.find((each) => each.name === name);

    it("passes with 300 users, by content and by server, and each session stays with its server", async () => {
        const { status, result } = await load(["--ramp", "4", "--hold", "6"]);

        expect([status, result.passed, result.servers]).to.deep.equal([
            0,
            true,
            ["server-a", "server-b", "server-c"],
        ]);
        expect(result.parts.map(({ name, passed, errorShare }) => [name, passed, errorShare])).to.deep.equal(
            ["all requests", ...APIS, "server-a", "server-b", "server-c"].map((name) => [name, true, 0]),
        );
        // 300 users with a request each two seconds.
        const [all] = result.parts;
        expect(all?.requestsPerSecond).to.be.within(100, 180);
        // The name of the server is the one that the balancer chose: each server has a third of the requests.
        for (const name of result.servers) {
            expect((part(result, name)?.requests ?? 0) / (all?.requests ?? 1)).to.be.within(0.28, 0.39);
        }
        expect(Math.max(...result.seconds.map(({ users }) => users))).to.equal(USERS);
        expect(readFileSync(join(folder, "report.html"), "utf8")).to.include("Every threshold holds.");
        expect([...connect.content.values()]).to.deep.equal([]);
        expect(connect.created.map(({ files }) => files)).to.deep.equal([
            ["app.py", "manifest.json", "requirements.txt"],
            ["manifest.json", "plumber.R"],
        ]);
    });

    it("fails by its threshold if each answer takes two seconds more", async () => {
        connect.delayMs = 2000;
        const { status, result } = await load(["--ramp", "3", "--hold", "4"]);

        const [all] = result.parts;
        expect([status, result.passed, all?.passed, all?.errorShare]).to.deep.equal([9, false, false, 0]);
        expect(all?.p99Ms).to.be.within(2000, 4000);
    });

    it("finds the most throughput of servers with little room, and holds it while one user publishes", async () => {
        // Three slots of 50 ms: 60 requests a second.
        connect.slots = 3;
        const { result } = await load(["--scenario", "peak", "--think", "1", "--ramp", "40", "--hold", "4"]);

        expect(result.peak?.requestsPerSecond).to.be.within(45, 75);
        expect(result.peak?.steps.length).to.be.within(5, 14);
        expect(result.users).to.be.within(45, 180);
        expect(result.publishing?.deployments).to.be.at.least(1);
        expect(result.publishing?.errorShare).to.equal(0);
        expect(part(result, "fastapi")?.requestsPerSecond).to.be.within(30, 75);
        expect(part(result, "plumber")).to.equal(undefined);
    });

    for (const api of APIS) {
        it(`has a manifest that Posit's own tool deploys: ${api}`, async () => {
            const { stderr } = await promisify(execFile)(
                join(dirname(PYTHON), "rsconnect"),
                [
                    "deploy",
                    "manifest",
                    join(ROOT, "load", "content", api, "manifest.json"),
                    "--server",
                    connect.url,
                    "--api-key",
                    KEY,
                    "--title",
                    api,
                    "--no-verify",
                ],
                { env: { ...process.env, HOME: folder, PYTHONDONTWRITEBYTECODE: "1" } },
            );

            expect(stderr).to.include("Deployment completed successfully");
            expect(connect.created.map(({ files }) => files)).to.deep.equal([
                api === "fastapi"
                    ? ["app.py", "manifest.json", "requirements.txt"]
                    : ["manifest.json", "plumber.R"],
            ]);
        });
    }

    // The last one: nothing starts the server again.
    it("fails for the third of the users whose sessions are with a killed server, and for no others", async () => {
        let isKilled = false;
        const { status, result } = await load(["--ramp", "4", "--hold", "6"], (text) => {
            if (!isKilled && text.includes(`${USERS} users`)) {
                isKilled = true;
                connect.kill("server-b");
            }
        });

        expect([status, result.passed]).to.deep.equal([9, false]);
        expect(
            ["server-a", "server-b", "server-c"].map((name) => (part(result, name)?.errorShare ?? 0) > 0),
        ).to.deep.equal([false, true, false]);
        // Its users began with it, and stay with it: after the kill, each of their requests fails, and no other does.
        const { "server-b": failing = 0, ...others } = connect.requests;
        const all = Object.values(others).reduce((sum, requests) => sum + requests, failing);
        expect(failing / all).to.be.closeTo(1 / 3, 0.05);
        const errors = result.seconds.reduce((sum, second) => sum + second.errors, 0);
        // Those that were on their way to it fail too.
        expect(errors - failing).to.be.within(0, 20);
    });
});
