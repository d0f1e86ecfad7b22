import { arn } from "../../lib/arn";
import { grant, passRole, UUID } from "../actions";
import { directionOf, versionNumbers } from "../directionOf";
import { digest, hexId, physicalName, textInput } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

const NODE_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const CLUSTER_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html";
const ADDON_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html";
const LOG_NODES = "https://github.com/DevopsArtFactory/terraform-provisioning/pull/46";
const LOG_ADD_ONS = "https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3218";
const CLUSTER_NEWS =
    "https://aws.amazon.com/about-aws/whats-new/2021/03/amazon-eks-reduces-cluster-creation-time-40-percent/";

/** The minor versions after one, up to another: `1.35` and `1.36` for 1.34 and 1.36. */
function versionsUpTo(from: unknown, to: unknown): string[] {
    const [before, after] = [versionNumbers(from), versionNumbers(to)];
    const [major, minor = 0] = before ?? [];
    const [nextMajor, nextMinor = 0] = after ?? [];
    return major === undefined || major !== nextMajor
        ? []
        : Array.from({ length: Math.max(0, nextMinor - minor) }, (_, i) => `${major}.${minor + i + 1}`);
}

export const accessEntry = resourceType("aws:eks/accessEntry:AccessEntry", {
    label: "access entry",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["clusterName", "principalArn", "type"],
    id: hexId("ae"),
    effects: [
        {
            on: ["replace", "delete"],
            effect: "The role or user loses access to the Kubernetes API, temporarily or permanently. Users of Connect do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
        },
    ],
    actions: [
        { on: "cluster/{clusterName}", actions: ["eks:CreateAccessEntry"] },
        {
            on: `access-entry/{clusterName}/role/{account}/${UUID}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeAccessEntry", "eks:DeleteAccessEntry"],
        },
    ],
});

export const accessPolicyAssociation = resourceType(
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    {
        label: "access policy association",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: ["accessScope", "clusterName", "policyArn", "principalArn"],
        id: hexId("apa"),
        effects: [
            {
                on: ["replace", "delete"],
                effect: "The role or user loses access to the Kubernetes API, temporarily or permanently. Users of Connect do not notice.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
            },
        ],
        actions: [
            {
                on: `access-entry/{clusterName}/role/{account}/${UUID}/${UUID}`,
                actions: [
                    "eks:AssociateAccessPolicy",
                    "eks:ListAssociatedAccessPolicies",
                    "eks:DisassociateAccessPolicy",
                ],
            },
        ],
    },
);

export const addon = resourceType("aws:eks/addon:Addon", {
    label: "EKS add-on",
    loses: undefined,
    // DaemonSets are active without a node; the other add-ons when their pods run.
    seconds: {
        create: 40,
        update: 60,
        delete: 10,
        source: LOG_ADD_ONS,
        variants: [
            { where: { addonName: "vpc-cni" }, create: 25, update: 60, delete: 10, source: LOG_ADD_ONS },
            { where: { addonName: "kube-proxy" }, create: 25, update: 60, delete: 10, source: LOG_ADD_ONS },
            {
                where: { addonName: "eks-pod-identity-agent" },
                create: 25,
                update: 60,
                delete: 10,
                source: LOG_ADD_ONS,
            },
        ],
    },
    replacedBy: ["addonName", "clusterName"],
    id: (request) => `${textInput(request, "clusterName")}:${textInput(request, "addonName")}`,
    effects: [
        {
            on: "update",
            effect: "The add-on's pods are replaced node by node. Upgrade vpc-cni and coredns by one minor version at a time.",
            interruption: "rolling",
            source: ADDON_UPDATE,
        },
        {
            on: "replace",
            effect: "The add-on's pods are deleted and created again. For about a minute, new pods get no address, name or mount from it. Running pods are not affected.",
            interruption: "brief",
            source: ADDON_UPDATE,
        },
        {
            on: "delete",
            effect: "The add-on's pods are removed. New pods no longer get its service.",
            interruption: "down",
            source: ADDON_UPDATE,
        },
    ],
    actions: [
        { on: "cluster/{clusterName}", actions: ["eks:CreateAddon"] },
        {
            on: `addon/{clusterName}/{addonName}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeAddon", "eks:DeleteAddon"],
        },
    ],
});

