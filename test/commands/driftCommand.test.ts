import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { driftCommand } from "../../commands/driftCommand";
import { preview, type StepFields } from "../graph/changesFixtures";
import { TODAY } from "./comment/answers";
import { FakeGitHub } from "./github";

const SMALLER: StepFields = {
    op: "update",
    detailedDiff: { backupRetentionPeriod: { kind: "update", inputDiff: false } },
};

describe("npm run drift", () => {
    let folder: string;
    let github: FakeGitHub;
    let env: Record<string, string>;

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "drift-"));
        github = await FakeGitHub.start();
        env = { ...github.env, GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    });

    afterEach(async () => {
        await github.stop();
        rmSync(folder, { recursive: true });
    });

    /** Runs the command about a preview. */
    async function drift(content: unknown, ...args: string[]) {
        const file = join(folder, "preview.json");
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await driftCommand(["--stack", "dev", "--preview", file, ...args], {
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
            env,
            today: TODAY,
        });
        return outcome;
    }

    const URL = "https://github.com/example/connect/issues/1000";

    it("reports the resources that differ, with exit status 6, and none with 0", async () => {
        expect([await drift(preview(SMALLER)), await drift(preview())]).to.deep.equal([
            { status: 6, out: "dev differs from its program in 1 resource: database (updated).\n", err: "" },
            { status: 0, out: "No drift: dev is as its program describes it.\n", err: "" },
        ]);
    });

    it("takes the stack with its organization, and not one of another project", async () => {
        expect([
            await drift(preview(), "--stack", "acme/dev"),
            await drift(preview(), "--stack", "acme/posit-connect/dev"),
            await drift(preview(), "--stack", "acme/website/dev"),
        ]).to.deep.equal([
            { status: 0, out: "No drift: dev is as its program describes it.\n", err: "" },
            { status: 0, out: "No drift: dev is as its program describes it.\n", err: "" },
            {
                status: 1,
                out: "",
                err: "--stack acme/website/dev: must be a stack of the project posit-connect, which Pulumi.yaml names, got one of website.\n",
            },
        ]);
    });

    it("prints data with --json, without inputs", async () => {
        const { status, out } = await drift(preview(SMALLER), "--json");

        expect(status).to.equal(6);
        expect(out).to.not.include("postgres");
        expect(JSON.parse(out)).to.have.nested.property("changes[0].name", "database");
    });

    it("opens one issue, updates it, and closes it when the difference ends", async () => {
        github.issues.push({
            id: 1,
            number: 1,
            state: "open",
            body: "<!-- posit-connect:drift dev -->\ncopied",
            user: { login: "octocat" },
        });
        const outcomes = [
            await drift(preview(SMALLER), "--post"),
            await drift(preview(SMALLER, { ...SMALLER, name: "other" }), "--post"),
            await drift(preview(), "--post"),
            await drift(preview(), "--post"),
        ];

        expect(outcomes.map(({ status, out }) => `${status} ${out.split("\n")[1] ?? ""}`)).to.deep.equal([
            `6 Opened: ${URL}`,
            `6 Updated: ${URL}`,
            `0 Closed: ${URL}`,
            "0 ",
        ]);
        const [, issue] = github.issues;
        expect(issue).to.deep.include({
            title: "Drift in dev",
            state: "closed",
            body: "<!-- posit-connect:drift dev -->\nNo drift since 2026-11-23. [the run](https://github.com/example/connect/actions/runs/42)",
        });
        expect(github.issues).to.have.length(2);
    });

    it("writes the difference into the issue", async () => {
        await drift(preview(SMALLER), "--post");

        const lines = github.issues[0]?.body.split("\n") ?? [];
        expect(lines[0]).to.equal("<!-- posit-connect:drift dev -->");
        expect(lines.filter((line) => line.startsWith("| database"))).to.have.length(1);
    });

    for (const [name, content, reason] of [
        ["failed", { ...preview(), diagnostics: [{ severity: "error", message: "denied" }] }, "denied"],
        ["is empty", "", "is not the output of `pulumi preview --json`, which is one object"],
        [
            "is of another stack",
            JSON.stringify(preview(SMALLER)).replaceAll("urn:pulumi:dev", "urn:pulumi:prod"),
            "the preview is of the stack prod",
        ],
    ] as const) {
        it(`does not take a preview that ${name} for drift, or for none: exit status 7, and no issue is changed`, async () => {
            const { status, out, err } = await drift(content, "--post");

            expect({ status, out, writes: github.writes }).to.deep.equal({ status: 7, out: "", writes: [] });
            expect(err).to.match(/^It is not known if dev has drifted: /);
            expect(err).to.include(reason);
            expect(readFileSync(env["GITHUB_STEP_SUMMARY"] ?? "", "utf8")).to.equal(err);
        });
    }

    it("fails if the token cannot write issues", async () => {
        github.canWrite = false;

        expect(await drift(preview(SMALLER), "--post")).to.deep.include({
            status: 1,
            err: "GitHub responded to POST /repos/example/connect/issues with 403: Resource not accessible by integration\n",
        });
    });
});
