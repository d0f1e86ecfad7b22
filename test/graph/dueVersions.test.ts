import { expect } from "chai";
import { priceLists } from "../../catalog/priceLists";
import { dueVersions } from "../../graph/dueVersions";
import type { Value } from "../../graph/value";
import { graphOf, resource } from "./resources";

const PRICES = priceLists["us-east-1"];

function clusterWith(version: string, supportType?: string) {
    return resource("aws:eks/cluster:Cluster", "cluster", {
        version,
        ...(supportType === undefined ? {} : { upgradePolicy: { supportType } }),
    });
}

function databaseWith(engineVersion: string, properties: Record<string, Value> = {}) {
    return resource("aws:rds/instance:Instance", "database", {
        engine: "postgres",
        engineVersion,
        instanceClass: "db.m5.large",
        storageType: "gp3",
        allocatedStorage: 20,
        multiAz: true,
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        ...properties,
    });
}

function nodesWith(releaseVersion?: string) {
    return resource("aws:eks/nodeGroup:NodeGroup", "cluster-general", {
        ...(releaseVersion === undefined ? {} : { releaseVersion }),
    });
}

describe("versions that need an upgrade soon", () => {
    it("have their end of support 90 days ahead or less, with the price of extended support", () => {
        const on = (day: string) =>
            dueVersions(graphOf([clusterWith("1.35", "STANDARD"), databaseWith("14.23")]), PRICES, day);
        const kubernetes = {
            kind: "support",
            of: "Kubernetes",
            version: "1.35",
            ends: "2027-03-27",
            isExtended: false,
            extendedUsd: 365,
        };
        const postgres = {
            kind: "support",
            of: "PostgreSQL",
            version: "14.23",
            ends: "2027-02-28",
            isExtended: false,
            extendedUsd: 292,
        };

        expect(on("2026-11-29")).to.deep.equal([]);
        expect(on("2026-11-30")).to.deep.equal([{ ...postgres, days: 90 }]);
        expect(on("2027-03-28")).to.deep.equal([
            { ...kubernetes, days: -1 },
            { ...postgres, days: -28 },
        ]);
    });

    it("may be in extended support already, at a price that is not known in every region", () => {
        const found = dueVersions(
            graphOf([
                clusterWith("1.34"),
                databaseWith("14", { engineLifecycleSupport: "open-source-rds-extended-support" }),
            ]),
            undefined,
            "2027-02-01",
        );

        expect(
            found.map((each) => each.kind === "support" && [each.of, each.isExtended, each.extendedUsd]),
        ).to.deep.equal([
            ["Kubernetes", true, null],
            ["PostgreSQL", true, null],
        ]);
    });

    it("have no known price if the class of the database is not known", () => {
        const [found] = dueVersions(
            graphOf([databaseWith("14", { instanceClass: "db.x99.large" })]),
            PRICES,
            "2027-02-01",
        );

        expect(found).to.include({ of: "PostgreSQL", extendedUsd: null });
    });

    it("are none that the catalog does not know", () => {
        expect(
            dueVersions(graphOf([clusterWith("1.99"), databaseWith("99")]), PRICES, "2040-01-01"),
        ).to.deep.equal([]);
    });

    it("are releases of the nodes that are pinned and more than 60 days old", () => {
        const on = (day: string) =>
            dueVersions(
                graphOf([
                    nodesWith("1.35.3-20260901"),
                    nodesWith(),
                    nodesWith("1.35.3-20261301"),
                    nodesWith("custom"),
                ]),
                PRICES,
                day,
            );

        expect(on("2026-10-31")).to.deep.equal([]);
        expect(on("2026-11-01")).to.deep.equal([
            { kind: "release", nodeGroup: "cluster-general", release: "1.35.3-20260901", days: 61 },
        ]);
    });
});
