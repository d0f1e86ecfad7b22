import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSettings } from "../stacks/sections/cluster";
import { type AwsControllerArgs, createControllerRole, SYSTEM_NAMESPACE } from "./awsController";
import { chartRepository } from "./chartRepository";
import { createPullSecrets } from "./createPullSecrets";
import { InterruptionQueue } from "./interruptionQueue";
import { karpenterPolicy } from "./karpenterPolicy";
import { type KarpenterPool, nodeClassSpec, nodePoolSpec } from "./karpenterPool";
import type { Network } from "./network";
import { roleName } from "./roleName";
import { shortName } from "./shortName";

type KarpenterSettings = ClusterSettings["karpenter"];

export interface KarpenterArgs extends KarpenterSettings, AwsControllerArgs {
    /** Kubernetes minor version of the nodes. */
    nodeVersion: string;
    /** Release of the nodes' image: Karpenter never chooses one. */
    releaseVersion: string;
    /** Whether Karpenter respects a zonal shift of the cluster. */
    zonalShift: boolean;
    pools: KarpenterPool[];
    /** Minutes that content on a node has to end once the node is to be replaced or removed. */
    contentDrainTimeoutMinutes: number;
    /** Network whose private subnets hold the nodes. */
    network: Network;
    /** Security group of the nodes. */
    securityGroupId: pulumi.Input<string>;
    /** Role of the nodes, which have access to the cluster through a managed node group with it. */
    nodeRole: aws.iam.Role;
    /** Permissions of that role, which a node needs until its end. */
    nodePermissions: pulumi.Resource[];
}

/** Source: the releases of aws/karpenter-provider-aws, v1.14.1 of 2026-08-20; for Kubernetes 1.29 to 1.36, its page "Compatibility". */
const CHART_VERSION = "1.14.1";

/** Minutes in which nodes without content end, all at the same time, with room for retries. */
const NODE_END_MINUTES = 15;

const SERVICE_ACCOUNT = "karpenter";
const PULL_SECRET = "karpenter-registry";

/** The object has the group's name. An update waits until Karpenter accepts the object, and reports its reason if it does not. */
function metadataOf({ name }: KarpenterPool) {
    return { name, annotations: { "pulumi.com/waitFor": "condition=Ready" } };
}

/**
 * Karpenter for the nodes of content. It starts instances itself: they are neither in a managed node group nor in the state.
 *
 * The order of deletion keeps them from outliving the stack. Deleting a pool deletes its nodes (foreground deletion, and each NodeClaim's
 * finalizer), and Karpenter must still run, with its rights and the network, until they have ended.
 *
 * Source: https://karpenter.sh/docs/concepts/disruption/, "Manual Methods"; kubernetes-sigs/karpenter, pkg/utils/nodeclaim, `BlockOwnerDeletion`.
 */
export class Karpenter extends pulumi.ComponentResource {
    /** The pools, which content needs to start. */
    readonly pools: pulumi.Resource[];

    constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Karpenter", name, {}, opts);
        const queue = new InterruptionQueue(
            `${name}-interruptions`,
            { shortName: shortName(args.physicalName), account: args.account, tags: args.tags },
            { parent: this },
        );
        const release = this.createController(name, args, queue);
        const instanceProfile = new aws.iam.InstanceProfile(
            name,
            {
                name: roleName(args.physicalName, "nodes", args.account),
                role: args.nodeRole.name,
                tags: args.tags,
            },
            { parent: this },
        );
        this.pools = args.pools.map((pool) => this.createPool(args, pool, release, instanceProfile));
        this.registerOutputs({});
    }

    private createController(
        name: string,
        args: KarpenterArgs,
        queue: InterruptionQueue,
    ): kubernetes.helm.v3.Release {
        const { role, identity } = createControllerRole(
            name,
            args,
            { part: "karpenter", description: "Karpenter", serviceAccount: SERVICE_ACCOUNT },
            this,
        );
        const policy = new aws.iam.RolePolicy(
            name,
            {
                role: role.id,
                policy: karpenterPolicy({
                    account: args.account,
                    clusterName: args.physicalName,
                    nodeRoleName: roleName(args.physicalName, "nodes", args.account),
                    queueName: InterruptionQueue.nameOf(shortName(args.physicalName)),
                    zonalShift: args.zonalShift,
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
        const chart = {
            namespace: SYSTEM_NAMESPACE,
            version: CHART_VERSION,
            ...chartRepository(args, args.chartPassword),
            atomic: true,
            timeout: 600,
        };
        const definitions = new kubernetes.helm.v3.Release(
            `${name}-crd`,
            {
                name: "karpenter-crd",
                chart: args.crdChart,
                ...chart,
                // Deleting a definition would delete all pools, and their nodes.
                values: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } },
            },
            { parent: this, provider: args.provider, dependsOn: args.ready },
        );
        return new kubernetes.helm.v3.Release(
            name,
            {
                name: SERVICE_ACCOUNT,
                chart: args.chart,
                ...chart,
                // Helm never updates the definitions of a chart's folder `crds`.
                skipCrds: true,
                values: {
                    settings: {
                        clusterName: args.clusterName,
                        eksControlPlane: true,
                        interruptionQueue: queue.name,
                        enableZonalShift: args.zonalShift,
                        // It neither reads prices nor changes instance profiles, so it needs no rights for them.
                        isolatedVPC: true,
                    },
                    controller: {
                        // Pods cannot reach the instance metadata, which is its default source.
                        env: [{ name: "AWS_REGION", value: args.account.region }],
                        // A mirror may store the image under another digest.
                        ...(args.imageRepository === undefined
                            ? {}
                            : { image: { repository: args.imageRepository, digest: "" } }),
                        resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "1Gi" } },
                    },
                    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: [{ name: PULL_SECRET }] }),
                    serviceAccount: { create: true, name: SERVICE_ACCOUNT },
                    ...args.placement,
                },
            },
            {
                parent: this,
                provider: args.provider,
                dependsOn: [definitions, identity, policy, ...queue.ready, ...pullSecrets, ...args.ready],
            },
        );
    }

    private createPool(
        args: KarpenterArgs,
        pool: KarpenterPool,
        release: kubernetes.helm.v3.Release,
        instanceProfile: aws.iam.InstanceProfile,
    ): pulumi.Resource {
        const { availabilityZones } = pool.settings;
        const nodeClass = new kubernetes.apiextensions.CustomResource(
            pool.resourceName,
            {
                apiVersion: "karpenter.k8s.aws/v1",
                kind: "EC2NodeClass",
                metadata: metadataOf(pool),
                spec: nodeClassSpec(pool, {
                    nodeVersion: args.nodeVersion,
                    releaseVersion: args.releaseVersion,
                    instanceProfile: instanceProfile.name,
                    subnetIds: args.network.privateSubnets
                        .filter(
                            ({ availabilityZone }) => availabilityZones?.includes(availabilityZone) ?? true,
                        )
                        .map(({ id }) => id),
                    securityGroupId: args.securityGroupId,
                    tags: { ...args.tags, Name: `${args.physicalName}-${pool.resourceName}` },
                }),
            },
            {
                parent: this,
                provider: args.provider,
                // A node needs its rights and a route to the internet until its end.
                dependsOn: [release, ...args.nodePermissions, ...args.network.routes],
            },
        );
        return new kubernetes.apiextensions.CustomResource(
            pool.resourceName,
            {
                apiVersion: "karpenter.sh/v1",
                kind: "NodePool",
                metadata: metadataOf(pool),
                spec: nodePoolSpec(pool, args.contentDrainTimeoutMinutes),
            },
            {
                parent: this,
                provider: args.provider,
                dependsOn: nodeClass,
                // Its deletion waits for content on its nodes.
                customTimeouts: { delete: `${args.contentDrainTimeoutMinutes + NODE_END_MINUTES}m` },
            },
        );
    }
}
