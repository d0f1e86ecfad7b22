import { expect } from "chai";
import { EngineStack, engineSuite, words } from "./harness";
import { succeeded } from "./lifecycle";

engineSuite("a cluster that is replaced", () => {
    it("is deleted first, as the new one has its name", async () => {
        const stack = await EngineStack.start("dev");
        try {
            succeeded(await stack.up());
            const cluster = stack.resources().find(({ type }) => type === "aws:eks/cluster:Cluster");

            const { steps } = succeeded(await stack.up({ replace: [cluster?.urn ?? ""] }));

            const order = words(steps.filter(({ urn }) => urn === cluster?.urn));
            expect(order).to.deep.equal([
                "create-replacement aws:eks/cluster:Cluster cluster-eksCluster",
                "delete-replaced aws:eks/cluster:Cluster cluster-eksCluster",
                "replace aws:eks/cluster:Cluster cluster-eksCluster",
            ]);
            expect(stack.cloud.all("aws:eks/cluster:Cluster")).to.have.length(1);
        } finally {
            stack.stop();
        }
    });
});
