import { z } from "zod";
import { limits } from "../../catalog/limits";
import { AUTOSCALING } from "../../catalog/nodePools";
import { KUBERNETES_VERSIONS, kubernetesVersions, OLDEST_NODES } from "../../catalog/kubernetesVersions";
import { DRAIN_MINUTES, isSeparate } from "../../catalog/nodePools";
import { overlaps } from "../../lib/cidr";
import { kubernetesMinor } from "../../lib/kubernetesMinor";
import {
    chartInRepository,
    chartLocation,
    chartRepository,
    chartUser,
    imageRepository,
    isNameInRepository,
} from "../chart";
import { cidrs, prefixOf } from "../cidr";
import { flag, ifWellTyped, listOf, oneOf, table, text, uniqueBy, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { network, type NetworkSettings } from "./network";
import { completeGroups, type NodeGroup, nodeGroupRules, nodeGroupsSchema } from "./nodeGroups";
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

/** Source: https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/, "Install Karpenter". */
const KARPENTER_CHARTS = "oci://public.ecr.aws/karpenter";

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
    limits.securityGroupRules / limits.securityGroupsOfLoadBalancer - 2,
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

/** Origin of a controller's chart, if it is a name, and of its image. */
const chartOrigin = (repository: string) => ({
    repository: chartRepository()
        .default(repository)
        .describe('Helm repository; "" if `chart` is a path or a URL.'),
    user: chartUser(),
    imageRepository: imageRepository()
        .optional()
        .meta({ defaultText: "the chart's" })
        .describe(
            "Image without its tag, for networks that cannot reach the public registry. Pulled with " +
                "`posit-connect:registryCredentials`, if they are set.",
        ),
});

/** Source of a controller's chart and image. */
const chartSource = (chart: string, repository: string) =>
    table({
        chart: chartLocation(chart)
            .default(chart)
            .describe("Helm chart, under its own name: in `repository`, at a path or at an `oci://` URL."),
        ...chartOrigin(repository),
    }).prefault({});

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
                "Release of the nodes' image, for `nodeVersion`; required with Karpenter. EKS never patches nodes automatically. A change replaces the nodes one " +
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
        nodeGroups: nodeGroupsSchema,
        contentDrainTimeoutMinutes: wholeNumber({
            min: 0,
            max: 1440,
            unit: "minutes",
            reason: "a day",
        })
            .optional()
            .meta({ defaultText: `${DRAIN_MINUTES} if a group has the role \`servers\`, otherwise 0` })
            .describe(
                `Minutes that an update of content's nodes waits for content to end by itself: 0, or the ${DRAIN_MINUTES} that EKS waits ` +
                    "for each node, not configurable; with Karpenter up to a day. Content that still runs ends then. New content already starts on the new nodes. A disruption budget " +
                    "in the content's namespace rejects its evictions, also those of `kubectl drain`. It does not protect content from lost " +
                    'nodes, Spot interruptions and servers, and for 5 minutes only from the removal of a group. docs/upgrades.md, "Content on ' +
                    'drained nodes", describes how to wait longer.',
            ),
        zonalShift: flag()
            .default(true)
            .describe(
                "Whether a zonal shift of the cluster and of the load balancer can be started, which sends no new traffic to a zone " +
                    'until it ends. Nothing changes before. docs/zone-loss.md, "Leave a zone", has the commands.',
            ),
        autoscaling: oneOf(AUTOSCALING)
            .default("none")
            .describe(
                "Whether an autoscaler sets the number of content's nodes, between `minSize` and `maxSize` of each group with the role " +
                    "`content`. `none`: a fixed number, as in the reference architecture. `cluster-autoscaler`: the Kubernetes Cluster " +
                    "Autoscaler. `karpenter`: Karpenter starts the nodes itself, without a managed node group, from zero; it requires " +
                    "`nodeReleaseVersion`. Neither changes the nodes of servers, and both remove a node of content once no content runs " +
                    "on it. A change to or from `karpenter` replaces content's nodes, and ends the content on the old ones.",
            ),
        autoscaler: chartSource("cluster-autoscaler", "https://kubernetes.github.io/autoscaler").describe(
            "Source of the Cluster Autoscaler.",
        ),
        devicePlugin: chartSource(
            "nvidia-device-plugin",
            "https://nvidia.github.io/k8s-device-plugin",
        ).describe(
            "Source of the NVIDIA device plugin, which lets pods request the GPUs of nodes. It is installed if a node group has GPUs.",
        ),
        karpenter: table({
            chart: chartLocation("karpenter")
                .default(`${KARPENTER_CHARTS}/karpenter`)
                .describe("Helm chart: an `oci://` URL, a path, or a name in `repository`."),
            crdChart: chartLocation("karpenter-crd")
                .default(`${KARPENTER_CHARTS}/karpenter-crd`)
                .describe("Helm chart of the custom resource definitions, of the same version, likewise."),
            ...chartOrigin(""),
        })
            .prefault({})
            .describe("Source of Karpenter."),
        controller: chartSource("aws-load-balancer-controller", "https://aws.github.io/eks-charts").describe(
            "Source of the AWS Load Balancer Controller.",
        ),
    },
    "a table with administratorRoleArns, the roles that administer the cluster",
).describe("The EKS cluster and its nodes.");

