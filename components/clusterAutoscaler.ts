import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSettings } from "../stacks/sections/cluster";
import { type AwsControllerArgs, createControllerRole, SYSTEM_NAMESPACE } from "./awsController";
import { chartRepository } from "./chartRepository";
import { createPullSecrets } from "./createPullSecrets";

type AutoscalerSettings = ClusterSettings["autoscaler"];

export interface ClusterAutoscalerArgs extends AutoscalerSettings, AwsControllerArgs {
    /** Tag of the image: the autoscaler simulates the scheduler of one minor version of Kubernetes. */
    imageTag: string;
    /** The node groups that it scales, with their sizes. It knows no other group. */
    groups: { resource: aws.eks.NodeGroup; name: string; minSize: number; maxSize: number }[];
}

/** Source: the releases of kubernetes/autoscaler, cluster-autoscaler-chart-9.56.0 of 2026-03-02. */
const CHART_VERSION = "9.56.0";

const SERVICE_ACCOUNT = "cluster-autoscaler";
const PULL_SECRET = "cluster-autoscaler-registry";

/**
 * The Kubernetes Cluster Autoscaler for the node groups of content. EKS marks every managed node group for its discovery, so the
 * groups are named instead: it cannot change those of servers, and its role cannot either.
 *
 * Source of the rights: kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws/README.md, "Full Cluster Autoscaler Features
 * Policy". With `eks:DescribeNodegroup`, it reads labels and taints of a group without nodes from EKS.
 */
export class ClusterAutoscaler extends pulumi.ComponentResource {
    constructor(name: string, args: ClusterAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:ClusterAutoscaler", name, {}, opts);
        const { partition, region, id } = args.account;
        const { role, identity } = createControllerRole(
            name,
            args,
            { part: "autoscaler", description: "Cluster Autoscaler", serviceAccount: SERVICE_ACCOUNT },
            this,
        );
        const policy = new aws.iam.RolePolicy(
            name,
            {
                role: role.id,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: [
                                "autoscaling:DescribeAutoScalingGroups",
                                "autoscaling:DescribeAutoScalingInstances",
                                "autoscaling:DescribeLaunchConfigurations",
                                "autoscaling:DescribeScalingActivities",
                                "ec2:DescribeImages",
                                "ec2:DescribeInstanceTypes",
                                "ec2:DescribeLaunchTemplateVersions",
                                "ec2:GetInstanceTypesFromInstanceRequirements",
                            ],
                            // These actions do not support resources.
                            Resource: "*",
                        },
                        {
                            Effect: "Allow",
                            Action: "eks:DescribeNodegroup",
                            Resource: `arn:${partition}:eks:${region}:${id}:nodegroup/${args.physicalName}/*`,
                        },
                        {
                            Effect: "Allow",
                            Action: [
                                "autoscaling:SetDesiredCapacity",
                                "autoscaling:TerminateInstanceInAutoScalingGroup",
                            ],
                            // EKS names the group after the node group, whose name Pulumi completes with digits.
                            Resource: args.groups.map(
                                (group) =>
                                    `arn:${partition}:autoscaling:${region}:${id}:autoScalingGroup:*:autoScalingGroupName/eks-${group.name}-*`,
                            ),
                            Condition: {
                                StringEquals: { "aws:ResourceTag/eks:cluster-name": args.physicalName },
                            },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        const pullSecrets = createPullSecrets(
            `${name}-registry`,
            { name: PULL_SECRET, namespace: SYSTEM_NAMESPACE },
            args,
            { parent: this, provider: args.provider },
        );
        new kubernetes.helm.v3.Release(
            name,
            {
                name: SERVICE_ACCOUNT,
                namespace: SYSTEM_NAMESPACE,
                chart: args.chart,
                version: CHART_VERSION,
                ...chartRepository(args, args.chartPassword),
                atomic: true,
                timeout: 600,
                values: {
                    fullnameOverride: SERVICE_ACCOUNT,
                    cloudProvider: "aws",
                    // Pods cannot reach the instance metadata, which is its default source.
                    awsRegion: region,
                    autoscalingGroups: args.groups.map(({ resource, minSize, maxSize }) => ({
                        name: autoScalingGroupOf(resource),
                        minSize,
                        maxSize,
                    })),
                    image: {
                        tag: args.imageTag,
                        ...(args.imageRepository === undefined ? {} : { repository: args.imageRepository }),
                        ...(pullSecrets.length === 0 ? {} : { pullSecrets: [PULL_SECRET] }),
                    },
                    extraArgs: {
                        // The minimum is the autoscaler's own: raising it needs no number of nodes from an operator.
                        "enforce-node-group-min-size": true,
                        // Content has a volume of its node's disk. Its annotation decides instead.
                        "skip-nodes-with-local-storage": false,
                    },
                    rbac: { serviceAccount: { create: true, name: SERVICE_ACCOUNT } },
                    resources: { requests: { cpu: "100m", memory: "300Mi" }, limits: { memory: "600Mi" } },
                    ...args.placement,
                },
            },
            {
                parent: this,
                provider: args.provider,
                dependsOn: [identity, policy, ...pullSecrets, ...args.ready],
            },
        );
        this.registerOutputs({});
    }
}

/** Name of the Auto Scaling group that EKS creates for a node group. */
function autoScalingGroupOf(nodeGroup: aws.eks.NodeGroup): pulumi.Output<string> {
    return pulumi.all([nodeGroup.resources, nodeGroup.id]).apply(([[resources], group]) => {
        const name = resources?.autoscalingGroups[0]?.name;
        if (name === undefined) {
            throw new pulumi.RunError(
                `EKS returned no Auto Scaling group for the node group ${group}, which the Cluster Autoscaler scales by its name. ` +
                    "Read it with `pulumi refresh`, then run `pulumi up` again.",
            );
        }
        return name;
    });
}
