import { expect } from "chai";
import fc from "fast-check";
import { contentDefaults, workloads } from "../../catalog/workloads";
import {
    capacity,
    fits,
    forecast,
    fullest,
    growth,
    type Limit,
    type LimitId,
    scaled,
    shareOf,
    STATES,
} from "../../graph/capacity";
import { anySizing, anyWorkload, group, sizing, workload } from "./sizings";

function limitOf(limits: readonly Limit[], id: LimitId): Limit {
    const found = limits.find((limit) => limit.id === id);
    if (found === undefined) {
        throw new Error(`no limit ${id}`);
    }
    return found;
}

/** `need of capacity` in each state. */
function uses(limits: readonly Limit[], id: LimitId): string[] {
    const limit = limitOf(limits, id);
    const round = (amount: number | null): string =>
        String(amount === null ? null : Math.round(amount * 1000) / 1000);
    return STATES.map((state) => `${round(limit[state].need)} of ${round(limit[state].capacity)}`);
}

describe("The capacity of a stack", () => {
    describe("for Posit's published test", () => {
        const limits = capacity(sizing(), workloads.posit);

        it("is enough with the defaults, in each state", () => {
            expect(fits(limits)).to.equal(true);
        });

        it("has 30 % of the nodes' CPU in use, and 46 % with a zone lost", () => {
            // By hand: 600 requests/s × 2 × 4.26 ms = 5.112 cores. Karpenter prints 7910m for a t3.2xlarge: 3 × 7.91 × 0.7 = 16.611.
            expect(uses(limits, "nodeCpu")).to.deep.equal([
                "5.112 of 16.611",
                "5.112 of 11.074",
                "5.112 of 16.611",
            ]);
            // 600 × 4.26 ms = 2.556 cores of 3 servers × 4 × 0.7; 2 servers answer until the third one starts again.
            expect(uses(limits, "serverCpu")).to.deep.equal(["2.556 of 8.4", "2.556 of 5.6", "2.556 of 8.4"]);
        });

        it("starts a process of each API on each server", () => {
            // 300 requests/s × 0.1 s on three servers are 10 connections, half of the 20 of a process.
            expect(uses(limits, "processes")).to.deep.equal(["1 of 3", "1 of 3", "1 of 3"]);
            expect(uses(limits, "quotaPods")).to.deep.equal(["6 of 250", "6 of 250", "6 of 250"]);
            expect(uses(limits, "contentCpu")).to.deep.equal(["1.5 of 16.75", "1.5 of 9", "1.5 of 10.75"]);
        });

        it("has room on the nodes for twice the servers", () => {
            // 7910m − 150m of agents hold three servers of 2 cores. Two nodes also run the cluster's own pods.
            expect(uses(limits, "serverPlaces")).to.deep.equal(["3 of 9", "3 of 6", "6 of 9"]);
        });

        it("counts the limits of AWS's services", () => {
            // Nodes with 60 addresses, two more in an update, 13 reserved; two zones take the third one's node.
            expect(uses(limits, "addresses")).to.deep.equal(["73 of 4096", "133 of 4096", "193 of 4096"]);
            expect(uses(limits, "databaseConnections")).to.deep.equal([
                "150 of 829",
                "150 of 829",
                "300 of 829",
            ]);
            // 600 requests/s × 10 kB are 21.6 GB an hour.
            expect(uses(limits, "loadBalancerUnits")).to.deep.equal([
                "21.6 of null",
                "21.6 of null",
                "21.6 of null",
            ]);
            expect(uses(limits, "fileOperations")).to.deep.equal([
                "600 of 50000",
                "600 of 50000",
                "600 of 50000",
            ]);
            expect(uses(limits, "natConnections")).to.deep.equal([
                "0 of 165000",
                "0 of 110000",
                "0 of 165000",
            ]);
        });

        it("agrees with Posit's measurement of one server: a node of its type answers as many requests", () => {
            const one = sizing({
                groups: [group({ nodes: 1, zones: 1 })],
                zones: 1,
                servers: { replicas: 1, surge: 0, millicores: 2000, mebibytes: 4096, limit: 8000 },
            });
            const { saturatedRequestsPerSecond } = forecast(one, workloads.posit);

            // 939 requests/s with all 8 vCPUs; a node leaves 7.91 of them to pods.
            expect(saturatedRequestsPerSecond).to.be.closeTo((939 * 7.91) / 8, 2);
        });

        it("forecasts a load test with every zone up", () => {
            const { mostRequestsPerSecond, saturatedRequestsPerSecond, ...known } = forecast(
                sizing(),
                workloads.posit,
            );

            expect(known).to.deep.equal({ requestsPerSecond: 600, bottleneck: { id: "nodeCpu" } });
            expect(mostRequestsPerSecond).to.be.closeTo(600 * (16.611 / 5.112), 3);
            expect(saturatedRequestsPerSecond).to.be.closeTo(600 * (23.73 / 5.112), 4);
        });

        it("grows until a limit binds", () => {
            const found = growth(sizing(), workloads.posit);

            expect(found?.factor).to.be.closeTo(11.074 / 5.112, 0.003);
            expect([found?.binding.limit.id, found?.binding.state]).to.deep.equal(["nodeCpu", "zoneLost"]);
        });
    });

    it("is not enough for a heavy Shiny workload, whose processes need memory and CPU", () => {
        const limits = capacity(sizing(), workloads.shiny);

        expect(fits(limits)).to.equal(false);
        // 50 users of each dashboard: 17 on a server, 5 a process. Connect starts up to 3 of the 7 that a load factor of 0.5 asks for.
        expect(uses(limits, "processes")).to.deep.equal(["4 of 3", "5 of 3", "4 of 3"]);
        expect(uses(limits, "contentMemory")).to.deep.equal(["144 of 72", "144 of 44", "144 of 60"]);
        expect(fullest(limits)?.limit.id).to.equal("contentCpu");
    });

    it("counts a connection of an app for its session, and one of an API for a response", () => {
        const users = { users: 300, requestsPerSecond: 60, cpuMilliseconds: 1 };
        const needs = (["app", "api"] as const).map((kind) =>
            uses(capacity(sizing(), workload({ ...users, kind })), "processes"),
        );

        expect(needs).to.deep.equal([
            ["5 of 3", "8 of 3", "5 of 3"],
            ["1 of 3", "1 of 3", "1 of 3"],
        ]);
    });

    it("starts processes that an API needs for its CPU time", () => {
        // 60 requests/s × 100 ms on three servers are 2 cores each: three processes at 70 %.
        const api = workload({ users: 600, requestsPerSecond: 60, cpuMilliseconds: 100 });
        expect(uses(capacity(sizing(), api), "processes")).to.deep.equal(["3 of 3", "5 of 3", "3 of 3"]);
    });

    it("counts the runs of jobs, and the processes that new servers of an update start", () => {
        const limits = capacity(
            sizing({
                scheduler: {
                    minProcesses: 2,
                    maxProcesses: 3,
                    maxConnectionsPerProcess: 20,
                    loadFactor: 0.5,
                },
            }),
            workload(
                { kind: "job", runs: 7, threads: 2 },
                { kind: "app", users: 3, requestsPerSecond: 1, cpuMilliseconds: 10 },
            ),
        );
        expect(uses(limits, "quotaPods")).to.deep.equal(["13 of 250", "13 of 250", "19 of 250"]);
        expect(limitOf(limits, "nodeCpu").normal.need).to.be.closeTo(14.01426, 1e-6);
        expect(limits.filter(({ id }) => id === "processes").map(({ content }) => content)).to.deep.equal([
            "content 2",
        ]);
    });

    it("keeps servers and content apart if they have nodes of their own", () => {
        const pools = sizing({
            groups: [
                group({ name: "cluster-servers", content: false }),
                group({ name: "cluster-content", servers: false, nodes: 6 }),
            ],
        });
        const limits = capacity(pools, workloads.posit);

        expect(uses(limits, "serverNodeCpu")).to.deep.equal([
            "2.556 of 16.611",
            "2.556 of 11.074",
            "2.556 of 16.611",
        ]);
        expect(uses(limits, "nodeCpu")).to.deep.equal([
            "2.556 of 33.222",
            "2.556 of 22.148",
            "2.556 of 33.222",
        ]);
        // An update of the servers takes no room from content.
        expect(uses(limits, "contentCpu")).to.deep.equal(["1.5 of 46.5", "1.5 of 31", "1.5 of 46.5"]);
    });

    it("has no NAT gateway left if the zone of the only one is lost", () => {
        const limits = capacity(
            sizing({ natZones: ["us-east-1a"] }),
            workload({ users: 10, requestsPerSecond: 1, cpuMilliseconds: 1, internetConnections: 2 }),
        );
        expect(uses(limits, "natConnections")).to.deep.equal(["20 of 55000", "20 of 0", "20 of 55000"]);
        expect(fits(limits)).to.equal(false);
    });

    it("rejects users if no server is left", () => {
        const limits = capacity(sizing({ zones: 1, groups: [group({ zones: 1 })] }), workloads.posit);
        expect(uses(limits, "processes")).to.deep.equal(["1 of 3", "1 of 0", "1 of 3"]);
    });

    describe("that is not known", () => {
        const unknown = {
            "a type of unknown size": sizing({
                groups: [group({ instanceTypes: ["x9.large"], capacity: undefined })],
            }),
            "adopted subnets": sizing({ subnetAddresses: undefined }),
            "a database class of unknown memory": sizing({
                database: { instanceClass: "db.x9.large", connections: undefined },
            }),
            "a file system without elastic throughput": sizing({ fileOperations: undefined }),
        };
        for (const [name, stack] of Object.entries(unknown)) {
            it(`is reported as such: ${name}`, () => {
                const limits = capacity(stack, workloads.posit);

                expect(fits(limits)).to.equal(undefined);
                expect(growth(stack, workloads.posit)).to.equal(undefined);
                expect(forecast(stack, workloads.posit)).to.deep.equal({
                    requestsPerSecond: 600,
                    mostRequestsPerSecond: null,
                    saturatedRequestsPerSecond: null,
                    bottleneck: null,
                });
                expect(limits.flatMap(({ problem }) => problem ?? [])).to.not.deep.equal([]);
            });
        }

        it("does not matter if the workload needs none, or if another limit is exceeded", () => {
            expect(fits(capacity(sizing({ natZones: [] }), workloads.posit))).to.equal(true);
            expect(fits(capacity(sizing({ subnetAddresses: undefined }), workloads.shiny))).to.equal(false);
        });
    });

    it("needs no less with more users", () => {
        fc.assert(
            fc.property(
                anySizing,
                anyWorkload,
                fc.double({ min: 1, max: 5, noNaN: true }),
                (stack, load, factor) => {
                    const [few, many] = [load, scaled(load, factor)].map((each) => capacity(stack, each));
                    const less = (few ?? []).filter((limit, i) => {
                        const other = many?.[i];
                        return STATES.some(
                            (state) =>
                                other === undefined ||
                                other[state].need < limit[state].need - 1e-9 ||
                                other[state].capacity !== limit[state].capacity,
                        );
                    });
                    expect(less).to.deep.equal([]);
                },
            ),
        );
    });

    it("has no more headroom with a zone lost, nor during an update", () => {
        fc.assert(
            fc.property(anySizing, anyWorkload, (stack, load) => {
                const more = capacity(stack, load).filter(({ normal, zoneLost, update }) =>
                    [zoneLost, update].some(
                        (state) =>
                            state.need < normal.need - 1e-9 ||
                            (state.capacity ?? 0) > (normal.capacity ?? 0) + 1e-9,
                    ),
                );
                expect(more).to.deep.equal([]);
            }),
        );
    });

    it("is exceeded just above the growth that fits", () => {
        fc.assert(
            fc.property(anySizing, anyWorkload, (stack, load) => {
                const found = growth(stack, load);
                const isWithin = (factor: number): boolean =>
                    (fullest(capacity(stack, scaled(load, factor)))?.share ?? 0) <= 1;
                if (found === undefined || found.factor === 0) {
                    return;
                }
                expect([isWithin(found.factor), isWithin(found.factor * 1.002)]).to.deep.equal([true, false]);
                expect(found.binding.share).to.be.above(1);
            }),
        );
    });
});

describe("The share of a limit in use", () => {
    it("is none without a need, and infinite without a capacity", () => {
        expect(
            [
                { need: 0, capacity: 0 },
                { need: 1, capacity: 0 },
                { need: 1, capacity: 4 },
                { need: 1, capacity: null },
            ].map(shareOf),
        ).to.deep.equal([0, Infinity, 0.25, undefined]);
    });
});

describe("The CPU time of a request", () => {
    it("is half of that in Posit's test of one server: 8 vCPUs and 939 requests a second", () => {
        expect(contentDefaults.serverCpuMilliseconds).to.be.closeTo(8000 / 939 / 2, 0.005);
    });
});
