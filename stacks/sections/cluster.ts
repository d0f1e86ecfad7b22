import { z } from "zod";
import { instanceType } from "../../catalog/instanceTypes";
import { limits } from "../../catalog/limits";
import { KUBERNETES_VERSIONS, kubernetesVersions, OLDEST_NODES } from "../../catalog/kubernetesVersions";
import { overlaps } from "../../lib/cidr";
import { kubernetesMinor } from "../../lib/kubernetesMinor";
import { chartInRepository, chartLocation, chartRepository, chartUser, imageRepository } from "../chart";
import { cidrs, prefixOf } from "../cidr";
import { flag, ifWellTyped, listOf, oneOf, table, text, uniqueBy, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";
import { nodeCapacity } from "../../catalog/nodeCapacity";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { network, type NetworkSettings, validZones } from "./network";
import { runner } from "./runner";

/** Ranges that never come from the internet, so EKS rejects them for a public endpoint. */
const NOT_PUBLIC = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
];

/** The widest block for the Kubernetes API: 0.0.0.0/0 in two or sixteen parts is the complete internet too. */
const WIDEST_PREFIX = 8;

/** A block that may not reach the Kubernetes API. */
interface ApiProblem {
    message: string;
    advice: string;
}

const publicAccessCidrs = apiCidrs(
    limits.publicAccessCidrs,
    "EKS allows no more",
    "List your own networks, or none for a private endpoint.",
    (block) =>
        NOT_PUBLIC.some((range) => overlaps(range, block))
            ? {
                  message: "a block of public addresses, as EKS rejects private ones",
                  advice: "List private blocks in privateAccessCidrs.",
              }
            : undefined,
);

/** Each is a rule of the cluster's security group, which also holds EKS's own and the load balancer's. */
const privateAccessCidrs = apiCidrs(
    limits.securityGroupRules - 2,
    "AWS allows no more rules in a security group",
    "List the networks that deploy and administer.",
);

/** Blocks that may reach the Kubernetes API, none of them too wide. */
function apiCidrs(
    max: number,
    reason: string,
    instead: string,
    otherProblem: (block: string) => ApiProblem | undefined = () => undefined,
) {
    const problemOf = (block: string): ApiProblem | undefined => {
        if (!z.cidrv4().safeParse(block).success) {
            return undefined;
        }
        return prefixOf(block) < WIDEST_PREFIX
            ? { message: `a block of /${WIDEST_PREFIX} or smaller`, advice: instead }
            : otherProblem(block);
    };
    return cidrs()
        .max(max, { error: `a list of at most ${max} blocks (${reason})` })
        .superRefine((blocks, context) => {
            for (const [index, block] of blocks.entries()) {
                const problem = problemOf(block);
                if (problem !== undefined) {
                    const { message, advice } = problem;
                    context.addIssue({ code: "custom", path: [index], message, params: { advice } });
                }
            }
        }, ifWellTyped);
}

const RESERVED = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

const label = (part: string) =>
    text(
        /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
        `a Kubernetes ${part} key, such as team or example.com/team`,
    ).refine((key) => !RESERVED.test(key), {
        error: "a key outside kubernetes.io, k8s.io and eks.amazonaws.com, which the cluster itself sets",
    });

const labelValue = text(
    /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    "at most 63 letters, digits, dots, dashes and underscores",
);

const taint = table({
    key: label("taint").describe("Key of the taint."),
    value: labelValue.optional().describe("Value of the taint."),
    effect: oneOf(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).describe(
        "Effect of the taint, in EKS's spelling.",
    ),
});

/**
 * Connect's server image is built for amd64 only. The nodes' image has no GPU driver, and content cannot request a GPU.
 *
 * Source: posit-dev/images-connect, the server images of 2026.01.1 to 2026.03.1.
 */
const nodeType = text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, such as t3.2xlarge")
    .refine((name) => !isArm(name), {
        error: "an amd64 type, as Connect's server image is not built for arm64 (Graviton)",
    })
    .refine((name) => !hasGpu(name), {
        error: "a type without GPUs, as the nodes' image has no GPU driver and content cannot request a GPU",
    });

/** A type that the catalog does not know is judged by its family's name: Graviton has a `g` after the generation, as in c7gn. */
function isArm(name: string): boolean {
    const type = instanceType(name);
    return type === undefined ? /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(name) : type.architecture === "arm64";
}

/** A type that the catalog does not know is judged by its family's name: G, P, and other accelerators. */
function hasGpu(name: string): boolean {
    const type = instanceType(name);
    return type === undefined ? /^(g|gr|p|inf|trn|dl|vt|f)\d/.test(name) : type.gpus > 0;
}

