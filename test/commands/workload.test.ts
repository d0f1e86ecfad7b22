import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readUsage, readWorkload } from "../../commands/workload";
import { contentDefaults } from "../../catalog/workloads";

describe("A workload file", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "workload-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function write(content: string): string {
        const file = join(folder, "workload.yaml");
        writeFileSync(file, content);
        return file;
    }

    function errorsOf(content: string, read: (file: string) => unknown = readWorkload): string[] {
        try {
            read(write(content));
            return [];
        } catch (error) {
            return (error as Error).message.replaceAll(folder, "").split("\n");
        }
    }

    it("has quantities for the cost, and content for the capacity", () => {
        const file = write(
            [
                "usage: { natGB: 500 }",
                "databaseConnectionsPerServer: 20",
                "content:",
                "  - { name: api, kind: api, users: 100, thinkSeconds: 4, cpuMilliseconds: 5 }",
                "  - { name: reports, kind: job, runs: 3, threads: 2, process: { memoryRequestGiB: 2 } }",
            ].join("\n"),
        );

        expect(readUsage(file)).to.deep.equal({ natGB: 500 });
        const { assumptions, ...workload } = readWorkload(file);
        expect(workload).to.deep.equal({
            title: file,
            databaseConnectionsPerServer: 20,
            content: [
                {
                    ...contentDefaults,
                    name: "api",
                    kind: "api",
                    users: 100,
                    requestsPerSecond: 25,
                    cpuMilliseconds: 5,
                    runs: 0,
                    process: {},
                },
                {
                    ...contentDefaults,
                    name: "reports",
                    kind: "job",
                    users: 0,
                    requestsPerSecond: 0,
                    cpuMilliseconds: 0,
                    runs: 3,
                    threads: 2,
                    process: { memoryRequestGiB: 2 },
                },
            ],
        });
        expect(assumptions).to.deep.equal([
            "If the file has no value: responseSeconds 0.1, or twice the CPU time if that is longer; serverCpuMilliseconds 4.26; " +
                "threads 1; responseKB 10; requestsPerConnection 10; fileOperationsPerRequest 1; internetConnections 0.",
        ]);
    });

    it("may state everything, and assumes nothing then", () => {
        const { content, assumptions } = readWorkload(
            write(
                "databaseConnectionsPerServer: 9\ncontent: [{ name: a, kind: api, requestsPerSecond: 3, responseSeconds: 2, " +
                    "cpuMilliseconds: 5, serverCpuMilliseconds: 1, threads: 2, responseKB: 0, requestsPerConnection: 1, " +
                    "fileOperationsPerRequest: 0, internetConnections: 1 }]",
            ),
        );
        expect(assumptions).to.deep.equal([]);
        expect(content[0]).to.include({ users: 0, requestsPerSecond: 3, responseSeconds: 2 });
    });

    it("assumes that a response takes twice its CPU time if that is longer", () => {
        const { content } = readWorkload(
            write("content: [{ name: a, kind: app, users: 3, thinkSeconds: 9, cpuMilliseconds: 800 }]"),
        );
        expect(content[0]?.responseSeconds).to.equal(1.6);
    });

    it("has all its errors reported at once, with the nearest known name", () => {
        const content = [
            "usage: { natGb: 3 }",
            "user: 4",
            "databaseConnectionsPerServer: 0",
            "content:",
            "  - { name: a, kind: ap, users: -3, thinkSecond: 5 }",
            "  - name: b",
            "    kind: app",
            "    users: 10",
            "    thinkSeconds: 5",
            "    requestsPerSecond: 3",
            "    responseSeconds: 7",
            "    cpuMilliseconds: 9000",
            "    process: { minProcesses: 4, maxProcesses: 2, cpuReq: 3 }",
            "  - { name: b, kind: job, users: 3 }",
            "  - { kind: api, requestsPerSecond: lots }",
            "  - { name: c, kind: api, users: 10, requestsPerSecond: 30, responseSeconds: 1, cpuMilliseconds: 3, runs: 3 }",
            "  - { name: d, kind: app, cpuMilliseconds: 3 }",
            "  - { name: e, kind: 5, thinkSeconds: .inf }",
            "  - { name: f, kind: app, users: 2, thinkSeconds: 1, responseSeconds: 3, cpuMilliseconds: 3 }",
            "  - 3",
        ].join("\n");

        expect(errorsOf(content)).to.deep.equal([
            "--workload /workload.yaml has errors.",
            "",
            '  content[0].kind: must be one of api, app, job (the nearest is api), got "ap".',
            "  content[0].thinkSecond: must be a known field. Did you mean content[0].thinkSeconds?",
            "  content[0].users: must be a whole number of users from 1 to 10000000, got -3.",
            "  content[1].process.cpuReq: must be a known field. The nearest is content[1].process.cpuRequest.",
            "  content[1].process.minProcesses: must be at most maxProcesses, 2, got 4.",
            "  content[1].requestsPerSecond: must be users / thinkSeconds, 2, or left out, got 3.",
            "  content[1].responseSeconds: must be at least 9, the CPU time of a request on 1 core, got 7.",
            '  content[2].name: must be a name that no other content has, got "b".',
            "  content[2].runs: must be the runs at the same time, got nothing.",
            "  content[2].users: must be left out of a job, which has runs and no users, got 3.",
            "  content[3].cpuMilliseconds: must be the CPU time of the content for a request, got nothing.",
            "  content[3].name: must be a name of up to 60 letters, digits, spaces, dots and dashes, got nothing.",
            '  content[3].requestsPerSecond: must be a number of requests a second above 0, got "lots".',
            "  content[4].requestsPerSecond: must be at most users / responseSeconds, 10, as each user waits for a response, got 30.",
            "  content[4].runs: must be left out, as only a job has runs, got 3.",
            "  content[5].thinkSeconds: must be the seconds between two requests of a user, or requestsPerSecond instead, got nothing.",
            "  content[5].users: must be the users at the same time, got nothing.",
            "  content[6].kind: must be one of api, app, job, got 5.",
            "  content[6].thinkSeconds: must be a number of seconds above 0, got null.",
            "  content[7].responseSeconds: must be at most thinkSeconds, 1, the time from one request to the next, got 3.",
            "  content[8]: must be a table of the settings name, kind, items, users, thinkSeconds, requestsPerSecond, responseSeconds, " +
                "cpuMilliseconds, serverCpuMilliseconds, threads, runs, responseKB, requestsPerConnection, fileOperationsPerRequest, " +
                "internetConnections, process, got 3.",
            "  databaseConnectionsPerServer: must be a whole number of connections from 1 to 5000, got 0.",
            "  usage.natGb: must be a known field. Did you mean usage.natGB?",
            "  user: must be a known field. The nearest is usage.",
        ]);
    });

    it("must be a table with the part that the command reads", () => {
        expect(errorsOf("[1]")).to.deep.equal([
            "--workload /workload.yaml: must be a table with usage, with content, or with both. docs/capacity.md and docs/cost.md describe them.",
        ]);
        expect(errorsOf("usage: {}")).to.deep.equal([
            "--workload /workload.yaml: must be a table with a list of content and its users under content. docs/capacity.md describes it.",
        ]);
        expect(errorsOf("databaseConnectionsPerServer: 3", readUsage)).to.deep.equal([
            '--workload /workload.yaml: must be a table with quantities of a month under usage, such as "usage: { natGB: 500 }". docs/cost.md lists them.',
        ]);
        expect(errorsOf("content: []")).to.deep.equal([
            "--workload /workload.yaml has errors.",
            "",
            "  content: must be a list with at least one kind of content, got [].",
        ]);
        expect(errorsOf("content: {")[0]).to.include("must be YAML or JSON: ");
    });
});
