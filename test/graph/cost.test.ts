import { expect } from "chai";
import { resourceTypes } from "../../catalog";
import { type PriceList, priceLists } from "../../catalog/priceLists";
import { cost, equalLoadPercent, type FixedLine, usageUsd } from "../../graph/cost";
import { UNKNOWN } from "../../graph/value";
import { CLUSTER_ACCESS, simulateStack } from "../program";
import { graphOf, resource } from "./resources";

const TODAY = "2026-11-28";
const prices = priceLists["us-east-1"] as PriceList;

/** Quantities and amounts of the lines of each item. */
function byItem(lines: readonly FixedLine[]): Record<string, [quantity: number, usd: number]> {
    const found: Record<string, [number, number]> = {};
    for (const { item, quantity, monthlyUsd } of lines) {
        const [count, usd] = found[item] ?? [0, 0];
        found[item] = [count + (quantity ?? NaN), Math.round((usd + (monthlyUsd ?? NaN)) * 1e6) / 1e6];
    }
    return found;
}

describe("The cost of a stack", () => {
    it("is that of the sum by hand, line by line: prod", async () => {
        const { fixed, totals } = cost(await simulateStack("prod"), prices, TODAY);

        expect(byItem(fixed)).to.deep.equal({
            "control plane": [1, 73],
            "nodes, t3.2xlarge": [6, 1457.664],
            "node disks, gp3": [600, 48],
            "database, db.m5.large, Multi-AZ": [1, 259.88],
            "database storage, gp3": [20, 4.6],
            "load balancer": [1, 16.425],
            "NAT gateway": [3, 98.55],
            "public address": [3, 10.95],
            "public addresses of the load balancer": [3, 10.95],
            key: [8, 8],
            "web ACL": [1, 5],
            "web ACL rules": [2, 2],
            "recovery points tested": [(2 * 52) / 12, 13],
        });
        expect(totals).to.deep.equal({ fixedUsd: 1995.019, scheduledUsd: 13, usageUsd: 0 });
    });

    it("is three nodes and their disks less if prod's servers and content share nodes", async () => {
        const nodeGroups = { general: { minSize: 3, maxSize: 6 } };
        const sections = { cluster: { ...CLUSTER_ACCESS, nodeGroups } };
        const { totals } = cost(await simulateStack("prod", "update", { sections }), prices, TODAY);

        expect(totals).to.deep.equal({ fixedUsd: 1242.187, scheduledUsd: 13, usageUsd: 0 });
    });

    it("is that of the sum by hand, line by line: dev", async () => {
        const { fixed, totals } = cost(await simulateStack("dev"), prices, TODAY);

        expect(byItem(fixed)).to.deep.equal({
            "control plane": [1, 73],
            "nodes, t3.2xlarge": [2, 485.888],
            "node disks, gp3": [200, 16],
            "database, db.m5.large, Multi-AZ": [1, 259.88],
            "database storage, gp3": [20, 4.6],
            "load balancer": [1, 16.425],
            "NAT gateway": [1, 32.85],
            "public address": [1, 3.65],
            "public addresses of the load balancer": [2, 7.3],
            key: [6, 6],
            "web ACL": [1, 5],
            "web ACL rules": [2, 2],
        });
        expect(totals).to.deep.equal({ fixedUsd: 912.593, scheduledUsd: 0, usageUsd: 0 });
    });

    it("names what will be billed later", async () => {
        const { later } = cost(await simulateStack("prod"), prices, TODAY);
        expect(byItem(later)).to.deep.equal({
            "nodes, t3.2xlarge": [3, 728.832],
            "node disks, gp3": [300, 24],
            "database storage, gp3": [80, 18.4],
            "key, rotated": [16, 16],
        });
    });

    it("finds the load at which a burstable node costs as much as another one", () => {
        const t3 = { baselinePercent: 40, vCpus: 8, usdHour: 0.3328 };
        expect(equalLoadPercent(t3, 0.384, 0.05)).to.equal(52.8);
    });

    it("names each amount that is not known, and leaves it out of the sum", () => {
        const graph = graphOf([
            resource("aws:eks/nodeGroup:NodeGroup", "any-type", {
                instanceTypes: ["x9.large"],
                scalingConfig: { desiredSize: 2, maxSize: 2 },
            }),
            resource("aws:rds/instance:Instance", "later", {
                engine: "postgres",
                engineVersion: "15",
                engineLifecycleSupport: "open-source-rds-extended-support-disabled",
                instanceClass: "db.m5.large",
                storageType: "gp3",
                allocatedStorage: UNKNOWN,
                multiAz: false,
            }),
            resource("aws:ec2/natGateway:NatGateway", "far", { region: "us-west-2" }),
            resource("aws:kms/key:Key", "far-key", { region: "us-west-2" }),
            resource("aws:kinesis/stream:Stream", "queue"),
        ]);

        const { fixed, totals, notPriced } = cost(graph, prices, TODAY);

        expect(
            fixed.map(({ resource: name, item, monthlyUsd, problem }) => [name, item, monthlyUsd, problem]),
        ).to.deep.equal([
            ["any-type", "nodes, x9.large", null, "nodes.x9.large is not in the prices of us-east-1"],
            ["any-type", "node disks, gp3", null, "the quantity is not known"],
            ["later", "database, db.m5.large", 129.94, undefined],
            ["later", "database storage, gp3", null, "the quantity is not known"],
            ["far", "NAT gateway", null, "no prices of us-west-2"],
            ["far-key", "key", 1, undefined],
        ]);
        expect(totals).to.deep.equal({ fixedUsd: 130.94, scheduledUsd: 0, usageUsd: 0 });
        expect(notPriced).to.deep.equal([{ type: "aws:kinesis/stream:Stream", names: ["queue"] }]);
    });

    describe("with extended support", () => {
        const graph = graphOf([
            resource("aws:eks/cluster:Cluster", "cluster", {
                version: "1.35",
                upgradePolicy: { supportType: "EXTENDED" },
            }),
            resource("aws:rds/instance:Instance", "database", {
                engine: "postgres",
                engineVersion: "15.4",
                instanceClass: "db.m5.large",
                storageType: "gp3",
                allocatedStorage: 20,
                multiAz: true,
            }),
        ]);

        for (const [day, billed] of [
            ["2027-03-26", {}],
            ["2027-03-27", { kubernetes: 365 }],
            ["2028-02-29", { kubernetes: 365 }],
            ["2028-03-01", { kubernetes: 365, postgres: 292 }],
            ["2030-03-01", { kubernetes: 365, postgres: 584 }],
        ] as const) {
            it(`bills it from its date on: ${day}`, () => {
                const { fixed, later } = cost(graph, prices, day);
                const found: Record<string, number> = {};
                for (const { item, monthlyUsd } of fixed.filter(({ item: name }) =>
                    name.startsWith("extended support"),
                )) {
                    const key = item.includes("Kubernetes") ? "kubernetes" : "postgres";
                    found[key] = (found[key] ?? 0) + (monthlyUsd ?? NaN);
                }
                expect(found).to.deep.equal(billed);
                expect(later.filter(({ from }) => from !== undefined && from <= day)).to.deep.equal([]);
            });
        }

        it("is not known for a version without a date", () => {
            const unknown = graphOf([resource("aws:eks/cluster:Cluster", "cluster", { version: "1.99" })]);
            expect(cost(unknown, prices, TODAY).fixed.map(({ monthlyUsd }) => monthlyUsd)).to.deep.equal([
                73,
                null,
            ]);
        });
    });

    it("flags figures that are older than 180 days", async () => {
        const { figures } = cost(await simulateStack("dev"), prices, "2027-03-30");
        const ages = Object.fromEntries(figures.map(({ name, isOld }) => [name, isOld]));
        // 180, 174 and 200 days before.
        expect([ages["waf.webAclMonth"], ages["ec2.natHour"], ages["elb.albHour"]]).to.deep.equal([
            false,
            false,
            true,
        ]);
    });

    it("has a figure for each price of the catalog, and prices or reasons for each type", async () => {
        const graphs = [await simulateStack("prod"), await simulateStack("dev")];
        const names = graphs.flatMap((graph) => {
            const { fixed, later, usage } = cost(graph, prices, TODAY);
            return [...fixed, ...later, ...usage]
                .filter(({ problem }) => problem?.includes("is not in the prices"))
                .map(({ figure }) => figure);
        });
        expect(names).to.deep.equal([]);
        for (const { token, price } of Object.values(resourceTypes)) {
            expect("free" in price ? price.free : (price.charges ?? price.usage), token).to.not.be.oneOf([
                undefined,
                "",
            ]);
        }
    });

    it("adds the tiers of a quantity, after the units without a charge", () => {
        expect(usageUsd({ tiers: [{ upTo: 10, usd: 2 }, { upTo: 30, usd: 1 }, { usd: 0.5 }] }, 40)).to.equal(
            45,
        );
        expect(usageUsd({ usd: 0.03, each: 10_000, free: 20_000 }, 120_000)).to.equal(0.3);
        expect(usageUsd({ usd: 0.03, free: 20 }, 20)).to.equal(0);
        expect(usageUsd({ usd: null }, 1)).to.equal(null);
    });
});
