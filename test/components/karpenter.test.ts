import { expect } from "chai";
import type { ClusterArgs } from "../../components/cluster";
import { imageParameter } from "../../components/karpenterPool";
import type { Graph, Resource } from "../../graph/graph";
import { network, tags } from "../fixtures";
import type { Mode } from "../record";
import { recordCluster } from "./recordCluster";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";

/** A cluster with two groups of content whose nodes Karpenter starts, and one of servers. */
function recordPools(mode: Mode, changes: Partial<ClusterArgs> = {}): Promise<Graph> {
    return recordCluster(
        mode,
        {
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: {
                servers: {},
                content: { maxSize: 9, diskGiB: 200 },
                batch: {
                    minSize: 0,
                    maxSize: 4,
                    capacity: "spot",
                    instanceTypes: ["m6i.2xlarge", "m5.2xlarge"],
                    availabilityZones: ["us-east-1a", "us-east-1c"],
                    labels: { team: "data" },
                    taints: [
                        { key: "batch", effect: "NO_SCHEDULE" },
                        { key: "team", value: "data", effect: "PREFER_NO_SCHEDULE" },
                    ],
                },
            },
        },
        changes,
    );
}

function releaseOf(graph: Graph, name: string) {
    return graph.all(RELEASE).find((release) => release.name === name)?.inputs as {
        chart: string;
        version: string;
        skipCrds?: boolean;
        values: Record<string, unknown>;
    };
}

function find(graph: Graph, type: string, name: string): Resource {
    const found = graph.all(type).find((resource) => resource.name === name);
    expect(found, `${type} ${name}`).not.to.equal(undefined);
    return found as Resource;
}

const specOf = (graph: Graph, type: string, name: string): unknown =>
    find(graph, type, `cluster-${name}`).inputs["spec"];

