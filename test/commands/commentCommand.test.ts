import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { commentCommand } from "../../commands/commentCommand";
import { changes, plan, TODAY } from "./comment/answers";
import { FakeGitHub, pullRequestEvent } from "./github";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const MARK = `<!-- posit-connect:comment commit=${COMMIT} previews=0 -->`;

describe("npm run comment", () => {
    let folder: string;
    let env: Record<string, string>;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "comment-"));
        env = {};
        write("answers/dev/plan.json", plan("dev"));
        write("answers/dev/changes.json", changes());
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function write(name: string, content: unknown): string {
        const path = join(folder, name);
        mkdirSync(join(path, ".."), { recursive: true });
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    }

    async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await commentCommand(args, {
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

    const answers = (): string => join(folder, "answers");

    it("prints the comment of all stacks in the folder, also around npm's own lines", async () => {
        write("answers/prod/plan.json", `\n> posit-connect@0.1.0 plan\n\n${JSON.stringify(plan("prod"))}\n`);
        const { status, out, err } = await run(answers());

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out.split("\n").slice(0, 7)).to.deep.equal([
            "<!-- posit-connect:comment commit= previews=0 -->",
            "## ❔ prod: not all is known",
            "",
            "| Stack | Changes | Users notice | Policies | Requirements | Monthly cost, without use |",
            "| --- | --- | --- | --- | --- | --- |",
            "| ✅ **dev** | none | nothing | 154 rules, no violation, 1 waived | 3 of 3 met, 1 of these with a waiver | not known |",
            "| ❔ **prod** | not known | not known | 154 rules, no violation, 1 waived | 3 of 3 met, 1 of these with a waiver | not known |",
        ]);
    });

    it("treats an empty answer as one that is missing, because its command did not end", async () => {
        write("answers/dev/changes.json", "");

        expect((await run(answers())).out).to.include("## ❔ dev: not all is known\n");
    });

    it("reports each file that is no answer, and posts nothing", async () => {
        write("answers/dev/plan.json", { version: 3, deployment: {} });
        write("answers/dev/preview.json", "Error: no stack");

        expect(await run(answers())).to.deep.equal({
            status: 1,
            out: "",
            err: [
                `${join(answers(), "dev/plan.json")}: must be the output of \`npm run -s plan -- --format json\`. Write it again.`,
                `${join(answers(), "dev/preview.json")}: must be the output of \`npm run -s changes -- --preview FILE --json\`. Write it again.`,
                "",
            ].join("\n"),
        });
    });

    it("rejects a folder that is missing or has no stack", async () => {
        mkdirSync(join(folder, "empty"));

        expect([await run(join(folder, "none")), await run(join(folder, "empty"))]).to.deep.equal([
            {
                status: 1,
                out: "",
                err: `${join(folder, "none")}: must be a folder with one folder for each stack. See docs/delivery.md.\n`,
            },
            {
                status: 1,
                out: "",
                err: `${join(folder, "empty")}: has no folder of a stack. See docs/delivery.md.\n`,
            },
        ]);
    });

    describe("--post", () => {
        let github: FakeGitHub;

        beforeEach(async () => {
            github = await FakeGitHub.start();
            env = {
                ...github.env,
                GITHUB_EVENT_PATH: write("event.json", pullRequestEvent()),
                GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
            };
        });

        afterEach(async () => {
            await github.stop();
        });

        const post = () => run(answers(), "--post");

        const comment = (login: string, body: string) => ({
            id: github.comments.length + 1,
            body,
            user: { login },
        });

        it("creates one comment, and edits it afterwards", async () => {
            github.comments.push(comment("octocat", "Please review."));
            const first = await post();
            write("answers/dev/changes.json", { error: "unreadable" });
            const second = await post();

            const url = "https://github.com/example/connect/issues/comments/1000";
            expect([first, second]).to.deep.equal([
                { status: 0, out: `Posted: ${url}\n`, err: "" },
                { status: 0, out: `Updated: ${url}\n`, err: "" },
            ]);
            expect(github.writes).to.deep.equal([
                "POST /repos/example/connect/issues/7/comments",
                "PATCH /repos/example/connect/issues/comments/1000",
            ]);
            expect(github.comments.map(({ body }) => body.split("\n").slice(0, 2).join(" "))).to.deep.equal([
                "Please review.",
                `${MARK} ## ❔ dev: not all is known`,
            ]);
            expect(existsSync(env["GITHUB_STEP_SUMMARY"] ?? "")).to.equal(false);
        });

        it("finds the comment on a later page, and none of another author with the same marker", async () => {
            for (let i = 0; i < 250; i += 1) {
                github.comments.push(comment("octocat", `${MARK}\ncopied`));
            }
            github.comments.push(comment("github-actions[bot]", "Another workflow's comment."));
            github.comments.push(comment("github-actions[bot]", MARK.replace(COMMIT, "fedcba9")));
            await post();

            expect(github.writes).to.deep.equal(["PATCH /repos/example/connect/issues/comments/252"]);
        });

        it("keeps the comment with the previews of the same commit", async () => {
            const previewed = MARK.replace("previews=0", "previews=2");
            github.comments.push(comment("github-actions[bot]", previewed));
            const { status, out } = await post();

            expect({ status, out, writes: github.writes }).to.deep.equal({
                status: 0,
                out: "Kept the comment, which has the previews of the same commit. This one is in the summary of the job: https://github.com/example/connect/issues/comments/1\n",
                writes: [],
            });
            expect(readFileSync(env["GITHUB_STEP_SUMMARY"] ?? "", "utf8")).to.match(
                /^<!-- posit-connect:comment/,
            );
        });

        for (const [name, event] of [
            ["a fork", pullRequestEvent({ fork: true })],
            ["Dependabot", pullRequestEvent({ author: "dependabot[bot]" })],
        ] as const) {
            it(`adds the comment to the summary of the job if the token of ${name} cannot write`, async () => {
                github.canWrite = false;
                write("event.json", event);
                write("summary.md", "# Before\n");
                const { status, out, err } = await post();

                expect({ status, out, err, writes: github.writes }).to.deep.equal({
                    status: 0,
                    out: "The token cannot write to the pull request: the comment is in the summary of this job.\n",
                    err: "",
                    writes: [],
                });
                expect(readFileSync(env["GITHUB_STEP_SUMMARY"] ?? "", "utf8")).to.match(
                    /^# Before\n<!-- posit-connect:comment commit=0123/,
                );
            });
        }

        it("fails if the token of a branch cannot write, because the workflow's permissions are wrong", async () => {
            github.canWrite = false;

            expect(await post()).to.deep.equal({
                status: 1,
                out: "",
                err: "GitHub responded to POST /repos/example/connect/issues/7/comments with 403: Resource not accessible by integration\n",
            });
        });

        it("does not take GitHub's limit of requests for a fork's token", async () => {
            write("event.json", pullRequestEvent({ fork: true }));
            github.answer = { status: 403, body: { message: "You have exceeded a secondary rate limit." } };

            expect((await post()).err).to.equal(
                "GitHub responded to GET /repos/example/connect/issues/7/comments with 403: You have exceeded a secondary rate limit.\n",
            );
        });

        it("reports an answer that is no JSON, and a server that does not respond", async () => {
            github.answer = { status: 502, body: "<html>Bad Gateway</html>" };
            const gateway = await post();
            await github.stop();
            const stopped = await post();

            expect(gateway.err).to.equal(
                "GitHub responded to GET /repos/example/connect/issues/7/comments with 502: <html>Bad Gateway</html>\n",
            );
            expect(stopped).to.deep.include({ status: 1, out: "" });
            expect(stopped.err).to.match(
                /^GitHub did not respond to POST \/graphql: .*(ECONNREFUSED|other side closed|ECONNRESET)/,
            );
        });

        it("posts a comment of any number of findings, because it is shortened", async () => {
            const violation = { ...plan("dev").policies.violations[0], mandatory: true, policy: "a-rule" };
            const many = Array.from({ length: 3000 }, (_, i) => ({
                ...violation,
                urn: `urn:pulumi:dev::p::aws:rds/instance:Instance::database-${i}`,
                sentence: "must be true, got false.",
                remedy: "Set it.",
            }));
            write("answers/dev/plan.json", plan("dev", many));

            expect((await post()).status).to.equal(0);
            expect(github.comments[0]?.body.length).to.be.within(64_000, 65_536);
        });

        it("requires the event of a pull request, and the variables of a workflow", async () => {
            write("event.json", { ref: "refs/heads/main", commits: [] });
            const push = await post();
            write("event.json", pullRequestEvent());
            env = { GITHUB_EVENT_PATH: env["GITHUB_EVENT_PATH"] ?? "" };
            const missing = await post();
            env = { GITHUB_EVENT_PATH: join(folder, "none.json") };
            const unreadable = await post();

            expect([push.err, missing.err, unreadable.err.replace(/ \(.*/, "")]).to.deep.equal([
                "GITHUB_EVENT_PATH: must be the event of a pull request. Omit --post to print the comment.\n",
                "GITHUB_TOKEN: not set. --post needs a token with write access.\n" +
                    "GITHUB_REPOSITORY: not set. Set it to OWNER/NAME, as GitHub Actions does.\n",
                `GITHUB_EVENT_PATH: ${join(folder, "none.json")} cannot be read\n`,
            ]);
        });
    });
});
