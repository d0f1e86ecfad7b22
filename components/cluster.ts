import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import { type AddOn, kubernetesVersions } from "../catalog/kubernetesVersions";
import { architectureOf, hasGpus } from "../catalog/instanceTypes";
import { GPU_LABELS, isKarpenterPool, WORKLOAD } from "../catalog/nodePools";
import { SERVICE_CIDR } from "../catalog/serviceCidr";
import type { SignIn } from "../stacks/sections/aws";
import type { ClusterSettings } from "../stacks/sections/cluster";
import type { NodeGroup } from "../stacks/sections/nodeGroups";
import type { IamSettings } from "../stacks/sections/iam";
import type { AwsControllerArgs } from "./awsController";
import { ClusterAutoscaler } from "./clusterAutoscaler";
import { DevicePlugin } from "./devicePlugin";
import { EncryptionKey } from "./encryptionKey";
import { INSTANCE_METADATA } from "./instanceMetadata";
import { nodeUpdate } from "./nodeUpdate";
import { openToInternet } from "./openToInternet";
import { Karpenter } from "./karpenter";
import { LoadBalancerController } from "./loadBalancerController";
import { GPU_TAINT, placeSystemPods, SERVER_TAINT } from "./podPlacement";
import type { Network } from "./network";
import { roleName } from "./roleName";
import { withProfile } from "./withProfile";

export interface ClusterArgs extends ClusterSettings, IamSettings {
    /** Network whose private subnets hold the nodes. */
    network: Network;
    /** Security group of the runner, which reaches the Kubernetes API. */
    runnerSecurityGroupId?: pulumi.Input<string>;
    account: Account;
    /** Profile and role that the AWS provider signs in with: the sign-in to the cluster uses the same. */
    signIn: SignIn;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Name of the cluster in AWS. Changing it replaces the cluster. */
    physicalName: string;

    /** Key that the control plane's logs are encrypted with; its policy admits CloudWatch Logs. */
    logKeyArn: pulumi.Input<string>;

    /** Pulumi's `protect` on the key that Kubernetes' secrets are encrypted with. */
    protect: boolean;

    /**
     * Credentials of the registry that the controller's image is pulled from, as the JSON of a Docker configuration file.
     *
     * @default none: the image is pulled without credentials
     */
    registryCredentials?: pulumi.Input<string>;

    /** Password of `controller.user`: required with it. */
    chartPassword?: pulumi.Input<string>;
}

const CONTROL_PLANE_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Only access entries, which IAM governs and AWS records. */
const AUTHENTICATION_MODE = "API";

/** Rights of a node: join the cluster, give addresses to pods, pull images. Pods have identities of their own. */
const NODE_POLICIES = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
];

/** Label of the nodes of each role. Those of `general` need none. */
const WORKLOAD_LABELS: Record<NodeGroup["role"], Record<string, string>> = {
    general: {},
    servers: { [WORKLOAD.key]: WORKLOAD.servers },
    content: { [WORKLOAD.key]: WORKLOAD.content },
};

/** Whether an autoscaler sets the number of a group's nodes: never of nodes with servers. */
function isAutoscaled({ autoscaling }: ClusterArgs, { role }: NodeGroup): boolean {
    return autoscaling !== "none" && role === "content";
}

/** The groups that are, or are not, pools of Karpenter instead of managed node groups. */
function groupsIn(
    { autoscaling, nodeGroups }: ClusterArgs,
    { inKarpenter }: { inKarpenter: boolean },
): [name: string, settings: NodeGroup][] {
    return Object.entries(nodeGroups).filter(
        ([, { role }]) => isKarpenterPool(autoscaling, role) === inKarpenter,
    );
}

function pickSizes({ minSize, maxSize }: NodeGroup) {
    return { minSize, maxSize };
}

/** The image for the processor and the GPUs of a group's instance types. */
function amiType(group: NodeGroup): string {
    const isArm = group.instanceTypes.some((type) => architectureOf(type) === "arm64");
    return `AL2023_${isArm ? "ARM_64" : "x86_64"}_${hasGpus(group) ? "NVIDIA" : "STANDARD"}`;
}

function labelsOf(group: NodeGroup): Record<string, string> {
    return { ...group.labels, ...WORKLOAD_LABELS[group.role], ...(hasGpus(group) ? GPU_LABELS : {}) };
}

