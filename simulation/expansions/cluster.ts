import { type Arguments, type Child, type Expand, output, Reference, resource, Whole } from "../expansion";
import { type ClusterOptions, clusterOptions, type ConflictOptions } from "./clusterOptions";
import { jsonText } from "./jsonText";
import { kubeconfigOf } from "./kubeconfig";
import { readOptions } from "./options";

/** The packages inside eks 4.3.0. */
const awsVersion = "7.25.0";
const kubernetesVersion = "4.18.1";

/**
 * What `eks.Cluster` 4.3.0 registers without nodes, security groups and an OIDC provider of its own.
 * Source: `pulumi/pulumi-eks`, nodejs/eks/cluster/cluster.ts.
 */
export const expandCluster: Expand = (name, args) => {
    const options = readOptions("eks:index:Cluster", args, clusterOptions);
    const cluster = `Cluster.${name}-eksCluster`;
    const { roleArn, profileName } = options.providerCredentialOpts;
    const kubeconfig = kubeconfigOf(cluster, args.place.region, { roleArn });
    const entries = accessEntries(name, cluster, args, options);
    return {
        children: [
            ...serviceRole(`${name}-eksRole`, args),
            awsCluster(name, args, options),
            {
                type: "pulumi:providers:kubernetes",
                name: `${name}-eks-k8s`,
                custom: true,
                inputs: {
                    kubeconfig: jsonText(kubeconfigOf(cluster, args.place.region, { roleArn, profileName })),
                },
                version: kubernetesVersion,
            },
            addOnChild(`${name}-kube-proxy`, cluster, args, {
                addonName: "kube-proxy",
                addonVersion: args.pass("kubeProxyAddonOptions", "version"),
                ...conflictsOf(options.kubeProxyAddonOptions),
            }),
            ...entries,
            {
                type: "eks:index:VpcCniAddon",
                name: `${name}-vpc-cni`,
                custom: false,
                inputs: {},
                outputs: { addon: resource(`Addon.${name}-vpc-cni`) },
                providers: { kubernetes: `kubernetes.${name}-eks-k8s` },
                dependsOn: entries
                    .filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry")
                    .map((entry) => `AccessEntry.${entry.name}`),
            },
            {
                ...addOnChild(`${name}-vpc-cni`, cluster, args, {
                    addonName: "vpc-cni",
                    addonVersion: args.pass("vpcCniOptions", "addonVersion"),
                    configurationValues: vpcCniConfiguration(options.vpcCniOptions.enableNetworkPolicy),
                    ...conflictsOf(options.vpcCniOptions),
                }),
                parent: `VpcCniAddon.${name}-vpc-cni`,
            },
            ...(options.corednsAddonOptions?.enabled === true
                ? [
                      addOnChild(`${name}-coredns`, cluster, args, {
                          addonName: "coredns",
                          addonVersion: args.pass("corednsAddonOptions", "version"),
                          ...conflictsOf(options.corednsAddonOptions),
                      }),
                  ]
                : []),
        ],
        state: {
            autoModeNodeRoleName: "",
            clusterIngressRuleId: "",
            clusterSecurityGroupId: output(cluster, "vpcConfig.clusterSecurityGroupId"),
            core: new Whole(core(name, cluster, args, options, kubeconfig)),
            defaultNodeGroupAsgName: "",
            eksCluster: resource(cluster),
            fargateProfileId: "",
            fargateProfileStatus: "",
            instanceRoles: [],
            kubeconfig: new Whole(kubeconfig),
            kubeconfigJson: jsonText(kubeconfig),
            nodeSecurityGroupId: output(cluster, "vpcConfig.clusterSecurityGroupId"),
            oidcIssuer: new Reference(cluster, "identities[0].oidcs[0].issuer", "https://"),
            oidcProviderArn: "",
            oidcProviderUrl: output(cluster, "identities[0].oidcs[0].issuer"),
        },
        stateDependsOn: [],
        registersOutputs: true,
    };
};

function serviceRole(name: string, args: Arguments): Child[] {
    const parent = `ServiceRole.${name}`;
    return [
        {
            type: "eks:index:ServiceRole",
            name,
            custom: false,
            inputs: {},
            outputs: {
                directRole: resource(`Role.${name}-role`),
                resolvedRole: new Whole(resource(`Role.${name}-role`)),
            },
        },
        {
            type: "aws:iam/role:Role",
            name: `${name}-role`,
            parent,
            custom: true,
            inputs: {
                description: "Allows EKS to manage clusters on your behalf.",
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Action: ["sts:AssumeRole", "sts:TagSession"],
                            Effect: "Allow",
                            Principal: { Service: ["eks.amazonaws.com"] },
                        },
                    ],
                }),
                tags: args.pass("tags"),
            },
            version: awsVersion,
        },
        {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            name: policyAttachment(name),
            parent,
            custom: true,
            inputs: {
                policyArn: `arn:${args.place.partition}:iam::aws:policy/AmazonEKSClusterPolicy`,
                role: resource(`Role.${name}-role`),
            },
            version: awsVersion,
        },
    ];
}

/** eks appends the start of a SHA-1 of `arn:aws:iam::aws:policy/AmazonEKSClusterPolicy`, in each partition. */
function policyAttachment(role: string): string {
    return `${role}-4b490823`;
}

