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
});
