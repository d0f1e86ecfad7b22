import { expect } from "chai";
import { LEAST_CLUSTER, errorsOf, settingsOf, type Config } from "./config";

const groups = (nodeGroups: Config, others: Config = {}): Config => ({
    "posit-connect:network": { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    "posit-connect:cluster": { ...LEAST_CLUSTER, nodeGroups },
    ...others,
});

const KEY = "posit-connect:cluster.nodeGroups";

/** A cluster whose nodes of content Karpenter starts. */
const karpenter = (nodeGroups: Config, others: Config = {}): Config => ({
    ...groups({}),
    "posit-connect:cluster": {
        ...LEAST_CLUSTER,
        autoscaling: "karpenter",
        nodeReleaseVersion: "1.35.3-20260415",
        nodeGroups,
        ...others,
    },
});

describe("node groups", () => {
    const rolesOf = (nodeGroups: Config): string[] =>
        Object.entries(settingsOf(groups(nodeGroups)).cluster.nodeGroups).map(
            ([name, { role }]) => `${name}: ${role}`,
        );

    it("have the role of their name, and content otherwise", () => {
        expect(rolesOf({ batch: {}, general: {} })).to.deep.equal(["general: general", "batch: content"]);
        expect(rolesOf({ content: {}, servers: {} })).to.deep.equal(["content: content", "servers: servers"]);
    });

    it("include the general group unless another runs servers", () => {
        expect(rolesOf({})).to.deep.equal(["general: general"]);
        expect(rolesOf({ content: {} })).to.deep.equal(["general: general", "content: content"]);
        expect(rolesOf({ shared: { role: "general" } })).to.deep.equal(["shared: general"]);
        expect(rolesOf({ web: { role: "servers" }, jobs: {} })).to.deep.equal([
            "web: servers",
            "jobs: content",
        ]);
    });

    it("have a node for each of their zones by default, and at most twice as many", () => {
        const { batch } = settingsOf(groups({ batch: { availabilityZones: ["us-east-1a", "us-east-1c"] } }))
            .cluster.nodeGroups;
        expect(batch).to.include({ minSize: 2, maxSize: 4 });
    });

    it("have no node at least with Karpenter, if they run content only", () => {
        const { servers, content } = settingsOf(karpenter({ servers: {}, content: { maxSize: 9 } })).cluster
            .nodeGroups;
        expect(servers).to.include({ minSize: 3, maxSize: 6 });
        expect(content).to.include({ minSize: 0, maxSize: 9 });
    });

    it("may be Spot or arm64 nodes if they run content only", () => {
        const { content } = settingsOf(
            groups({
                servers: {},
                content: { capacity: "spot", instanceTypes: ["m7g.2xlarge", "m6g.2xlarge"] },
            }),
        ).cluster.nodeGroups;
        expect(content).to.include({ capacity: "spot", role: "content" });
    });

    it("wait for content for 15 minutes in an update if servers have nodes of their own, unless the settings do not", () => {
        const minutesOf = (cluster: Config) =>
            settingsOf({ ...groups({}), "posit-connect:cluster": { ...LEAST_CLUSTER, ...cluster } }).cluster
                .contentDrainTimeoutMinutes;
        const nodeGroups = { servers: {}, content: {} };

        expect([
            minutesOf({ nodeGroups }),
            minutesOf({ nodeGroups, contentDrainTimeoutMinutes: 0 }),
            minutesOf({ nodeGroups: { content: {} } }),
        ]).to.deep.equal([15, 0, 0]);
    });

    it("may have GPUs if they run content only, next to nodes without", () => {
        const typesOf = (nodeGroups: Config): string[][] =>
            Object.values(settingsOf(groups(nodeGroups)).cluster.nodeGroups).map(
                ({ instanceTypes }) => instanceTypes,
            );

        expect(
            typesOf({ servers: {}, content: {}, gpu: { instanceTypes: ["g5.xlarge", "g6.xlarge"] } }).at(-1),
        ).to.deep.equal(["g5.xlarge", "g6.xlarge"]);
        expect(typesOf({ gpu: { instanceTypes: ["p5.48xlarge"] } }).at(-1)).to.deep.equal(["p5.48xlarge"]);
        expect(
            typesOf({
                servers: {},
                content: { instanceTypes: ["m7g.2xlarge"] },
                gpu: { instanceTypes: ["g5g.xlarge"] },
            }).at(-1),
        ).to.deep.equal(["g5g.xlarge"]);
    });

    it("set the quota of content to the capacity of its nodes, unless the settings do", () => {
        const quotaOf = (nodeGroups: Config, content: Config = {}) =>
            settingsOf(groups(nodeGroups, { "posit-connect:connect": { content } })).connect.content.quota;

        // A t3.2xlarge has 7.76 cores, 28.63 GiB and 54 addresses for pods next to the add-ons of every node.
        expect(quotaOf({ servers: {}, content: { maxSize: 10 } })).to.deep.equal({
            cpu: 77.6,
            memoryGiB: 286.29,
            pods: 540,
        });
        // Three servers, and two pods of each of the cluster's own Deployments, share the nodes.
        expect(quotaOf({ general: { maxSize: 10 } })).to.deep.equal({
            cpu: 71.2,
            memoryGiB: 273.77,
            pods: 531,
        });
        expect(quotaOf({ general: { maxSize: 10 } }, { quota: { cpu: 9, pods: 7 } })).to.deep.equal({
            cpu: 9,
            memoryGiB: 273.77,
            pods: 7,
        });
        // A g4dn.xlarge has 3.77 cores, 14.14 GiB and 24 addresses for pods, next to the device plugin too.
        expect(
            quotaOf({
                servers: {},
                content: { maxSize: 10 },
                gpu: { instanceTypes: ["g4dn.xlarge"], maxSize: 3 },
            }),
        ).to.deep.equal({ cpu: 88.91, memoryGiB: 328.72, pods: 612 });
        expect(quotaOf({ batch: { instanceTypes: ["x2iedn.32xlarge"] } })).to.deep.equal({
            cpu: 32,
            memoryGiB: 128,
            pods: 250,
        });
    });

    const rejected: [name: string, config: Config, errors: string[]][] = [
        [
            "servers on Spot nodes, in a part of the zones, with a taint and on arm64",
            groups({
                servers: {
                    capacity: "spot",
                    availabilityZones: ["us-east-1a", "us-east-1b"],
                    taints: [{ key: "web", effect: "NO_SCHEDULE" }],
                    instanceTypes: ["m7g.2xlarge"],
                },
                content: {},
            }),
            [
                `${KEY}.servers.capacity: must be "onDemand", as servers run there, which AWS would stop with Spot nodes, got "spot".`,
                `${KEY}.servers.taints: must be left out of servers, as Connect runs there, got [{"key":"web","effect":"NO_SCHEDULE"}].`,
                `${KEY}.servers.availabilityZones: must be left out of servers, as servers run in every zone, got ["us-east-1a","us-east-1b"].`,
                `${KEY}.servers.instanceTypes[0]: must be an amd64 type, as Connect's server image is not built for arm64 (Graviton), got "m7g.2xlarge".`,
            ],
        ],
        [
            "servers without nodes for content",
            groups({ servers: {} }),
            [
                `${KEY}: must be a table with a group of the role content, as content does not run on the nodes of servers, got {"servers":{}}. Add the group content.`,
            ],
        ],
        [
            "nodes that servers share with content next to nodes of their own",
            groups({ servers: {}, general: {} }),
            [
                `${KEY}.general: must be left out if another group has the role servers, which runs all servers then, got {}. To give content nodes of its own, use the role content.`,
            ],
        ],
        [
            "a group without a zone, one in a single zone, and one in a zone that the network lacks",
            groups({
                none: { availabilityZones: [] },
                single: { availabilityZones: ["us-east-1a"] },
                far: { availabilityZones: ["us-east-1a", "us-east-1f"] },
            }),
            [
                `${KEY}.none.availabilityZones: must be a list of at least two zones of the network, got [].`,
                `${KEY}.single.availabilityZones: must be a list of at least two zones of the network, got ["us-east-1a"].`,
                `${KEY}.far.availabilityZones[1]: must be one of the network's zones, us-east-1a, us-east-1b, us-east-1c, got "us-east-1f".`,
            ],
        ],
        [
            "servers on nodes with GPUs",
            groups({ servers: { instanceTypes: ["t3.2xlarge", "g5.2xlarge"] }, content: {} }),
            [
                `${KEY}.servers.instanceTypes[1]: must be a type without GPUs, as servers run there, got "g5.2xlarge". Declare another group for it: one that is not named after a role is for content.`,
            ],
        ],
        [
            "servers and content on nodes with GPUs",
            groups({ general: { instanceTypes: ["g5.2xlarge"] } }),
            [
                `${KEY}.general.instanceTypes[0]: must be a type without GPUs, as servers run there, got "g5.2xlarge". Declare another group for it: one that is not named after a role is for content.`,
            ],
        ],
        [
            "nodes with GPUs only for content",
            groups({ servers: {}, content: { instanceTypes: ["g5.2xlarge"] } }),
            [
                `${KEY}: must be a table with a group of the role content without GPUs, as content that requests no GPU does not run on nodes with GPUs, got {"servers":{},"content":{"instanceTypes…. Add the group content.`,
            ],
        ],
        [
            "a group of types with and without GPUs, with labels and a taint that are the program's own",
            groups({
                gpu: {
                    instanceTypes: ["g5.xlarge", "m5.xlarge"],
                    labels: {
                        "k8s.amazonaws.com/accelerator": "nvidia-a10g",
                        "nvidia.com/gpu.present": "true",
                    },
                },
                batch: { taints: [{ key: "nvidia.com/gpu", effect: "NO_SCHEDULE" }] },
            }),
            [
                `${KEY}.batch.taints[0].key: must be a key other than nvidia.com/gpu, which the program sets on nodes with GPUs.`,
                `${KEY}.gpu.instanceTypes: must be types that all have GPUs, or all none, as the nodes' image and their taint follow, got ["g5.xlarge","m5.xlarge"]. Declare a group for each.`,
                `${KEY}.gpu.labels["k8s.amazonaws.com/accelerator"]: must be left out, as the program sets it on nodes with GPUs, got "nvidia-a10g".`,
                `${KEY}.gpu.labels["nvidia.com/gpu.present"]: must be left out, as the program sets it on nodes with GPUs, got "true".`,
            ],
        ],
        [
            "more taints than EKS allows with that of GPUs",
            groups({
                gpu: {
                    instanceTypes: ["g5.xlarge"],
                    taints: Array.from({ length: 50 }, (_, i) => ({ key: `t${i}`, effect: "NO_SCHEDULE" })),
                },
            }),
            [
                `${KEY}.gpu.taints: must be a list of at most 49 taints, as the program taints nodes with GPUs (EKS allows no more), got [{"key":"t0","effect":"NO_SCHEDULE"},{"….`,
            ],
        ],
        [
            "accelerators without a driver: AWS's and AMD's, a part of a GPU, metal and unknown types",
            groups({
                fast: {
                    instanceTypes: ["inf2.xlarge", "g4ad.xlarge", "g6f.xlarge", "g5.metal", "p9.xlarge"],
                },
            }),
            ["inf2.xlarge", "g4ad.xlarge", "g6f.xlarge", "g5.metal", "p9.xlarge"].map(
                (type, index) =>
                    `${KEY}.fast.instanceTypes[${index}]: must be a type without accelerators, or one with NVIDIA GPUs that EKS's image has drivers for: g4dn, g5, g5g, g6, g6e, g7e, gr6, p3dn, p4d, p4de, p5, p5e, p5en, p6-b200, p6-b300, not metal, got "${type}".`,
            ),
        ],
        [
            "content on nodes of two architectures",
            groups({ servers: {}, content: {}, arm: { instanceTypes: ["m7g.2xlarge"] } }),
            [
                `${KEY}.arm.instanceTypes[0]: must be an amd64 type, as that of content (t3.2xlarge): content's packages are installed for one architecture, got "m7g.2xlarge".`,
            ],
        ],
        [
            "a group that no content fits on",
            groups(
                { servers: {}, content: {}, small: { instanceTypes: ["t3.medium"] } },
                {
                    "posit-connect:connect": {
                        content: { resources: { cpuRequest: 2, memoryRequestGiB: 1 } },
                    },
                },
            ),
            [
                `${KEY}.small.instanceTypes: must be types with room for a process of content, 2 cores and 1 GiB by default (connect.content.resources), got ["t3.medium"]. Choose larger instance types, or remove the group.`,
            ],
        ],
        [
            "a label that is the program's own, and a role that does not exist",
            groups({ batch: { labels: { workload: "batch" } }, web: { role: "server" } }),
            [
                `${KEY}.web.role: must be one of "general", "servers", "content", got "server".`,
                `${KEY}.batch.labels.workload: must be left out, as the program sets it to the role, got "batch".`,
            ],
        ],
        [
            "an autoscaler without nodes whose number it can change",
            {
                ...groups({}),
                "posit-connect:cluster": {
                    ...LEAST_CLUSTER,
                    autoscaling: "cluster-autoscaler",
                    nodeGroups: { servers: {}, content: { minSize: 3, maxSize: 3 } },
                },
            },
            [
                'posit-connect:cluster.autoscaling: must be "none" unless a group with the role content has a minSize below its maxSize, got "cluster-autoscaler". Raise maxSize of a group of content, or lower its minSize.',
            ],
        ],
        [
            "an autoscaler of nodes that servers share",
            {
                ...groups({}),
                "posit-connect:cluster": { ...LEAST_CLUSTER, autoscaling: "cluster-autoscaler" },
            },
            [
                'posit-connect:cluster.autoscaling: must be "none" unless a group with the role content has a minSize below its maxSize, got "cluster-autoscaler". Add the groups servers and content to cluster.nodeGroups.',
            ],
        ],
        [
            "a wait for content on nodes that servers share",
            {
                ...groups({}),
                "posit-connect:cluster": {
                    ...LEAST_CLUSTER,
                    nodeGroups: { content: {} },
                    contentDrainTimeoutMinutes: 15,
                },
            },
            [
                "posit-connect:cluster.contentDrainTimeoutMinutes: must be 0 unless a group of cluster.nodeGroups has the role servers, as servers on shared nodes would end with content, got 15. Leave it out, or add the groups servers and content.",
            ],
        ],
        ...[10, 60].map((contentDrainTimeoutMinutes): [string, Config, string[]] => [
            `a wait for content of ${contentDrainTimeoutMinutes} minutes, which EKS cannot be given`,
            {
                ...groups({}),
                "posit-connect:cluster": {
                    ...LEAST_CLUSTER,
                    nodeGroups: { servers: {}, content: {} },
                    contentDrainTimeoutMinutes,
                },
            },
            [
                `posit-connect:cluster.contentDrainTimeoutMinutes: must be 0 or 15, as EKS waits 15 minutes for the pods of a node, got ${contentDrainTimeoutMinutes}. Karpenter waits longer (cluster.autoscaling).`,
            ],
        ]),
        [
            "Karpenter with a fewest number of nodes, without a release of the image, and with a label of its own",
            karpenter(
                { servers: {}, content: { minSize: 3, labels: { "karpenter.sh/nodepool": "x" } } },
                { nodeReleaseVersion: undefined },
            ),
            [
                `${KEY}.content.labels["karpenter.sh/nodepool"]: must be a key outside kubernetes.io, k8s.io, eks.amazonaws.com, karpenter.sh and k8s.aws, which the cluster itself sets.`,
                `${KEY}.content.minSize: must be 0, or left out, as cluster.autoscaling is "karpenter", which keeps no node without content, got 3.`,
                'posit-connect:cluster.nodeReleaseVersion: must be a release of the nodes\' image with cluster.autoscaling "karpenter", such as 1.35.3-20260415, got nothing. docs/upgrades.md, "Patch the nodes", finds the newest.',
            ],
        ],
        [
            "Karpenter for a group whose name no pool can have",
            karpenter({ servers: {}, "batch-": { maxSize: 3 } }),
            [
                `${KEY}.batch-: must be named without a dash at its end, as Kubernetes rejects such a name of a pool, with cluster.autoscaling "karpenter", got {"maxSize":3}.`,
            ],
        ],
        [
            "Karpenter for nodes that servers share",
            karpenter({}),
            [
                'posit-connect:cluster.autoscaling: must be "none" unless a group with the role content has a minSize below its maxSize, got "karpenter". Add the groups servers and content to cluster.nodeGroups.',
            ],
        ],
        [
            "charts of Karpenter with two origins",
            karpenter(
                { servers: {}, content: {} },
                { karpenter: { chart: "./karpenter.tgz", crdChart: "karpenter-crd" } },
            ),
            [
                'posit-connect:cluster.karpenter.crdChart: must be a path or a URL, as ./karpenter.tgz is, got "karpenter-crd".',
            ],
        ],
        [
            "a program that does not exist",
            karpenter({ servers: {}, content: {} }, { autoscaling: "carpenter" }),
            [
                'posit-connect:cluster.autoscaling: must be one of "none", "cluster-autoscaler", "karpenter", got "carpenter".',
            ],
        ],
        [
            "servers that do not fit on the smaller of two groups",
            groups({ servers: {}, more: { role: "servers", instanceTypes: ["t3.large"] }, content: {} }),
            [
                'posit-connect:connect.resources.requests.cpu: must be at most "1580m", which a node of cluster.nodeGroups.more (t3.large) has for a pod, got the default, "2". Lower it, or choose a larger instance type.',
            ],
        ],
    ];
    for (const [name, config, errors] of rejected) {
        it(`reject ${name}`, () => {
            expect(errorsOf(config)).to.deep.equal(errors);
        });
    }
});