const nodeGroup = table({
    instanceTypes: listOf(nodeType, "EC2 instance types, such as t3.2xlarge")
        .min(1, { error: "a list of at least one EC2 instance type" })
        .max(limits.instanceTypesPerNodeGroup, {
            error: `a list of at most ${limits.instanceTypesPerNodeGroup} EC2 instance types (EKS allows no more)`,
        })
        .default(["t3.2xlarge"])
        .describe(
            "EC2 instance types, best first: amd64, without GPUs. Servers and content must fit on the smallest. The size of a type " +
                "that `catalog/instanceTypes.json` lacks is not checked. A change replaces the nodes one after the other. `t3.2xlarge` is " +
                "burstable: AWS bills surplus credits if a node uses more than 40 % of its vCPUs on average over 24 hours. " +
                "`m6i.2xlarge` is not.",
        ),
    minSize: wholeNumber({ min: 0, max: limits.nodes, unit: "nodes", reason: "Kubernetes supports no more" })
        .optional()
        .meta({ defaultText: "the number of zones" })
        .describe(
            "Fewest nodes over all zones, and the number that a new group starts. `general` needs at least one per zone and never " +
                "fewer than two; any other group may have none. There is no autoscaler, and Pulumi does not change the number of nodes " +
                "of an existing group. EKS rejects a minimum above that number: before you raise `minSize` to N, run `aws eks " +
                "update-nodegroup-config --cluster-name <cluster> --nodegroup-name <group> --scaling-config desiredSize=N` (raise " +
                "`maxSize` first if N is above it), then `pulumi up --refresh`.",
        ),
    maxSize: wholeNumber({ min: 1, max: limits.nodes, unit: "nodes", reason: "Kubernetes supports no more" })
        .optional()
        .meta({ defaultText: "twice `minSize`, and at least one per zone" })
        .describe(
            "Most nodes over all zones; no fewer than `minSize`. The program starts no more than `minSize` nodes: this limits what " +
                "you, or your own autoscaler, can request.",
        ),
    diskGiB: wholeNumber({
        min: 20,
        max: 16384,
        unit: "GiB",
        reason: "the node's image needs 20, and gp3 ends at 16384",
    })
        .default(100)
        .describe(
            "Root disk of a node, in GiB: gp3, encrypted. It holds images and logs. A change replaces the nodes one after the other.",
        ),
    labels: z
        .record(label("label"), labelValue, { error: "a table of Kubernetes labels" })
        .default({})
        .describe("Kubernetes labels of the nodes."),
    taints: listOf(taint, "taints, each with key and effect")
        .max(limits.taintsPerNodeGroup, {
            error: `a list of at most ${limits.taintsPerNodeGroup} taints (EKS allows no more)`,
        })
        .default([])
        .describe("Kubernetes taints of the nodes. `general` has none, as Connect itself runs there."),
});

const addOnVersion = (name: string) =>
    text(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "a build of the add-on, such as v1.13.2-eksbuild.21")
        .optional()
        .meta({ defaultText: "the one pinned for `nodeVersion`" })
        .describe(`Build of the add-on ${name}.`);

/** Principals with an access entry, none of them twice. */
const principals = (example: string) =>
    listOf(
        text(
            /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
            `the ARN of an IAM role or user, such as ${example}`,
        ),
        `ARNs of IAM roles, such as ${example}`,
    )
        .max(limits.accessEntries, {
            error: `a list of at most ${limits.accessEntries} ARNs (EKS allows no more)`,
        })
        .superRefine(uniqueBy(nameOfPrincipal), ifWellTyped);

/** Names that differ only in case are the same to IAM. */
const nameOfPrincipal = (arn: string): string => arn.toLowerCase();

const nodeGroupName = text(
    /^[a-z][a-z0-9-]{0,30}$/,
    "named with up to 31 lower-case letters, digits and dashes, a letter first",
);

