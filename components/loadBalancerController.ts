import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { ClusterSettings } from "../stacks/sections/cluster";
import { type AwsControllerArgs, createControllerRole, SYSTEM_NAMESPACE } from "./awsController";
import { chartRepository } from "./chartRepository";
import { createPullSecrets } from "./createPullSecrets";

type ControllerSettings = ClusterSettings["controller"];

export interface LoadBalancerControllerArgs extends ControllerSettings, AwsControllerArgs {
    vpcId: pulumi.Input<string>;
}

/** Chart and controller have one version. Source: the index of https://aws.github.io/eks-charts. */
const CHART_VERSION = "3.5.0";

const SERVICE_ACCOUNT = "aws-load-balancer-controller";
const PULL_SECRET = "aws-load-balancer-controller-registry";

/**
 * The AWS Load Balancer Controller, which here only binds pods to target groups: load balancers, listeners and
 * security groups are the program's own.
 *
 * It can only read until {@link LoadBalancerController.allowBinding} opens one target group to it.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
    readonly release: kubernetes.helm.v3.Release;

    private readonly account: Account;
    private readonly role: aws.iam.Role;

    constructor(name: string, args: LoadBalancerControllerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:LoadBalancerController", name, {}, opts);
        this.account = args.account;
        const { role, identity } = createControllerRole(
            name,
            args,
            {
                part: "lb-controller",
                description: "AWS Load Balancer Controller",
                serviceAccount: SERVICE_ACCOUNT,
            },
            this,
        );
        this.role = role;
        // Source: the controller's installation guide, "to existing target groups"; its issue 2542 for the VPC.
        const look = new aws.iam.RolePolicy(
            `${name}-look`,
            {
                role: this.role.id,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: [
                                "ec2:DescribeInstances",
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeVpcs",
                                "elasticloadbalancing:DescribeTargetGroups",
                                "elasticloadbalancing:DescribeTargetHealth",
                            ],
                            // These actions do not support resources.
                            Resource: "*",
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
        this.release = new kubernetes.helm.v3.Release(
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
                    clusterName: args.clusterName,
                    // Pods cannot reach the instance metadata, which is its default source.
                    region: args.account.region,
                    vpcId: args.vpcId,
                    ...(args.imageRepository === undefined
                        ? {}
                        : { image: { repository: args.imageRepository } }),
                    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: [{ name: PULL_SECRET }] }),
                    replicaCount: 2,
                    ...args.placement,
                    podDisruptionBudget: { maxUnavailable: 1 },
                    resources: { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "500Mi" } },
                    serviceAccount: { create: true, name: SERVICE_ACCOUNT },
                    // There is no Ingress, Gateway or Service of type LoadBalancer here: a controller that does not start
                    // needs no permission.
                    createIngressClassResource: false,
                    enableServiceMutatorWebhook: false,
                    // Without the controller, a pod starts without its readiness gate instead of never.
                    podMutatorWebhookConfig: { failurePolicy: "Ignore" },
                    enableBackendSecurityGroup: false,
                    enableShield: false,
                    enableWaf: false,
                    enableWafv2: false,
                    controllerConfig: {
                        featureGates: {
                            EnableServiceController: false,
                            NLBGatewayAPI: false,
                            ALBGatewayAPI: false,
                        },
                    },
                    // With a new certificate, every upgrade would be a change.
                    keepTLSSecret: true,
                },
            },
            {
                parent: this,
                provider: args.provider,
                dependsOn: [identity, look, ...pullSecrets, ...args.ready],
            },
        );
        this.registerOutputs({});
    }

    /**
     * Lets the controller register pods with one target group.
     *
     * @returns the resource that a `TargetGroupBinding` for it must depend on.
     */
    allowBinding(name: string, targetGroupName: string): pulumi.Resource {
        const { partition, region, id } = this.account;
        return new aws.iam.RolePolicy(
            name,
            {
                role: this.role.id,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: [
                                "elasticloadbalancing:RegisterTargets",
                                "elasticloadbalancing:DeregisterTargets",
                            ],
                            // By its name, which is unique here: a first preview can check the policy.
                            Resource: `arn:${partition}:elasticloadbalancing:${region}:${id}:targetgroup/${targetGroupName}/*`,
                        },
                    ],
                }),
            },
            { parent: this },
        );
    }
}
