import { expect } from "chai";
import { kubernetesVersions } from "../../../catalog/kubernetesVersions";
import { type Targets, upgradePlan } from "../../../graph/upgrade/upgradePlan";
import type { Value } from "../../../graph/value";
import { graphOf, resource } from "../resources";

const TODAY = "2026-11-29";

interface Versions {
    kubernetes?: "1.34" | "1.35" | "1.36";
    nodes?: "1.34" | "1.35" | "1.36";
    supportType?: string;
    release?: string;
    postgres?: string;
    connect?: string;
    strategy?: string;
    builds?: Record<string, string>;
    chart?: string;
}

/** A stack of these versions. */
function stack({
    kubernetes = "1.35",
    nodes = kubernetes,
    supportType = "STANDARD",
    release,
    postgres = "15",
    connect = "2026.08.0",
    strategy = "RollingUpdate",
    builds = {},
    chart = "0.21.0",
}: Versions = {}) {
    const addOns: Record<string, string> = { ...kubernetesVersions[nodes].addOns, ...builds };
    const properties: Record<string, Value> = {
        version: nodes,
        ...(release === undefined ? {} : { releaseVersion: release }),
    };
    return graphOf([
        resource("aws:eks/cluster:Cluster", "cluster", {
            name: "posit-connect-prod",
            version: kubernetes,
            upgradePolicy: { supportType },
        }),
        resource("aws:eks/nodeGroup:NodeGroup", "cluster-general", properties),
        resource("aws:eks/nodeGroup:NodeGroup", "cluster-more", { version: nodes }),
        ...Object.entries(addOns).map(([addonName, addonVersion]) =>
            resource("aws:eks/addon:Addon", `cluster-${addonName}`, { addonName, addonVersion }),
        ),
        resource("aws:rds/instance:Instance", "database", {
            identifier: "posit-connect-prod",
            engineVersion: postgres,
            backupRetentionPeriod: 35,
        }),
        resource("aws:s3/bucketObjectv2:BucketObjectv2", "values", { bucket: "b", key: "values.yaml" }),
        resource("aws:s3/bucketObjectv2:BucketObjectv2", "manifest", { bucket: "b", key: "manifest.json" }),
        resource("kubernetes:helm.sh/v3:Release", "connect", {
            chart: "rstudio-connect",
            version: chart,
            name: "posit-connect",
            namespace: "posit-connect",
            values: { versionOverride: connect, replicas: 3, strategy: { type: strategy } },
        }),
    ]);
}

function plan(targets: Targets, versions?: Versions, today = TODAY) {
    return upgradePlan(stack(versions), targets, today);
}

/** The steps in short: kind, versions, day, settings. */
function steps(targets: Targets, versions?: Versions): unknown[] {
    return plan(targets, versions).steps.map(({ kind, from, to, day, settings, wayBackUntil }) => [
        `${kind} ${from} ${to}`,
        day,
        Object.fromEntries(settings.map(({ key, value }) => [key, value])),
        ...(wayBackUntil === undefined ? [] : [wayBackUntil]),
    ]);
}

const BACKUP = ["backup  ", TODAY, {}];

