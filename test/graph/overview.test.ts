import { expect } from "chai";
import { overview } from "../../graph/overview";
import { CLUSTER_ACCESS, simulateStack } from "../program";

async function describeCluster(nodeGroups: object): Promise<string | undefined> {
    const sections = { cluster: { ...CLUSTER_ACCESS, nodeGroups } };
    const graph = await simulateStack("prod", "preview", { sections });
    return overview(graph).find(({ name }) => name === "cluster")?.description;
}

describe("the overview of a stack", () => {
    it("names the pods that each of one or two node groups runs", async () => {
        expect(await describeCluster({ servers: {}, content: {} })).to.equal(
            "EKS 1.35, 3–6 × t3.2xlarge for servers, 3–6 × t3.2xlarge for content",
        );
        expect(
            await describeCluster({ gpu: { instanceTypes: ["g5.xlarge"], minSize: 0, maxSize: 4 } }),
        ).to.equal(
            "EKS 1.35, 3–6 × t3.2xlarge for servers and content, 0–4 × g5.xlarge for content with GPUs",
        );
    });

    it("counts the others of more groups", async () => {
        expect(
            await describeCluster({ servers: {}, content: {}, gpu: { instanceTypes: ["g5.xlarge"] } }),
        ).to.equal("EKS 1.35, 3–6 × t3.2xlarge for servers, 2 more node groups");
    });
});
