import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { ROOT } from "../program";
import { isStarted, type Job, readWorkflow, WORKFLOWS, workflowText } from "./workflow";
import { pullRequestEvent } from "../commands/github";

const SCRIPTS = Object.keys(
    (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object }).scripts,
);

const GITLAB = "docs/examples/gitlab-ci.yml";

/** Commands of this project in a text, each with its options. */
function commandsIn(text: string): { script: string; options: string[] }[] {
    return [...text.matchAll(/npm run (?:-s |--silent )?([\w:]+)(?: -- ([^>|&\n]*))?/g)].map(
        ([, script = "", args = ""]) => ({
            script,
            options: [...args.matchAll(/--[\w-]+/g)].map(([option]) => option),
        }),
    );
}

describe("The workflows", () => {
    it("are the ones that docs/delivery.md describes", () => {
        const page = readFileSync(join(ROOT, "docs", "delivery.md"), "utf8");
        const described = [...page.matchAll(/^\| `([\w-]+\.yml)` /gm)].map(([, file]) => file);

        expect(described.sort()).to.deep.equal(WORKFLOWS.filter((file) => file !== "deploy-stack.yml"));
    });

    for (const file of WORKFLOWS) {
        const { permissions, jobs, on, concurrency } = readWorkflow(file);
        const text = workflowText(file);

        it(`pin each action to a commit, with its version: ${file}`, () => {
            const loose = [...text.matchAll(/uses: (.*)$/gm)]
                .map(([, action = ""]) => action)
                .filter((action) => !/^\.\/|^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action));

            expect(loose).to.deep.equal([]);
        });

        it(`give each job only its own permissions, a timeout, and no code of an event: ${file}`, () => {
            expect(permissions).to.deep.equal({});
            expect(Object.keys(on)).to.not.include("pull_request_target");
            const faults = Object.entries(jobs).flatMap(([name, job]) => [
                ...(job.permissions === undefined ? [`${name}: no permissions`] : []),
                ...(job.uses === undefined && job["timeout-minutes"] === undefined
                    ? [`${name}: no timeout`]
                    : []),
                ...(concurrency === undefined && job.uses === undefined && job.concurrency === undefined
                    ? [`${name}: no concurrency`]
                    : []),
                // A job with credentials is bound to an environment, which the role's trust policy names.
                ...(job.permissions?.["id-token"] !== undefined &&
                job.uses === undefined &&
                job.environment === undefined &&
                file !== "release.yml"
                    ? [`${name}: credentials without an environment`]
                    : []),
                ...(job.steps ?? []).flatMap(({ run = "", uses = "", with: inputs = {} }) => [
                    // A shell would run the text of an expression.
                    ...(run.includes("${{") ? [`${name}: expression in "${run}"`] : []),
                    ...(uses.startsWith("actions/checkout") && inputs["persist-credentials"] !== false
                        ? [`${name}: the checkout keeps its token`]
                        : []),
                ]),
            ]);

            expect(faults).to.deep.equal([]);
        });

        it(`contain no secret but the token of the run: ${file}`, () => {
            expect(text).to.not.match(/secrets\./);
        });
    }

    it("preview no code from a fork or from Dependabot, which would have the credentials", () => {
        const { preview } = readWorkflow("preview.yml").jobs;
        const starts = (event: object): boolean =>
            preview !== undefined && isStarted(preview, { github: { repository: "example/connect", event } });

        expect([
            starts(pullRequestEvent()),
            starts(pullRequestEvent({ fork: true })),
            starts(pullRequestEvent({ author: "dependabot[bot]" })),
        ]).to.deep.equal([true, false, false]);
    });

    it("call only commands of this project that exist, with options that they know, as GitLab's example does", () => {
        const called = [...WORKFLOWS.map(workflowText), readFileSync(join(ROOT, GITLAB), "utf8")].flatMap(
            commandsIn,
        );
        const helps = new Map<string, string>();
        const helpOf = (script: string): string => {
            const known = helps.get(script);
            if (known !== undefined) {
                return known;
            }
            const help = execFileSync(process.execPath, ["commands/run.cjs", script, "--help"], {
                cwd: ROOT,
                encoding: "utf8",
                env: { PATH: process.env.PATH },
            });
            helps.set(script, help);
            return help;
        };
        const faults = called.flatMap(({ script, options }) => [
            ...(SCRIPTS.includes(script) ? [] : [`npm run ${script}`]),
            ...options
                .filter((option) => !new RegExp(`^ +${option}\\b`, "m").test(helpOf(script)))
                .map((option) => `npm run ${script} -- ${option}`),
        ]);

        expect(faults).to.deep.equal([]);
        expect(called.length).to.be.at.least(30);
    }).timeout(60_000);

    it("check the deployment after the complete update, and keep the answers also if a check fails", () => {
        const steps = readWorkflow("deploy-stack.yml").jobs["update"]?.steps ?? [];
        const commands = steps.map(({ run = "", uses = "", if: condition }) => [
            /npm run -s accept|pulumi (up|preview)|echo/.exec(run)?.[0] ?? uses.split("@")[0] ?? "",
            condition,
        ]);
        const ended = "${{ steps.accept.outcome == 'success' || steps.accept.outcome == 'failure' }}";

        expect(commands.slice(-6)).to.deep.equal([
            ["pulumi up", undefined],
            ["pulumi preview", undefined],
            ["npm run -s accept", undefined],
            ["echo", ended],
            ["actions/upload-artifact", ended],
            ["echo", "${{ failure() }}"],
        ]);
    });

    it("run the same checks as GitLab's example", () => {
        const example = parse(readFileSync(join(ROOT, GITLAB), "utf8")) as Record<
            "static" | "test",
            { script: string[] }
        >;
        const { static: checks, test } = readWorkflow("check.yml").jobs;
        const commands = (job: Job | undefined): string[] =>
            (job?.steps ?? []).flatMap(({ run }) =>
                run === undefined || run.startsWith("npm ci") ? [] : [run],
            );

        expect([example.static.script, example.test.script]).to.deep.equal([
            commands(checks),
            commands(test),
        ]);
    });

    const linter = execFileSync("bash", [join(ROOT, ".ci", "actionlint", "build"), "--where"], {
        encoding: "utf8",
    }).trim();
    const reason = existsSync(linter) ? "" : " (skipped: build it with `bash .ci/actionlint/build`)";
    (existsSync(linter) ? it : it.skip)(`have no finding of actionlint${reason}`, () => {
        const { status, stdout, stderr } = spawnSync(linter, ["-no-color"], { cwd: ROOT, encoding: "utf8" });

        expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    });
});