describe("the plan of an upgrade", () => {
    it("raises the control plane before its nodes, one minor version at a time", () => {
        expect(steps({ kubernetes: "1.36" }, { kubernetes: "1.34" })).to.deep.equal([
            BACKUP,
            [
                "controlPlane 1.34 1.35",
                "2026-11-29",
                { "cluster.version": "1.35", "cluster.nodeVersion": "1.34" },
                "2026-12-06",
            ],
            ["nodes 1.34 1.35", "2026-12-04", { "cluster.nodeVersion": undefined }, "2026-12-06"],
            [
                "controlPlane 1.35 1.36",
                "2026-12-05",
                { "cluster.version": "1.36", "cluster.nodeVersion": "1.35" },
                "2026-12-12",
            ],
            ["nodes 1.35 1.36", "2026-12-10", { "cluster.nodeVersion": undefined }, "2026-12-12"],
        ]);
    });

    it("raises nodes that are behind first, and a pinned release with them", () => {
        expect(steps({ kubernetes: "1.36" }, { nodes: "1.34", release: "1.34.2-20260801" })).to.deep.equal([
            BACKUP,
            [
                "nodesFirst 1.34 1.35",
                "2026-11-29",
                { "cluster.nodeVersion": undefined, "cluster.nodeReleaseVersion": "<a release of 1.35>" },
            ],
            [
                "controlPlane 1.35 1.36",
                "2026-11-30",
                { "cluster.version": "1.36", "cluster.nodeVersion": "1.35" },
                "2026-12-07",
            ],
            [
                "nodes 1.35 1.36",
                "2026-12-05",
                { "cluster.nodeVersion": undefined, "cluster.nodeReleaseVersion": "<a release of 1.36>" },
                "2026-12-07",
            ],
        ]);
    });

    it("raises PostgreSQL by its setting, and its minor version without one", () => {
        expect(steps({ postgres: "17" })).to.deep.equal([
            BACKUP,
            ["postgresMajor 15 17", TODAY, { "database.engineVersion": "17" }, "2027-01-03"],
        ]);
        expect(steps({ postgres: "15.18" })).to.deep.equal([
            BACKUP,
            ["postgresMinor 15 15.18", TODAY, {}, "2027-01-03"],
        ]);
        expect(steps({ postgres: "17.10" })).to.deep.equal([
            BACKUP,
            ["postgresMajor 15 17", TODAY, { "database.engineVersion": "17" }, "2027-01-03"],
            ["postgresMinor 17 17.10", "2026-11-30", {}, "2027-01-04"],
        ]);
    });

    it("replaces all servers of Connect at once, and returns to a rolling update", () => {
        const recreate = ["connect 2026.07.0 2026.08.0", TODAY];
        expect(steps({ connect: "2026.08.0" }, { connect: "2026.07.0" })).to.deep.equal([
            BACKUP,
            [...recreate, { "connect.version": "2026.08.0", "connect.strategy": "Recreate" }, "2027-01-03"],
            ["strategy Recreate RollingUpdate", "2026-11-30", { "connect.strategy": undefined }],
        ]);
        expect(steps({ connect: "2026.08.0" }, { connect: "2026.07.0", strategy: "Recreate" })).to.deep.equal(
            [BACKUP, [...recreate, { "connect.version": "2026.08.0" }, "2027-01-03"]],
        );
    });

    it("changes one component after the other, and ends after the last", () => {
        const found = plan({ connect: "2026.09.0", postgres: "17", kubernetes: "1.36" });

        expect(found.steps.map(({ kind, day }) => `${day} ${kind}`)).to.deep.equal([
            "2026-11-29 backup",
            "2026-11-29 controlPlane",
            "2026-12-04 nodes",
            "2026-12-05 postgresMajor",
            "2026-12-06 connect",
            "2026-12-07 strategy",
        ]);
        expect(found.ends).to.equal("2026-12-07");
        expect(found.current).to.deep.equal({
            kubernetes: "1.35",
            nodes: "1.35",
            postgres: "15",
            connect: "2026.08.0",
            isRecreate: false,
            isStandardSupport: true,
            nodeRelease: undefined,
            cluster: "posit-connect-prod",
            database: "posit-connect-prod",
            namespace: "posit-connect",
            release: "posit-connect",
            replicas: 3,
            manifest: "s3://b/manifest.json",
            restoreDays: 35,
        });
    });

    it("of a stack whose parts name no version does nothing about them", () => {
        const bare = graphOf([
            resource("aws:eks/cluster:Cluster", "cluster", { version: "1.35" }),
            resource("aws:eks/nodeGroup:NodeGroup", "nodes"),
            resource("aws:rds/instance:Instance", "database", { engineVersion: "15" }),
        ]);
        const { current } = upgradePlan(bare, { postgres: "16" }, TODAY);

        expect([current.nodes, current.connect, current.replicas, current.restoreDays]).to.deep.equal([
            "1.35",
            "",
            1,
            0,
        ]);
    });
});

