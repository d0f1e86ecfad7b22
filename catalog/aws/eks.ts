import { isDeepStrictEqual } from "node:util";
import { arn } from "../../lib/arn";
import { getPath } from "../../lib/getPath";
import { grant, passRole, serviceLinkedRole, UUID } from "../actions";
import { appears, disappears, falls, rises, turnsOff, turnsOn, versionNumbers } from "../direction";
import { digest, hexId, physicalName, textInput } from "../identifiers";
import { kubernetesVersions } from "../kubernetesVersions";
import { WORKLOAD } from "../nodePools";
import { type Charge, type PricedResource, times } from "../price";
import { surplusDrivers } from "../surplusDrivers";
import { ESTIMATE, resourceType, type ValueChange } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const NODE_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const CLUSTER_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html";
const ADDON_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html";
const NODE_VERSION = "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html";
const NODE_SIZES = "https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html";
const NODE_SIZE_ERROR = "https://github.com/aws/containers-roadmap/issues/1637";
const CLUSTER_ENDPOINT = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html";
const AUTHENTICATION = "https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html";
const NODE_SETTINGS = "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html";
const TAINTS = "https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html";
const ROLLBACK = "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html";
const SUPPORT = "https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html";
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

/** The day on which standard support of a version ends, if it is known. */
function endOfStandardSupport({ after }: ValueChange): string {
    const known = Object.entries(kubernetesVersions).find(([version]) => version === after["version"]);
    return known === undefined ? "when standard support ends" : `on ${known[1].standardSupportEnds}`;
}

/** Modes in the only order in which EKS changes them. */
const AUTHENTICATION_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

function goesBack({ from, to }: ValueChange): boolean {
    return AUTHENTICATION_MODES.indexOf(String(to)) < AUTHENTICATION_MODES.indexOf(String(from));
}

/** A part of a node group's `scalingConfig` after a change. */
function sizeOf({ after }: ValueChange, part: "minSize" | "maxSize" | "desiredSize"): unknown {
    return getPath(after, ["scalingConfig", part]);
}

function isOutsideLimits(change: ValueChange): boolean {
    const [least, desired, most] = [
        sizeOf(change, "minSize"),
        sizeOf(change, "desiredSize"),
        sizeOf(change, "maxSize"),
    ].map((size) => (typeof size === "number" ? size : undefined));
    return desired !== undefined && ((least ?? desired) > desired || (most ?? desired) < desired);
}

/** Whether a limit leaves no room for the present number of nodes, as far as that number is not known here. */
function mayBeOutsideLimits(change: ValueChange): boolean {
    const [least, most] = (["minSize", "maxSize"] as const).map((part) => ({
        from: getPath(change.before, ["scalingConfig", part]),
        to: sizeOf(change, part),
    }));
    return (
        typeof sizeOf(change, "desiredSize") !== "number" &&
        ((least !== undefined && rises(least)) || (most !== undefined && falls(most)))
    );
}

/** Whether a label of nodes is removed or gets another value. */
function losesLabel({ from, to }: ValueChange): boolean {
    return Object.entries(from ?? {}).some(([label, value]) => getPath(to, [label]) !== value);
}

function newTaints({ from, to }: ValueChange): unknown[] {
    const [old, young] = [from, to].map((taints) => (Array.isArray(taints) ? (taints as unknown[]) : []));
    return (young ?? []).filter((taint) => !(old ?? []).some((other) => isDeepStrictEqual(taint, other)));
}

const RAISE_SIZE =
    "`aws eks update-nodegroup-config --cluster-name CLUSTER --nodegroup-name NAME --scaling-config desiredSize=N`, then preview and update with `--refresh`";

function isUnreachable({ after }: ValueChange): boolean {
    return (
        getPath(after, ["vpcConfig", "endpointPublicAccess"]) === false &&
        getPath(after, ["vpcConfig", "endpointPrivateAccess"]) !== true
    );
}

/**
 * The content that a drain of a group's nodes stops. On a node of servers, it is the content of the server.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Known limitations".
 */