export const clusterSchema = table(
    {
        version: oneOf(KUBERNETES_VERSIONS, "the add-ons are pinned for these")
            .default("1.35")
            .describe(
                "Kubernetes minor version of the control plane, in quotes. It increases by one at a time. For 7 days after an upgrade, " +
                    'it can decrease by one again, if `nodeVersion` is that version already. docs/upgrades.md, "Kubernetes", has the order. ' +
                    `Standard support ends: ${KUBERNETES_VERSIONS.map(
                        (version) => `${version} ${kubernetesVersions[version].standardSupportEnds}`,
                    ).join(", ")}.`,
            ),
        nodeVersion: oneOf(KUBERNETES_VERSIONS, "the add-ons are pinned for these")
            .optional()
            .meta({ defaultText: "`version`" })
            .describe(
                "Kubernetes minor version of the nodes and of the add-ons on them, in quotes: that of the control plane, or up to " +
                    `${OLDEST_NODES} minor versions older. Keep the old version while you try a new \`version\`: the control plane can then ` +
                    "go back without them. A change replaces the nodes one after the other.",
            ),
        nodeReleaseVersion: text(
            /^1\.\d+\.\d+-20\d{6}$/,
            "a release of the EKS-optimized Amazon Linux 2023 image, such as 1.35.3-20260415",
        )
            .optional()
            .meta({ defaultText: "the newest at a node group's creation" })
            .describe(
                "Release of the nodes' image, for `nodeVersion`. EKS never patches nodes automatically. A change replaces the nodes one " +
                    'after the other; EKS does not return to an older release. docs/upgrades.md, "Patch the nodes", finds the newest.',
            ),
        addOnVersions: table({
            "vpc-cni": addOnVersion("vpc-cni"),
            "kube-proxy": addOnVersion("kube-proxy"),
            coredns: addOnVersion("coredns"),
            "eks-pod-identity-agent": addOnVersion("eks-pod-identity-agent"),
            "aws-efs-csi-driver": addOnVersion("aws-efs-csi-driver"),
        })
            .default({})
            .describe(
                "Builds of EKS add-ons instead of those pinned in `catalog/kubernetesVersions.ts`, if AWS has withdrawn or fixed one. " +
                    "Remove them once the program pins a newer build.",
            ),
        upgradePolicy: oneOf(["STANDARD", "EXTENDED"])
            .default("STANDARD")
            .describe(
                "What EKS does when standard support of `version` ends. `STANDARD`: it upgrades the control plane to the next version; " +
                    "raise `version` to that one then. `EXTENDED`: it keeps the version for another year, at $0.60 instead of $0.10 an " +
                    "hour for the cluster, about $365 more a month.",
            ),
        publicAccessCidrs: publicAccessCidrs
            .default([])
            .describe(
                "Public IPv4 blocks, /8 or smaller, that may reach the Kubernetes API over the internet. If empty, the endpoint is " +
                    "private. It does not apply inside the VPC, where the API's name resolves to private addresses.",
            ),
        privateAccessCidrs: privateAccessCidrs
            .optional()
            .meta({ defaultText: "with `network.adopt` its `cidrBlock`, otherwise none" })
            .describe(
                "IPv4 blocks, /8 or smaller, that may reach the Kubernetes API through the VPC: the VPC's own block, and those of " +
                    "networks connected to it. `pulumi up`, `pulumi destroy` and `kubectl` must run in one of these blocks or of " +
                    "`publicAccessCidrs`, which cannot both be empty without a `runner`.",
            ),
        administratorRoleArns: principals("arn:aws:iam::123456789012:role/administrators")
            .min(1, {
                error: "a list with at least the role that deploys (no other access to the cluster exists)",
            })
            .describe(
                "IAM roles, or users, that administer the cluster: a complete list, with every role that deploys. A deployment with any " +
                    "other role is rejected before it starts. For a role, use the ARN with its path, as `aws iam get-role` prints it, also " +
                    "for an SSO role (`role/aws-reserved/sso.amazonaws.com/…`).",
            ),
        viewerRoleArns: principals("arn:aws:iam::123456789012:role/viewers")
            .default([])
            .describe(
                "IAM roles, or users, that read everything in the cluster, its Secrets too, and change nothing: those of CI's previews. " +
                    "With one of them, `pulumi preview` and `--refresh` work, and `pulumi up` is rejected.",
            ),
        sessionManager: flag()
            .default(false)
            .describe(
                "Whether AWS Systems Manager reaches the nodes, for `npm run tunnel` to a private API and for shells on nodes. Everyone " +
                    "with `ssm:StartSession` on them is then an administrator of the nodes.",
            ),
        logRetentionDays: logRetentionDays().describe("Days that the control plane's logs are kept."),
        deletionProtection: flag()
            .default(true)
            .describe(
                "Whether EKS refuses to delete the cluster. Turn it off, and update, before a destroy.",
            ),
        nodeGroups: z
            .record(nodeGroupName, nodeGroup, { error: "a table of node groups by name" })
            .default({})
            .describe(
                "Node groups by name, each over every zone. `general`, which runs Connect, always exists.",
            ),
        controller: table({
            chart: chartLocation("aws-load-balancer-controller")
                .default("aws-load-balancer-controller")
                .describe("Helm chart: a name in `repository`, a path or an `oci://` URL."),
            repository: chartRepository()
                .default("https://aws.github.io/eks-charts")
                .describe('Helm repository; "" if `chart` is a path or a URL.'),
            user: chartUser(),
            imageRepository: imageRepository()
                .optional()
                .meta({ defaultText: "the chart's" })
                .describe(
                    "Image without its tag, for networks that cannot reach Amazon's public registry. Pulled with " +
                        "`posit-connect:registryCredentials`, if they are set.",
                ),
        })
            .prefault({})
            .describe("Source of the AWS Load Balancer Controller."),
    },
    "a table with administratorRoleArns, the roles that administer the cluster",
).describe("The EKS cluster and its nodes.");

