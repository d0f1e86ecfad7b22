import { expect } from "chai";
import type { ClusterArgs } from "../../components/cluster";
import type { Graph } from "../../graph/graph";
import { unknownCharts } from "../../graph/upgrade/usedApis";
import { recordCluster } from "./recordCluster";

/** A cluster with these node groups in addition to those of servers and content. */
function recordWith(nodeGroups: object, changes: Partial<ClusterArgs> = {}): Promise<Graph> {
    return recordCluster(
        "update",
        {
            nodeGroups: { servers: {}, content: {}, ...nodeGroups },
        },
        changes,
    );
}

const GPU = { gpu: { instanceTypes: ["g5.xlarge", "g6.xlarge"], minSize: 0, maxSize: 4 } };

function pluginOf(graph: Graph): Record<string, unknown> | undefined {
    return graph.all("kubernetes:helm.sh/v3:Release").find(({ name }) => name === "cluster-device-plugin")
        ?.inputs;
}

describe("DevicePlugin", () => {
    it("is installed once for all groups with GPUs, and tolerates whatever taints they have", async () => {
        const more = {
            more: { instanceTypes: ["g4dn.xlarge"], taints: [{ key: "t", effect: "NO_EXECUTE" }] },
        };
        const graph = await recordWith({ ...GPU, ...more });

        expect(graph.all("posit-connect:index:DevicePlugin").map(({ name }) => name)).to.deep.equal([
            "cluster-device-plugin",
        ]);
        expect(pluginOf(graph)).to.deep.include({
            name: "nvidia-device-plugin",
            namespace: "kube-system",
            chart: "nvidia-device-plugin",
            version: "0.20.0",
            repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
            values: { fullnameOverride: "nvidia-device-plugin", tolerations: [{ operator: "Exists" }] },
        });
    });

    it("uses APIs of Kubernetes that an upgrade compares with those that are removed", async () => {
        expect(unknownCharts(await recordWith(GPU))).to.deep.equal([]);
    });

    it("is not installed without GPUs", async () => {
        const graph = await recordWith({});

        expect([pluginOf(graph), graph.all("posit-connect:index:DevicePlugin").length]).to.deep.equal([
            undefined,
            0,
        ]);
    });

    it("pulls a mirrored image with the registry's credentials", async () => {
        const devicePlugin = {
            chart: "oci://mirror.example.com/nvidia-device-plugin",
            repository: "",
            imageRepository: "mirror.example.com/k8s-device-plugin",
        };
        const graph = await recordWith(GPU, { devicePlugin, registryCredentials: '{"auths":{}}' });

        expect(pluginOf(graph)).to.not.have.property("repositoryOpts");
        expect(pluginOf(graph)).to.deep.include({
            chart: "oci://mirror.example.com/nvidia-device-plugin",
            values: {
                fullnameOverride: "nvidia-device-plugin",
                tolerations: [{ operator: "Exists" }],
                image: { repository: "mirror.example.com/k8s-device-plugin" },
                imagePullSecrets: [{ name: "nvidia-device-plugin-registry" }],
            },
        });
        expect(graph.all("kubernetes:core/v1:Secret").map(({ name }) => name)).to.deep.equal([
            "cluster-device-plugin-registry",
        ]);
    });
});

describe("Nodes with GPUs", () => {
    it("have an image with drivers for their processor, the labels of GPUs, and a taint before their own", async () => {
        const groups = (
            await recordWith({
                ...GPU,
                more: { instanceTypes: ["p4d.24xlarge"], taints: [{ key: "slow", effect: "NO_SCHEDULE" }] },
            })
        )
            .all("aws:eks/nodeGroup:NodeGroup")
            .map(({ name, inputs: { amiType, labels, taints } }) => [name, { amiType, labels, taints }]);
        const labels = {
            workload: "connect-content",
            "k8s.amazonaws.com/accelerator": "nvidia",
            "nvidia.com/gpu.present": "true",
        };
        const taint = { key: "nvidia.com/gpu", effect: "NO_SCHEDULE" };

        expect(Object.fromEntries(groups)).to.deep.equal({
            "cluster-servers": {
                amiType: "AL2023_x86_64_STANDARD",
                labels: { workload: "connect-server" },
                taints: [{ key: "workload", value: "connect-server", effect: "NO_SCHEDULE" }],
            },
            "cluster-content": {
                amiType: "AL2023_x86_64_STANDARD",
                labels: { workload: "connect-content" },
                taints: [],
            },
            "cluster-gpu": { amiType: "AL2023_x86_64_NVIDIA", labels, taints: [taint] },
            "cluster-more": {
                amiType: "AL2023_x86_64_NVIDIA",
                labels,
                taints: [taint, { key: "slow", effect: "NO_SCHEDULE" }],
            },
        });
    });

    it("have an image for Graviton if their types are", async () => {
        const graph = await recordWith({
            content: { instanceTypes: ["m7g.2xlarge"] },
            gpu: { instanceTypes: ["g5g.xlarge"] },
        });

        expect(
            Object.fromEntries(
                graph.all("aws:eks/nodeGroup:NodeGroup").map(({ name, inputs }) => [name, inputs["amiType"]]),
            ),
        ).to.deep.equal({
            "cluster-servers": "AL2023_x86_64_STANDARD",
            "cluster-content": "AL2023_ARM_64_STANDARD",
            "cluster-gpu": "AL2023_ARM_64_NVIDIA",
        });
    });
});