function contentLoss({ before, after }: ValueChange, late = ""): string {
    const workload = getPath(after, ["labels", WORKLOAD.key]) ?? getPath(before, ["labels", WORKLOAD.key]);
    const content = `Content on them${late} stops: interactive sessions end, and renders run again at their next scheduled time, or by hand.`;
    const servers =
        "Servers move one at a time. Jobs that a stopped server launched never complete, and its interactive sessions end.";
    return [
        ...(workload === WORKLOAD.content ? [] : [servers]),
        ...(workload === WORKLOAD.servers ? [] : [content]),
    ].join(" ");
}

/** How EKS replaces nodes in an update. A forced one waits for content as long as its disruption budget allows. */
function nodeReplacement(change: ValueChange, of = "The nodes are replaced"): string {
    const atOnce = getPath(change.after, ["updateConfig", "maxUnavailable"]);
    const drains =
        typeof atOnce === "number" && atOnce > 1
            ? `up to ${atOnce} old ones at a time are drained`
            : "old ones are drained one after the other, about 5 minutes each";
    const loss =
        change.after["forceUpdateVersion"] === true
            ? contentLoss(change, " that has not ended within `cluster.contentDrainTimeoutMinutes`")
            : contentLoss(change);
    return `${of}: new ones start, ${drains}. ${loss}`;
}

/** Extended support is a surcharge, unless EKS upgrades the cluster by itself when standard support ends. */
function clusterCharges(cluster: PricedResource): readonly Charge[] {
    const standard: Charge = { item: "control plane", figure: "eks.clusterHour", quantity: 1 };
    if (cluster.text(["upgradePolicy", "supportType"], "EXTENDED") === "STANDARD") {
        return [standard];
    }
    const version = cluster.text(["version"]);
    const known = Object.entries(kubernetesVersions).find(([name]) => name === version);
    return [
        standard,
        {
            item: "extended support of the Kubernetes version",
            figure: "eks.extendedSurchargeHour",
            // A version that this file does not list may be in extended support already.
            quantity: known === undefined ? undefined : 1,
            ...(known === undefined ? {} : { from: known[1].standardSupportEnds }),
        },
    ];
}

/** Nodes of the desired size. The launch template has their disks. */
function nodeCharges(nodes: PricedResource): readonly Charge[] {
    const types = nodes.length(["instanceTypes"]);
    const type = nodes.text(["instanceTypes", 0]);
    const size = nodes.number(["scalingConfig", "desiredSize"]);
    const most = nodes.number(["scalingConfig", "maxSize"]);
    const isPriced = types === 1 && nodes.text(["capacityType"], "ON_DEMAND") === "ON_DEMAND";
    const ebs = ["blockDeviceMappings", 0, "ebs"] as const;
    const template = nodes.referenced(["launchTemplate", "id"], "aws:ec2/launchTemplate:LaunchTemplate");
    // The base performance of gp3 has no price of its own. Source: https://aws.amazon.com/ebs/pricing/
    const isBase =
        template?.text([...ebs, "volumeType"]) === "gp3" &&
        (template.number([...ebs, "iops"], 0) ?? Infinity) <= 3000 &&
        (template.number([...ebs, "throughput"], 0) ?? Infinity) <= 125 &&
        template.length(["blockDeviceMappings"]) === 1;
    const diskGiB = isBase ? template.number([...ebs, "volumeSize"]) : undefined;
    const charges = (count: number | undefined, after?: string): Charge[] => [
        {
            item: `nodes, ${type ?? "of an unknown type"}`,
            figure: `nodes.${type ?? ""}`,
            quantity: isPriced ? count : undefined,
            ...(after === undefined ? {} : { after }),
        },
        {
            item: "node disks, gp3",
            figure: "ec2.ebsGp3GBMonth",
            quantity: times(count, diskGiB),
            ...(after === undefined ? {} : { after }),
        },
    ];
    const more = size === undefined || most === undefined ? undefined : most - size;
    return [
        ...charges(size),
        ...(more === 0 ? [] : charges(more, `scaling out to its maximum of ${most ?? "unknown"} nodes`)),
    ];
}

