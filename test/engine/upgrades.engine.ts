import { expect } from "chai";
import { EngineStack, engineSuite, formatSteps, type SavedStack } from "./harness";
import { expectSuccess } from "./lifecycle";

const CONTROL_PLANE = "update aws:eks/cluster:Cluster cluster-eksCluster";

const DATA_PLANE = [
    "update aws:eks/addon:Addon cluster-coredns",
    "update aws:eks/addon:Addon cluster-kube-proxy",
    "update aws:eks/nodeGroup:NodeGroup cluster-general",
];

engineSuite("upgrades of the dev stack, in both directions", () => {
    let stack: EngineStack;
    let deployed: SavedStack;

    before(async () => {
        stack = await EngineStack.start("dev");
        expectSuccess(await stack.up());
        deployed = stack.save();
    });

    after(() => {
        stack.stop();
    });

    beforeEach(() => {
        stack.reset(deployed);
    });

    /** Sets options of a section; `undefined` removes one. */
    function set(section: string, options: Record<string, unknown>): void {
        stack.settings((config) => {
            const before = config[`posit-connect:${section}`] as Record<string, unknown> | undefined;
            config[`posit-connect:${section}`] = { ...before, ...options };
        });
    }

    /** The steps of an update that succeeds, without those of the recovery manifest, which names all versions. */
    async function update(...options: string[]): Promise<string[]> {
        const { steps } = expectSuccess(await stack.up(...options));
        return formatSteps(steps).filter((step) => !step.includes("aws:s3/bucketObjectv2"));
    }

    async function updateTo(section: string, options: Record<string, unknown>): Promise<string[]> {
        set(section, options);
        return update();
    }

    async function errorOf(section: string, options: Record<string, unknown>): Promise<string | undefined> {
        set(section, options);
        return (await stack.up()).error;
    }

    describe("Kubernetes", () => {
        it("goes up control plane first, and back on the seventh day without its nodes", async () => {
            expect(await updateTo("cluster", { version: "1.36", nodeVersion: "1.35" })).to.deep.equal([
                CONTROL_PLANE,
            ]);
            expect(await update()).to.deep.equal([]);
            stack.cloud.passDays(7);
            expect(await updateTo("cluster", { version: "1.35" })).to.deep.equal([CONTROL_PLANE]);
            expect(await update()).to.deep.equal([]);
        });

        it("goes up with its nodes, and back nodes first", async () => {
            await updateTo("cluster", { version: "1.36", nodeVersion: "1.35" });
            expect(await updateTo("cluster", { nodeVersion: undefined })).to.deep.equal(DATA_PLANE);
            expect(await updateTo("cluster", { nodeVersion: "1.35" })).to.deep.equal(DATA_PLANE);
            expect(await updateTo("cluster", { version: "1.35" })).to.deep.equal([CONTROL_PLANE]);
            expect(await update()).to.deep.equal([]);
        });

        it("does not go back together with its nodes, and the stack still works", async () => {
            await updateTo("cluster", { version: "1.36" });
            expect(await errorOf("cluster", { version: "1.35" })).to.match(
                /InvalidRequestException: newer than 1\.35: NodeGroup "cluster-general", Addon "cluster-kube-proxy"/,
            );
            expect(await updateTo("cluster", { version: "1.36" })).to.deep.equal([]);
        });

        it("does not go back on the eighth day", async () => {
            await updateTo("cluster", { version: "1.36", nodeVersion: "1.35" });
            stack.cloud.passDays(8);
            expect(await errorOf("cluster", { version: "1.35" })).to.contain(
                "the upgrade to 1.36 was more than 7 days ago",
            );
        });

        it("does not go back to a version before the one that the cluster was created with", async () => {
            expect(await errorOf("cluster", { version: "1.34", nodeVersion: "1.34" })).to.contain(
                "the cluster was not upgraded to 1.35",
            );
        });

        it("that was rolled back with the AWS CLI needs a refresh only", async () => {
            await updateTo("cluster", { version: "1.36", nodeVersion: "1.35" });
            stack.cloud.drift("aws:eks/cluster:Cluster", () => ({ version: "1.35" }));
            set("cluster", { version: "1.35" });
            expect(await update("--refresh")).to.deep.equal([]);
        });

        it("that EKS upgraded at the end of support is followed by its nodes", async () => {
            stack.cloud.drift("aws:eks/cluster:Cluster", () => ({ version: "1.36" }));
            set("cluster", { version: "1.36" });
            expect(await update("--refresh")).to.deep.equal(DATA_PLANE);
        });
    });

    describe("PostgreSQL", () => {
        it("goes up over a major version, and not back: the setting is taken back", async () => {
            expect(await updateTo("database", { engineVersion: "17" })).to.deep.equal([
                "create aws:rds/parameterGroup:ParameterGroup database-postgres17",
                "delete aws:rds/parameterGroup:ParameterGroup database-postgres15",
                "update aws:rds/instance:Instance database",
            ]);
            expect(await errorOf("database", { engineVersion: "15" })).to.contain(
                "cannot upgrade postgres from 17 to 15",
            );
            // The failed update has created the other group again.
            expect(await updateTo("database", { engineVersion: "17" })).to.deep.equal([
                "delete aws:rds/parameterGroup:ParameterGroup database-postgres15",
            ]);
            expect(await update()).to.deep.equal([]);
        });

        it("stays where it is after an upgrade that RDS rejects", async () => {
            stack.cloud.options = {
                ...stack.cloud.options,
                fail: (verb, { type }) =>
                    verb === "update" && type === "aws:rds/instance:Instance"
                        ? "InvalidParameterCombination: Cannot upgrade postgres from 15.18 to 17.6"
                        : undefined,
            };
            expect(await errorOf("database", { engineVersion: "17" })).to.contain(
                "Cannot upgrade postgres from 15.18 to 17.6",
            );
            stack.cloud.options = { ...stack.cloud.options, fail: undefined };
            expect(await updateTo("database", { engineVersion: "15" })).to.deep.equal([
                "delete aws:rds/parameterGroup:ParameterGroup database-postgres17",
            ]);
            expect(await update()).to.deep.equal([]);
        });
    });

    it("PostgreSQL has a newer minor version without a difference to its setting", async () => {
        stack.cloud.drift("aws:rds/instance:Instance", () => ({ engineVersion: "15.18" }));
        expect(await update("--refresh")).to.deep.equal([]);
        // Another major version is one.
        stack.cloud.drift("aws:rds/instance:Instance", () => ({ engineVersion: "16.2" }));
        expect((await stack.up("--refresh")).error).to.contain("cannot upgrade postgres from 16.2 to 15");
    });

    describe("Connect", () => {
        const RELEASE = ["update kubernetes:helm.sh/v3:Release connect"];

        it("goes up with Recreate, returns to a rolling update, and does not go back", async () => {
            set("connect", { allowUntestedVersions: true, version: "2026.09.0", strategy: "Recreate" });
            expect(await update()).to.deep.equal(RELEASE);
            expect(await updateTo("connect", { strategy: undefined })).to.deep.equal(RELEASE);
            expect(await errorOf("connect", { version: "2026.08.0" })).to.contain(
                "the database was migrated by Connect 2026.09.0",
            );
            expect(await updateTo("connect", { version: "2026.09.0" })).to.deep.equal([]);
        });

        it("has another chart, and the old one again", async () => {
            expect(await updateTo("connect", { chart: { version: "0.20.13" } })).to.deep.equal(RELEASE);
            expect(await updateTo("connect", { chart: { version: "0.21.0" } })).to.deep.equal(RELEASE);
            expect(await update()).to.deep.equal([]);
        });
    });
});
