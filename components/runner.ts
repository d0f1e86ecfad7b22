import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { IamSettings } from "../stacks/sections/iam";
import type { RunnerSettings } from "../stacks/sections/runner";
import type { Network } from "./network";
import { roleName } from "./roleName";

export interface RunnerArgs extends RunnerSettings, IamSettings {
    /** Network whose private subnets hold the jobs. */
    network: Network;
    account: Account;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;
    /** Name of the project in CodeBuild: the labels of jobs contain it. Changing it replaces the project. */
    physicalName: string;
    /** Key that the logs are encrypted with; its policy admits CloudWatch Logs. */
    logKeyArn: pulumi.Input<string>;
}

/** Minutes that a job may take: more than each job of the workflows, which have limits of their own. */
const JOB_MINUTES = 150;

/** Minutes that a job waits for its runner. */
const QUEUE_MINUTES = 30;

/** Workflows that need the cluster. Jobs of others stay on GitHub's runners, even with the runner's label. */
const WORKFLOWS = "^(preview|deploy|drift)$";

/**
 * A runner of GitHub Actions in the private subnets: AWS CodeBuild starts a new machine for each job and deletes it afterwards.
 *
 * Nothing can connect to it. It connects on port 443 only, and its role can do nothing but run: a job gets its rights in AWS from the
 * role that it assumes with GitHub's token.
 *
 * Source: AWS CodeBuild user guide, "Configure a CodeBuild-hosted GitHub Actions runner" and "Use AWS CodeBuild with Amazon Virtual
 * Private Cloud".
 */
export class Runner extends pulumi.ComponentResource {
    /** Security group of the jobs. */
    readonly securityGroupId: pulumi.Output<string>;

    constructor(name: string, args: RunnerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Runner", name, {}, opts);
        const { account, network, physicalName, tags } = args;

        const securityGroup = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: network.vpcId,
                description: "Jobs of GitHub Actions",
                tags: { ...tags, Name: `${physicalName}-runner` },
            },
            { parent: this },
        );
        this.securityGroupId = securityGroup.id;
        const internet = new aws.vpc.SecurityGroupEgressRule(
            `${name}-to-internet`,
            {
                securityGroupId: securityGroup.id,
                description: "HTTPS to GitHub, npm, Pulumi, AWS and the Kubernetes API",
                cidrIpv4: "0.0.0.0/0",
                ipProtocol: "tcp",
                fromPort: 443,
                toPort: 443,
                tags,
            },
            { parent: this },
        );

        const logGroup = new aws.cloudwatch.LogGroup(
            name,
            {
                name: `/aws/codebuild/${physicalName}/runner`,
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logKeyArn,
                tags,
            },
            { parent: this },
        );
        const role = new aws.iam.Role(
            name,
            {
                name: roleName(physicalName, "runner", account),
                description: `Runner of GitHub Actions for ${physicalName}`,
                permissionsBoundary: args.permissionsBoundaryArn,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "codebuild.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            Condition: { StringEquals: { "aws:SourceAccount": account.id } },
                        },
                    ],
                }),
                tags,
            },
            { parent: this },
        );
        const policy = new aws.iam.RolePolicy(
            name,
            { role: role.id, policy: runnerPolicy(args, logGroup.name) },
            { parent: this },
        );
        const project = new aws.codebuild.Project(
            name,
            {
                name: physicalName,
                description: `Runner of GitHub Actions for ${args.repository}`,
                serviceRole: role.arn,
                source: {
                    type: "GITHUB",
                    location: `https://github.com/${args.repository}.git`,
                    auth: { type: "CODECONNECTIONS", resource: args.connectionArn },
                    gitCloneDepth: 1,
                },
                artifacts: { type: "NO_ARTIFACTS" },
                environment: {
                    type: "LINUX_CONTAINER",
                    // 4 vCPUs and 7 GB: a preview runs Node.js, the policy pack and four providers.
                    computeType: "BUILD_GENERAL1_MEDIUM",
                    image: "aws/codebuild/standard:7.0",
                },
                vpcConfig: {
                    vpcId: network.vpcId,
                    subnets: network.privateSubnets.map(({ id }) => id),
                    securityGroupIds: [securityGroup.id],
                },
                logsConfig: { cloudwatchLogs: { groupName: logGroup.name } },
                buildTimeout: JOB_MINUTES,
                queuedTimeout: QUEUE_MINUTES,
                tags,
            },
            { parent: this, dependsOn: [policy, internet, ...network.routes] },
        );
        new aws.codebuild.Webhook(
            name,
            {
                projectName: project.name,
                buildType: "BUILD",
                filterGroups: [
                    {
                        filters: [
                            { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
                            { type: "WORKFLOW_NAME", pattern: WORKFLOWS },
                        ],
                    },
                ],
            },
            { parent: this },
        );
        this.registerOutputs({ securityGroupId: this.securityGroupId });
    }
}

/** Rights to write its log, to read the connection, and to attach its machine to the private subnets. */
function runnerPolicy(
    { account: { partition, region, id }, connectionArn }: RunnerArgs,
    logGroup: pulumi.Input<string>,
): pulumi.Output<string> {
    return pulumi.output(logGroup).apply((group) =>
        JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource: `arn:${partition}:logs:${region}:${id}:log-group:${group}:*`,
                },
                {
                    Effect: "Allow",
                    Action: [
                        "codeconnections:GetConnection",
                        "codeconnections:GetConnectionToken",
                        "codeconnections:UseConnection",
                    ],
                    Resource: connectionArn,
                },
                {
                    Effect: "Allow",
                    Action: [
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeDhcpOptions",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSecurityGroups",
                        "ec2:DescribeSubnets",
                        "ec2:DescribeVpcs",
                    ],
                    Resource: "*",
                },
                {
                    Effect: "Allow",
                    Action: "ec2:CreateNetworkInterfacePermission",
                    Resource: `arn:${partition}:ec2:${region}:${id}:network-interface/*`,
                    Condition: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } },
                },
            ],
        }),
    );
}