export const cluster = pathOf<z.infer<typeof clusterSchema>>("cluster");

/** Blocks that may reach the Kubernetes API through the VPC. No network is connected to a new VPC yet. */
export function privateAccessCidrsOf(declared: string[] | undefined, settings: NetworkSettings): string[] {
    return declared ?? ("adopt" in settings ? [settings.adopt.cidrBlock] : []);
}

/** Node groups as declared, by name. */
export type DeclaredGroups = Record<string, z.infer<typeof nodeGroup>>;

/** A node group with its sizes filled in. */
export type NodeGroup = z.infer<typeof nodeGroup> & { minSize: number; maxSize: number };

/** Settings of the cluster with values that depend on the network filled in. */
export type ClusterSettings = Omit<z.infer<typeof clusterSchema>, "nodeGroups" | "privateAccessCidrs"> & {
    nodeGroups: Record<string, NodeGroup>;
    privateAccessCidrs: string[];
};

/** The node groups of a cluster over `zones` zones, with their sizes filled in. `general` is first and always exists. */
export function nodeGroupsOf(declared: DeclaredGroups, zones: number) {
    const { general = nodeGroup.parse({}), ...others } = declared;
    return Object.fromEntries(
        Object.entries({ general, ...others }).map(([name, group]): [string, NodeGroup] => {
            const minSize = group.minSize ?? zones;
            return [name, { ...group, minSize, maxSize: group.maxSize ?? Math.max(2 * minSize, zones) }];
        }),
    );
}

/** `general` keeps Connect available when a zone is lost, and no maximum is below its minimum. */
const nodeGroupSizes: Rule = function* (settings) {
    const zones = validZones(settings)?.length;
    for (const [name, group] of settings.entries(cluster.nodeGroups)) {
        const minSize = settings.get(group.minSize) ?? zones;
        const least = Math.max(2, zones ?? 2);
        if (
            name === "general" &&
            settings.isValid(group.minSize) &&
            minSize !== undefined &&
            minSize < least
        ) {
            yield finding(
                group.minSize,
                zones === undefined
                    ? "at least 2 nodes, as one does not survive the loss of its zone"
                    : `at least ${least} nodes: one in each zone, and never fewer than two`,
            );
        }
        if (name === "general" && (settings.get(group.taints) ?? []).length > 0) {
            yield finding(group.taints, "left out of general, as Connect runs there");
        }
        const maxSize = settings.get(group.maxSize);
        if (
            settings.isValid(group.minSize) &&
            maxSize !== undefined &&
            minSize !== undefined &&
            maxSize < minSize
        ) {
            yield finding(group.maxSize, `at least minSize, ${minSize} nodes`);
        }
    }
};

/** Leading bits that a private subnet shares in addition to the VPC's: it is a sixteenth of the VPC. */
const SUBNET_BITS = 4;

/** Addresses of a node of a type that the catalog does not know: those of a `t3.2xlarge`. */
const ADDRESSES_OF_UNKNOWN = 60;

/** Addresses of a subnet that no pod gets: AWS reserves five, and eight remain for load balancers and endpoints. */
const ADDRESSES_RESERVED = 13;

/** Nodes that an update starts in a zone in addition to the existing ones. */
const SURGE = 1;

