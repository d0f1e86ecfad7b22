import { expect } from "chai";
import fc from "fast-check";
import { nodeCapacity } from "../../catalog/nodeCapacity";
import { type PriceList, priceLists } from "../../catalog/priceLists";
import { workloads } from "../../catalog/workloads";
import { capacity, fits, scaled } from "../../graph/capacity";
import { enlarge, type Enlargement } from "../../graph/enlarge";
import { databaseConnections, type SizedGroup, type Sizing } from "../../graph/sizing";
import { anySizing, anyWorkload, group, sizing, workload } from "./sizings";

const prices = priceLists["us-east-1"] as PriceList;

function changesOf(
    found: Enlargement | undefined,
): [string, number | string, number | string, number | null][] {
    return (found?.changes ?? []).map(({ setting, from, to, monthlyUsd }) => [setting, from, to, monthlyUsd]);
}

/** The stack with each of its changed numbers one step smaller. */
function oneStepSmaller(before: Sizing, { sizing: after }: Enlargement): [string, Sizing][] {
    const { servers, scheduler, quota, largestProcess } = after;
    const steps: [string, boolean, Sizing][] = [
        [
            "replicas",
            servers.replicas > before.servers.replicas,
            { ...after, servers: { ...servers, replicas: servers.replicas - 1 } },
        ],
        [
            "limits.cpu",
            servers.limit > before.servers.limit,
            { ...after, servers: { ...servers, limit: servers.limit - 1000 } },
        ],
        [
            "maxProcesses",
            scheduler.maxProcesses > before.scheduler.maxProcesses,
            { ...after, scheduler: { ...scheduler, maxProcesses: scheduler.maxProcesses - 1 } },
        ],
        [
            "maxCpu",
            largestProcess.millicores > before.largestProcess.millicores,
            { ...after, largestProcess: { ...largestProcess, millicores: largestProcess.millicores - 1000 } },
        ],
        ...after.groups.map((each, i): [string, boolean, Sizing] => [
            `${each.name}, nodes`,
            each.nodes > (before.groups[i]?.nodes ?? 0),
            {
                ...after,
                groups: after.groups.map((other) =>
                    other === each ? { ...other, nodes: other.nodes - 1 } : other,
                ),
            },
        ]),
        ...(quota === undefined || before.quota === undefined
            ? []
            : ([
                  [
                      "quota.cpu",
                      quota.millicores > before.quota.millicores,
                      { ...after, quota: { ...quota, millicores: quota.millicores - 1000 } },
                  ],
                  [
                      "quota.memory",
                      quota.mebibytes > before.quota.mebibytes,
                      { ...after, quota: { ...quota, mebibytes: quota.mebibytes - 1024 } },
                  ],
                  [
                      "quota.pods",
                      quota.pods > before.quota.pods,
                      { ...after, quota: { ...quota, pods: quota.pods - 1 } },
                  ],
              ] satisfies [string, boolean, Sizing][])),
    ];
    return steps.flatMap(([name, isChanged, smaller]) => (isChanged ? [[name, smaller]] : []));
}

