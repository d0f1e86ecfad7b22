import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { PlanContext } from "../../commands/planCommand";
import { rules } from "../../policy/rules";
import { withInputs, ROOT } from "../program";
import { DEV, type Outcome, planIn, policyPack, PROD } from "./plan";

/** A day on which no waiver of these tests has expired, and one before the day of the tests. */
const LATER = "2027-06-30";
const BEFORE = "2026-11-22";

/** The policies' section of a report. */
function section(out: string): string {
    return out.split("\n\n").find((part) => part.startsWith("Policies ")) ?? "";
}

const oneDatabaseInOneZone = withInputs("aws:rds/instance:Instance", { multiAz: false });

interface Levels {
    waivers: { environment: string; waivers: unknown[] };
}

/** The repository's level file for dev. */
const dev = (): Levels => JSON.parse(readFileSync(join(ROOT, "policy", "dev.json"), "utf8")) as Levels;

describe("npm run plan, checked with the policy pack", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "policies-"));
        writeFileSync(
            join(folder, "rememberProcess.cjs"),
            `require("node:fs").appendFileSync(${JSON.stringify(join(folder, "processes"))}, process.pid + "\\n");`,
        );
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** Number of processes of the pack that were started. */
    function processes(): number[] {
        const file = join(folder, "processes");
        return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
    }

    /** Runs a plan, and checks that no process of the pack is left. */
    async function judged(context: Partial<PlanContext>, ...args: string[]): Promise<Outcome> {
        const pack = context.policyPack ?? policyPack;
        const outcome = await planIn(
            {
                ...context,
                policyPack: {
                    ...pack,
                    nodeArguments: [...pack.nodeArguments, "--require", join(folder, "rememberProcess.cjs")],
                },
            },
            ...args,
        );
        expect(processes().filter(isAlive)).to.deep.equal([]);
        return outcome;
    }

    /** Writes a level file and returns its path. */
    function levels(content: unknown): string {
        const path = join(folder, "levels.json");
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    }

    for (const [stack, file] of [
        ["dev", DEV],
        ["prod", PROD],
    ] as const) {
        for (const mode of [[], ["--first-preview"]]) {
            it(`reports no violation without a waiver in ${stack} ${mode.join("")}`, async () => {
                const { status, out, err } = await judged({}, "--stack", file, ...mode);

                expect({ status, err }).to.deep.equal({ status: 0, err: "" });
                const [heading, ...lines] = section(out).split("\n");
                expect(heading).to.match(
                    new RegExp(
                        `^Policies \\(policy/${stack}\\.json\\): ${rules.length} rules, 0 violations, \\d+ waived$`,
                    ),
                );
                expect(lines).to.include.members(
                    [
                        ["rds-iam-login", "Connect does not support IAM login."],
                        ["rds-port", "Only nodes can reach the database."],
                    ].map(
                        ([rule = "", reason = ""]) =>
                            `  ○ ${rule.padEnd(stack === "dev" ? 27 : 15)}waived until 2027-11-30 (platform team): ${reason}`,
                    ),
                );
                expect(processes()).to.have.lengthOf(1);
            });
        }
    }

    it("reports a violation with its resource and remedy, and exits with 3", async () => {
        const { status, out, err } = await judged({ program: oneDatabaseInOneZone }, "--stack", PROD);

        expect({ status, err }).to.deep.equal({ status: 3, err: "" });
        expect(section(out).split("\n").slice(0, 4).join("\n")).to.equal(
            [
                `Policies (policy/prod.json): ${rules.length} rules, 1 violation, 2 waived; deployment blocked`,
                "  database  aws:rds/instance:Instance",
                "    ✗ rds-multi-az  multiAz: must be true, got false.",
                "                    Set multiAz to true.",
            ].join("\n"),
        );
    });

    it("writes a graph with violations", async () => {
        const file = join(folder, "graph.json");

        const { status } = await judged({ program: oneDatabaseInOneZone }, "--file", file, "--stack", PROD);
        expect({ status, written: existsSync(file) }).to.deep.equal({ status: 3, written: true });
    });

    it("is not started with --json", async () => {
        const { status } = await judged({ program: oneDatabaseInOneZone }, "--json", "--stack", PROD);

        expect({ status, processes: processes() }).to.deep.equal({ status: 0, processes: [] });
    });

    describe("with another level file", () => {
        const waiver = {
            rule: "rds-multi-az",
            resource: "*::database",
            reason: "It is a trial.",
            owner: "platform team",
            expires: LATER,
        };

        /** The level file of dev with one more waiver. */
        const withWaiver = (more: object): string => {
            const { waivers, ...others } = dev();
            return levels({
                ...others,
                waivers: { environment: "dev", waivers: [...waivers.waivers, more] },
            });
        };

        it("accepts a violation that is waived for development", async () => {
            const file = withWaiver(waiver);

            const { status, out } = await judged(
                { program: oneDatabaseInOneZone },
                ...["--stack", DEV, "--policy-config", file],
            );
            expect(status).to.equal(0);
            expect(section(out)).to.include(`Policies (${file}): `);
            expect(section(out)).to.match(
                new RegExp(
                    `\\n {2}○ rds-multi-az +waived until ${LATER} \\(platform team\\): It is a trial\\.`,
                ),
            );
        });

        it("reports an expired waiver, and the violation that it covered", async () => {
            const file = levels({
                waivers: { environment: "dev", waivers: [{ ...waiver, expires: BEFORE }] },
            });

            const { status, out } = await judged(
                { program: oneDatabaseInOneZone },
                ...["--stack", DEV, "--policy-config", file],
            );
            expect(status).to.equal(3);
            expect(section(out)).to.match(/\n {4}✗ rds-multi-az +multiAz: must be true, got false\.\n/);
            expect(section(out)).to.match(
                /\n {4}✗ waivers +The waiver of rds-multi-az for \*::database expired on 2026-11-22 \(platform team\)\./,
            );
        });

        it("advises to remove a waiver that covers nothing", async () => {
            const file = withWaiver(waiver);

            const { status, out } = await judged({}, "--stack", DEV, "--policy-config", file);
            expect(section(out)).to.match(
                /\n {4}! waived +The waiver of rds-multi-az for \*::database \(platform team\) covers nothing\. Remove it\.\n/,
            );
            expect(status).to.equal(0);
        });

        it("lowers production rules with the repository's level file for dev", () => {
            const { waivers, ...lowered } = dev();
            expect(waivers).to.have.property("environment", "dev");
            expect(lowered).to.deep.equal(
                Object.fromEntries(
                    rules.filter(({ level }) => level === "production").map(({ name }) => [name, "advisory"]),
                ),
            );
        });

        it("uses the strictest levels if it is empty", async () => {
            const { out } = await judged({}, "--stack", DEV, "--policy-config", levels("\n"));

            expect(section(out)).to.match(new RegExp(`: ${rules.length} rules, `));
        });

        it("is searched in the folder in which npm was called", async () => {
            const { err } = await judged({}, "--policy-config", "no/levels.json");

            expect(err).to.equal(
                `no/levels.json does not exist at ${join(process.cwd(), "no/levels.json")}. Nothing was planned.\n`,
            );
        });
    });

    describe("rejects a level file with exit status 1, without a report", () => {
        async function refusal(content: unknown): Promise<string> {
            const file = levels(content);
            const graph = join(folder, "graph.json");
            const { status, out, err } = await judged(
                {},
                ...["--stack", DEV, "--policy-config", file, "--file", graph],
            );

            expect({ status, out, graph: existsSync(graph) }).to.deep.equal({
                status: 1,
                out: "",
                graph: false,
            });
            return err.replace(file, "levels.json");
        }

        const errorsOf = (...lines: string[]): string =>
            `levels.json has ${lines.length === 1 ? "1 error" : `${lines.length} errors`}. Nothing was planned.\n\n${lines.map((line) => `  ${line}\n`).join("")}`;

        const CASES: Record<string, [content: unknown, message: string | RegExp]> = {
            "that is not JSON": [
                '{\n    "rds-multi-az": advisory\n}',
                /^levels\.json is not valid JSON\. Nothing was planned\.\n\n {2}Unexpected token [^]*\n$/,
            ],
            "that is incomplete JSON": [
                '{\n    "rds-multi-az":',
                /^levels\.json is not valid JSON\. Nothing was planned\.\n\n {2}Unexpected end of JSON input\n$/,
            ],
            "that is a list": [
                [],
                'levels.json must be an object of policies and their levels, such as {"waived": "disabled"}, got a list. Nothing was planned.\n',
            ],
            "with unknown levels": [
                { "rds-multi-az": "mandatry", waived: { enforcementLevel: 3 } },
                errorsOf(
                    'rds-multi-az: must be "advisory", "mandatory", "remediate", "disabled", got "mandatry".',
                    'waived.enforcementLevel: must be "advisory", "mandatory", "remediate", "disabled", got 3.',
                ),
            ],
            "with a value that is not a level": [
                { "rds-multi-az": true, waived: null, "not-told": ["advisory"], environments: "prod" },
                errorsOf(
                    "rds-multi-az: must be a level or an object, got true.",
                    "waived: must be a level or an object, got null.",
                    "not-told: must be a level or an object, got a list.",
                    'environments: must be a list of names, got "prod".',
                ),
            ],
            "that lowers a mandatory rule": [
                { "rds-multi-az": "advisory", waivers: { environment: "dev" } },
                errorsOf(
                    'rds-multi-az: must be "mandatory", got "advisory". It is mandatory in every environment. Remove this entry.',
                ),
            ],
            "that lowers a mandatory rule in an object": [
                { "rds-multi-az": { enforcementLevel: "disabled" } },
                errorsOf(
                    'rds-multi-az: must be "mandatory", got "disabled". It is mandatory in every environment. Remove this entry.',
                ),
            ],
            "with an unknown rule": [
                { "rds-mult-az": "mandatory" },
                errorsOf("rds-mult-az: is not a rule. Did you mean rds-multi-az?"),
            ],
            "with a property of a rule, which has none": [
                { "rds-multi-az": { zones: 2 } },
                errorsOf("rds-multi-az: must have only a level, got zones."),
            ],
            "with an incomplete waiver": [
                { waivers: { waivers: [{ rule: "rds-multi-az" }] } },
                errorsOf(
                    "waivers.waivers[0].reason: is missing.",
                    "waivers.waivers[0].owner: is missing.",
                    "waivers.waivers[0].expires: is missing.",
                ),
            ],
        };
        for (const [name, [content, message]] of Object.entries(CASES)) {
            it(name, async () => {
                const err = await refusal(content);

                if (typeof message === "string") {
                    expect(err).to.equal(message);
                } else {
                    expect(err).to.match(message);
                }
            });
        }

        it("that is a folder", async () => {
            const { err } = await judged({}, "--stack", DEV, "--policy-config", folder);

            expect(err).to.equal(
                `${folder} cannot be read (EISDIR: illegal operation on a directory, read). Nothing was planned.\n`,
            );
        });

        it("but reports invalid settings before an invalid level", async () => {
            const file = levels({ "rds-multi-az": "advisory" });
            const stack = join(folder, "Pulumi.test.yaml");
            writeFileSync(stack, "config:\n  posit-connect:netwrok: {}\n");

            const { status, err } = await judged({}, "--stack", stack, "--policy-config", file);
            expect(status).to.equal(1);
            expect(err).to.match(/^Pulumi\.test\.yaml has \d+ errors/);
        });
    });

    describe("fails if the pack", () => {
        /** A compiled pack with this source, in its own folder. */
        function pack(text: string | undefined, timeoutMs = 60_000): PlanContext["policyPack"] {
            const place = join(folder, "policy");
            mkdirSync(join(place, "bin"), { recursive: true });
            symlinkSync(join(ROOT, "node_modules"), join(place, "node_modules"));
            writeFileSync(join(place, "package.json"), '{"version": "0.0.1", "main": "bin/index.js"}');
            writeFileSync(join(place, "prod.json"), "{}");
            if (text !== undefined) {
                writeFileSync(join(place, "bin", "index.js"), text);
            }
            return { ...policyPack, folder: place, timeoutMs };
        }

        /** A pack with one policy about every resource. */
        const policy = (body: string): string => `
            const { PolicyPack } = require("@pulumi/policy");
            new PolicyPack("one", { policies: [{
                name: "one", description: "One.", enforcementLevel: "advisory",
                validateResource: (args, report) => { ${body} },
            }] });`;

        const CASES: Record<string, [text: string | undefined, timeoutMs: number, message: RegExp]> = {
            "is not compiled": [
                undefined,
                60_000,
                /^policy\/bin\/index\.js does not exist: the policy pack is not compiled\. Nothing was planned\.\n\n {2}npm run build --workspace policy\n$/,
            ],
            "fails at its start": [
                'throw new Error("cannot start");',
                60_000,
                /^The policy pack in policy\/ ended with exit status 32\. Nothing was planned\.\n\n[^]*Error: cannot start\n/,
            ],
            "ends without output": [
                "process.exit(0);",
                60_000,
                /^The policy pack in policy\/ ended with exit status 0\. Nothing was planned\.\n$/,
            ],
            "is killed by a signal": [
                'process.kill(process.pid, "SIGTERM");',
                60_000,
                /^The policy pack in policy\/ was killed by a signal\. Nothing was planned\.\n$/,
            ],
            "prints something other than its port": [
                'console.log("hello");setInterval(() => undefined, 1000);',
                60_000,
                /^The policy pack in policy\/ printed "hello" instead of its port\. Nothing was planned\.\n$/,
            ],
            "never starts": [
                "setInterval(() => undefined, 1000);",
                300,
                /^The policy pack in policy\/ did not start within 0\.3 s\. Nothing was planned\.\n$/,
            ],
            "ends during a request": [
                policy("process.exit(7);"),
                60_000,
                /^The policy pack in policy\/ ended with exit status 7\. Nothing was planned\.\n$/,
            ],
            "fails during a request": [
                policy('throw new Error("cannot judge");'),
                60_000,
                /^The policy pack in policy\/ failed\. Nothing was planned\.\n\n {2}Error validating resource with policy 'one' from policy pack 'one@v0\.0\.1':\n {2}Error: cannot judge\n/,
            ],
            "never responds": [
                policy("for (;;);"),
                5_000,
                /^The policy pack in policy\/ did not respond within 5 s\. Nothing was planned\.\n$/,
            ],
        };
        for (const [name, [text, timeoutMs, message]] of Object.entries(CASES)) {
            it(name, async () => {
                const { status, out, err } = await judged(
                    { policyPack: pack(text, timeoutMs) },
                    "--stack",
                    DEV,
                );

                expect({ status, out }).to.deep.equal({ status: 1, out: "" });
                expect(err).to.match(message);
            });
        }

        for (const source of ["policy/rules/one.ts", "graph/one.ts", "lib/one.ts"]) {
            it(`is older than its source ${source}`, async () => {
                const place = pack(policy(""));
                const path = join(folder, source);
                mkdirSync(dirname(path), { recursive: true });
                writeFileSync(path, "");
                utimesSync(join(place.folder, "bin", "index.js"), 1, 1);
                utimesSync(path, 2, 2);

                expect(await judged({ policyPack: place }, "--stack", DEV)).to.deep.include({
                    status: 1,
                    out: "",
                    err:
                        `${source} is newer than policy/bin/index.js: the compiled policy pack is out of date. ` +
                        "Nothing was planned.\n\n  npm run build --workspace policy\n",
                });
            });
        }

        it("is another pack, whose findings are reported", async () => {
            const only = policy(
                'if (args.type === "aws:rds/instance:Instance") report("It is named " + args.name)',
            );

            const { status, out, err } = await judged({ policyPack: pack(only) }, "--stack", DEV);
            expect({ status, err }).to.deep.equal({ status: 0, err: "" });
            expect(section(out)).to.include(
                "Policies (policy/prod.json): 0 rules, 0 violations, 1 advisory\n" +
                    "  database  aws:rds/instance:Instance\n" +
                    "    ! one  It is named database\n",
            );
        });
    });

    it("leaves no process of the pack behind when it is killed", async () => {
        const preload = join(folder, "rememberProcess.cjs");
        const child = spawn(process.execPath, [join(ROOT, "commands", "run.cjs"), "plan"], {
            env: { PATH: process.env.PATH, NODE_OPTIONS: `--require ${preload}` },
            stdio: "ignore",
        });
        while (processes().length < 2) {
            await setTimeout(10);
        }
        child.kill("SIGKILL");
        await once(child, "exit");
        while (processes().some(isAlive)) {
            await setTimeout(10);
        }
    });
});

/** Whether a process runs. A process that has ended, and whose status was not read yet, does not run. */
function isAlive(pid: number): boolean {
    try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
        return false;
    }
}
