import { expect } from "chai";
import type { ClusterArgs } from "../../components/cluster";
import type { Graph } from "../../graph/graph";
import type { Mode } from "../record";
import { recordCluster } from "./recordCluster";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A cluster whose content is scaled by the autoscaler: two groups, and one of servers. */
function recordScaled(mode: Mode, changes: Partial<ClusterArgs> = {}): Promise<Graph> {
    return recordCluster(
        mode,
        {
            autoscaling: "cluster-autoscaler",
            nodeGroups: {
                servers: {},
                content: { minSize: 1, maxSize: 9 },
                batch: { minSize: 0, maxSize: 4, capacity: "spot" },
            },
        },
        changes,
    );
}

function releaseOf(graph: Graph) {
    const release = graph.all(RELEASE).find(({ name }) => name === "cluster-autoscaler");
    return release?.inputs as { chart: string; version: string; values: Record<string, unknown> };
}

describe("ClusterAutoscaler", () => {
    it("knows the groups of content by name, within their sizes, and runs on the nodes of servers", async () => {
        const { chart, version, values } = releaseOf(await recordScaled("update"));

        expect({ chart, version }).to.deep.equal({ chart: "cluster-autoscaler", version: "9.56.0" });
        const groups = values["autoscalingGroups"] as { name: string }[];
        expect(groups.every(({ name }) => /^eks-.+-[0-9a-f]{8}$/.test(name))).to.equal(true);
        expect(values).to.deep.equal({
            autoscalingGroups: [
                { name: groups[0]?.name, minSize: 1, maxSize: 9 },
                { name: groups[1]?.name, minSize: 0, maxSize: 4 },
            ],
            fullnameOverride: "cluster-autoscaler",
            cloudProvider: "aws",
            awsRegion: "us-east-1",
            image: { tag: "v1.35.0" },
            extraArgs: { "enforce-node-group-min-size": true, "skip-nodes-with-local-storage": false },
            rbac: { serviceAccount: { create: true, name: "cluster-autoscaler" } },
            resources: { requests: { cpu: "100m", memory: "300Mi" }, limits: { memory: "600Mi" } },
            nodeSelector: { workload: "connect-server" },
            tolerations: [
                { key: "workload", operator: "Equal", value: "connect-server", effect: "NoSchedule" },
            ],
        });
    });

    it("has the minimum of content's nodes, which EKS does not", async () => {
        const sizes = (await recordScaled("update"))
            .all("aws:eks/nodeGroup:NodeGroup")
            .map(({ name, inputs }) => [name, inputs["scalingConfig"]]);

        expect(Object.fromEntries(sizes)).to.deep.equal({
            "cluster-servers": { minSize: 3, maxSize: 6, desiredSize: 3 },
            "cluster-content": { minSize: 0, maxSize: 9, desiredSize: 1 },
            "cluster-batch": { minSize: 0, maxSize: 4, desiredSize: 0 },
        });
    });

    it("may change only the groups of content of its cluster, which a first preview shows", async () => {
        for (const mode of ["preview", "update"] as const) {
            const graph = await recordScaled(mode);
            const policy = graph
                .all("aws:iam/rolePolicy:RolePolicy")
                .find(({ name }) => name === "cluster-autoscaler")?.inputs["policy"];

            const { Statement } = JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] };
            expect(Statement.slice(1)).to.deep.equal([
                {
                    Effect: "Allow",
                    Action: "eks:DescribeNodegroup",
                    Resource: "arn:aws:eks:us-east-1:123456789012:nodegroup/posit-connect-test/*",
                },
                {
                    Effect: "Allow",
                    Action: [
                        "autoscaling:SetDesiredCapacity",
                        "autoscaling:TerminateInstanceInAutoScalingGroup",
                    ],
                    Resource: ["content", "batch"].map(
                        (group) =>
                            `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/eks-cluster-${group}-*`,
                    ),
                    Condition: { StringEquals: { "aws:ResourceTag/eks:cluster-name": "posit-connect-test" } },
                },
            ]);
        }
    });

    it("pulls a mirrored image with the registry's credentials", async () => {
        const autoscaler = {
            chart: "cluster-autoscaler",
            repository: "https://charts.example.com",
            imageRepository: "mirror.example.com/cluster-autoscaler",
        };
        const graph = await recordScaled("update", { autoscaler, registryCredentials: '{"auths":{}}' });

        expect(releaseOf(graph).values["image"]).to.deep.equal({
            tag: "v1.35.0",
            repository: "mirror.example.com/cluster-autoscaler",
            pullSecrets: ["cluster-autoscaler-registry"],
        });
        expect(graph.all("kubernetes:core/v1:Secret").map(({ name }) => name)).to.deep.equal([
            "cluster-autoscaler-registry",
        ]);
    });
});
