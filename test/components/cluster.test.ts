import { expect } from "chai";
import { kubernetesVersions } from "../../catalog/kubernetesVersions";
import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { Graph } from "../../graph/graph";
import { keysOf } from "../../graph/links";
import { subnetsOf } from "../../graph/subnets";
import { account, logKeyArn, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { UNKNOWN_SENTINEL } from "../../lib/wire";
import { SERVICE_CIDR } from "../../catalog/serviceCidr";
import type { NodeGroup } from "../../stacks/sections/nodeGroups";
import { untagged } from "./treeQuestions";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const DEPLOYER = "arn:aws:iam::123456789012:role/deployer";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const ADD_ON = "aws:eks/addon:Addon";

const args: Omit<ClusterArgs, "network"> = {
    ...settings.cluster,
    privateAccessCidrs: [],
    account,
    tags,
    physicalName: "posit-connect-test",
    signIn: {},
    logKeyArn,
    protect: true,
};

function recordCluster(
    mode: Mode,
    changes: Partial<ClusterArgs> = {},
    then: (cluster: Cluster) => void = () => undefined,
): Promise<Graph> {
    return record(mode, () => {
        then(new Cluster("cluster", { network: network(), ...args, ...changes }));
    });
}

describe("Cluster", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is an EKS cluster with nodes, add-ons and the load balancer controller (${mode})`, async () => {
            const graph = await recordCluster(mode);

            expect(graph.count()).to.deep.equal({
                "posit-connect:index:Network": 1,
                "posit-connect:index:Cluster": 1,
                "posit-connect:index:EncryptionKey": 1,
                "aws:kms/key:Key": 1,
                "aws:kms/alias:Alias": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "eks:index:Cluster": 1,
                "eks:index:ServiceRole": 1,
                "eks:index:VpcCniAddon": 1,
                "aws:eks/cluster:Cluster": 1,
                "aws:iam/role:Role": 3,
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 4,
                // The component's own, which nothing uses, and the one for everything in the cluster.
                "pulumi:providers:kubernetes": 2,
                "aws:ec2/launchTemplate:LaunchTemplate": 1,
                [NODE_GROUP]: 1,
                [ADD_ON]: 5,
                [ENTRY]: 1,
                [ASSOCIATION]: 1,
                "posit-connect:index:LoadBalancerController": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                "aws:eks/podIdentityAssociation:PodIdentityAssociation": 1,
                "kubernetes:helm.sh/v3:Release": 1,
            });
            expect(untagged(graph, graph.only("posit-connect:index:Cluster"), tags)).to.deep.equal([]);
        });

        it(`pins every add-on, so that a preview needs no request to AWS (${mode})`, async () => {
            const graph = await recordCluster(mode);

            const versions = graph
                .all(ADD_ON)
                .map(({ inputs }): [unknown, unknown] => [inputs.addonName, inputs.addonVersion]);
            expect(Object.fromEntries(versions)).to.deep.equal(kubernetesVersions["1.35"].addOns);
        });

        it(`creates add-ons that need nodes after the nodes (${mode})`, async () => {
            const graph = await recordCluster(mode);

            const component = graph.only("eks:index:Cluster");
            const within = graph.tree(component).filter(({ type }) => type === ADD_ON);
            expect(within.map(({ inputs }) => inputs.addonName)).to.have.members(["vpc-cni", "kube-proxy"]);
            const [group] = graph.all(NODE_GROUP);
            for (const addOn of graph.all(ADD_ON)) {
                const waits = group !== undefined && graph.dependsOn(addOn, group);
                expect(waits).to.equal(
                    ["coredns", "aws-efs-csi-driver"].includes(String(addOn.inputs.addonName)),
                );
            }
        });
    }

    it("uses the build of an add-on that a stack chooses, and the pinned build of every other", async () => {
        const chosen = { "vpc-cni": "v9.0.0-eksbuild.1", coredns: "v9.0.0-eksbuild.2" };
        const graph = await recordCluster("update", { addOnVersions: chosen });

        const versions = graph
            .all(ADD_ON)
            .map(({ inputs }): [unknown, unknown] => [inputs.addonName, inputs.addonVersion]);
        expect(Object.fromEntries(versions)).to.deep.equal({
            ...kubernetesVersions["1.35"].addOns,
            ...chosen,
        });
    });

    it("keeps nodes and add-ons at the version of the nodes while the control plane is newer", async () => {
        const graph = await recordCluster("update", { version: "1.36", nodeVersion: "1.35" });

        expect(graph.only("aws:eks/cluster:Cluster").inputs.version).to.equal("1.36");
        expect(graph.only(NODE_GROUP).inputs.version).to.equal("1.35");
        const versions = graph
            .all(ADD_ON)
            .map(({ inputs }): [unknown, unknown] => [inputs.addonName, inputs.addonVersion]);
        expect(Object.fromEntries(versions)).to.deep.equal(kubernetesVersions["1.35"].addOns);
    });

    it("has only a private endpoint, all logs and encrypted secrets", async () => {
        const graph = await recordCluster("update");

        const key = graph.only("aws:kms/key:Key");
        expect(graph.only("aws:eks/cluster:Cluster").inputs).to.deep.include({
            name: "posit-connect-test",
            version: "1.35",
            enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
            encryptionConfig: { provider: { keyArn: key.outputs.arn }, resources: ["secrets"] },
            deletionProtection: true,
            upgradePolicy: { supportType: "STANDARD" },
        });
        expect(graph.only("aws:eks/cluster:Cluster").inputs.vpcConfig).to.deep.include({
            endpointPrivateAccess: true,
            endpointPublicAccess: false,
        });
        expect(key.protect).to.equal(true);
    });

    it("keeps its control plane in two zones, which EKS never changes", async () => {
        const graph = await recordCluster("update");

        expect(graph.only("aws:eks/cluster:Cluster").inputs.vpcConfig).to.deep.include({
            subnetIds: ["subnet-private-a", "subnet-private-b"],
        });
    });

    it("sets the addresses of its services, which the settings reserve", async () => {
        const graph = await recordCluster("update");

        expect(graph.only("aws:eks/cluster:Cluster").inputs.kubernetesNetworkConfig).to.deep.equal({
            serviceIpv4Cidr: SERVICE_CIDR,
            ipFamily: "ipv4",
        });
    });

    it("gives the load balancer controller its permissions before the nodes exist, and starts it after them", async () => {
        const graph = await recordCluster("update");

        const nodes = graph.only(NODE_GROUP);
        const identity = graph.only("aws:eks/podIdentityAssociation:PodIdentityAssociation");
        const release = graph.only("kubernetes:helm.sh/v3:Release");
        expect(graph.dependsOn(identity, nodes)).to.equal(false);
        expect(graph.dependsOn(release, nodes)).to.equal(true);
        expect(graph.dependsOn(release, identity)).to.equal(true);
    });

    it("never downgrades the driver that mounts the files in an upgrade of Kubernetes", () => {
        const versions = Object.values(kubernetesVersions).map(({ addOns }) => addOns["aws-efs-csi-driver"]);

        expect(versions).to.deep.equal([...versions].sort());
    });

    it("opens its endpoint only to the listed CIDRs", async () => {
        const graph = await recordCluster("update", { publicAccessCidrs: ["203.0.113.0/24"] });

        expect(graph.only("aws:eks/cluster:Cluster").inputs.vpcConfig).to.deep.include({
            endpointPrivateAccess: true,
            endpointPublicAccess: true,
            publicAccessCidrs: ["203.0.113.0/24"],
        });
    });

    for (const mode of ["preview", "update"] as const) {
        it(`opens its private endpoint to each block, under a name that does not depend on the other blocks (${mode})`, async () => {
            const cidrs = ["10.0.0.0/16", "192.168.4.0/22"];
            const graph = await recordCluster(mode, {
                publicAccessCidrs: ["203.0.113.0/24"],
                privateAccessCidrs: cidrs,
            });
            const [first, second] = graph.all(INGRESS_RULE);
            const securityGroupId =
                mode === "preview"
                    ? UNKNOWN_SENTINEL
                    : graph.only("eks:index:Cluster").outputs.clusterSecurityGroupId;
            const https = { securityGroupId, ipProtocol: "tcp", fromPort: 443, toPort: 443, tags };
            expect(graph.all(INGRESS_RULE)).to.have.length(2);
            expect([first, second].map((rule) => ({ name: rule?.name, inputs: rule?.inputs }))).to.deep.equal(
                [
                    {
                        name: "cluster-api-from-10-0-0-0-16",
                        inputs: {
                            ...https,
                            description: "Kubernetes API from 10.0.0.0/16",
                            cidrIpv4: "10.0.0.0/16",
                        },
                    },
                    {
                        name: "cluster-api-from-192-168-4-0-22",
                        inputs: {
                            ...https,
                            description: "Kubernetes API from 192.168.4.0/22",
                            cidrIpv4: "192.168.4.0/22",
                        },
                    },
                ],
            );
            expect(graph.only("aws:eks/cluster:Cluster").inputs.vpcConfig).to.deep.include({
                endpointPrivateAccess: true,
                endpointPublicAccess: true,
                publicAccessCidrs: ["203.0.113.0/24"],
            });

            const withFewer = await recordCluster(mode, { privateAccessCidrs: cidrs.slice(1) });
            expect(withFewer.all(INGRESS_RULE).map(({ urn }) => urn)).to.deep.equal([second?.urn]);
        });
    }

    it("creates Kubernetes objects after its private endpoint is open, and deletes them before it closes", async () => {
        const graph = await recordCluster("update", { privateAccessCidrs: ["10.0.0.0/16"] });

        const [provider] = graph
            .all("pulumi:providers:kubernetes")
            .filter(({ name }) => name === "cluster-kubernetes");
        const objects = graph.resources.filter(({ type }) => type.startsWith("kubernetes:"));
        expect(objects.map(({ provider: of }) => of?.split("::").at(-1))).to.deep.equal([provider?.name]);
        expect(provider?.dependencies).to.include(graph.only(INGRESS_RULE).urn);
    });

    it("opens its private endpoint to a runner, before it creates Kubernetes objects", async () => {
        const graph = await recordCluster("update", { runnerSecurityGroupId: "sg-runner" });
        const rule = graph.only(INGRESS_RULE);

        expect(rule.inputs).to.deep.include({
            referencedSecurityGroupId: "sg-runner",
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
        });
        expect(
            graph.all("pulumi:providers:kubernetes").find(({ name }) => name === "cluster-kubernetes")
                ?.dependencies,
        ).to.include(rule.urn);
    });

    for (const list of ["publicAccessCidrs", "privateAccessCidrs"] as const) {
        for (const everyone of ["0.0.0.0/0", "::/0"]) {
            it(`rejects an endpoint open to ${everyone} by ${list}`, async () => {
                let message = "";
                await recordCluster("update", { [list]: ["203.0.113.0/24", everyone] }).catch(
                    (error: unknown) => {
                        message = (error as Error).message;
                    },
                );

                expect(message).to.equal(`${list}: must list networks of your own, got ${everyone}`);
            });
        }
    }

    it("logs to a group that exists before it, with the given key and a retention", async () => {
        const graph = await recordCluster("update");

        const group = graph.only("aws:cloudwatch/logGroup:LogGroup");
        expect(group.inputs).to.deep.include({
            name: "/aws/eks/posit-connect-test/cluster",
            retentionInDays: 90,
            kmsKeyId: logKeyArn,
        });
        expect(graph.dependsOn(graph.only("eks:index:Cluster"), group)).to.equal(true);
    });

    for (const mode of ["preview", "update"] as const) {
        it(`gives access only to its administrators, and none to its creator (${mode})`, async () => {
            const graph = await recordCluster(mode, {
                administratorRoleArns: [DEPLOYER, "arn:aws:iam::123456789012:user/teams/me"],
            });

            expect(graph.only("aws:eks/cluster:Cluster").inputs.accessConfig).to.deep.equal({
                authenticationMode: "API",
                bootstrapClusterCreatorAdminPermissions: false,
            });
            expect(graph.all(ENTRY).map(({ inputs }) => inputs)).to.deep.equal([
                { clusterName: "posit-connect-test", principalArn: DEPLOYER, tags },
                {
                    clusterName: "posit-connect-test",
                    principalArn: "arn:aws:iam::123456789012:user/teams/me",
                    tags,
                },
            ]);
            expect(graph.all(ASSOCIATION).map(({ inputs }) => inputs)).to.deep.equal(
                graph.all(ENTRY).map(({ inputs }) => ({
                    clusterName: "posit-connect-test",
                    principalArn: inputs.principalArn,
                    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                    accessScope: { type: "cluster" },
                })),
            );
        });
    }

    it("lets viewers read everything in the cluster, and nothing else", async () => {
        const viewer = "arn:aws:iam::123456789012:role/posit-connect-ci/test-preview";
        const graph = await recordCluster("update", { viewerRoleArns: [viewer] });

        expect(
            graph.all(ASSOCIATION).map(({ inputs }) => [inputs.principalArn, inputs.policyArn]),
        ).to.deep.equal([
            [DEPLOYER, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"],
            [viewer, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"],
        ]);
    });

    it("has an entry for each of two administrators with similar names", async () => {
        const administratorRoleArns = [
            "arn:aws:iam::123456789012:role/a/b-c",
            "arn:aws:iam::123456789012:role/a-b/c",
            "arn:aws:iam::123456789012:user/a/b-c",
            "arn:aws:iam::111122223333:role/a/b-c",
            "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/us-east-1/AWSReservedSSO_Admin_0123456789abcdef",
        ];
        const graph = await recordCluster("update", { administratorRoleArns });

        expect(graph.all(ENTRY).map(({ name, inputs }) => [name, inputs.principalArn])).to.deep.equal(
            administratorRoleArns.map((arn) => [`cluster-${arn.slice(13).replace(":", "/")}`, arn]),
        );
    });

    it("creates Kubernetes objects after its administrators have access, and deletes them before", async () => {
        const graph = await recordCluster("update");

        const provider = graph
            .all("pulumi:providers:kubernetes")
            .find(({ name }) => name === "cluster-kubernetes");
        const agent = graph.all(ADD_ON).find(({ inputs }) => inputs.addonName === "eks-pod-identity-agent");
        expect(provider?.dependencies).to.include.members([graph.only(ASSOCIATION).urn, String(agent?.urn)]);
        expect(agent?.dependencies).to.include(graph.only(ASSOCIATION).urn);
        expect(graph.only(ASSOCIATION).dependencies).to.include(graph.only(ENTRY).urn);
    });

    it("puts its nodes in every private subnet", async () => {
        const graph = await recordCluster("update");

        expect(subnetsOf(graph, graph.only(NODE_GROUP), "subnetIds").flatMap(keysOf)).to.deep.equal([
            "subnet-private-a",
            "subnet-private-b",
            "subnet-private-c",
        ]);
    });

    it("starts nodes from the release that a stack chooses, otherwise from the newest", async () => {
        const chosen = await recordCluster("update", { nodeReleaseVersion: "1.35.3-20260415" });
        const newest = await recordCluster("update");

        expect(newest.only(NODE_GROUP).inputs).to.not.have.property("releaseVersion");
        expect(chosen.only(NODE_GROUP).inputs).to.deep.equal({
            ...newest.only(NODE_GROUP).inputs,
            releaseVersion: "1.35.3-20260415",
        });
    });

    it("leaves the number of nodes to an autoscaler after creation", async () => {
        const group = (await recordCluster("update")).only(NODE_GROUP);

        expect(group.inputs.scalingConfig).to.deep.equal({ minSize: 3, maxSize: 6, desiredSize: 3 });
        expect(group.ignoreChanges).to.deep.equal(["scalingConfig.desiredSize"]);
    });

    it("starts nodes with encrypted disks and an instance metadata service that pods do not reach", async () => {
        const template = (await recordCluster("update")).only("aws:ec2/launchTemplate:LaunchTemplate");

        expect(template.inputs).to.deep.include({
            metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
            blockDeviceMappings: [
                {
                    deviceName: "/dev/xvda",
                    ebs: {
                        volumeSize: 100,
                        volumeType: "gp3",
                        encrypted: "true",
                        deleteOnTermination: "true",
                    },
                },
            ],
        });
    });

    it("has further node groups with their own types, sizes, disks, labels and taints", async () => {
        const memory: NodeGroup = {
            role: "content",
            capacity: "onDemand",
            availabilityZones: ["us-east-1a", "us-east-1c"],
            instanceTypes: ["r6i.4xlarge", "r5.4xlarge"],
            minSize: 0,
            maxSize: 4,
            diskGiB: 200,
            labels: { pool: "memory" },
            taints: [{ key: "pool", value: "memory", effect: "NO_SCHEDULE" }],
        };
        const graph = await recordCluster("update", {
            nodeGroups: { ...settings.cluster.nodeGroups, memory },
        });

        const group = graph.all(NODE_GROUP).find(({ name }) => name === "cluster-memory");
        expect(group?.inputs).to.deep.include({
            instanceTypes: memory.instanceTypes,
            subnetIds: ["subnet-private-a", "subnet-private-c"],
            labels: { pool: "memory", workload: "connect-content" },
            taints: memory.taints,
            scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
            forceUpdateVersion: true,
            updateConfig: { maxUnavailable: 1 },
        });
        const disks = graph
            .all("aws:ec2/launchTemplate:LaunchTemplate")
            .map(
                ({ inputs }) =>
                    (inputs.blockDeviceMappings as { ebs: { volumeSize: number } }[])[0]?.ebs.volumeSize,
            );
        expect(disks).to.deep.equal([100, 200]);
    });

    it("allows a zonal shift unless the settings do not", async () => {
        for (const zonalShift of [true, false]) {
            const graph = await recordCluster("update", { zonalShift });
            expect(graph.only("aws:eks/cluster:Cluster").inputs.zonalShiftConfig).to.deep.equal({
                enabled: zonalShift,
            });
        }
    });

    it("gives nodes only the permissions of a node", async () => {
        const graph = await recordCluster("update");

        const policies = graph
            .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .filter(({ name }) => name.startsWith("cluster-nodes-"))
            .map(({ inputs }) => inputs.policyArn);
        expect(policies).to.deep.equal([
            "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
            "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        ]);
    });

    it("lets Systems Manager reach the nodes with sessionManager only, and read no parameter", async () => {
        const policies = async (sessionManager: boolean): Promise<unknown[]> =>
            (await recordCluster("update", { sessionManager }))
                .all("aws:iam/rolePolicy:RolePolicy")
                .filter(({ name }) => name === "cluster-nodes-sessions")
                .map(({ inputs }) => JSON.parse(String(inputs.policy)) as unknown);

        expect(await policies(false)).to.deep.equal([]);
        expect(await policies(true)).to.deep.equal([
            {
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: [
                            "ssm:UpdateInstanceInformation",
                            "ssmmessages:CreateControlChannel",
                            "ssmmessages:CreateDataChannel",
                            "ssmmessages:OpenControlChannel",
                            "ssmmessages:OpenDataChannel",
                        ],
                        Resource: "*",
                    },
                ],
            },
        ]);
    });

    it("keeps the kubeconfig secret, and the Kubernetes objects when it changes", async () => {
        const graph = await recordCluster("update");

        const provider = graph
            .all("pulumi:providers:kubernetes")
            .find(({ name }) => name === "cluster-kubernetes");
        expect(provider?.inputs).to.deep.include({
            clusterIdentifier: "posit-connect-test",
            kubeconfig: {
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                ciphertext: "",
            },
        });
    });

    it("signs in with the profile and the role of the AWS provider, and with neither by default", async () => {
        const signIn = { profile: "company", roleArn: DEPLOYER };
        const found: string[][] = [];
        for (const changes of [{}, { signIn }]) {
            await recordCluster("update", changes, ({ kubeconfig }) => {
                kubeconfig.apply((text) => {
                    const { users } = JSON.parse(text) as { users: { user: { exec: { args: string[] } } }[] };
                    found.push(users.flatMap(({ user }) => user.exec.args.slice(6)));
                });
            });
        }

        expect(found).to.deep.equal([
            ["--output", "json"],
            ["--output", "json", "--role", DEPLOYER, "--profile", "company"],
        ]);
    });

    it("opens a port to one security group for each caller", async () => {
        const graph = await recordCluster("update", {}, (cluster) => {
            cluster.allowFrom("load-balancer", "sg-alb", 3939);
        });

        expect(
            graph.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs,
        ).to.deep.include({
            referencedSecurityGroupId: "sg-alb",
            ipProtocol: "tcp",
            fromPort: 3939,
            toPort: 3939,
            tags,
        });
    });
});