/** A private subnet holds its zone's nodes with all their pods, and one more node during an update. */
const roomForPods: Rule = (settings) => {
    const block = settings.get(network.cidrBlock);
    const zones = validZones(settings)?.length;
    const declared = settings.get(cluster.nodeGroups);
    if (block === undefined || zones === undefined || declared === undefined) {
        return [];
    }
    const groups = Object.values(nodeGroupsOf(declared, zones));
    const nodes = groups.reduce((sum, group) => sum + Math.ceil(group.maxSize / zones), 0) + SURGE;
    const inGroups = groups.reduce(
        (sum, group) => sum + Math.ceil(group.maxSize / zones) * addressesOf(group),
        0,
    );
    const needed = inGroups + SURGE * Math.max(...groups.map(addressesOf)) + ADDRESSES_RESERVED;
    const prefix = prefixOf(block);
    if (countAddresses(prefix) >= needed) {
        return [];
    }
    const fitting = [18, 17, 16].find(
        (candidate) => candidate < prefix && countAddresses(candidate) >= needed,
    );
    return [
        finding(
            network.cidrBlock,
            `a block whose private subnets have ${needed} addresses each, for ${nodes} nodes per zone with their pods`,
            `They have ${countAddresses(prefix)}. ` +
                (fitting
                    ? `Choose a /${fitting}.`
                    : "Lower maxSize of cluster.nodeGroups, or choose types with fewer addresses."),
        ),
    ];
};

/** Addresses of a node of a group, for the type with the most. */
function addressesOf({ instanceTypes }: NodeGroup): number {
    return Math.max(...instanceTypes.map((name) => nodeCapacity(name)?.addresses ?? ADDRESSES_OF_UNKNOWN));
}

/** Addresses of a private subnet in a VPC of the given prefix. */
function countAddresses(prefix: number): number {
    return 2 ** (32 - prefix - SUBNET_BITS);
}

/** The deployment itself creates Kubernetes objects, and a destroy deletes them, through the API. */
const apiReachable = rule(
    [cluster.publicAccessCidrs, cluster.privateAccessCidrs],
    ([open, blocks], settings) => {
        // The block of an existing VPC may reach the API unless other blocks are listed.
        const isAdopted = !settings.isValid(network.adopt) || settings.get(network.adopt) !== undefined;
        const hasRunner = !settings.isValid(runner) || settings.get(runner) !== undefined;
        const isReached =
            hasRunner || open.length > 0 || (blocks === undefined ? isAdopted : blocks.length > 0);
        return isReached
            ? undefined
            : finding(
                  cluster.privateAccessCidrs,
                  "a list of at least one block unless publicAccessCidrs or runner is set, as no network could reach the Kubernetes API",
                  "List the networks that reach the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs.",
              );
    },
);

/** A kubelet is never newer than the API server, and at most three minor versions older. */
const nodesFitControlPlane = rule(
    [cluster.version, cluster.nodeVersion],
    ([version, nodeVersion = version]) => {
        const allowed = KUBERNETES_VERSIONS.filter((known) => {
            const behind = (kubernetesMinor(version) ?? 0) - (kubernetesMinor(known) ?? 0);
            return behind >= 0 && behind <= OLDEST_NODES;
        });
        return allowed.includes(nodeVersion)
            ? undefined
            : finding(
                  cluster.nodeVersion,
                  `${allowed.join(" or ")}, as cluster.version is ${version}`,
                  "Nodes cannot be newer than the control plane: lower nodeVersion and update first, then lower version.",
              );
    },
);

/** EKS rejects a release of another Kubernetes version, in the middle of an upgrade. */
const nodeReleaseForVersion = rule(
    [cluster.version, cluster.nodeVersion, cluster.nodeReleaseVersion],
    ([version, nodeVersion, release]) =>
        release !== undefined && !release.startsWith(`${nodeVersion ?? version}.`)
            ? finding(
                  cluster.nodeReleaseVersion,
                  `a release for Kubernetes ${nodeVersion ?? version} (cluster.${nodeVersion === undefined ? "version" : "nodeVersion"})`,
                  "Change both together.",
              )
            : undefined,
);

/** EKS has one access entry for a principal. */
const oneEntryEach = rule(
    [cluster.administratorRoleArns, cluster.viewerRoleArns],
    function* ([administrators, viewers]) {
        const names = administrators.map(nameOfPrincipal);
        for (const [index, arn] of viewers.entries()) {
            if (names.includes(nameOfPrincipal(arn))) {
                yield finding(
                    cluster.viewerRoleArns.at(index),
                    "a role that is not in administratorRoleArns, as an administrator reads everything",
                );
            }
        }
        if (administrators.length + viewers.length > limits.accessEntries) {
            yield finding(
                cluster.viewerRoleArns,
                `a list of at most ${limits.accessEntries - administrators.length} ARNs with the ${administrators.length} of administratorRoleArns (EKS allows no more)`,
            );
        }
    },
);

export const clusterRules: Rule[] = [
    oneEntryEach,
    roomForPods,
    nodeGroupSizes,
    apiReachable,
    nodesFitControlPlane,
    nodeReleaseForVersion,
    chartInRepository(cluster.controller.chart, cluster.controller.repository, cluster.controller.user),
];