describe("The smallest change of a stack that carries a workload", () => {
    it("is more nodes, processes and quota for the heavy Shiny one", () => {
        const found = enlarge(sizing(), workloads.shiny, prices, false);

        // 12 more nodes, each 730 × $0.3328 with a disk of 100 GiB at $0.08.
        expect(changesOf(found)).to.deep.equal([
            ["connect.scheduler.maxProcesses", 3, 5, 0],
            ["connect.content.quota.cpu", 32, 60, 0],
            ["connect.content.quota.memoryGiB", 128, 240, 0],
            ["cluster.nodeGroups.general.maxSize", 6, 15, 0],
            ["cluster.nodeGroups.general.minSize", 3, 15, 3011.328],
        ]);
        expect(found?.monthlyUsd).to.equal(3011.328);
    });

    it("is a larger type if that costs less, unless types stay", () => {
        const load = scaled(workloads.posit, 4);

        expect(changesOf(enlarge(sizing(), load, prices, false))).to.deep.equal([
            ["connect.scheduler.maxProcesses", 3, 4, 0],
            ["connect.resources.limits.cpu", 4, 8, 0],
            ["cluster.nodeGroups.general.instanceTypes", "t3.2xlarge", "c6a.4xlarge", 611.448],
        ]);
        expect(changesOf(enlarge(sizing(), load, prices, true))).to.deep.equal([
            ["connect.scheduler.maxProcesses", 3, 4, 0],
            ["connect.resources.limits.cpu", 4, 8, 0],
            ["cluster.nodeGroups.general.minSize", 3, 6, 752.832],
        ]);
    });

    it("is none for a workload that fits", () => {
        expect(changesOf(enlarge(sizing(), workloads.posit, prices, false))).to.deep.equal([]);
    });

    it("is a larger database for more connections, and a NAT gateway in each zone", () => {
        const load = {
            ...workload({ users: 50, requestsPerSecond: 1, cpuMilliseconds: 1, internetConnections: 2 }),
            databaseConnectionsPerServer: 200,
        };
        const found = enlarge(sizing({ natZones: ["us-east-1a"] }), load, prices, false);

        // 1,200 connections in an update; 829 fit. Two more gateways and addresses: 2 × 730 × $0.05.
        expect(changesOf(found)).to.deep.equal([
            ["database.instanceClass", "db.m5.large", "db.m5.xlarge", 259.88],
            ["network.natGateways", "Single", "OnePerAz", 73],
        ]);
    });

    it("raises the processes of content that has a number of its own, and the largest process", () => {
        const load = workload({
            kind: "app",
            users: 300,
            requestsPerSecond: 1,
            cpuMilliseconds: 1,
            process: { maxProcesses: 2, cpuRequest: 5, memoryRequestGiB: 17 },
        });
        const found = enlarge(sizing(), load, prices, false);

        expect(changesOf(found).slice(0, 3)).to.deep.equal([
            ["content 1: max_processes", 2, 8, 0],
            ["connect.content.maxCpu", 4, 5, 0],
            ["connect.content.maxMemoryGiB", 16, 17, 0],
        ]);
    });

    it("adds nodes to the pool that needs them", () => {
        const pools = sizing({
            groups: [
                group({ name: "cluster-servers", content: false }),
                group({ name: "cluster-content", servers: false }),
            ],
        });
        const settings = (load: typeof workloads.posit) =>
            changesOf(enlarge(pools, load, prices, true)).flatMap(([setting]) =>
                setting.startsWith("cluster") ? [setting] : [],
            );

        expect(settings(workloads.shiny)).to.deep.equal([
            "cluster.nodeGroups.content.maxSize",
            "cluster.nodeGroups.content.minSize",
        ]);
        expect(
            settings(
                workload({
                    users: 9000,
                    requestsPerSecond: 4000,
                    cpuMilliseconds: 0.1,
                    serverCpuMilliseconds: 4,
                }),
            ),
        ).to.deep.equal(["cluster.nodeGroups.servers.minSize"]);
    });

    it("raises only the most of nodes that an autoscaler starts, and its cost is the most, too", () => {
        const content = { name: "cluster-content", servers: false, leastNodes: 0, isScaled: true };
        const pools = (changes: Partial<SizedGroup>) =>
            sizing({
                groups: [
                    group({ name: "cluster-servers", content: false }),
                    group({ ...content, ...changes }),
                ],
                scheduler: { ...sizing().scheduler, maxProcesses: 10 },
                quota: undefined,
            });
        const found = enlarge(pools({ nodes: 6 }), workloads.shiny, prices, true);

        expect([found?.isMost, found?.changes]).to.deep.equal([
            true,
            [
                {
                    setting: "cluster.nodeGroups.content.maxSize",
                    from: 6,
                    to: 18,
                    // Twelve more t3.2xlarge with 100 GiB: 12 × (730 × 0.3328 + 100 × 0.08).
                    monthlyUsd: 3011.328,
                },
            ],
        ]);
        expect(enlarge(pools({ nodes: 20, maxNodes: 20 }), workloads.shiny, prices, true)?.isMost).to.equal(
            false,
        );
    });

    it("has no cost if a price is not known, such as that of spot nodes", () => {
        const spot = sizing({ groups: [group({ isOnDemand: false })] });
        expect(enlarge(spot, workloads.shiny, prices, true)?.monthlyUsd).to.equal(null);
    });

    const impossible = {
        "more file operations than a file system has": workload({
            users: 10,
            requestsPerSecond: 10,
            cpuMilliseconds: 1,
            fileOperationsPerRequest: 6000,
        }),
        "a process larger than a node of every type": workload({
            kind: "job",
            runs: 1,
            process: { memoryRequestGiB: 24_000 },
        }),
        "more connections than a database accepts": {
            ...workload({ users: 10, requestsPerSecond: 10, cpuMilliseconds: 1 }),
            databaseConnectionsPerServer: 5000,
        },
        "more users than processes": workload({
            kind: "app",
            users: 4_000_000,
            requestsPerSecond: 1,
            cpuMilliseconds: 1,
        }),
    };
    for (const [name, load] of Object.entries(impossible)) {
        it(`does not exist for ${name}`, () => {
            expect(enlarge(sizing(), load, prices, false)).to.equal(undefined);
        });
    }

    it("does not exist if a subnet has no addresses for more nodes", () => {
        expect(enlarge(sizing({ subnetAddresses: 480 }), workloads.shiny, prices, false)).to.equal(undefined);
        // Two zones take the 15 nodes of the one that is lost: 8 × 60 addresses and 13 more.
        expect(enlarge(sizing({ subnetAddresses: 493 }), workloads.shiny, prices, false)).to.not.equal(
            undefined,
        );
    });

    it("carries the workload, and does not with one step less", () => {
        fc.assert(
            fc.property(anySizing, anyWorkload, (stack, load) => {
                const found = enlarge(stack, load, prices, true);
                if (found === undefined) {
                    return;
                }
                expect(fits(capacity(found.sizing, found.workload))).to.equal(true);
                const needless = oneStepSmaller(stack, found).filter(
                    ([, smaller]) => fits(capacity(smaller, found.workload)) === true,
                );
                expect(needless.map(([name]) => name)).to.deep.equal([]);
            }),
            { numRuns: 60 },
        );
    });
});

describe("The connections that a database accepts", () => {
    it("follow from the memory of its class: LEAST(memory / 9531392, 5000), with 8 % less than nominal", () => {
        // 8 GiB × 0.92 / 9531392 = 829.1
        expect(
            ["db.m5.large", "db.m5.xlarge", "db.r6g.4xlarge", "db.x9.large"].map(databaseConnections),
        ).to.deep.equal([829, 1658, 5000, undefined]);
        expect(nodeCapacity("x9.large")).to.equal(undefined);
    });
});
