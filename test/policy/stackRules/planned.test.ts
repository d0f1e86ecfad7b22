import { expect } from "chai";
import { CLUSTER_ACCESS, simulateStack } from "../../program";
import { BALANCER, CONTENT_NODES, SERVER_NODES, SUBNETS, TARGETS } from "./edits";
import { drop, found, stackRules, withoutReferences } from "./stack";

const adopted = (kind: string): { id: string; availabilityZone: string }[] =>
    ["a", "b"].map((zone) => ({ id: `subnet-${kind}${zone}`, availabilityZone: `us-east-1${zone}` }));

const ADOPTED = {
    sections: {
        network: {
            adopt: {
                vpcId: "vpc-00000001",
                cidrBlock: "10.1.0.0/16",
                publicSubnets: adopted("0000001"),
                privateSubnets: adopted("0000002"),
            },
        },
    },
};

describe("rules about the complete stack", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`find nothing in the planned prod stack (${mode})`, async () => {
            expect(found((await simulateStack("prod", mode)).resources)).to.deep.equal({
                broken: [],
                unverified: [],
            });
        });

        it(`report in dev only differences from prod as advice (${mode})`, async () => {
            const { broken, unverified } = found((await simulateStack("dev", mode)).resources);
            const production = new Set(
                stackRules.filter(({ level }) => level !== "mandatory").map(({ name }) => name),
            );

            expect(unverified).to.deep.equal([]);
            expect(
                broken.filter((each) => !production.has(`stack-${each.split(":")[0] ?? ""}`)),
            ).to.deep.equal([]);
            expect([...new Set(broken.map((each) => each.split(":")[0]))]).to.deep.equal([
                "backup-copy",
                "nat-gateways",
                "protected",
                "separate-nodes",
            ]);
        });
    }

    for (const [name, network] of [
        ["", {}],
        [" of an adopted VPC", ADOPTED.sections],
    ] as const) {
        it(`find nothing in a stack that scales content from zero on Spot nodes and nodes with GPUs${name}`, async () => {
            const cluster = {
                ...CLUSTER_ACCESS,
                autoscaling: "cluster-autoscaler",
                nodeGroups: {
                    servers: {},
                    content: { capacity: "spot", minSize: 0, maxSize: 9 },
                    batch: { minSize: 0, maxSize: 4, taints: [{ key: "batch", effect: "NO_SCHEDULE" }] },
                    gpu: { instanceTypes: ["g5.xlarge", "g6.xlarge"], minSize: 0, maxSize: 4 },
                },
            };
            for (const mode of ["preview", "update"] as const) {
                const stack = await simulateStack("prod", mode, { sections: { cluster, ...network } });
                expect(found(stack.resources).broken).to.deep.equal([]);
            }
        });
    }

    for (const [name, network] of [
        ["", {}],
        [" of an adopted VPC", ADOPTED.sections],
    ] as const) {
        it(`find nothing in a stack whose content runs on nodes that Karpenter starts${name}`, async () => {
            const cluster = {
                ...CLUSTER_ACCESS,
                autoscaling: "karpenter",
                nodeReleaseVersion: "1.35.3-20260415",
                nodeGroups: {
                    servers: {},
                    content: { capacity: "spot", maxSize: 9 },
                    batch: { maxSize: 4, taints: [{ key: "batch", effect: "NO_SCHEDULE" }] },
                    gpu: { instanceTypes: ["g5.xlarge", "g6.xlarge"], maxSize: 4 },
                },
            };
            for (const mode of ["preview", "update"] as const) {
                const { resources } = await simulateStack("prod", mode, {
                    sections: { cluster, ...network },
                });
                expect(found(resources).broken).to.deep.equal([]);
                expect(found(drop("Release::cluster-device-plugin")(resources)).broken).to.deep.equal([
                    "gpu-nodes: NodePool::cluster-gpu",
                ]);
            }
        });
    }

    it("find nothing in the planned prod stack without references", async () => {
        expect(found(withoutReferences((await simulateStack("prod", "update")).resources))).to.deep.equal({
            broken: [],
            unverified: [],
        });
    });

    it("do not pass an empty stack", () => {
        expect(found([]).broken).to.deep.equal([
            "complete: stack",
            "load-balancer: stack",
            "node-size: stack",
            "node-zones: stack",
        ]);
    });

    it("leave only findings about an adopted VPC unverified", async () => {
        const { broken, unverified } = found((await simulateStack("prod", "preview", ADOPTED)).resources);

        expect(broken).to.deep.equal([]);
        expect(unverified).to.deep.equal(
            [
                `database-subnets: ${SUBNETS}`,
                ...TARGETS.slice(0, 2).map((target) => `mount-target-subnets: ${target}`),
                ...[CONTENT_NODES, SERVER_NODES].flatMap((nodes) => [
                    `node-subnets-private: ${nodes}`,
                    `subnet-tags: ${nodes}`,
                ]),
                `subnet-tags: ${BALANCER}`,
            ].sort(),
        );
    });
});