function taintsOf(group: NodeGroup): NodeGroup["taints"] {
    return [
        ...(group.role === "servers" ? [SERVER_TAINT] : []),
        ...(hasGpus(group) ? [GPU_TAINT] : []),
        ...group.taints,
    ];
}

/**
 * Rights of the SSM agent on the nodes' image, for sessions alone. AWS's own policy also reads all parameters of the account.
 *
 * Source: AWS Systems Manager user guide, "Verify or create an IAM role with Session Manager permissions".
 */
const SESSION_MANAGER = [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/**
 * An EKS cluster with managed node groups in the private subnets, its add-ons at pinned versions, and the AWS Load
 * Balancer Controller.
 *
 * Pods get rights in AWS through EKS Pod Identity, so there is no OIDC provider. The nodes cannot be reached from outside
 * until a caller opens a path with {@link Cluster.allowFrom}.
 */
export class Cluster extends pulumi.ComponentResource {
    /** Name of the cluster in AWS. */
    readonly name: pulumi.Output<string>;

    /** Kubeconfig as JSON, secret. It signs in with the `aws` command, so it contains no credential. */
    readonly kubeconfig: pulumi.Output<string>;

    /** Provider for Kubernetes objects in this cluster. */
    readonly provider: kubernetes.Provider;

    /** Security group that the control plane, the nodes and their pods carry. */
    readonly securityGroupId: pulumi.Output<string>;

    /** IAM role of the nodes, which no pod may assume. */
    readonly nodeRoleArn: pulumi.Output<string>;

    /** The node groups, which decide where pods run. */
    readonly nodeGroups: ClusterSettings["nodeGroups"];

    /** The program that sets the number of content's nodes. */
    readonly autoscaling: ClusterSettings["autoscaling"];

    /** Whether an update of content's nodes waits for content to end. */
    readonly waitsForContent: boolean;

    /** Resources that a workload needs to run: nodes, DNS, network policies, file-system mounts. */
    readonly workloadsReady: pulumi.Resource[];

    /** The controller's release: delete the objects that it reconciles first. */
    readonly loadBalancerController: pulumi.Resource;

    private readonly tags: Record<string, string>;
    private readonly controller: LoadBalancerController;

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Cluster", name, {}, opts);
        checkAccess(args);
        this.tags = args.tags;
        this.nodeGroups = args.nodeGroups;
        this.autoscaling = args.autoscaling;
        this.waitsForContent = args.contentDrainTimeoutMinutes > 0;
        const cluster = this.createCluster(name, args);
        this.name = cluster.eksCluster.name;
        this.securityGroupId = cluster.clusterSecurityGroupId;
        this.kubeconfig = pulumi.secret(withProfile(cluster.kubeconfigJson, args.signIn.profile));
        const administrators = this.createAccess(
            name,
            args,
            args.administratorRoleArns,
            "AmazonEKSClusterAdminPolicy",
        );
        this.createAccess(name, args, args.viewerRoleArns, "AmazonEKSAdminViewPolicy");
        // Access takes some seconds to become effective: objects come after an add-on that takes longer. The agent is a
        // DaemonSet, ready without a node.
        const podIdentity = this.createAddOn(name, args, "eks-pod-identity-agent", administrators);
        const apiAccess = this.allowToApi(name, args);
        this.provider = new kubernetes.Provider(
            `${name}-kubernetes`,
            {
                kubeconfig: this.kubeconfig,
                // Only another cluster replaces every object, not another endpoint or certificate of this one.
                clusterIdentifier: args.physicalName,
                // Their names are fixed: a replacement would delete the old one before the new one exists.
                enableSecretMutable: true,
                enableConfigMapMutable: true,
            },
            // Objects are created after the network and the access that they need, and deleted before.
            { parent: this, dependsOn: [...apiAccess, ...administrators, podIdentity] },
        );

        const role = this.createNodeRole(name, args);
        this.nodeRoleArn = role.arn;
        const permissions = this.createNodePermissions(name, args, role);
        const nodeGroups = this.createNodeGroups(name, args, cluster, role, permissions);
        // Deployments, which wait for a node.
        const dns = this.createAddOn(name, args, "coredns", nodeGroups);
        const fileSystems = this.createAddOn(name, args, "aws-efs-csi-driver", nodeGroups);
        const running = [...nodeGroups, podIdentity, dns];
        this.controller = new LoadBalancerController(
            `${name}-load-balancer-controller`,
            {
                ...args.controller,
                ...this.controllerArgs(args, running),
                vpcId: args.network.vpcId,
            },
            { parent: this },
        );
        if (args.autoscaling === "cluster-autoscaler") {
            this.createAutoscaler(name, args, nodeGroups, running);
        }
        const pools = this.createPools(name, args, role, permissions, running);
        if (Object.values(args.nodeGroups).some(hasGpus)) {
            new DevicePlugin(
                `${name}-device-plugin`,
                {
                    ...args.devicePlugin,
                    provider: this.provider,
                    registryCredentials: args.registryCredentials,
                    chartPassword: args.chartPassword,
                    ready: nodeGroups,
                },
                { parent: this },
            );
        }
        this.loadBalancerController = this.controller.release;
        // The cluster's component holds kube-proxy and the network policies' agent.
        this.workloadsReady = [cluster, ...nodeGroups, ...pools, podIdentity, dns, fileSystems];
        this.registerOutputs({
            name: this.name,
            kubeconfig: this.kubeconfig,
            securityGroupId: this.securityGroupId,
        });
    }

    /** Lets members of the security group `clients` reach pods and nodes on a TCP port. */
    allowFrom(name: string, clients: pulumi.Input<string>, port: number): void {
        new aws.vpc.SecurityGroupIngressRule(
            name,
            {
                securityGroupId: this.securityGroupId,
                description: `TCP ${port} from ${name}`,
                referencedSecurityGroupId: clients,
                ipProtocol: "tcp",
                fromPort: port,
                toPort: port,
                tags: this.tags,
            },
            { parent: this },
        );
    }

    /**
     * Lets the load balancer controller bind pods to one target group.
     *
     * @returns the resource that a `TargetGroupBinding` for that target group must depend on.
     */
    allowBinding(name: string, targetGroupName: string): pulumi.Resource {
        return this.controller.allowBinding(name, targetGroupName);
    }

    /**
     * Opens the API's private endpoint. EKS itself opens it to the nodes only.
     *
     * Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html, "Accessing a private only API server".
     */
    private allowToApi(name: string, args: ClusterArgs): pulumi.Resource[] {
        const { privateAccessCidrs, runnerSecurityGroupId } = args;
        const sources = [
            ...privateAccessCidrs.map((cidrIpv4) => ({ from: cidrIpv4, cidrIpv4 })),
            ...(runnerSecurityGroupId === undefined
                ? []
                : [{ from: "runner", referencedSecurityGroupId: runnerSecurityGroupId }]),
        ];
        return sources.map(
            ({ from, ...source }) =>
                new aws.vpc.SecurityGroupIngressRule(
                    `${name}-api-from-${from.replaceAll(/[./]/g, "-")}`,
                    {
                        securityGroupId: this.securityGroupId,
                        description: `Kubernetes API from ${from}`,
                        ...source,
                        ipProtocol: "tcp",
                        fromPort: 443,
                        toPort: 443,
                        tags: args.tags,
                    },
                    { parent: this },
                ),
        );
    }

    private createCluster(name: string, args: ClusterArgs): eks.Cluster {
        const { profile, roleArn } = args.signIn;
        const secretsKey = new EncryptionKey(
            `${name}-secrets`,
            {
                description: `Kubernetes secrets of ${args.physicalName}`,
                account: args.account,
                tags: args.tags,
                protect: args.protect,
            },
            { parent: this },
        );
        const logGroup = new aws.cloudwatch.LogGroup(
            `${name}-control-plane`,
            {
                // EKS writes to this name. A group that EKS creates never expires and is not encrypted with our key.
                name: `/aws/eks/${args.physicalName}/cluster`,
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logKeyArn,
                tags: args.tags,
            },
            { parent: this },
        );
        return new eks.Cluster(
            name,
            {
                name: args.physicalName,
                version: args.version,
                upgradePolicy: { supportType: args.upgradePolicy },
                vpcId: args.network.vpcId,
                // The control plane's interfaces. EKS requires two zones and never allows a
                // change of them: with all zones here, it would reject another zone for the nodes.
                privateSubnetIds: args.network.privateSubnets.slice(0, 2).map(({ id }) => id),
                kubernetesServiceIpAddressRange: SERVICE_CIDR,
                nodeAssociatePublicIpAddress: false,
                skipDefaultNodeGroup: true,
                // A second group tagged for the cluster makes the load balancer controller skip a node.
                skipDefaultSecurityGroups: true,
                createOidcProvider: false,
                authenticationMode: AUTHENTICATION_MODE,
                ...(profile === undefined && roleArn === undefined
                    ? {}
                    : { providerCredentialOpts: { profileName: profile, roleArn } }),
                endpointPrivateAccess: true,
                endpointPublicAccess: args.publicAccessCidrs.length > 0,
                ...(args.publicAccessCidrs.length > 0 ? { publicAccessCidrs: args.publicAccessCidrs } : {}),
                enabledClusterLogTypes: CONTROL_PLANE_LOGS,
                encryptionConfigKeyArn: secretsKey.arn,
                deletionProtection: args.deletionProtection,
                vpcCniOptions: { addonVersion: addOnVersion(args, "vpc-cni"), enableNetworkPolicy: true },
                kubeProxyAddonOptions: { version: addOnVersion(args, "kube-proxy") },
                // Its add-on needs nodes, and the nodes wait for this component: created here, it would wait for itself.
                corednsAddonOptions: { enabled: false },
                tags: args.tags,
            },
            { parent: this, dependsOn: [logGroup], transforms: [transformCluster(args)] },
        );
    }

    /**
     * Access entries: no other principal has access.
     *
     * @param policy that of EKS which the principals get. Source: EKS user guide, "Review access policy permissions".
     * @returns the resources with which the access exists.
     */
    private createAccess(
        name: string,
        args: ClusterArgs,
        arns: readonly string[],
        policy: "AmazonEKSClusterAdminPolicy" | "AmazonEKSAdminViewPolicy",
    ): pulumi.Resource[] {
        return arns.map((arn) => {
            // Account, kind, path and name, as no two principals share them all.
            const principal = arn.split("::").at(-1)?.replace(":", "/") ?? "";
            const entry = new aws.eks.AccessEntry(
                `${name}-${principal}`,
                { clusterName: this.name, principalArn: arn, tags: args.tags },
                { parent: this },
            );
            return new aws.eks.AccessPolicyAssociation(
                `${name}-${principal}`,
                {
                    clusterName: this.name,
                    principalArn: entry.principalArn,
                    policyArn: `arn:${args.account.partition}:eks::aws:cluster-access-policy/${policy}`,
                    accessScope: { type: "cluster" },
                },
                { parent: this },
            );
        });
    }

    private createNodeRole(name: string, args: ClusterArgs): aws.iam.Role {
        const role = new aws.iam.Role(
            `${name}-nodes`,
            {
                name: roleName(args.physicalName, "nodes", args.account),
                description: `Nodes of ${args.physicalName}`,
                permissionsBoundary: args.permissionsBoundaryArn,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "ec2.amazonaws.com" },
                            Action: "sts:AssumeRole",
                        },
                    ],
                }),
                tags: args.tags,
            },
            { parent: this },
        );
        if (args.sessionManager) {
            new aws.iam.RolePolicy(
                `${name}-nodes-sessions`,
                {
                    role: role.id,
                    policy: JSON.stringify({
                        Version: "2012-10-17",
                        Statement: [
                            {
                                Effect: "Allow",
                                Action: SESSION_MANAGER,
                                // These actions do not support resources of a node that does not exist yet.
                                Resource: "*",
                            },
                        ],
                    }),
                },
                { parent: this },
            );
        }
        return role;
    }

    private createNodePermissions(name: string, args: ClusterArgs, role: aws.iam.Role): pulumi.Resource[] {
        return NODE_POLICIES.map(
            (policy) =>
                new aws.iam.RolePolicyAttachment(
                    `${name}-nodes-${policy}`,
                    { role: role.name, policyArn: `arn:${args.account.partition}:iam::aws:policy/${policy}` },
                    { parent: this },
                ),
        );
    }

    private createNodeGroups(
        name: string,
        args: ClusterArgs,
        cluster: eks.Cluster,
        role: aws.iam.Role,
        permissions: pulumi.Resource[],
    ): aws.eks.NodeGroup[] {
        return groupsIn(args, { inKarpenter: false }).map(([group, settings]) => {
            const launchTemplate = this.createLaunchTemplate(`${name}-${group}`, args, settings);
            const subnetIds = args.network.privateSubnets
                .filter(
                    ({ availabilityZone }) => settings.availabilityZones?.includes(availabilityZone) ?? true,
                )
                .map(({ id }) => id);
            const update = nodeUpdate(settings, subnetIds.length, args.contentDrainTimeoutMinutes);
            // Not eks.ManagedNodeGroup: in a first preview it leaves open which cluster a node group belongs to.
            return new aws.eks.NodeGroup(
                `${name}-${group}`,
                {
                    clusterName: cluster.eksCluster.name,
                    nodeRoleArn: role.arn,
                    version: args.nodeVersion ?? args.version,
                    releaseVersion: args.nodeReleaseVersion,
                    amiType: amiType(settings),
                    instanceTypes: settings.instanceTypes,
                    capacityType: settings.capacity === "spot" ? "SPOT" : "ON_DEMAND",
                    subnetIds,
                    scalingConfig: {
                        // EKS would reject a minimum above the autoscaler's number of nodes.
                        minSize: isAutoscaled(args, settings) ? 0 : settings.minSize,
                        maxSize: settings.maxSize,
                        desiredSize: settings.minSize,
                    },
                    ...update.inputs,
                    labels: labelsOf(settings),
                    taints: taintsOf(settings),
                    launchTemplate: {
                        id: launchTemplate.id,
                        version: launchTemplate.latestVersion.apply((version) => `${version}`),
                    },
                    tags: args.tags,
                },
                {
                    parent: this,
                    // A node that starts without a route to the internet cannot join, and the group fails after half an hour.
                    dependsOn: [...permissions, ...args.network.routes],
                    // After creation an autoscaler or an operator sets the number of nodes.
                    ignoreChanges: ["scalingConfig.desiredSize"],
                    customTimeouts: { update: update.timeout },
                },
            );
        });
    }

    /** The arguments of each program that acts in AWS. @param ready what its pods need before they start. */
    private controllerArgs(args: ClusterArgs, ready: pulumi.Resource[]): AwsControllerArgs {
        const { partition, region, id } = args.account;
        return {
            account: args.account,
            permissionsBoundaryArn: args.permissionsBoundaryArn,
            physicalName: args.physicalName,
            tags: args.tags,
            clusterName: this.name,
            // By its name, so that a first preview can check the policies that hold it.
            clusterArn: `arn:${partition}:eks:${region}:${id}:cluster/${args.physicalName}`,
            provider: this.provider,
            placement: placeSystemPods(args.nodeGroups),
            registryCredentials: args.registryCredentials,
            chartPassword: args.chartPassword,
            ready,
        };
    }

    private createAutoscaler(
        name: string,
        args: ClusterArgs,
        nodeGroups: aws.eks.NodeGroup[],
        ready: pulumi.Resource[],
    ): void {
        new ClusterAutoscaler(
            `${name}-autoscaler`,
            {
                ...args.autoscaler,
                ...this.controllerArgs(args, ready),
                imageTag: kubernetesVersions[args.version].clusterAutoscaler,
                groups: Object.entries(args.nodeGroups).flatMap(([group, settings], index) => {
                    const resource = nodeGroups[index];
                    return resource !== undefined && isAutoscaled(args, settings)
                        ? [{ resource, name: `${name}-${group}`, ...pickSizes(settings) }]
                        : [];
                }),
            },
            { parent: this },
        );
    }

    /** The pools of Karpenter; none without it. */
    private createPools(
        name: string,
        args: ClusterArgs,
        nodeRole: aws.iam.Role,
        nodePermissions: pulumi.Resource[],
        ready: pulumi.Resource[],
    ): pulumi.Resource[] {
        if (args.autoscaling !== "karpenter") {
            return [];
        }
        if (args.nodeReleaseVersion === undefined) {
            throw new Error("nodeReleaseVersion: must be a release of the nodes' image with Karpenter");
        }
        return new Karpenter(
            `${name}-karpenter`,
            {
                ...args.karpenter,
                ...this.controllerArgs(args, ready),
                nodeVersion: args.nodeVersion ?? args.version,
                releaseVersion: args.nodeReleaseVersion,
                zonalShift: args.zonalShift,
                contentDrainTimeoutMinutes: args.contentDrainTimeoutMinutes,
                pools: groupsIn(args, { inKarpenter: true }).map(([group, settings]) => ({
                    name: group,
                    resourceName: `${name}-${group}`,
                    settings,
                    amiType: amiType(settings),
                    labels: labelsOf(settings),
                    taints: taintsOf(settings),
                })),
                network: args.network,
                securityGroupId: this.securityGroupId,
                nodeRole,
                nodePermissions,
            },
            { parent: this },
        ).pools;
    }

    private createLaunchTemplate(
        name: string,
        args: ClusterArgs,
        settings: NodeGroup,
    ): aws.ec2.LaunchTemplate {
        const tags = { ...args.tags, Name: `${args.physicalName}-${name}` };
        return new aws.ec2.LaunchTemplate(
            name,
            {
                description: `Nodes ${name} of ${args.physicalName}`,
                updateDefaultVersion: true,
                metadataOptions: INSTANCE_METADATA,
                blockDeviceMappings: [
                    {
                        deviceName: "/dev/xvda",
                        ebs: {
                            volumeSize: settings.diskGiB,
                            volumeType: "gp3",
                            // Under the account's own EBS key: a customer's key would have to admit the service-linked
                            // role of EC2 Auto Scaling, which a fresh account does not have yet.
                            encrypted: "true",
                            deleteOnTermination: "true",
                        },
                    },
                ],
                tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
                tags,
            },
            { parent: this },
        );
    }

    private createAddOn(
        name: string,
        args: ClusterArgs,
        addOn: "coredns" | "eks-pod-identity-agent" | "aws-efs-csi-driver",
        nodes: pulumi.Resource[],
    ): aws.eks.Addon {
        const placement = placeSystemPods(args.nodeGroups);
        const configuration = {
            coredns: placement,
            "aws-efs-csi-driver": { controller: placement },
            // A DaemonSet, on every node.
            "eks-pod-identity-agent": {},
        }[addOn];
        return new aws.eks.Addon(
            `${name}-${addOn}`,
            {
                clusterName: this.name,
                addonName: addOn,
                addonVersion: addOnVersion(args, addOn),
                ...(Object.keys(placement).length > 0 && Object.keys(configuration).length > 0
                    ? { configurationValues: JSON.stringify(configuration) }
                    : {}),
                resolveConflictsOnCreate: "OVERWRITE",
                resolveConflictsOnUpdate: "OVERWRITE",
                tags: args.tags,
            },
            { parent: this, dependsOn: nodes },
        );
    }
}