export const accessEntry = resourceType("aws:eks/accessEntry:AccessEntry", {
    label: "access entry",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["clusterName", "principalArn", "type"],
    id: hexId("ae"),
    effects: [
        {
            on: "update",
            properties: ["kubernetesGroups", "userName"],
            effect: "The role or user has the permissions of the new groups or name in the Kubernetes API, and no longer those of the old. Users of Connect do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
        },
        {
            on: ["replace", "delete"],
            effect: "The role or user loses access to the Kubernetes API, temporarily or permanently. Users of Connect do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
        },
    ],
    deployerActions: [
        { on: "access-entry/{clusterName}/role/{account}/*/*", actions: ["eks:UpdateAccessEntry"] },
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
        price: SETTING_IS_FREE,
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
    price: { free: "it runs on nodes that are priced" },
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
    computed: ["addonVersion", "configurationValues"],
    id: (request) => `${textInput(request, "clusterName")}:${textInput(request, "addonName")}`,
    effects: [
        {
            on: "update",
            properties: ["addonVersion"],
            when: falls,
            effect: "The add-on's pods are replaced by those of an older version, node by node. EKS rejects a version that does not support the cluster's Kubernetes version. Go back with vpc-cni by one minor version at a time.",
            interruption: "rolling",
            source: ADDON_UPDATE,
        },
        {
            on: "update",
            properties: ["addonVersion"],
            effect: "The add-on's pods are replaced node by node. EKS rejects a version that does not support the cluster's Kubernetes version. Upgrade vpc-cni and coredns by one minor version at a time.",
            interruption: "rolling",
            source: ADDON_UPDATE,
        },
        {
            on: "update",
            properties: ["configurationValues", "podIdentityAssociations", "serviceAccountRoleArn"],
            effect: "The add-on's pods are replaced node by node, with the new settings.",
            interruption: "rolling",
            source: ADDON_UPDATE,
        },
        {
            on: "update",
            properties: ["preserve"],
            when: turnsOff,
            effect: "When the add-on is deleted, its pods are deleted too. Nothing changes until then.",
            interruption: "none",
            source: ADDON_UPDATE,
        },
        {
            on: "update",
            properties: ["preserve"],
            when: turnsOn,
            effect: "When the add-on is deleted, its pods keep running. Nothing changes until then.",
            interruption: "none",
            source: ADDON_UPDATE,
        },
        {
            on: "update",
            properties: ["resolveConflictsOnCreate", "resolveConflictsOnUpdate"],
            effect: "Only applies to settings that were changed in the cluster: the next update of the add-on overwrites them or keeps them.",
            interruption: "none",
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
            when: ({ before }) => before["preserve"] !== true,
            interruption: "down",
            source: ADDON_UPDATE,
        },
        {
            on: "delete",
            effect: "EKS no longer manages the add-on. Its pods keep running, as `preserve` is set.",
            interruption: "none",
            source: ADDON_UPDATE,
        },
    ],
    deployerActions: [
        { on: "addon/{clusterName}/{addonName}/*", actions: ["eks:UpdateAddon", "eks:DescribeUpdate"] },
        { on: "cluster/{clusterName}", actions: ["eks:DescribeUpdate"] },
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
    price: { charges: clusterCharges },
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
        "accessConfig.authenticationMode",
        "kubernetesNetworkConfig",
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
        "upgradePolicy",
        "upgradePolicy.supportType",
        "version",
        "vpcConfig.publicAccessCidrs",
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
            when: ({ from, to }) => versionsUpTo(to, from).length > 1,
            effect: "EKS rejects this: it rolls a control plane back by one minor version only, the one before its last upgrade.",
            interruption: "rejected",
            source: ROLLBACK,
        },
        {
            on: "update",
            properties: ["version"],
            when: falls,
            effect: ({ from, to }) =>
                `EKS rolls the control plane back to ${String(to)} while it runs, in about 10 minutes, with all data. Running pods are not affected. It does so within 7 days of the upgrade to ${String(from)}, and rejects it afterwards, and for a cluster that was created with ${String(from)}.`,
            interruption: "unknown",
            source: ROLLBACK,
        },
        {
            on: "update",
            properties: ["version"],
            when: ({ from, to }) => versionsUpTo(from, to).length > 1,
            effect: ({ from, to }) =>
                `EKS rejects this: it upgrades a cluster by one minor version at a time. Update to ${versionsUpTo(from, to).join(", then to ")}.`,
            interruption: "rejected",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["version"],
            when: rises,
            effect: "The control plane is upgraded while it runs, in about 10 minutes. Running pods are not affected.",
            interruption: "none",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["version"],
            when: appears,
            effect: "EKS upgrades the control plane if this is the next minor version, and rejects any other but the present one.",
            interruption: "unknown",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["vpcConfig.endpointPublicAccess", "vpcConfig.endpointPrivateAccess"],
            when: isUnreachable,
            effect: "EKS rejects a cluster whose Kubernetes API has neither a public nor a private endpoint. Keep `endpointPrivateAccess`.",
            interruption: "rejected",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.endpointPublicAccess"],
            when: ({ to }) => to === false,
            effect: "Within minutes, the Kubernetes API is reachable from the VPC only. Users of Connect do not notice. `pulumi up` needs a connection to the VPC.",
            interruption: "none",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.endpointPublicAccess"],
            effect: "Within minutes, the Kubernetes API is reachable from the internet, for the blocks in `publicAccessCidrs`. Users of Connect do not notice.",
            interruption: "none",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.endpointPrivateAccess"],
            when: turnsOff,
            effect: "Within minutes, nodes and pods reach the Kubernetes API through its public endpoint only. They lose the cluster unless `publicAccessCidrs` allows the addresses of the NAT gateways.",
            interruption: "unknown",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.endpointPrivateAccess"],
            when: turnsOn,
            effect: "Within minutes, nodes and pods reach the Kubernetes API inside the VPC. Users of Connect do not notice.",
            interruption: "none",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.publicAccessCidrs"],
            effect: "Within minutes, other networks can reach the Kubernetes API, and those that are no longer listed cannot. Users of Connect do not notice. Check that `pulumi up` can still reach it.",
            interruption: "none",
            source: CLUSTER_ENDPOINT,
        },
        {
            on: "update",
            properties: ["vpcConfig.securityGroupIds", "vpcConfig.subnetIds"],
            effect: "EKS moves the control plane's network interfaces to these subnets and groups, while it runs. It rejects subnets in zones that the cluster does not use.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
        },
        {
            on: "update",
            properties: ["accessConfig.authenticationMode"],
            when: goesBack,
            effect: "EKS rejects this: it never goes back from access entries to the `aws-auth` ConfigMap. Keep the mode.",
            interruption: "rejected",
            source: AUTHENTICATION,
        },
        {
            on: "update",
            properties: ["accessConfig.authenticationMode"],
            effect: "EKS uses access entries within minutes. With `API`, it ignores the `aws-auth` ConfigMap: principals that only it lists lose access. EKS never goes back.",
            interruption: "none",
            source: AUTHENTICATION,
        },
        {
            on: "update",
            properties: ["deletionProtection"],
            when: turnsOff,
            effect: "EKS no longer rejects the deletion of the cluster. The cluster itself does not change.",
            interruption: "none",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["deletionProtection"],
            when: turnsOn,
            effect: "EKS rejects the deletion of the cluster from now on. The cluster itself does not change.",
            interruption: "none",
            source: CLUSTER_UPDATE,
        },
        {
            on: "update",
            properties: ["enabledClusterLogTypes"],
            effect: "The control plane writes these logs from now on, and no others. Log events that were written are kept.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
        },
        {
            on: "update",
            properties: ["encryptionConfig"],
            effect: "EKS encrypts Secrets with the key, in up to hours, while the control plane runs. Encryption cannot be disabled again.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
        },
        {
            on: "update",
            properties: ["upgradePolicy.supportType", "upgradePolicy"],
            when: ({ after }) => getPath(after, ["upgradePolicy", "supportType"]) === "STANDARD",
            effect: (change) =>
                `EKS upgrades the cluster by itself ${endOfStandardSupport(change)}. From that day on, it rejects this change until the cluster is upgraded.`,
            interruption: "none",
            source: SUPPORT,
        },
        {
            on: "update",
            properties: ["upgradePolicy.supportType", "upgradePolicy"],
            when: ({ after }) => getPath(after, ["upgradePolicy", "supportType"]) === "EXTENDED",
            effect: (change) =>
                `The cluster keeps its version ${endOfStandardSupport(change)}, and costs six times as much from then on.`,
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/enable-extended-support.html",
        },
        {
            on: "update",
            properties: ["zonalShiftConfig"],
            effect: "AWS may or may not move traffic away from an impaired zone. Nothing changes until a zone is impaired.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/zone-shift.html",
        },
        {
            on: "replace",
            effect: "EKS creates an empty cluster. Connect is unavailable until everything in it is recreated, half an hour or more.",
            interruption: "down",
            source: CLUSTER_UPDATE,
        },
        { on: "delete", effect: "Connect stops.", interruption: "down" },
    ],
    deployerActions: [
        {
            on: "{arn}",
            actions: ["eks:UpdateClusterConfig", "eks:UpdateClusterVersion", "eks:DescribeUpdate"],
        },
        serviceLinkedRole("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
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
    price: {
        charges: nodeCharges,
        usage: (nodes) => ["crossZoneGB", ...surplusDrivers(nodes.text(["instanceTypes", 0]))],
    },
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
    computed: ["amiType", "capacityType", "diskSize", "instanceTypes", "releaseVersion", "version"],
    physicalName: "nodeGroupName",
    id: (request) => `${textInput(request, "clusterName")}:${physicalName(request, "nodeGroupName")}`,
    outputs: {
        // EKS creates the Auto Scaling group, with an identifier of its own at the end.
        resources: [
            {
                autoscalingGroups: [
                    { name: ({ id, urn }) => `eks-${id.split(":")[1] ?? id}-${digest(urn, 8)}` },
                ],
            },
        ],
    },
    effects: [
        {
            on: "update",
            properties: ["scalingConfig.minSize", "scalingConfig.maxSize", "scalingConfig.desiredSize"],
            when: isOutsideLimits,
            effect: (change) =>
                `EKS rejects this: the group has ${String(sizeOf(change, "desiredSize"))} nodes, which is outside the limits, and Pulumi leaves that number to you. Change it first: ${RAISE_SIZE}.`,
            interruption: "rejected",
            source: NODE_SIZE_ERROR,
        },
        {
            on: "update",
            properties: ["scalingConfig.minSize", "scalingConfig.maxSize"],
            when: mayBeOutsideLimits,
            effect: `No node is added or removed. EKS rejects this if the group's present number of nodes, which is not known here, is outside the limits. Change that number first: ${RAISE_SIZE}.`,
            interruption: "unknown",
            source: NODE_SIZE_ERROR,
        },
        {
            on: "update",
            properties: ["scalingConfig.desiredSize"],
            when: falls,
            effect: (change) =>
                `Nodes are drained and terminated until the group has the new size. ${contentLoss(change)}`,
            interruption: "rolling",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.desiredSize"],
            when: rises,
            effect: "Nodes are added. Running pods stay where they are.",
            interruption: "none",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.minSize"],
            when: falls,
            effect: "The group may become smaller. No node is removed until its size is changed.",
            interruption: "none",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.minSize"],
            when: rises,
            effect: "The group keeps at least as many nodes. It has them already, by Pulumi's state: no node is added.",
            interruption: "none",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.maxSize"],
            when: falls,
            effect: "The group can no longer grow as far. No node is removed.",
            interruption: "none",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.maxSize"],
            when: rises,
            effect: "The group may grow further. No node is added until its size is changed.",
            interruption: "none",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig.minSize", "scalingConfig.maxSize", "scalingConfig.desiredSize"],
            when: disappears,
            effect: "The provider rejects a node group that lacks one of the three sizes. Set all of them.",
            interruption: "rejected",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["scalingConfig"],
            effect: "The group gets the new size or limit. Nodes are drained and terminated if it has more.",
            interruption: "unknown",
            source: NODE_SIZES,
        },
        {
            on: "update",
            properties: ["version"],
            when: falls,
            effect: (change) =>
                `${nodeReplacement(change, "The nodes are replaced by nodes of the older version")} AWS requires this before a rollback of the control plane, but the API reference of UpdateNodegroupVersion excludes it: if EKS rejects it, create a node group with the older version under another name, and remove this one.`,
            interruption: "rolling",
            source: ROLLBACK,
        },
        {
            on: "update",
            properties: ["releaseVersion"],
            when: (change) =>
                falls(change) && !falls({ from: change.before["version"], to: change.after["version"] }),
            effect: "EKS rejects this: it never returns nodes to an older release of their version. Create a node group with the older release under another name, and remove this one.",
            interruption: "rejected",
            source: NODE_VERSION,
        },
        {
            on: "update",
            properties: ["version"],
            effect: (change) =>
                `${nodeReplacement(change)} EKS rejects a version that is newer than the cluster's.`,
            interruption: "rolling",
            source: NODE_UPDATE,
        },
        {
            on: "update",
            properties: ["releaseVersion", "launchTemplate"],
            effect: (change) => nodeReplacement(change),
            interruption: "rolling",
            source: NODE_UPDATE,
        },
        {
            on: "update",
            properties: ["labels"],
            when: losesLabel,
            effect: "Changed on running nodes. Pods that need a label of before no longer start there. Running pods stay.",
            interruption: "unknown",
            source: NODE_SETTINGS,
        },
        {
            on: "update",
            properties: ["labels"],
            effect: "Added to running nodes. Running pods stay.",
            interruption: "none",
            source: NODE_SETTINGS,
        },
        {
            on: "update",
            properties: ["taints"],
            when: (change) => newTaints(change).some((taint) => getPath(taint, ["effect"]) === "NO_EXECUTE"),
            effect: "Kubernetes evicts running pods that do not tolerate the new taint. They start again on other nodes that have room.",
            interruption: "unknown",
            source: TAINTS,
        },
        {
            on: "update",
            properties: ["taints"],
            when: (change) => newTaints(change).length > 0,
            effect: "Changed on running nodes. Pods that do not tolerate the new taint no longer start there. Running pods stay.",
            interruption: "unknown",
            source: TAINTS,
        },
        {
            on: "update",
            properties: ["taints"],
            effect: "Removed from running nodes. Other pods may start there. Running pods stay.",
            interruption: "none",
            source: TAINTS,
        },
        {
            on: "update",
            properties: ["updateConfig", "nodeRepairConfig", "forceUpdateVersion"],
            effect: "Only applies to the next update or repair of nodes. Running nodes do not change.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
        },
        {
            on: "replace",
            when: isOutsideLimits,
            effect: (change) =>
                `EKS rejects the new group: it gets the old one's number of nodes, ${String(sizeOf(change, "desiredSize"))}, which is outside its limits. Change that number first: ${RAISE_SIZE}.`,
            interruption: "rejected",
            source: NODE_SIZE_ERROR,
        },
        {
            on: "replace",
            when: mayBeOutsideLimits,
            effect: (change) =>
                `New nodes are created first, then the complete old group is drained within 5 minutes. ${contentLoss(change)} The new group gets the old one's number of nodes, which is not known here, and EKS rejects it if that is outside its limits. Change that number first: ${RAISE_SIZE}.`,
            interruption: "unknown",
            source: NODE_SIZE_ERROR,
        },
        {
            on: "replace",
            effect: (change) =>
                `New nodes are created first, then the complete old group is drained within 5 minutes. ${contentLoss(change)} The account's vCPU quota must allow both.`,
            interruption: "rolling",
            source: NODE_UPDATE,
        },
        {
            on: "delete",
            effect: (change) =>
                `The nodes are drained within 5 minutes and deleted. ${contentLoss(change)} Pods that do not fit on other nodes stay pending.`,
            interruption: "rolling",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html",
        },
    ],
    deployerActions: [
        {
            on: "nodegroup/{clusterName}/*/*",
            actions: ["eks:UpdateNodegroupConfig", "eks:UpdateNodegroupVersion", "eks:DescribeUpdate"],
        },
        serviceLinkedRole("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
    ],
    actions: [
        { on: "cluster/{clusterName}", actions: ["eks:CreateNodegroup"] },
        {
            // Pulumi adds digits to the name.
            on: `nodegroup/{clusterName}/{name}-0000000/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeNodegroup", "eks:DeleteNodegroup"],
        },
        passRole("nodeRoleArn"),
    ],
});

export const podIdentityAssociation = resourceType("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
    label: "pod identity association",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["clusterName", "namespace", "serviceAccount"],
    id: hexId("a"),
    outputs: { associationId: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["roleArn"],
            effect: "Pods that start later use the new role. Running pods change to it when their credentials expire, within hours.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
        },
        {
            on: "replace",
            effect: "Pods that start during the replacement have no access to AWS. Running pods keep theirs for hours.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
        },
        {
            on: "delete",
            effect: "Pods that start later have no access to AWS. Running pods keep theirs for hours.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
        },
    ],
    deployerActions: [
        {
            on: "podidentityassociation/{clusterName}/*",
            actions: ["eks:DescribePodIdentityAssociation", "eks:UpdatePodIdentityAssociation"],
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