describe("an obstacle of an upgrade", () => {
    it("is none for one minor version with everything pinned", () => {
        expect(plan({ kubernetes: "1.36" }).obstacles).to.deep.equal([]);
        expect(plan({ connect: "2026.08.0" }, { connect: "2026.07.0" }).obstacles).to.deep.equal([]);
        expect(plan({ postgres: "15.18" }).obstacles).to.deep.equal([]);
    });

    it("is each minor version in between, which EKS does not skip", () => {
        expect(
            plan({ kubernetes: "1.36" }, { kubernetes: "1.34", supportType: "EXTENDED" }).obstacles,
        ).to.deep.equal([
            { kind: "skippedMinors", blocks: false, from: "1.34", to: "1.36", between: ["1.35"] },
        ]);
    });

    it("is a build of an add-on that the stack chose", () => {
        expect(
            plan({ kubernetes: "1.36" }, { builds: { coredns: "v1.13.2-eksbuild.99" } }).obstacles,
        ).to.deep.equal([
            {
                kind: "addOnBuild",
                blocks: true,
                addOn: "coredns",
                build: "v1.13.2-eksbuild.99",
                from: "1.35",
                to: "1.36",
            },
        ]);
    });

    it("is a chart whose API versions are not known", () => {
        expect(plan({ kubernetes: "1.36" }, { chart: "0.22.0" }).obstacles).to.deep.equal([
            {
                kind: "unknownChart",
                blocks: false,
                release: "connect",
                chart: "rstudio-connect 0.22.0",
            },
        ]);
    });

    it("is a version of Connect that the values are not written for", () => {
        expect(plan({ connect: "2026.09.0" }).obstacles).to.deep.equal([
            {
                kind: "untestedConnect",
                blocks: false,
                version: "2026.09.0",
                from: "2026.05.1",
                before: "2026.09.0",
            },
        ]);
        expect(plan({ connect: "2026.09.0" }).steps[1]?.settings).to.deep.include({
            key: "connect.allowUntestedVersions",
            value: true,
        });
    });

    it("is a target of PostgreSQL that only RDS knows", () => {
        expect(plan({ postgres: "17.11" }).obstacles).to.deep.equal([
            { kind: "postgresTarget", blocks: false, from: "15", to: "17" },
            { kind: "unknownMinor", blocks: false, version: "17.11", newest: "17.10" },
        ]);
        expect(plan({ postgres: "17.9" }).obstacles).to.deep.equal([
            { kind: "postgresTarget", blocks: false, from: "15", to: "17" },
        ]);
    });

    describe("is an end of standard support", () => {
        const ends = (targets: Targets, versions: Versions, today: string) =>
            plan(targets, versions, today).obstacles.filter(({ kind }) => kind === "supportEnds");

        it("within the seven days of a rollback, which then needs extended support", () => {
            const kubernetes = { kind: "supportEnds", of: "Kubernetes", version: "1.34", ends: "2026-12-02" };

            expect(ends({ kubernetes: "1.35" }, { kubernetes: "1.34" }, "2026-11-24")).to.deep.equal([]);
            expect(ends({ kubernetes: "1.35" }, { kubernetes: "1.34" }, "2026-11-25")).to.deep.equal([
                { ...kubernetes, blocks: false, before: "2026-12-02" },
            ]);
            expect(ends({ kubernetes: "1.35" }, { kubernetes: "1.34" }, "2026-12-02")).to.deep.equal([
                { ...kubernetes, blocks: true, before: "2026-12-09" },
            ]);
            expect(
                ends({ kubernetes: "1.35" }, { kubernetes: "1.34", supportType: "EXTENDED" }, "2026-12-02"),
            ).to.deep.equal([]);
        });

        it("of a version that the plan leaves too late", () => {
            expect(
                ends({ kubernetes: "1.36", postgres: "17" }, { postgres: "14" }, "2027-02-25"),
            ).to.deep.equal([
                {
                    kind: "supportEnds",
                    blocks: true,
                    of: "PostgreSQL",
                    version: "14",
                    ends: "2027-02-28",
                    before: "2027-03-03",
                },
            ]);
        });

        it("of a component that stays", () => {
            expect(ends({ connect: "2026.09.0" }, { kubernetes: "1.34" }, "2026-12-01")).to.deep.equal([
                {
                    kind: "supportEnds",
                    blocks: true,
                    of: "Kubernetes",
                    version: "1.34",
                    ends: "2026-12-02",
                    before: "2026-12-02",
                },
            ]);
        });
    });
});