export const cluster = pathOf<z.infer<typeof clusterSchema>>("cluster");

/** Blocks that may reach the Kubernetes API through the VPC. No network is connected to a new VPC yet. */
export function privateAccessCidrsOf(declared: string[] | undefined, settings: NetworkSettings): string[] {
    return declared ?? ("adopt" in settings ? [settings.adopt.cidrBlock] : []);
}

/** Minutes that an update of content's nodes waits for content. Content on shared nodes cannot hold up servers. */
export function contentDrainTimeoutOf(
    declared: number | undefined,
    groups: Record<string, NodeGroup>,
): number {
    return declared ?? (isSeparate(groups) ? DRAIN_MINUTES : 0);
}

/** Settings of the cluster with values that depend on other settings filled in. */
export type ClusterSettings = Omit<
    z.infer<typeof clusterSchema>,
    "nodeGroups" | "privateAccessCidrs" | "contentDrainTimeoutMinutes"
> & {
    nodeGroups: Record<string, NodeGroup>;
    privateAccessCidrs: string[];
    contentDrainTimeoutMinutes: number;
};

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

/** Karpenter takes the newest image otherwise, and replaces the nodes whenever AWS publishes one. */
const karpenterHasRelease = rule(
    [cluster.autoscaling, cluster.nodeReleaseVersion],
    ([autoscaling, release]) =>
        autoscaling === "karpenter" && release === undefined
            ? finding(
                  cluster.nodeReleaseVersion,
                  'a release of the nodes\' image with cluster.autoscaling "karpenter", such as 1.35.3-20260415',
                  'docs/upgrades.md, "Patch the nodes", finds the newest.',
              )
            : undefined,
);

/** Both charts have one origin. */
const karpenterChartsTogether = rule(
    [cluster.karpenter.chart, cluster.karpenter.crdChart],
    ([chart, crdChart]) =>
        isNameInRepository(chart) === isNameInRepository(crdChart)
            ? undefined
            : finding(
                  cluster.karpenter.crdChart,
                  isNameInRepository(chart)
                      ? `a name in the repository, as ${chart} is`
                      : `a path or a URL, as ${chart} is`,
              ),
);

/** An autoscaler has a group of content whose number of nodes it can change. */
const autoscalerHasRange = rule([cluster.autoscaling, cluster.nodeGroups], ([autoscaling], settings) => {
    const groups = Object.values(completeGroups(settings) ?? {}).filter(({ role }) => role === "content");
    return autoscaling === "none" || groups.some(({ minSize, maxSize }) => minSize < maxSize)
        ? undefined
        : finding(
              cluster.autoscaling,
              '"none" unless a group with the role content has a minSize below its maxSize',
              groups.length === 0
                  ? "Add the groups servers and content to cluster.nodeGroups."
                  : "Raise maxSize of a group of content, or lower its minSize.",
          );
});

/** EKS waits for the pods of a node for one time only. It forces the update then, so no server may run there. */
const contentDrainTimeout = rule([cluster.contentDrainTimeoutMinutes], ([minutes = 0], settings) => {
    const groups = completeGroups(settings);
    if (minutes === 0 || groups === undefined) {
        return undefined;
    }
    return !isSeparate(groups)
        ? finding(
              cluster.contentDrainTimeoutMinutes,
              "0 unless a group of cluster.nodeGroups has the role servers, as servers on shared nodes would end with content",
              "Leave it out, or add the groups servers and content.",
          )
        : minutes === DRAIN_MINUTES || settings.get(cluster.autoscaling) === "karpenter"
          ? undefined
          : finding(
                cluster.contentDrainTimeoutMinutes,
                `0 or ${DRAIN_MINUTES}, as EKS waits ${DRAIN_MINUTES} minutes for the pods of a node`,
                "Karpenter waits longer (cluster.autoscaling).",
            );
});

export const clusterRules: Rule[] = [
    oneEntryEach,
    ...nodeGroupRules,
    apiReachable,
    nodesFitControlPlane,
    nodeReleaseForVersion,
    autoscalerHasRange,
    contentDrainTimeout,
    karpenterHasRelease,
    karpenterChartsTogether,
    chartInRepository(cluster.karpenter.chart, cluster.karpenter.repository, cluster.karpenter.user),
    chartInRepository(cluster.autoscaler.chart, cluster.autoscaler.repository, cluster.autoscaler.user),
    chartInRepository(cluster.devicePlugin.chart, cluster.devicePlugin.repository, cluster.devicePlugin.user),
    chartInRepository(cluster.controller.chart, cluster.controller.repository, cluster.controller.user),
];