function awsCluster(name: string, args: Arguments, options: ClusterOptions): Child {
    const role = `${name}-eksRole`;
    return {
        type: "aws:eks/cluster:Cluster",
        name: `${name}-eksCluster`,
        custom: true,
        inputs: {
            name: args.pass("name"),
            version: args.pass("version"),
            roleArn: output(`Role.${role}-role`, "arn"),
            vpcConfig: {
                subnetIds: new Whole(subnetIds(args, options)),
                endpointPrivateAccess: args.pass("endpointPrivateAccess"),
                endpointPublicAccess: args.pass("endpointPublicAccess"),
                publicAccessCidrs: args.pass("publicAccessCidrs"),
            },
            kubernetesNetworkConfig:
                options.kubernetesServiceIpAddressRange === undefined
                    ? undefined
                    : { serviceIpv4Cidr: args.pass("kubernetesServiceIpAddressRange"), ipFamily: "ipv4" },
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
            bootstrapSelfManagedAddons: true,
            enabledClusterLogTypes: args.pass("enabledClusterLogTypes"),
            encryptionConfig: encryptionConfig(args),
            deletionProtection: args.pass("deletionProtection"),
            upgradePolicy: args.pass("upgradePolicy"),
            tags: { Name: `${name}-eksCluster`, ...options.clusterTags, ...options.tags },
        },
        dependsOn: [`Role.${role}-role`, `RolePolicyAttachment.${policyAttachment(role)}`],
        ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
        version: awsVersion,
    };
}

function subnetIds(args: Arguments, options: ClusterOptions): unknown[] {
    return (["publicSubnetIds", "privateSubnetIds"] as const).flatMap((option) =>
        options[option].map((_, i) => args.pass(option, i)),
    );
}

function encryptionConfig(args: Arguments): unknown {
    const keyArn = args.pass("encryptionConfigKeyArn");
    return keyArn === undefined ? undefined : new Whole({ provider: { keyArn }, resources: ["secrets"] });
}

function accessEntries(name: string, cluster: string, args: Arguments, options: ClusterOptions): Child[] {
    const clusterName = output(cluster, "name");
    return Object.entries(options.accessEntries).flatMap(([key, entry]): Child[] => {
        const pass = (...path: string[]): unknown => args.pass("accessEntries", key, ...path);
        const principalArn = pass("principalArn");
        return [
            {
                type: "aws:eks/accessEntry:AccessEntry",
                name: `${name}-${key}`,
                custom: true,
                inputs: {
                    clusterName,
                    principalArn,
                    ...(entry.kubernetesGroups === undefined
                        ? {}
                        : { kubernetesGroups: pass("kubernetesGroups") }),
                    ...(entry.tags === undefined ? {} : { tags: pass("tags") }),
                    ...(entry.type === undefined ? {} : { type: pass("type") }),
                    ...(entry.username === undefined ? {} : { userName: pass("username") }),
                },
                version: awsVersion,
            },
            ...Object.keys(entry.accessPolicies).map((policy) => ({
                type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
                name: `${name}-${key}-${policy}`,
                parent: `AccessEntry.${name}-${key}`,
                custom: true,
                inputs: {
                    clusterName,
                    principalArn,
                    policyArn: pass("accessPolicies", policy, "policyArn"),
                    accessScope: pass("accessPolicies", policy, "accessScope"),
                },
                dependsOn: [`AccessEntry.${name}-${key}`],
                version: awsVersion,
            })),
        ];
    });
}

function addOnChild(name: string, cluster: string, args: Arguments, inputs: Record<string, unknown>): Child {
    return {
        type: "aws:eks/addon:Addon",
        name,
        custom: true,
        inputs: { clusterName: output(cluster, "name"), preserve: true, tags: args.pass("tags"), ...inputs },
        version: awsVersion,
    };
}

function conflictsOf(options: ConflictOptions): Record<string, string> {
    const { resolveConflictsOnCreate, resolveConflictsOnUpdate } = options;
    return { resolveConflictsOnCreate, resolveConflictsOnUpdate };
}

/** Keys in alphabetical order, as eks writes them. Source: nodejs/eks/addons/cni-addon.ts. */
function vpcCniConfiguration(enableNetworkPolicy: boolean | undefined): string {
    return JSON.stringify({
        ...(enableNetworkPolicy === undefined ? {} : { enableNetworkPolicy: String(enableNetworkPolicy) }),
        env: {
            AWS_VPC_ENI_MTU: "9001",
            AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
            AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
            AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
            AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
            AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
            AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
            AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
            ENABLE_POD_ENI: "false",
            WARM_ENI_TARGET: "1",
        },
        init: { env: { DISABLE_TCP_EARLY_DEMUX: "false" } },
    });
}

function core(
    name: string,
    cluster: string,
    args: Arguments,
    options: ClusterOptions,
    kubeconfig: Record<string, unknown>,
): Record<string, unknown> {
    return {
        accessEntries: Object.keys(options.accessEntries).map((key) => args.pass("accessEntries", key)),
        autoModeNodeRoleName: "",
        cluster: resource(cluster),
        clusterIamRole: resource(`Role.${name}-eksRole-role`),
        encryptionConfig: encryptionConfig(args),
        endpoint: output(cluster, "endpoint"),
        instanceRoles: [],
        kubeconfig,
        nodeGroupOptions: {
            nodeAssociatePublicIpAddress: args.pass("nodeAssociatePublicIpAddress"),
            version: args.pass("version"),
        },
        privateSubnetIds: args.pass("privateSubnetIds"),
        provider: resource(`kubernetes.${name}-eks-k8s`),
        publicSubnetIds: args.pass("publicSubnetIds"),
        storageClasses: {},
        subnetIds: subnetIds(args, options),
        tags: args.pass("tags"),
        vpcCni: resource(`VpcCniAddon.${name}-vpc-cni`),
        vpcId: args.pass("vpcId"),
    };
}
