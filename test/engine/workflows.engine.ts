import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { FakeGitHub, pullRequestEvent } from "../commands/github";
import { SECRET_TEXTS } from "../program";
import { ScratchClone } from "../workflows/scratchClone";
import { type Contexts, isStarted, type Ran, readWorkflow, runJob } from "../workflows/workflow";
import { EngineStack, engineSuite } from "./harness";
import { expectSuccess } from "./lifecycle";

const PUSH = { ref: "refs/heads/main", before: "0".repeat(40), commits: [] };

engineSuite("the workflows, run for dev in a clone", () => {
    let github: FakeGitHub;
    let clone: ScratchClone;
    /** The environment of the engine, after it was started. */
    let engine: Record<string, string>;

    beforeEach(async () => {
        github = await FakeGitHub.start();
        clone = new ScratchClone();
        engine = {};
    });

    afterEach(async () => {
        await github.stop();
        clone.remove();
    });

    const inGit = (name: string): string => join(clone.folder, ".git", name);

    /** Runs a job's commands as GitHub does after an event, without those that download. */
    async function run(
        file: string,
        jobName: string,
        [name, event]: readonly [name: string, event: object],
        contexts: Contexts = {},
    ): Promise<Ran[]> {
        const job = readWorkflow(file).jobs[jobName];
        const { GITHUB_TOKEN: token, ...variables } = github.env;
        const all = {
            github: { event, event_name: name, repository: variables["GITHUB_REPOSITORY"], token },
            // The backend is the engine's own.
            vars: { PULUMI_BACKEND_URL: engine["PULUMI_BACKEND_URL"] },
            matrix: { stack: "dev", node: "20" },
            inputs: { stack: "dev" },
            ...contexts,
        };
        if (job === undefined || !isStarted(job, all)) {
            throw new Error(`${file} does not start ${jobName}`);
        }
        writeFileSync(inGit("event.json"), JSON.stringify(event));
        const env = {
            PATH: process.env["PATH"],
            HOME: process.env["HOME"],
            CI: "true",
            GITHUB_ACTIONS: "true",
            GITHUB_EVENT_NAME: name,
            GITHUB_EVENT_PATH: inGit("event.json"),
            GITHUB_SHA: clone.git("rev-parse", "HEAD"),
            GITHUB_STEP_SUMMARY: inGit("summary.md"),
            ...variables,
            ...engine,
        };
        // Types and lint, and the unit tests of another job, run in .ci/run. A deployment in the simulated cloud cannot be reached:
        // test/commands/accept/ has the answers about deployments.
        const skip = [/^npm ci/, /^npm run static$/, /npm run -s accept/];
        return runJob(job, all, { cwd: clone.folder, env, skip });
    }

    const editStackFile = (from: string, to: string): void => {
        const file = join(clone.folder, "Pulumi.dev.yaml");
        writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
    };

    /** The jobs of check.yml after an event of a pull request. */
    async function check(event: object): Promise<{ statuses: (number | null)[]; outputs: string[] }> {
        const ran = [
            ...(await run("check.yml", "static", ["pull_request", event])),
            ...(await run("check.yml", "plan", ["pull_request", event])),
            ...(await run("check.yml", "comment", ["pull_request", event])),
        ];
        return { statuses: ran.map(({ status }) => status), outputs: ran.map(({ output }) => output) };
    }

    const firstLines = (text = ""): string[] => text.split("\n").slice(1, 6);

    it("checks a pull request of a branch without credentials, and comments on it", async () => {
        clone.checkOutMerge(() => {
            editStackFile("replicas: 2", "replicas: 3");
        });
        const { statuses, outputs } = await check(pullRequestEvent());

        expect(statuses, outputs.join("\n")).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0]);
        expect(firstLines(github.comments[0]?.body)).to.deep.equal([
            "## ✅ dev: nothing blocks the update",
            "",
            "| Stack | Changes | Users notice | Policies | Requirements | Monthly cost, without use |",
            "| --- | --- | --- | --- | --- | --- |",
            firstLines(github.comments[0]?.body)[4],
        ]);
        expect(firstLines(github.comments[0]?.body)[4]).to.match(
            /^\| ✅ \*\*dev\*\* \| 4 updated \| not known for all changes \| \d+ rules, no violation, \d+ waived \| 12 of 12 met.* \| \$[\d,.]+ \|$/,
        );
        const sarif = JSON.parse(readFileSync(join(clone.folder, "policies.sarif"), "utf8")) as object;
        expect(sarif).to.have.property("version", "2.1.0");
    });

    it("checks a pull request of a fork with wrong settings: each step fails, and the summary explains it", async () => {
        github.canWrite = false;
        clone.checkOutMerge(() => {
            editStackFile("natGateways: Single", "natGatways: Single");
        });
        const { statuses, outputs } = await check(pullRequestEvent({ fork: true }));

        // The settings' check stops the job `static`. The job `plan` runs all its steps, of which only the price may fail.
        expect(statuses, outputs.join("\n")).to.deep.equal([1, 0, 1, 1, 0, 1, 0]);
        expect(github.writes).to.deep.equal([]);
        const summary = readFileSync(inGit("summary.md"), "utf8");
        expect(firstLines(summary)[0]).to.equal("## ⛔ dev: blocked");
        expect(summary).to.include("Did you mean posit-connect:network.natGateways?");
    });

    it("previews, updates as planned and rejects another update, reports drift, and does not take a failed preview for drift", async () => {
        const stack = await EngineStack.start("dev");
        try {
            expectSuccess(await stack.up());
            engine = await stack.shellEnvironment();
            const stackFile = "Pulumi.dev.yaml";
            const { workDir } = await stack.project();
            const copyStackFile = (): void => {
                copyFileSync(join(workDir, stackFile), join(clone.folder, stackFile));
            };
            copyStackFile();
            clone.commit("Deployed");
            clone.checkOutMerge(() => {
                stack.settings((config) => {
                    config["posit-connect:connect"] = { replicas: 3 };
                });
                copyStackFile();
            });
            const event = ["pull_request", pullRequestEvent()] as const;
            // The status of a failed Pulumi CLI depends on the failure.
            const pulumiFailed = (command: string, status: number | null): boolean =>
                command.startsWith("pulumi ") && status !== 0;
            const statusesOf = (ran: Ran[]): string[] =>
                ran.map(
                    ({ command, status }) =>
                        `${pulumiFailed(command, status) ? "failed" : status} ${command.split(" ").slice(0, 4).join(" ")}`,
                );

            const previewed = [
                ...(await run("preview.yml", "preview", event)),
                ...(await run("preview.yml", "comment", event, {
                    needs: { preview: { result: "success" } },
                })),
                // A check that ends later keeps the comment with the preview.
                ...(await run("check.yml", "comment", event)),
            ];
            expect(statusesOf(previewed), previewed.map(({ output }) => output).join("\n")).to.deep.equal([
                '0 mkdir -p "answers/$STACK"',
                "0 npm run -s plan",
                "0 pulumi preview --non-interactive --stack",
                "0 npm run -s changes",
                "0 npm run -s cost",
                "0 npm run -s comment",
                "0 npm run -s comment",
            ]);
            expect(github.comments).to.have.length(1);
            expect(github.comments[0]?.body).to.match(
                /^<!-- posit-connect:comment commit=\w+ previews=1 -->/,
            );
            expect(firstLines(github.comments[0]?.body)[4]).to.match(/^\| ✅ \*\*dev\*\* \| 4 updated /);

            const push = ["push", PUSH] as const;
            const planned = await run("deploy-stack.yml", "plan", push);
            const saved = readFileSync(join(clone.folder, "update.json"), "utf8");
            const updated = await run("deploy-stack.yml", "update", push);
            stack.settings((config) => {
                config["posit-connect:connect"] = { replicas: 2 };
            });
            copyStackFile();
            const other = await run("deploy-stack.yml", "update", push);
            clone.git("checkout", "--quiet", "--", stackFile);
            expect(
                statusesOf([...planned, ...updated]),
                [...planned, ...updated].map(({ output }) => output).join("\n"),
            ).to.deep.equal([
                '0 mkdir -p "answers/$STACK"',
                "0 npm run -s plan",
                "0 pulumi preview --non-interactive --stack",
                "0 npm run -s changes",
                "0 npm run -s comment",
                "0 pulumi up --yes --non-interactive",
                "0 pulumi preview --non-interactive --stack",
            ]);
            for (const secret of Object.values(SECRET_TEXTS)) {
                expect(saved + (github.comments[0]?.body ?? "")).to.not.include(secret);
            }
            // The saved plan is for 3 replicas.
            expect(statusesOf(other), other.map(({ output }) => output).join("\n")).to.deep.equal([
                "failed pulumi up --yes --non-interactive",
                '0 if [ "$ACCEPTED" =',
            ]);
            expect(readFileSync(inGit("summary.md"), "utf8")).to.include(
                "The update of dev is not complete.",
            );

            const night = ["schedule", {}] as const;
            const drift = async (): Promise<string[]> => statusesOf(await run("drift.yml", "drift", night));
            const same = await drift();
            stack.cloud.drift("aws:rds/instance:Instance", () => ({ deletionProtection: true }));
            const differs = await drift();
            const issue = github.issues[0]?.body;
            stack.cloud.drift("aws:rds/instance:Instance", () => ({ deletionProtection: false }));
            const restored = await drift();
            engine["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
            writeFileSync(inGit("summary.md"), "");
            const failed = await drift();
            const reason = readFileSync(inGit("summary.md"), "utf8");

            const outcome = (pulumi: number | "failed", command: number): string[] => [
                `${pulumi} pulumi preview --non-interactive --stack`,
                `${command} npm run -s drift`,
            ];
            expect({ same, differs, restored, failed }).to.deep.equal({
                same: outcome(0, 0),
                differs: outcome("failed", 6),
                restored: outcome(0, 0),
                failed: outcome("failed", 7),
            });
            expect(issue).to.include("deletionProtection");
            expect(reason).to.match(/^It is not known if dev has drifted: /);
            expect(github.issues.map(({ state }) => state)).to.deep.equal(["closed"]);
        } finally {
            stack.stop();
        }
    });
});
