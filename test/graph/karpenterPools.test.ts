import { expect } from "chai";
import { priceLists } from "../../catalog/priceLists";
import type { Graph } from "../../graph/graph";
import { cost } from "../../graph/cost";
import { excessQuotas } from "../../graph/excessQuotas";
import { karpenterPools } from "../../graph/karpenterPools";
import { overview } from "../../graph/overview";
import { sizingOf } from "../../graph/sizing";
import { UNKNOWN } from "../../graph/value";
import { CLUSTER_ACCESS, simulateStack } from "../program";
import { graphOf, resource } from "./resources";

describe("the nodes that Karpenter starts", () => {
    let graph: Graph;

    before(async () => {
        const cluster = {
            ...CLUSTER_ACCESS,
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: { servers: {}, content: { maxSize: 6, diskGiB: 200 } },
        };
        graph = await simulateStack("prod", "update", { sections: { cluster } });
    });

    it("are none without content, and at most the limit of their pool", () => {
        const { sizing } = sizingOf(graph);
        const found = sizing?.groups.find(({ name }) => name === "cluster-content");

        expect(found).to.include({
            nodes: 6,
            leastNodes: 0,
            maxNodes: 6,
            isScaled: true,
            isOnDemand: true,
            diskGiB: 200,
            zones: 3,
            servers: false,
            content: true,
        });
    });

    it("are in the first lines of a plan", () => {
        expect(overview(graph).find(({ name }) => name === "cluster")?.description).to.equal(
            "EKS 1.35, 3–6 × t3.2xlarge for servers, 0–6 × t3.2xlarge (Karpenter) for content",
        );
    });

    it("cost nothing without content: their most is named as a later amount", () => {
        const prices = priceLists["us-east-1"];
        const found = prices && cost(graph, prices, "2026-11-20");
        const ofPool = ({ resource: name }: { resource: string }) => name === "cluster-content";

        expect(found?.fixed.filter(ofPool)).to.deep.equal([]);
        expect(
            found?.later.filter(ofPool).map(({ item, quantity, after }) => [item, quantity, after]),
        ).to.deep.equal([
            ["nodes, t3.2xlarge", 6, "scaling out to its maximum of 6 nodes"],
            ["node disks, gp3", 1200, "scaling out to its maximum of 6 nodes"],
        ]);
    });

    it("count for the quotas up to their limit", () => {
        expect(excessQuotas(graph).map(({ quota, amount }) => [quota.name, amount])).to.deep.include([
            "vCPUs of on-demand standard instances",
            8 * (3 + 2 * 3) + 8 * 6,
        ]);
    });

    it("are unknown if their pool does not state them, or its class is not in the stack", () => {
        const [pool] = karpenterPools(
            graphOf([
                resource("kubernetes:karpenter.sh/v1:NodePool", "content", {
                    metadata: { name: "content" },
                    spec: {
                        template: {
                            spec: {
                                nodeClassRef: { name: "other" },
                                taints: [{ key: "a", effect: "NoExecute" }, { key: "b" }, UNKNOWN],
                                requirements: [
                                    {
                                        key: "karpenter.sh/capacity-type",
                                        operator: "In",
                                        values: ["reserved"],
                                    },
                                    {
                                        key: "node.kubernetes.io/instance-type",
                                        operator: "NotIn",
                                        values: ["t3.large"],
                                    },
                                ],
                            },
                        },
                    },
                }),
            ]),
        );

        expect({ nodes: pool?.nodes, subnets: pool?.subnets, groups: pool?.groups }).to.deep.equal({
            nodes: {
                labels: {},
                taints: [{ key: "a", effect: "NO_EXECUTE" }, { key: "b", effect: UNKNOWN }, UNKNOWN],
                instanceTypes: UNKNOWN,
                capacityType: UNKNOWN,
                version: UNKNOWN,
                diskSize: UNKNOWN,
                forceUpdateVersion: false,
                scalingConfig: { minSize: 0, desiredSize: 0 },
            },
            subnets: [{ is: "unknown" }],
            groups: [{ is: "unknown" }],
        });
    });
});