export const cluster = resourceType("aws:eks/cluster:Cluster", {
    label: "cluster",
    loses: "everything that runs in it, with all Kubernetes objects, including those that this program did not create.",
    seconds: { create: 540, update: 600, delete: 240, source: CLUSTER_NEWS },
    replacedBy: [
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "bootstrapSelfManagedAddons",
        // EKS changes the key, but never turns encryption off.
        { property: "encryptionConfig", kinds: ["delete"] },
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
        "name",
        "remoteNetworkConfig",
        "roleArn",
    ],
    computed: [
        "accessConfig",
        "kubernetesNetworkConfig",
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
    ],
    physicalName: "name",
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, place }) => arn(place, "eks", `cluster/${id}`),
        endpoint: ({ urn, place }) =>
            `https://${digest(urn, 32).toUpperCase()}.gr7.${place.region}.eks.amazonaws.com`,
        certificateAuthority: {
            data: ({ id }) => Buffer.from(`certificate authority of ${id}`).toString("base64"),
        },
        identities: [
            {
                oidcs: [
                    {
                        issuer: ({ urn, place }) =>
                            `https://oidc.eks.${place.region}.amazonaws.com/id/${digest(urn, 32).toUpperCase()}`,
                    },
                ],
            },
        ],
        // EKS creates this group and attaches it to the control plane, the nodes and their pods.
        vpcConfig: { clusterSecurityGroupId: ({ urn }) => `sg-${digest(`${urn} cluster`, 17)}` },
    },
    effects: [
        {
            on: "update",
            properties: ["version"],
            when: (change) => directionOf(change, "version") === "down",
            effect: "EKS accepts a lower version only as a rollback by one minor version, within 7 days of the upgrade, after nodes and add-ons. It rejects any other.",
            interruption: "rejected",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html",
        },
        {
            on: "update",
            properties: ["version"],
            when: ({ before, after }) => versionsUpTo(before["version"], after["version"]).length > 1,
            effect: ({ before, after }) =>
                `EKS rejects this: it upgrades a cluster by one minor version at a time. Update to ${versionsUpTo(before["version"], after["version"]).join(", then to ")}.`,
            interruption: "rejected",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["version"],
            when: (change) => directionOf(change, "version") === "up",
            effect: "The control plane is upgraded while it runs, in about 10 minutes. EKS can roll it back for 7 days. Running pods are not affected. See the changes of nodes and add-ons.",
            interruption: "none",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["vpcConfig"],
            effect: "Within minutes, other networks can reach the Kubernetes API. Users of Connect do not notice. Check that `pulumi up` can still reach it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
        },
        {
            on: "update",
            properties: [
                "accessConfig",
                "deletionProtection",
                "enabledClusterLogTypes",
                "encryptionConfig",
                "upgradePolicy",
                "zonalShiftConfig",
            ],
            effect: "Changed within minutes, while the control plane runs.",
            interruption: "none",
            source: CLUSTER_UPDATE,
        },
        {
            on: "replace",
            effect: "EKS creates an empty cluster. Connect is unavailable until everything in it is recreated, half an hour or more.",
            interruption: "down",
            source: CLUSTER_UPDATE,
        },
        { on: "delete", effect: "Connect stops.", interruption: "down" },
    ],
    actions: [
        { on: "{arn}", actions: ["eks:CreateCluster"] },
        { on: "{arn}", actions: ["eks:TagResource", "eks:DescribeCluster", "eks:DeleteCluster"] },
        passRole("roleArn", "eks.amazonaws.com"),
        grant("{encryptionConfig.provider.keyArn}", "eks"),
    ],
});

export const nodeGroup = resourceType("aws:eks/nodeGroup:NodeGroup", {
    label: "node group",
    loses: undefined,
    seconds: { create: 115, update: 900, delete: 240, source: LOG_NODES },
    replacedBy: [
        "amiType",
        "capacityType",
        "clusterName",
        "diskSize",
        "instanceTypes",
        "launchTemplate.id",
        "launchTemplate.name",
        "nodeGroupName",
        "nodeGroupNamePrefix",
        "nodeRoleArn",
        "remoteAccess",
        "subnetIds",
    ],
    computed: ["amiType", "capacityType", "diskSize", "instanceTypes"],
    physicalName: "nodeGroupName",
    id: (request) => `${textInput(request, "clusterName")}:${physicalName(request, "nodeGroupName")}`,
    effects: [
        {
            on: "update",
            properties: ["scalingConfig"],
            effect: "Nodes are added or removed. Pods on a removed node are moved. A lower maximum alone removes no node.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
        },
        {
            on: "update",
            properties: ["version", "releaseVersion", "launchTemplate"],
            effect: "The nodes are replaced: new ones start, old ones are drained one after the other, about 5 minutes each. Content on them is moved: interactive sessions end, jobs start again.",
            interruption: "rolling",
            source: NODE_UPDATE,
        },
        {
            on: "update",
            properties: ["labels", "taints", "updateConfig", "nodeRepairConfig"],
            effect: "Changed on running nodes. A new taint does not affect running pods, unless its effect is `NO_EXECUTE`.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
        },
        {
            on: "replace",
            effect: "New nodes are created first, then the complete old group is drained: sessions on it end, servers move. The account's vCPU quota must allow both.",
            interruption: "rolling",
            source: NODE_UPDATE,
        },
        {
            on: "delete",
            effect: "The nodes are drained and deleted. Pods that do not fit on other nodes stay pending.",
            interruption: "rolling",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html",
        },
    ],
    actions: [
        { on: "cluster/{clusterName}", actions: ["eks:CreateNodegroup"] },
        {
            on: `nodegroup/{clusterName}/{name}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeNodegroup", "eks:DeleteNodegroup"],
        },
        passRole("nodeRoleArn"),
    ],
});

export const podIdentityAssociation = resourceType("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
    label: "pod identity association",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["clusterName", "namespace", "serviceAccount"],
    id: hexId("a"),
    outputs: { associationId: ({ id }) => id },
    effects: [
        {
            on: "replace",
            effect: "Pods that start during the replacement have no access to AWS. Running pods keep theirs for hours.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
        },
    ],
    actions: [
        { on: "cluster/{clusterName}", actions: ["eks:CreatePodIdentityAssociation"] },
        {
            on: "podidentityassociation/{clusterName}/{id}",
            actions: ["eks:TagResource", "eks:DeletePodIdentityAssociation"],
        },
        passRole("roleArn", "pods.eks.amazonaws.com"),
    ],
});
