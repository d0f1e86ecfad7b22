import * as kubernetes from "@pulumi/kubernetes";
import { expect } from "chai";
import {
    LoadBalancerController,
    type LoadBalancerControllerArgs,
} from "../../components/loadBalancerController";
import type { Graph } from "../../graph/graph";
import { isSecret } from "../../lib/wire";
import { account, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";

const SECRET = "kubernetes:core/v1:Secret";

function recordController(mode: Mode, changes: Partial<LoadBalancerControllerArgs> = {}): Promise<Graph> {
    return record(mode, () => {
        const controller = new LoadBalancerController("controller", {
            ...settings.cluster.controller,
            placement: {},
            ...changes,
            account,
            tags,
            clusterName: "prod",
            physicalName: "posit-connect-test",
            clusterArn: "arn:aws:eks:us-east-1:123456789012:cluster/prod",
            vpcId: "vpc-1",
            provider: new kubernetes.Provider("kubernetes", { kubeconfig: "{}" }),
            ready: [],
        });
        controller.allowBinding("binding", "prod");
    });
}

/** Permissions of the controller's role: actions and resource of each statement. */
function permissions(graph: Graph): { name: string; statements: unknown }[] {
    return graph.all("aws:iam/rolePolicy:RolePolicy").map(({ name, inputs }) => ({
        name,
        statements: (JSON.parse(String(inputs.policy)) as { Statement: unknown }).Statement,
    }));
}

describe("LoadBalancerController", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is a release with a role of its own (${mode})`, async () => {
            const graph = await recordController(mode);

            expect(graph.count()).to.deep.equal({
                "posit-connect:index:LoadBalancerController": 1,
                "pulumi:providers:kubernetes": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicy:RolePolicy": 2,
                "aws:eks/podIdentityAssociation:PodIdentityAssociation": 1,
                "kubernetes:helm.sh/v3:Release": 1,
            });
        });

        it(`starts after its role has its permissions (${mode})`, async () => {
            const graph = await recordController(mode);

            const release = graph.only("kubernetes:helm.sh/v3:Release");
            const [look] = graph.all("aws:iam/rolePolicy:RolePolicy");
            const identity = graph.only("aws:eks/podIdentityAssociation:PodIdentityAssociation");
            expect(look?.name).to.equal("controller-look");
            expect(release.dependencies).to.include.members([look?.urn, identity.urn]);
        });
    }

    it("may read targets, and change one target group only", async () => {
        expect(permissions(await recordController("update"))).to.deep.equal([
            {
                name: "controller-look",
                statements: [
                    {
                        Effect: "Allow",
                        Action: [
                            "ec2:DescribeInstances",
                            "ec2:DescribeSecurityGroups",
                            "ec2:DescribeVpcs",
                            "elasticloadbalancing:DescribeTargetGroups",
                            "elasticloadbalancing:DescribeTargetHealth",
                        ],
                        Resource: "*",
                    },
                ],
            },
            {
                name: "binding",
                statements: [
                    {
                        Effect: "Allow",
                        Action: [
                            "elasticloadbalancing:RegisterTargets",
                            "elasticloadbalancing:DeregisterTargets",
                        ],
                        Resource: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/prod/*",
                    },
                ],
            },
        ]);
    });

    it("trusts one service account of one cluster", async () => {
        const role = (await recordController("update")).only("aws:iam/role:Role");

        expect(JSON.parse(String(role.inputs.assumeRolePolicy))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "pods.eks.amazonaws.com" },
                    Action: ["sts:AssumeRole", "sts:TagSession"],
                    Condition: {
                        StringEquals: {
                            "aws:SourceAccount": "123456789012",
                            "aws:RequestTag/eks-cluster-arn":
                                "arn:aws:eks:us-east-1:123456789012:cluster/prod",
                            "aws:RequestTag/kubernetes-namespace": "kube-system",
                            "aws:RequestTag/kubernetes-service-account": "aws-load-balancer-controller",
                        },
                    },
                },
            ],
        });
    });

    it("has its region and VPC in its values, as pods cannot reach the instance metadata", async () => {
        const { inputs } = (await recordController("update")).only("kubernetes:helm.sh/v3:Release");

        expect(inputs.values).to.deep.include({ clusterName: "prod", region: "us-east-1", vpcId: "vpc-1" });
    });

    it("comes from a mirror if one is set", async () => {
        const graph = await recordController("update", {
            chart: "oci://mirror.example.com/aws-load-balancer-controller",
            repository: "",
            imageRepository: "mirror.example.com/controller",
        });

        const { inputs } = graph.only("kubernetes:helm.sh/v3:Release");
        expect(inputs.chart).to.equal("oci://mirror.example.com/aws-load-balancer-controller");
        expect(inputs.repositoryOpts).to.equal(undefined);
        expect(inputs.values).to.deep.include({ image: { repository: "mirror.example.com/controller" } });
        expect(inputs.values).not.to.have.property("imagePullSecrets");
        expect(graph.all(SECRET)).to.deep.equal([]);
    });

    for (const mode of ["preview", "update"] as const) {
        it(`pulls its image from a private registry with a secret of its own, created first (${mode})`, async () => {
            const graph = await recordController(mode, {
                imageRepository: "mirror.example.com/controller",
                registryCredentials: "the credentials",
            });

            const secret = graph.only(SECRET);
            const release = graph.only("kubernetes:helm.sh/v3:Release");
            const { metadata, type, stringData } = secret.inputs as Record<string, Record<string, unknown>>;
            expect({ metadata, type }).to.deep.equal({
                metadata: { name: "aws-load-balancer-controller-registry", namespace: "kube-system" },
                type: "kubernetes.io/dockerconfigjson",
            });
            expect(isSecret(stringData) || isSecret(stringData?.[".dockerconfigjson"])).to.equal(true);
            expect(release.inputs.values).to.deep.include({
                imagePullSecrets: [{ name: "aws-load-balancer-controller-registry" }],
            });
            expect(release.dependencies).to.include(secret.urn);
            expect(JSON.stringify(graph.resources)).not.to.include("the credentials");
        });
    }

    it("needs no credentials for the chart's own image, which is public", async () => {
        const graph = await recordController("update", { registryCredentials: "the credentials" });

        const { values } = graph.only("kubernetes:helm.sh/v3:Release").inputs;
        expect(graph.all(SECRET)).to.deep.equal([]);
        expect(values).not.to.have.property("imagePullSecrets");
    });
});
