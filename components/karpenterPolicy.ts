import type { Account } from "../stacks/account";

export interface KarpenterPolicyArgs {
    account: Account;
    /** Name of the cluster in AWS. */
    clusterName: string;
    /** Name of the nodes' role. */
    nodeRoleName: string;
    /** Name of the queue with events about instances. */
    queueName: string;
    /** Whether Karpenter respects a zonal shift of the cluster. */
    zonalShift: boolean;
}

/**
 * Rights of Karpenter's controller: it starts instances, launch templates and disks only with the cluster's tags, and ends only
 * those that have them. Names instead of ids, so that a first preview can check the policy.
 *
 * Left out of the published policy: instance profiles, which the program creates, and prices, which Karpenter's release contains
 * (`isolatedVPC`); placement groups and capacity reservations, which no pool names, except that Karpenter lists them.
 *
 * Source: aws/karpenter-provider-aws v1.14.1, getting-started-with-karpenter/cloudformation.yaml; its reference page "CloudFormation"
 * explains each statement.
 */
export function karpenterPolicy(args: KarpenterPolicyArgs): string {
    const { clusterName, nodeRoleName, queueName, zonalShift } = args;
    const { partition, region, id } = args.account;
    const ec2 = (...kinds: string[]): string[] =>
        kinds.map((kind) => `arn:${partition}:ec2:${region}:${id}:${kind}/*`);
    const created = [
        "fleet",
        "instance",
        "volume",
        "network-interface",
        "launch-template",
        "spot-instances-request",
    ];
    const owned = { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" };
    const ofPool = { "aws:ResourceTag/karpenter.sh/nodepool": "*" };
    const tagged = {
        [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: "owned",
        "aws:RequestTag/eks:eks-cluster-name": clusterName,
    };
    const taggedForPool = { "aws:RequestTag/karpenter.sh/nodepool": "*" };
    const clusterArn = `arn:${partition}:eks:${region}:${id}:cluster/${clusterName}`;
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "UseImagesAndNetworks",
                Effect: "Allow",
                Action: ["ec2:RunInstances", "ec2:CreateFleet"],
                Resource: [
                    // Public images, and their snapshots, belong to no account in an ARN.
                    `arn:${partition}:ec2:${region}::image/*`,
                    `arn:${partition}:ec2:${region}::snapshot/*`,
                    ...ec2("security-group"),
                    // A shared subnet belongs to another account.
                    `arn:${partition}:ec2:${region}:*:subnet/*`,
                ],
            },
            {
                Sid: "UseOwnLaunchTemplates",
                Effect: "Allow",
                Action: ["ec2:RunInstances", "ec2:CreateFleet"],
                Resource: ec2("launch-template"),
                Condition: { StringEquals: owned, StringLike: ofPool },
            },
            {
                Sid: "CreateTaggedInstances",
                Effect: "Allow",
                Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
                Resource: ec2(...created),
                Condition: { StringEquals: tagged, StringLike: taggedForPool },
            },
            {
                Sid: "TagWhileCreating",
                Effect: "Allow",
                Action: "ec2:CreateTags",
                Resource: ec2(...created),
                Condition: {
                    StringEquals: {
                        ...tagged,
                        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                    },
                    StringLike: taggedForPool,
                },
            },
            {
                Sid: "TagOwnInstances",
                Effect: "Allow",
                Action: "ec2:CreateTags",
                Resource: ec2("instance"),
                Condition: {
                    StringEquals: owned,
                    StringLike: ofPool,
                    StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
                    "ForAllValues:StringEquals": {
                        "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
                    },
                },
            },
            {
                Sid: "DeleteOwnInstances",
                Effect: "Allow",
                Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
                Resource: ec2("instance", "launch-template"),
                Condition: { StringEquals: owned, StringLike: ofPool },
            },
            {
                Sid: "PassNodeRole",
                Effect: "Allow",
                Action: "iam:PassRole",
                Resource: `arn:${partition}:iam::${id}:role/${nodeRoleName}`,
                Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
            },
            {
                Sid: "ReadCluster",
                Effect: "Allow",
                Action: "eks:DescribeCluster",
                Resource: clusterArn,
            },
            {
                Sid: "ReadEvents",
                Effect: "Allow",
                Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
                Resource: `arn:${partition}:sqs:${region}:${id}:${queueName}`,
            },
            {
                Sid: "ReadInstances",
                Effect: "Allow",
                Action: [
                    "ec2:DescribeCapacityReservations",
                    "ec2:DescribeImages",
                    "ec2:DescribeInstances",
                    "ec2:DescribeInstanceStatus",
                    "ec2:DescribeInstanceTypeOfferings",
                    "ec2:DescribeInstanceTypes",
                    "ec2:DescribeLaunchTemplates",
                    "ec2:DescribePlacementGroups",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSpotPriceHistory",
                    "ec2:DescribeSubnets",
                ],
                // These actions do not support resources.
                Resource: "*",
                Condition: { StringEquals: { "aws:RequestedRegion": region } },
            },
            {
                Sid: "ReadImageReleases",
                Effect: "Allow",
                Action: "ssm:GetParameter",
                Resource: `arn:${partition}:ssm:${region}::parameter/aws/service/eks/optimized-ami/*`,
            },
            ...(zonalShift
                ? [
                      {
                          Sid: "ReadZonalShift",
                          Effect: "Allow",
                          Action: "arc-zonal-shift:GetManagedResource",
                          // The action supports the cluster as a condition only.
                          Resource: "*",
                          Condition: {
                              StringEquals: { "arc-zonal-shift:ResourceIdentifier": clusterArn },
                          },
                      },
                  ]
                : []),
        ],
    });
}