describe("Karpenter", () => {
    it("starts the nodes of content in place of managed node groups, and none of servers", async () => {
        const graph = await recordPools("update");
        const metadata = (name: string) => ({
            name,
            annotations: { "pulumi.com/waitFor": "condition=Ready" },
        });

        expect(graph.all("aws:eks/nodeGroup:NodeGroup").map(({ name }) => name)).to.deep.equal([
            "cluster-servers",
        ]);
        expect(graph.all("aws:ec2/launchTemplate:LaunchTemplate").map(({ name }) => name)).to.deep.equal([
            "cluster-servers",
        ]);
        for (const type of [NODE_CLASS, NODE_POOL]) {
            const objects = graph.all(type).map(({ name, inputs }) => [name, inputs["metadata"]]);
            expect(Object.fromEntries(objects)).to.deep.equal({
                "cluster-content": metadata("content"),
                "cluster-batch": metadata("batch"),
            });
        }
    });

    it("runs on the nodes of servers, without the rights that it does not need", async () => {
        const graph = await recordPools("update");

        expect(releaseOf(graph, "cluster-karpenter-crd")).to.deep.include({
            chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
            version: "1.14.1",
            values: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } },
        });
        expect(releaseOf(graph, "cluster-karpenter")).to.deep.include({
            chart: "oci://public.ecr.aws/karpenter/karpenter",
            version: "1.14.1",
            skipCrds: true,
            values: {
                settings: {
                    clusterName: "posit-connect-test",
                    eksControlPlane: true,
                    interruptionQueue: "posit-connect-test-interruptions",
                    enableZonalShift: true,
                    isolatedVPC: true,
                },
                controller: {
                    env: [{ name: "AWS_REGION", value: "us-east-1" }],
                    resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "1Gi" } },
                },
                serviceAccount: { create: true, name: "karpenter" },
                nodeSelector: { workload: "connect-server" },
                tolerations: [
                    { key: "workload", operator: "Equal", value: "connect-server", effect: "NoSchedule" },
                ],
            },
        });
    });

    it("starts instances as the launch template of a managed node group does", async () => {
        const graph = await recordPools("update");
        const subnets = network().privateSubnets.length;

        const spec = specOf(graph, NODE_CLASS, "content") as {
            subnetSelectorTerms: unknown[];
            securityGroupSelectorTerms: { id: string }[];
        };
        expect(spec).to.deep.equal({
            amiFamily: "AL2023",
            amiSelectorTerms: [
                {
                    ssmParameter:
                        "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.35-v20260415/image_id",
                },
            ],
            instanceProfile: "posit-connect-test-nodes-us-east-1",
            subnetSelectorTerms: spec.subnetSelectorTerms,
            securityGroupSelectorTerms: spec.securityGroupSelectorTerms,
            associatePublicIPAddress: false,
            metadataOptions: {
                httpEndpoint: "enabled",
                httpTokens: "required",
                httpPutResponseHopLimit: 1,
            },
            blockDeviceMappings: [
                {
                    deviceName: "/dev/xvda",
                    ebs: {
                        volumeSize: "200Gi",
                        volumeType: "gp3",
                        encrypted: true,
                        deleteOnTermination: true,
                    },
                },
            ],
            tags: { ...tags, Name: "posit-connect-test-cluster-content" },
        });
        expect(spec.subnetSelectorTerms).to.have.length(subnets);
        expect(spec.securityGroupSelectorTerms).to.have.length(1);
        expect(spec.securityGroupSelectorTerms[0]?.id).to.match(/^sg-/);
    });

    it("uses the types, the capacity, the zones, the labels and the taints of a group, up to its maximum", async () => {
        const graph = await recordPools("update");

        expect(specOf(graph, NODE_POOL, "batch")).to.deep.equal({
            template: {
                metadata: { labels: { team: "data", workload: "connect-content" } },
                spec: {
                    nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "batch" },
                    requirements: [
                        {
                            key: "node.kubernetes.io/instance-type",
                            operator: "In",
                            values: ["m6i.2xlarge", "m5.2xlarge"],
                        },
                        { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
                    ],
                    taints: [
                        { key: "batch", effect: "NoSchedule" },
                        { key: "team", value: "data", effect: "PreferNoSchedule" },
                    ],
                    expireAfter: "Never",
                    terminationGracePeriod: "15m",
                },
            },
            disruption: {
                consolidationPolicy: "WhenEmpty",
                consolidateAfter: "5m",
                budgets: [
                    { reasons: ["Empty"], nodes: "100%" },
                    { reasons: ["Drifted"], nodes: "1" },
                ],
            },
            limits: { nodes: "4" },
        });
        const { subnetSelectorTerms } = specOf(graph, NODE_CLASS, "batch") as {
            subnetSelectorTerms: unknown[];
        };
        expect(subnetSelectorTerms).to.have.length(2);
    });

    it("runs until the nodes of its pools have ended, with its rights and theirs", async () => {
        const graph = await recordPools("update");
        const release = find(graph, RELEASE, "cluster-karpenter");
        const pools = graph.all(NODE_POOL);

        for (const pool of pools) {
            const nodeClass = graph.all(NODE_CLASS).find(({ name }) => name === pool.name) as Resource;
            const needed = [
                release,
                find(graph, RELEASE, "cluster-karpenter-crd"),
                find(graph, "aws:iam/instanceProfile:InstanceProfile", "cluster-karpenter"),
                find(graph, "aws:iam/rolePolicy:RolePolicy", "cluster-karpenter"),
                find(graph, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "cluster-karpenter"),
                find(graph, "aws:sqs/queue:Queue", "cluster-karpenter-interruptions"),
                find(graph, "aws:eks/nodeGroup:NodeGroup", "cluster-servers"),
                ...graph.all("aws:cloudwatch/eventTarget:EventTarget"),
                ...graph.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
            ];
            expect(graph.dependsOn(pool, nodeClass)).to.equal(true);
            expect(
                needed.filter((each) => !graph.dependsOn(nodeClass, each)).map(({ name }) => name),
            ).to.deep.equal([]);
        }
        expect(pools).to.have.length(2);
    });

    it("may start and end only instances with the cluster's tags, which a first preview shows", async () => {
        for (const mode of ["preview", "update"] as const) {
            const graph = await recordPools(mode);
            const policy = String(
                find(graph, "aws:iam/rolePolicy:RolePolicy", "cluster-karpenter").inputs["policy"],
            );
            const { Statement } = JSON.parse(policy) as {
                Statement: {
                    Sid: string;
                    Action: string | string[];
                    Resource: unknown;
                    Condition?: object;
                }[];
            };

            expect(Statement.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid)).to.deep.equal([
                "ReadInstances",
                "ReadZonalShift",
            ]);
            expect(
                Statement.filter(({ Condition }) => Condition === undefined).map(({ Sid, Action }) => [
                    Sid,
                    Action,
                ]),
            ).to.deep.equal([
                ["UseImagesAndNetworks", ["ec2:RunInstances", "ec2:CreateFleet"]],
                ["ReadCluster", "eks:DescribeCluster"],
                ["ReadEvents", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]],
                ["ReadImageReleases", "ssm:GetParameter"],
            ]);
            expect(Statement.find(({ Sid }) => Sid === "DeleteOwnInstances")).to.deep.include({
                Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
                Condition: {
                    StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/posit-connect-test": "owned" },
                    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
                },
            });
            expect(Statement.find(({ Sid }) => Sid === "PassNodeRole")).to.deep.include({
                Resource: "arn:aws:iam::123456789012:role/posit-connect-test-nodes-us-east-1",
                Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            });
            // IAM counts the inline policies of a role together, without white space.
            expect(policy.length).to.be.lessThan(10_240);
        }
    });

    it("asks for no zonal shift if the cluster has none", async () => {
        const graph = await recordPools("update", { zonalShift: false });
        const policy = find(graph, "aws:iam/rolePolicy:RolePolicy", "cluster-karpenter").inputs["policy"];

        expect(String(policy)).not.to.include("arc-zonal-shift");
        expect(releaseOf(graph, "cluster-karpenter").values["settings"]).to.include({
            enableZonalShift: false,
        });
    });

    it("reads the events of its account's instances from an encrypted queue", async () => {
        const graph = await recordPools("update");

        expect(
            graph
                .all("aws:cloudwatch/eventRule:EventRule")
                .map(({ inputs }) => [inputs["name"], inputs["eventPattern"]]),
        ).to.deep.equal(
            [
                ["spot-interruption", "aws.ec2", "EC2 Spot Instance Interruption Warning"],
                ["spot-rebalance", "aws.ec2", "EC2 Instance Rebalance Recommendation"],
                ["instance-state", "aws.ec2", "EC2 Instance State-change Notification"],
                ["scheduled-change", "aws.health", "AWS Health Event"],
                ["capacity-reservation", "aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"],
            ].map(([name, source, detail]) => [
                `posit-connect-test-${name}`,
                JSON.stringify({ source: [source], "detail-type": [detail] }),
            ]),
        );
        const { policy, ...queue } = find(
            graph,
            "aws:sqs/queue:Queue",
            "cluster-karpenter-interruptions",
        ).inputs;
        const { Statement } = JSON.parse(String(policy)) as { Statement: object[] };
        expect(queue).to.deep.equal({
            name: "posit-connect-test-interruptions",
            messageRetentionSeconds: 300,
            sqsManagedSseEnabled: true,
            tags,
        });
        expect(Statement).to.deep.equal([
            {
                Sid: "ReceiveEvents",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: "arn:aws:sqs:us-east-1:123456789012:posit-connect-test-interruptions",
                Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
            },
            {
                Sid: "DenyRequestsWithoutTls",
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:*",
                Resource: "arn:aws:sqs:us-east-1:123456789012:posit-connect-test-interruptions",
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ]);
    });

    it("comes from a mirror with the registry's credentials", async () => {
        const karpenter = {
            chart: "./karpenter-1.14.1.tgz",
            crdChart: "./karpenter-crd-1.14.1.tgz",
            repository: "",
            imageRepository: "mirror.example.com/karpenter",
        };
        const graph = await recordPools("update", { karpenter, registryCredentials: '{"auths":{}}' });
        const { controller, imagePullSecrets } = releaseOf(graph, "cluster-karpenter").values;

        expect(releaseOf(graph, "cluster-karpenter").chart).to.equal("./karpenter-1.14.1.tgz");
        expect(releaseOf(graph, "cluster-karpenter-crd").chart).to.equal("./karpenter-crd-1.14.1.tgz");
        expect(controller).to.deep.include({
            image: { repository: "mirror.example.com/karpenter", digest: "" },
        });
        expect(imagePullSecrets).to.deep.equal([{ name: "karpenter-registry" }]);
        expect(graph.all("kubernetes:core/v1:Secret").map(({ name }) => name)).to.deep.equal([
            "cluster-karpenter-registry",
        ]);
    });

    it("takes the image for the processor and for the version of the nodes, which may be older than the cluster's", () => {
        const image = { nodeVersion: "1.34", releaseVersion: "1.34.6-20260415" };

        expect(imageParameter("AL2023_ARM_64_STANDARD", image)).to.equal(
            "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/amazon-eks-node-al2023-arm64-standard-1.34-v20260415/image_id",
        );
        expect(imageParameter("AL2023_x86_64_NVIDIA", image)).to.equal(
            "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260415/image_id",
        );
        expect(() => imageParameter("BOTTLEROCKET_x86_64", image)).to.throw(
            "BOTTLEROCKET_x86_64: Karpenter's image for it is not known",
        );
    });

    it("does not start without a release of the image", async () => {
        const failure = await recordPools("update", { nodeReleaseVersion: undefined }).then(
            () => "no error",
            (error: unknown) => String(error),
        );

        expect(failure).to.include(
            "nodeReleaseVersion: must be a release of the nodes' image with Karpenter",
        );
    });
});