/**
 * Add-ons follow the nodes: kube-proxy must not be newer than the API server, so EKS could not roll the control plane back.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html, "Rollback readiness checks".
 */
function addOnVersion(args: ClusterArgs, addOn: AddOn): string {
    return args.addOnVersions[addOn] ?? kubernetesVersions[args.nodeVersion ?? args.version].addOns[addOn];
}

function checkAccess(args: ClusterArgs): void {
    for (const list of ["publicAccessCidrs", "privateAccessCidrs"] as const) {
        const open = openToInternet(args[list]);
        if (open.length > 0) {
            throw new Error(`${list}: must list networks of your own, got ${open.join(", ")}`);
        }
    }
}

/**
 * Changes that `eks.Cluster` has no argument for. EKS must not give the creator an access entry: it would conflict with the one that
 * the program creates, and Pulumi would not know of it. The service role carries the stack's name and the permissions boundary, as
 * all roles do.
 *
 * Source: https://github.com/pulumi/pulumi-eks/issues/2373
 */
function transformCluster({
    physicalName,
    account,
    permissionsBoundaryArn,
    zonalShift,
}: ClusterArgs): pulumi.ResourceTransform {
    const changes: Record<string, Record<string, unknown>> = {
        "aws:eks/cluster:Cluster": {
            accessConfig: {
                authenticationMode: AUTHENTICATION_MODE,
                bootstrapClusterCreatorAdminPermissions: false,
            },
            zonalShiftConfig: { enabled: zonalShift },
        },
        "aws:iam/role:Role": {
            name: roleName(physicalName, "cluster", account),
            ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
        },
    };
    return ({ type, props, opts }) => {
        const change = changes[type];
        // A transform hands unset options back as set: the provider could no longer delete what has a fixed name first.
        return change && { props: { ...props, ...change }, opts: { ...opts, deleteBeforeReplace: true } };
    };
}
