import { expect } from "chai";
import { EngineStack, engineSuite, formatSteps } from "./harness";
import { expectSuccess } from "./lifecycle";

engineSuite("a cluster that is replaced", () => {
    it("is deleted before the new one is created, because both have the same name", async () => {
        const stack = await EngineStack.start("dev");
        try {
            expectSuccess(await stack.up());
            const cluster = stack.resources().find(({ type }) => type === "aws:eks/cluster:Cluster");

            const { steps } = expectSuccess(await stack.up("--replace", cluster?.urn ?? ""));

            const order = formatSteps(steps.filter(({ urn }) => urn === cluster?.urn));
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
