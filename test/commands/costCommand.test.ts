import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { costCommand } from "../../commands/costCommand";
import type { CostChange } from "../../graph/costChange";
import type { Deployment, ResourceState } from "../../graph/graph";
import { captureOutcome } from "./captureOutcome";
import { DEV, type Outcome, plan, PROD, sharedPlan } from "./plan";

/** Writes the approved report instead of comparing it: `WRITE_COST=1 npx mocha test/commands/costCommand.test.ts`. */
const WRITE = process.env.WRITE_COST === "1";

const price = (...args: string[]): Promise<Outcome> => captureOutcome(costCommand, args);

describe("npm run cost", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "cost-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function write(name: string, content: unknown): string {
        const file = join(folder, name);
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        return file;
    }

    it("prints the approved report of prod", async () => {
        const { status, out, err } = await price("--stack", PROD);
        const file = join(__dirname, "cost.prod.txt");
        if (WRITE) {
            writeFileSync(file, out);
        }

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.equal(readFileSync(file, "utf8"));
        expect(out.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
    });

    it("prices the quantities of a workload file, and names those without an amount", async () => {
        const workload = write(
            "workload.yaml",
            "usage: { natGB: 500, internetOutGB: 12000, copiedFilesGB: 3 }",
        );

        const { out } = await price("--stack", PROD, "--workload", workload);

        expect(out).to.match(/\n {2}By use +\$1,093\.70\n {2}Sum of a month +at least \$3,101\.72\n/);
        expect(out).to.match(/\n {2}natGB +500 × \$0\.045 per GB +\$22\.50\n/);
        expect(out).to.match(
            /\n {2}internetOutGB +12,000 × \$0\.09 per GB, less above 10,240 +\$1,071\.20\n/,
        );
        expect(out).to.match(/\n {2}copiedFilesGB +3 × not known +not known\n/);
        expect(out).to.match(/\n {2}Without a quantity, not in the sum: keyRequests, logsGB, /);
        expect(out).to.include("\nNot priced: 1\n  copiedFilesGB: two sources disagree: 0.02 or 0.04\n");
        expect((await price("--stack", DEV, "--workload", workload)).out).to.include(
            "\n  Without effect, as no resource of the stack causes them: copiedFilesGB.\n",
        );
    });

    it("reports every error of a workload file, and prices nothing", async () => {
        const workload = write("wrong.yaml", "users: 3\nusage: { natGb: 3, filesGB: -1, mails: lots }");

        expect(await price("--workload", workload)).to.deep.equal({
            status: 1,
            out: "",
            err: [
                `--workload ${workload} has errors.`,
                "",
                "  usage.filesGB: must be a number of 0 or more, got -1.",
                '  usage.mails: must be a number of 0 or more, got "lots".',
                "  usage.natGb: must be a known field. Did you mean usage.natGB?",
                "  users: must be a known field. The nearest is usage.",
                "",
            ].join("\n"),
        });
        for (const [text, problem] of [
            ["[", "must be YAML or JSON: "],
            ["content: []", "a list with at least one kind of content"],
        ] as const) {
            const { status, err } = await price("--workload", write("wrong.yaml", text));
            expect({ status, hasProblem: err.includes(problem) }).to.deep.equal({
                status: 1,
                hasProblem: true,
            });
        }
    });

    it("prices a stack with an ESC environment by its complete configuration", async () => {
        const stack = write("Pulumi.esc.yaml", `environment: [shared]\n${readFileSync(DEV, "utf8")}`);

        const refused = await price("--stack", stack);
        expect(refused.status).to.equal(1);
        expect(refused.err).to.match(/^Pulumi\.esc\.yaml takes values from ESC environments\./);
        expect(refused.err).to.include("\n  npm run cost -- --stack esc --config-file config.json\n");

        const { config } = parse(readFileSync(DEV, "utf8")) as { config: Record<string, unknown> };
        const values = Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string"
                ? { value, secret: false }
                : { value: JSON.stringify(value), objectValue: value, secret: false },
        ]);
        const complete = write("config.json", Object.fromEntries(values));
        const { status, out, err } = await price("--stack", stack, "--config-file", complete);
        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.match(/\n {2}Sum of a month, without use +\$912\.59\n/);
    });

    it("does not price a region without prices", async () => {
        const text = readFileSync(DEV, "utf8").replaceAll("us-east-1", "eu-west-1");
        const { status, out, err } = await price("--stack", write("Pulumi.far.yaml", text));

        expect({ status, out }).to.deep.equal({ status: 1, out: "" });
        expect(err).to.equal(
            "aws:region: must be a region with prices (us-east-1) to price a stack, got eu-west-1. " +
                "Add its prices as docs/cost.md describes: `npm run prices -- --region eu-west-1`.\n",
        );
        expect((await plan("--stack", join(folder, "Pulumi.far.yaml"))).out).to.include(
            "\nCost: not known, as eu-west-1 has no prices here. See docs/cost.md.\n",
        );
    });

    it("exits with 8 above a budget, and with 7 if it is not known", async () => {
        const over = await price("--stack", PROD, "--budget", "2008");
        expect(over.status).to.equal(8);
        expect(over.out).to.match(/\nAbove the budget of \$2,008\.00 by \$0\.02\.\n$/);

        const within = await price("--stack", PROD, "--budget", "2008.02");
        expect(within.status).to.equal(0);
        expect(within.out).to.match(/\nWithin the budget of \$2,008\.02: \$0\.00 left\.\n$/);

        const workload = write("workload.yaml", "usage: { copiedFilesGB: 3 }");
        const unknown = await price("--stack", PROD, "--workload", workload, "--budget", "2500");
        expect(unknown.status).to.equal(7);
        expect(unknown.out).to.match(
            /\nNot known if it is within the budget of \$2,500\.00: some amounts are not known\.\n$/,
        );
    });

    it("rejects a file that is no preview", async () => {
        const file = join(folder, "text.json");
        writeFileSync(file, "nothing changed");
        const { status, err } = await price("--preview", file);

        expect({ status, err }).to.deep.equal({
            status: 1,
            err: `--preview ${file}: must be the output of \`pulumi preview --json\`. Write it again.\n`,
        });
    });

    it("has a setting for a budget, which a level file makes mandatory", async () => {
        const text = `${readFileSync(PROD, "utf8").trimEnd()}\n  posit-connect:budget:\n    monthlyUsd: 1000\n`;
        const stack = write("Pulumi.prod.yaml", text);
        const sentence = "The stack costs $2,008.02 a month without use, more than its budget of $1,000.00.";
        const levels = write("levels.json", { "stack-budget": "mandatory" });

        const [advice, blocked] = [
            await plan("--stack", stack),
            await plan("--stack", stack, "--policy-config", levels),
        ];

        expect([advice.status, blocked.status]).to.deep.equal([0, 3]);
        expect([advice.out, blocked.out].map((out) => out.includes(sentence))).to.deep.equal([true, true]);
    });

    describe("of a change", () => {
        let base: Deployment;
        let head: Deployment;

        before(async () => {
            base = JSON.parse((await sharedPlan("--stack", PROD, "--json")).out) as Deployment;
            head = structuredClone(base);
            for (const { urn, inputs = {}, outputs = {} } of head.deployment.resources ?? []) {
                if (urn.endsWith(CONTENT_NODES)) {
                    inputs["scalingConfig"] = outputs["scalingConfig"] = {
                        minSize: 3,
                        desiredSize: 4,
                        maxSize: 6,
                    };
                }
            }
        });

        it("compares two plans line by line, with a budget", async () => {
            const files = ["--from", write("base.json", base), "--to", write("head.json", head)];

            const { status, out } = await price(...files, "--budget", "2250");

            expect(status).to.equal(8);
            expect(out).to.match(
                /\n {2}nodes, t3\.2xlarge \(cluster-content\): \$728\.83 → \$971\.78 +\+\$242\.94\n/,
            );
            expect(out).to.match(
                /\n {2}node disks, gp3 \(cluster-content\): \$24\.00 → \$32\.00 +\+\$8\.00\n/,
            );
            expect(out).to.match(
                /\n {2}Fixed and scheduled: \$2,008\.02 → \$2,258\.96 a month +\+\$250\.94\n/,
            );
            expect(out).to.match(/\nAbove the budget of \$2,250\.00 by \$8\.96\.\n$/);
            expect(JSON.parse((await price(...files, "--json")).out)).to.deep.equal({
                stack: "prod",
                region: "us-east-1",
                beforeUsd: 2008.019,
                afterUsd: 2258.963,
                differenceUsd: 250.944,
                lines: [
                    {
                        resource: "cluster-content",
                        item: "nodes, t3.2xlarge",
                        before: { quantity: 3, monthlyUsd: 728.832 },
                        after: { quantity: 4, monthlyUsd: 971.776 },
                        differenceUsd: 242.944,
                    },
                    {
                        resource: "cluster-content",
                        item: "node disks, gp3",
                        before: { quantity: 300, monthlyUsd: 24 },
                        after: { quantity: 400, monthlyUsd: 32 },
                        differenceUsd: 8,
                    },
                ],
            });
        });

        it("prices a preview, and names an amount that depends on a resource that it does not list", async () => {
            const find = (deployment: Deployment, name: string) =>
                deployment.deployment.resources?.find(({ urn }) => urn.endsWith(name));
            const step = (op: string, name: string) => ({
                op,
                urn: find(base, name)?.urn,
                oldState: find(base, name),
                newState: find(head, name),
            });
            const changed = step("update", CONTENT_NODES);
            const same = step("same", "LaunchTemplate::cluster-content");
            const priceSteps = async (...steps: { urn?: string; oldState?: ResourceState }[]) => {
                const file = write("preview.json", { steps, changeSummary: { update: 1, same: 200 } });
                return JSON.parse(
                    (await price("--preview", file, "--stack", PROD, "--json")).out,
                ) as CostChange;
            };

            const complete = await priceSteps(changed, same);
            expect(complete.differenceUsd).to.equal(250.944);
            expect(complete.beforeUsd).to.equal(undefined);
            const partial = await priceSteps(changed);
            expect(partial.differenceUsd).to.equal(242.944);
            expect(partial.lines[1]).to.deep.equal({
                resource: "cluster-content",
                item: "node disks, gp3",
                before: { quantity: null, monthlyUsd: null },
                after: { quantity: null, monthlyUsd: null },
                differenceUsd: null,
                problem: "the quantity is not known",
            });
        });

        it("prices the change since a git revision", async () => {
            const { status, out, err } = await price("--against", "HEAD", "--stack", "dev", "--json");
            const { stack, region, lines } = JSON.parse(out) as CostChange & Record<string, unknown>;

            expect({ status, err, stack, region }).to.deep.equal({
                status: 0,
                err: "",
                stack: "dev",
                region: "us-east-1",
            });
            expect(lines).to.be.an("array");
            expect((await price("--against", "no-such-revision")).err).to.match(
                /^--against no-such-revision: git knows no such branch, tag or commit\./,
            );
        }).timeout(120_000);

        it("rejects plans of different stacks, and files of another kind", async () => {
            const [from, other] = [
                write("base.json", base),
                write("dev.json", (await sharedPlan("--stack", DEV, "--json")).out),
            ];
            expect((await price("--from", from, "--to", other)).err).to.equal(
                `--to ${other}: must be a plan of prod, as --from is, got one of dev.\n`,
            );
            expect((await price("--from", from, "--to", write("text.json", "hello"))).err).to.equal(
                `--to ${join(folder, "text.json")}: must be an offline plan. Write it again with \`npm run -s plan -- --json\`.\n`,
            );
            expect((await price("--preview", from)).err).to.match(
                /^--preview .*base\.json is an exported state, not a preview\./,
            );
        });
    });

    it("rejects options that do not belong together", async () => {
        for (const [args, problem] of [
            [["--from", "a"], "requires both --from and --to"],
            [
                ["--preview", "a", "--from", "b", "--to", "c"],
                "requires either --preview, or --from and --to, or --against",
            ],
            [
                ["--preview", "a", "--against", "main"],
                "requires either --preview, or --from and --to, or --against",
            ],
            [["--workload", "a", "--against", "main"], "--workload belongs to --stack"],
            [["--config-file", "a", "--against", "main"], "--config-file belongs to --stack or --preview"],
            [["--stack", "Pulumi.dev.yaml", "--against", "main"], "--against plans a stack by its name"],
            [["--workload", "a", "--preview", "b"], "--workload belongs to --stack"],
            [["--budget", "10", "--preview", "b"], "--budget needs the complete stack"],
            [["--stack", "prod", "--from", "b", "--to", "c"], "--stack belongs to no --from and --to"],
            [["--budget", "much"], "It must be a number of USD, such as 1500."],
            [["--from", "-", "--to", "-"], "only one option can read standard input"],
        ] as const) {
            const { status, out, err } = await price(...args);
            expect({ status, out, hasProblem: err.includes(problem) }, problem).to.deep.equal({
                status: 2,
                out: "",
                hasProblem: true,
            });
        }
    });
});

const CONTENT_NODES = "NodeGroup::cluster-content";
