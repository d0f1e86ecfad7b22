import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { capacityCommand } from "../../commands/capacityCommand";
import { captureOutcome } from "./captureOutcome";
import { DEV, type Outcome, PROD } from "./plan";

/** Writes the approved reports instead of comparing them: `WRITE_CAPACITY=1 npx mocha test/commands/capacityCommand.test.ts`. */
const WRITE = process.env.WRITE_CAPACITY === "1";

const compare = (...args: string[]): Promise<Outcome> => captureOutcome(capacityCommand, args);

describe("npm run capacity", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "capacity-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function write(name: string, content: string): string {
        const file = join(folder, name);
        writeFileSync(file, content);
        return file;
    }

    for (const [workload, status] of [
        ["posit", 0],
        ["shiny", 10],
    ] as const) {
        it(`prints the approved report of prod for the workload ${workload}`, async () => {
            const { out, ...outcome } = await compare("--stack", PROD, "--workload", workload);
            const file = join(__dirname, `capacity.${workload}.txt`);
            if (WRITE) {
                writeFileSync(file, out);
            }

            expect(outcome).to.deep.equal({ status, err: "" });
            expect(out).to.equal(readFileSync(file, "utf8"));
            expect(out.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
        });
    }

    it("prints data for a program: each limit with its headroom, the growth, the forecast and the change", async () => {
        const { status, out, err } = await compare("--stack", PROD, "--workload", "shiny", "--json");
        const data = JSON.parse(out) as Record<string, unknown>;

        expect({ status, err }).to.deep.equal({ status: 10, err: "" });
        expect(Object.keys(data)).to.deep.equal([
            "stack",
            "region",
            "monthlyUsd",
            "workload",
            "fits",
            "limits",
            "growth",
            "fixed",
            "forecast",
            "smallestChange",
            "withSameTypes",
        ]);
        expect(data).to.deep.include({
            stack: "prod",
            region: "us-east-1",
            monthlyUsd: 2008.019,
            fits: false,
            growth: { factor: 0.1199951171875, binding: { id: "contentCpu", state: "zoneLost" } },
            fixed: null,
            withSameTypes: null,
        });
        expect((data["limits"] as unknown[])[0]).to.deep.equal({
            id: "serverPlaces",
            normal: { need: 3, capacity: 9, headroom: 6, share: 1 / 3 },
            zoneLost: { need: 3, capacity: 6, headroom: 3, share: 0.5 },
            update: { need: 6, capacity: 9, headroom: 3, share: 2 / 3 },
        });
    });

    it("names the change with the same types if a larger type costs less", async () => {
        const workload = write(
            "large.yaml",
            "content: [{ name: api, kind: api, users: 20000, thinkSeconds: 5, cpuMilliseconds: 4.26 }]",
        );
        const { status, out } = await compare("--stack", PROD, "--workload", workload);

        expect(status).to.equal(10);
        expect(out).to.match(/\nThe smallest change that carries it: \+\$[\d.,]+ a month, \$2,008\.02 → /);
        expect(out).to.match(/\nWith the same instance types: \+\$/);
    });

    it("counts the nodes that an autoscaler may start, and those before it does", async () => {
        const scaled = write(
            "Pulumi.scaled.yaml",
            readFileSync(PROD, "utf8")
                .replace("    nodeGroups:", "    autoscaling: cluster-autoscaler\n    nodeGroups:")
                .replace("minSize: 3\n        maxSize: 6", "minSize: 0\n        maxSize: 6"),
        );
        const posit = await compare("--stack", scaled);
        expect(posit.status).to.equal(0);
        expect(posit.out.replaceAll("\n", " ")).to.include(
            "It fits up to 6,568 users. Then CPU that servers use binds first, with one zone lost. " +
                "This counts all nodes that the autoscaler may start. Before it does, with 0 of 6 nodes of cluster-content: " +
                "up to 0 users (CPU in use on nodes).",
        );

        const { status, out } = await compare("--stack", scaled, "--workload", "shiny");
        expect(status).to.equal(10);
        expect(out).to.include("Before it does, with 0 of 6 nodes of cluster-content");
        expect(out).to.include(
            "\nThe smallest change that carries it: +$2,007.55 a month, if the autoscaler starts all nodes\n",
        );
        expect(out).to.include("\n  cluster.nodeGroups.content.maxSize  6 → 14  +$2,007.55\n");

        const data = JSON.parse((await compare("--stack", scaled, "--json")).out) as { fixed: unknown };
        expect(data.fixed).to.deep.equal({
            groups: [{ name: "cluster-content", leastNodes: 0, nodes: 6 }],
            growth: { factor: 0, binding: { id: "nodeCpu", state: "normal" } },
        });
    });

    it("compares the jobs of a workload without users", async () => {
        const workload = write("jobs.yaml", "content: [{ name: reports, kind: job, runs: 2 }]");
        const { status, out } = await compare("--stack", DEV, "--workload", workload);

        expect(status).to.equal(0);
        expect(out).to.match(/\nIt fits up to \d+\.\d times the runs\. Then /);
    });

    it("says that no change carries a workload, or that there are no prices to find one", async () => {
        const workload = write(
            "huge.yaml",
            "content: [{ name: api, kind: api, users: 50000, thinkSeconds: 1, cpuMilliseconds: 1, fileOperationsPerRequest: 2 }]",
        );
        expect((await compare("--stack", PROD, "--workload", workload)).out).to.include(
            "\nNo change of nodes, servers, processes, quotas, database or NAT gateways carries it.",
        );
        const far = write("Pulumi.far.yaml", readFileSync(DEV, "utf8").replaceAll("us-east-1", "eu-west-1"));
        const { status, out } = await compare("--stack", far, "--workload", "shiny");
        expect(status).to.equal(10);
        expect(out).to.include("\nNo change is proposed, as eu-west-1 has no prices here.");
    });

    it("exits with 7 if a limit is not known, and names it", async () => {
        const unknown = write(
            "Pulumi.unknown.yaml",
            readFileSync(PROD, "utf8").replaceAll("t3.2xlarge", "x9.large"),
        );
        const { status, out } = await compare("--stack", unknown);

        expect(status).to.equal(7);
        expect(out).to.include("\nNot known if the workload fits, as a limit is not known.\n");
        expect(out).to.include(
            "\nCPU in use on nodes: not known, as the size of x9.large (cluster-servers) is not known.\n",
        );
    });

    it("reports a wrong workload, stack or option", async () => {
        const wrong = write("wrong.yaml", "content: [{ name: a, kind: apps }]");
        expect((await compare("--workload", wrong)).err).to.match(
            /^--workload .* has errors\.\n\n {2}content\[0\]\.kind: must be one of api, app, job \(the nearest is app\)/,
        );
        expect(await compare("--workload", "positt")).to.deep.equal({
            status: 1,
            out: "",
            err: "--workload positt does not exist. The built-in workloads are posit and shiny.\n",
        });
        expect((await compare("--stack", "prodd")).status).to.equal(1);
        expect((await compare("--jsn")).status).to.equal(2);
    });
});
