import { expect } from "chai";
import { excessQuotas } from "../../graph/excessQuotas";
import { CLUSTER_ACCESS, simulateStack } from "../program";

/** The uses of quotas above AWS's defaults, a line each. */
async function excess(sections: Record<string, unknown>): Promise<string[]> {
    return excessQuotas(await simulateStack("prod", "preview", { sections })).map(
        ({ quota, resource, amount, isLeast }) =>
            [quota.code, resource, isLeast ? "at least" : undefined, amount].filter(Boolean).join(" "),
    );
}

const blocks = (number: number): string[] =>
    Array.from({ length: number }, (_, i) => `198.51.${i >> 8}.${i & 255}/32`);

const cluster = (changes: object) => ({ cluster: { ...CLUSTER_ACCESS, ...changes } });

/** The vCPUs of prod: 3 nodes of 8 for servers and for content, and of each two more in each of three zones during an update. */
const VCPUS = "L-1216C47A 144";

/** The vCPUs of prod if servers and content share nodes. */
const SHARED_VCPUS = "L-1216C47A 72";

describe("excessQuotas", () => {
    it("counts the vCPUs of nodes, with an update of them", async () => {
        expect(await excess({})).to.deep.equal([VCPUS]);
    });

    it("counts what it knows if the size of an instance type is not known", async () => {
        const nodeGroups = { other: { instanceTypes: ["m5dn.4xlarge"], minSize: 0 } };
        expect(await excess(cluster({ nodeGroups }))).to.deep.equal(["L-1216C47A at least 72"]);
    });

    it("counts the vCPUs of Spot nodes apart from those on demand", async () => {
        const nodeGroups = { general: {}, batch: { capacity: "spot", minSize: 0 } };
        expect(await excess(cluster({ nodeGroups }))).to.deep.equal([SHARED_VCPUS, "L-34B43A08 48"]);
    });

    it("counts the vCPUs of nodes with GPUs apart from others, by their families", async () => {
        const nodeGroups = {
            general: {},
            gpu: { instanceTypes: ["g5.xlarge", "gr6.4xlarge"], minSize: 1 },
            large: { instanceTypes: ["p4d.24xlarge"], minSize: 0 },
            "gpu-spot": { capacity: "spot", instanceTypes: ["g6.xlarge"], minSize: 0 },
            "old-spot": { capacity: "spot", instanceTypes: ["p4d.24xlarge"], minSize: 0 },
            "new-spot": { capacity: "spot", instanceTypes: ["p5.4xlarge"], minSize: 0 },
        };
        expect(await excess(cluster({ nodeGroups }))).to.deep.equal([
            SHARED_VCPUS,
            "L-DB2E81BA 112",
            "L-3819A6DF 24",
            "L-417A185B 576",
            "L-7212CCBC 576",
            "L-C4BD4855 96",
        ]);
    });

    it("counts a rule in each of the load balancer's groups for each block that may connect to it", async () => {
        const certificate = { domainName: "connect.example.com", hostedZoneId: "Z0123456789" };
        const withBlocks = (number: number) =>
            excess({ loadBalancer: { ...certificate, allowedCidrs: blocks(number) } });

        expect(await withBlocks(60)).to.deep.equal([VCPUS]);
        expect(await withBlocks(61)).to.deep.equal([
            VCPUS,
            "L-0EA8095F load-balancer 61",
            "L-0EA8095F load-balancer-http 61",
        ]);
    });

    it("counts the rules of the cluster's group, with EKS's own and the load balancer's", async () => {
        expect(await excess(cluster({ privateAccessCidrs: blocks(58) }))).to.deep.equal([SHARED_VCPUS]);
        expect(await excess(cluster({ privateAccessCidrs: blocks(59) }))).to.deep.equal([
            SHARED_VCPUS,
            "L-0EA8095F cluster-eksCluster 61",
        ]);
    });

    it("counts the disks of nodes, and the databases that tests of restores create", async () => {
        const disks = (diskGiB: number) =>
            excess(cluster({ nodeGroups: { general: { minSize: 3, diskGiB } } }));
        expect(await disks(5688)).to.deep.equal([SHARED_VCPUS]);
        expect(await disks(5689)).to.deep.equal([SHARED_VCPUS, "L-7A658B76 51"]);

        const databases = (storageGiB: number, restoreTests: boolean) =>
            excess({ database: { storageGiB, maxStorageGiB: 65536 }, backup: { restoreTests } });
        expect(await databases(50_001, false)).to.deep.equal([VCPUS]);
        expect(await databases(50_000, true)).to.deep.equal([VCPUS]);
        expect(await databases(50_001, true)).to.deep.equal([VCPUS, "L-7ADDB58A 100002"]);
    });

    it("counts the most nodes of content if the Cluster Autoscaler sets their number", async () => {
        const nodes = cluster({
            autoscaling: "cluster-autoscaler",
            nodeGroups: {
                servers: { maxSize: 9 },
                content: { maxSize: 60 },
                gpu: { instanceTypes: ["g5.xlarge"], minSize: 0, maxSize: 8 },
            },
        });
        expect(await excess(nodes)).to.deep.equal([`L-1216C47A ${(3 + 6 + 60) * 8}`, `L-DB2E81BA ${8 * 4}`]);
    });

    it("counts the disks of the nodes that Karpenter may start", async () => {
        const nodes = cluster({
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: { servers: {}, content: { maxSize: 60, diskGiB: 1024 } },
        });
        expect(await excess(nodes)).to.deep.equal([`L-1216C47A ${(3 + 6 + 60) * 8}`, "L-7A658B76 61"]);
    });

    it("counts node groups, their nodes and Elastic IPs", async () => {
        const nodeGroups = Object.fromEntries(
            Array.from({ length: 40 }, (_, i) => [
                `group-${i}`,
                { minSize: 0, maxSize: i === 0 ? 451 : 450 },
            ]),
        );
        const zones = ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`);

        expect(
            await excess({
                network: { availabilityZones: zones },
                ...cluster({ nodeGroups: { general: { instanceTypes: ["m5.2xlarge"], maxSize: 6 } } }),
            }),
        ).to.deep.equal(["L-1216C47A 144", "L-0263D0A3 6"]);
        expect(
            await excess({
                network: { adopt: ADOPTED },
                ...cluster({ nodeGroups }),
            }),
        ).to.deep.equal([
            `L-1216C47A ${2 * 8 + 41 * 4 * 8}`,
            "L-6D54EA21 41",
            "L-BD136A63 cluster-group-0 451",
        ]);
    });
});

/** An existing VPC: how many addresses it has is not checked. */
const ADOPTED = {
    vpcId: "vpc-0123456789abcdef0",
    cidrBlock: "10.0.0.0/16",
    publicSubnets: ["a", "b"].map((zone) => ({
        id: `subnet-0000000${zone}`,
        availabilityZone: `us-east-1${zone}`,
    })),
    privateSubnets: ["a", "b"].map((zone) => ({
        id: `subnet-0000001${zone}`,
        availabilityZone: `us-east-1${zone}`,
    })),
};