describe("renovate.json", () => {
    interface Manager {
        description: string;
        managerFilePatterns: string[];
        matchStrings: string[];
    }

    it("finds each version that no package manager lists", () => {
        const { customManagers } = JSON.parse(readFileSync(join(ROOT, "renovate.json"), "utf8")) as {
            customManagers: Manager[];
        };
        const found = Object.fromEntries(
            customManagers.map(({ description, managerFilePatterns, matchStrings }): [string, boolean[]] => [
                description.split(":")[0] ?? "",
                managerFilePatterns
                    .flatMap((pattern) =>
                        pattern.startsWith("/")
                            ? WORKFLOWS.map(workflowText)
                            : readFileSync(join(ROOT, pattern), "utf8"),
                    )
                    .flatMap((text) =>
                        matchStrings.flatMap((pattern) =>
                            [...text.matchAll(new RegExp(pattern, "g"))].map(
                                ({ groups }) => groups?.["currentValue"],
                            ),
                        ),
                    )
                    .map((version) => /^R?\d+(\.\d+){1,2}/.test(version ?? "")),
            ]),
        );

        expect(found).to.deep.equal({
            "The chart of Connect": [true],
            "The chart of the load balancer controller": [true],
            "The chart of the Cluster Autoscaler": [true],
            "The chart of NVIDIA's device plugin": [true],
            "The charts of Karpenter": [true],
            "The image of k6": [true],
            Connect: [true],
            "The image for content": [true],
            "The newest Kubernetes version of EKS": [true],
            "The Pulumi CLI of the workflows": [true, true, true, true],
        });
    });
});
