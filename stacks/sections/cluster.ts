import { z } from "zod";
import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../catalog/kubernetesVersions";
import { overlaps } from "../../lib/cidr";
import { cidrs, prefixOf } from "../cidr";
import { flag, listOf, noneTwice, oneOf, section, text, whereTypesFit, wholeNumber } from "../field";
import type { NetworkSettings } from "./network";
import { logRetentionDays } from "../retention";

/** Ranges that never come from the internet, so EKS refuses them for a public endpoint. */
const NOT_PUBLIC = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
];

/** The widest block for the Kubernetes API: 0.0.0.0/0 in two halves, or in sixteen, is the whole internet as well. */
const WIDEST_PREFIX = 8;

const publicAccessCidrs = apiCidrs(
    40,
    "EKS allows no more",
    "list your own networks, or none for a private endpoint",
    (block) =>
        NOT_PUBLIC.some((range) => overlaps(range, block))
            ? "must be public addresses: EKS rejects private ones here, list them in privateAccessCidrs"
            : undefined,
);

/** Each is a rule of the cluster's security group, which holds EKS's own and the load balancer's as well. */
const privateAccessCidrs = apiCidrs(
    50,
    "a security group holds 60 rules by default",
    "list the networks that deploy and administer",
);

/** Blocks that may reach the Kubernetes API, none of them too wide. */
function apiCidrs(
    max: number,
    reason: string,
    instead: string,
    otherProblem: (block: string) => string | undefined = () => undefined,
) {
    const problemOf = (block: string): string | undefined => {
        if (!z.cidrv4().safeParse(block).success) {
            return undefined;
        }
        if (prefixOf(block) === 0) {
            return `opens the Kubernetes API to the whole internet: ${instead}`;
        }
        return prefixOf(block) < WIDEST_PREFIX
            ? `must have a prefix of /${WIDEST_PREFIX} or longer. List smaller blocks`
            : otherProblem(block);
    };
    return cidrs()
        .max(max, { error: `must list no more than ${max} blocks: ${reason}` })
        .superRefine((blocks, context) => {
            for (const [index, block] of blocks.entries()) {
                const message = problemOf(block);
                if (message) {
                    context.addIssue({ code: "custom", path: [index], message });
                }
            }
        }, whereTypesFit);
}

const RESERVED = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

const label = (part: string) =>
    text(
        /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
        `a Kubernetes ${part} key, such as team or example.com/team`,
    ).refine((key) => !RESERVED.test(key), {
        error: "must not be of kubernetes.io, k8s.io or eks.amazonaws.com: those are set by the cluster itself",
    });

const labelValue = text(
    /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    "at most 63 letters, digits, dots, dashes and underscores",
);

const taint = section({
    key: label("taint").describe("Key of the taint."),
    value: labelValue.optional().describe("Value of the taint."),
    effect: oneOf(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).describe(
        "What it does, in EKS's spelling.",
    ),
});

const instanceType = text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, such as t3.2xlarge").refine(
    // Graviton families have a `g` right after their generation: t4g, m7gd, im4gn.
    (type) => !/^[a-z]+\d+[a-z]*g[a-z]*\./.test(type),
    { error: "must be an x86-64 type: the nodes' images and Connect's are not for Graviton" },
);

export const nodeGroup = section({
    instanceTypes: listOf(instanceType, "EC2 instance types, such as t3.2xlarge")
        .min(1, { error: "must list at least one EC2 instance type" })
        .max(20, { error: "must list no more than 20 types: EKS allows no more" })
        .default(["t3.2xlarge"])
        .describe(
            "EC2 instance types, best first, all of one size. Changing them rolls the nodes. `t3.2xlarge` is burstable: AWS bills " +
                "surplus credits if a node uses more than 40 % of its vCPUs on average over 24 hours. `m6i.2xlarge` is not.",
        ),
    minSize: wholeNumber({ min: 0, max: 450, unit: "nodes" })
        .optional()
        .meta({ defaultText: "the number of zones" })
        .describe(
            "Fewest nodes, over all zones, and the number that a new group starts. In `general` at least one a zone and " +
                "never fewer than two; any other group may go down to none. There is no autoscaler, and Pulumi leaves the " +
                "number of nodes alone once a group is there. EKS refuses a minimum above that number: before raising " +
                "`minSize` to N, run `aws eks update-nodegroup-config --cluster-name <cluster> --nodegroup-name <group> " +
                "--scaling-config desiredSize=N` (raise `maxSize` first where N is above it), then `pulumi up --refresh`.",
        ),
    maxSize: wholeNumber({ min: 1, max: 450, unit: "nodes" })
        .optional()
        .meta({ defaultText: "twice `minSize`, and at least one a zone" })
        .describe(
            "Most nodes, over all zones; no fewer than `minSize`. Nothing here starts more than `minSize`: it bounds " +
                "what you, or an autoscaler of your own, may ask for.",
        ),
    diskGiB: wholeNumber({
        min: 20,
        max: 16384,
        unit: "GiB",
        reason: "the node's image takes 20, gp3 ends at 16384",
    })
        .default(100)
        .describe(
            "Root disk of a node, in GiB: gp3, encrypted. Holds images and logs. Changing it rolls the nodes.",
        ),
    labels: z
        .record(label("label"), labelValue, { error: "must be a table of Kubernetes labels" })
        .default({})
        .describe("Kubernetes labels of the nodes."),
    taints: listOf(taint, "taints, each with key and effect")
        .default([])
        .describe("Kubernetes taints of the nodes. `general` has none: Connect itself runs there."),
});

const addOnVersion = (name: string) =>
    text(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "a build of the add-on, such as v1.13.2-eksbuild.21")
        .optional()
        .meta({ defaultText: "the one pinned for `version`" })
        .describe(`Build of the add-on ${name}.`);

const nodeGroupName = text(
    /^[a-z][a-z0-9-]{0,30}$/,
    "named by up to 31 lower-case letters, digits and dashes, a letter first",
);

export const chartLocation = (example: string) =>
    text(
        /^[^\s;#"\\]+$/,
        `a chart's name, such as ${example}, a path such as ./charts/${example}.tgz or an oci:// URL`,
    );

export const chartRepository = () =>
    text(/^(https:\/\/[^\s;#"\\]+)?$/, 'an https:// URL, or "" where the chart is a path or an oci:// URL');

export const imageRepository = () =>
    text(
        /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
        "an image's repository without a tag, such as registry.example.com/posit/connect",
    );

export const clusterSchema = section(
    {
        version: oneOf(KUBERNETES_VERSIONS, "the add-ons are pinned for these")
            .default("1.35")
            .describe(
                "Kubernetes minor version, in quotes. It goes up one at a time and never down; add-ons follow it. " +
                    `Standard support ends: ${KUBERNETES_VERSIONS.map(
                        (version) => `${version} ${kubernetesVersions[version].standardSupportEnds}`,
                    ).join(", ")}.`,
            ),
        nodeReleaseVersion: text(
            /^1\.\d+\.\d+-20\d{6}$/,
            "a release of the EKS-optimized Amazon Linux 2023 image, such as 1.35.3-20260415",
        )
            .optional()
            .meta({ defaultText: "the newest at a node group's creation" })
            .describe(
                "Release of the nodes' image, for `version`. EKS never patches nodes by itself. Changing it rolls the nodes; EKS does " +
                    'not go back to an older one. docs/upgrades.md, "Patch the nodes", finds the newest.',
            ),
        addOnVersions: section({
            "vpc-cni": addOnVersion("vpc-cni"),
            "kube-proxy": addOnVersion("kube-proxy"),
            coredns: addOnVersion("coredns"),
            "eks-pod-identity-agent": addOnVersion("eks-pod-identity-agent"),
            "aws-efs-csi-driver": addOnVersion("aws-efs-csi-driver"),
        })
            .default({})
            .describe(
                "Builds of EKS add-ons instead of those pinned in `catalog/kubernetesVersions.ts`, for one that AWS has withdrawn or " +
                    "fixed. Leave them out again once the program pins a newer one.",
            ),
        upgradePolicy: oneOf(["STANDARD", "EXTENDED"])
            .default("STANDARD")
            .describe(
                "What EKS does when standard support of `version` ends. `STANDARD`: it upgrades the control plane to the next " +
                    "version by itself; raise `version` to that one then. `EXTENDED`: it keeps the version for a year more, at " +
                    "$0.60 instead of $0.10 an hour for the cluster, about $365 more a month.",
            ),
        publicAccessCidrs: publicAccessCidrs
            .default([])
            .describe(
                "Public IPv4 blocks, /8 or smaller, that may reach the Kubernetes API over the internet. If empty, the " +
                    "endpoint is private. It does not apply inside the VPC, where the API's name resolves to private addresses.",
            ),
        privateAccessCidrs: privateAccessCidrs
            .optional()
            .meta({ defaultText: "with `network.adopt` its `cidrBlock`, otherwise none" })
            .describe(
                "IPv4 blocks, /8 or smaller, that may reach the Kubernetes API through the VPC: the VPC's own block, and those of " +
                    "networks connected to it. `pulumi up`, `pulumi destroy` and `kubectl` must run in one of these blocks or of " +
                    "`publicAccessCidrs`, which cannot both be empty.",
            ),
        administratorRoleArns: listOf(
            text(
                /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
                "the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/administrators",
            ),
            "ARNs of IAM roles, such as arn:aws:iam::123456789012:role/administrators",
        )
            .min(1, {
                error: "must list at least the role that deploys: no other access to the cluster exists",
            })
            .superRefine(
                // Names that differ in case alone are the same to IAM.
                noneTwice((arn) => arn.toLowerCase()),
                whereTypesFit,
            )
            .describe(
                "IAM roles, or users, that administer the cluster: a complete list, with every role that deploys. A deployment by " +
                    "any other is rejected before it starts. For a role, use the ARN with its path, as `aws iam get-role` prints it, also " +
                    "for an SSO role (`role/aws-reserved/sso.amazonaws.com/…`).",
            ),
        logRetentionDays: logRetentionDays().describe("Days that the control plane's logs are kept."),
        deletionProtection: flag()
            .default(true)
            .describe(
                "Whether EKS refuses to delete the cluster. Turn it off, and update, before a destroy.",
            ),
        nodeGroups: z
            .record(nodeGroupName, nodeGroup, { error: "must be a table of node groups by name" })
            .default({})
            .describe(
                "Node groups by name, each over every zone. `general`, which Connect runs on, is always there.",
            ),
        controller: section({
            chart: chartLocation("aws-load-balancer-controller")
                .default("aws-load-balancer-controller")
                .describe("Helm chart: a name in `repository`, a path or an `oci://` URL."),
            repository: chartRepository()
                .default("https://aws.github.io/eks-charts")
                .describe('Helm repository; "" where `chart` is a path or a URL.'),
            imageRepository: imageRepository()
                .optional()
                .meta({ defaultText: "the chart's" })
                .describe(
                    "Image without its tag, for networks that do not reach Amazon's public registry. Pulled with " +
                        "`posit-connect:registryCredentials`, if they are set.",
                ),
        })
            .prefault({})
            .describe("Where the AWS Load Balancer Controller comes from."),
    },
    "must list the roles that administer the cluster (administratorRoleArns)",
);

/** Blocks that may reach the Kubernetes API through the VPC. Nothing is connected to a new VPC yet. */
export function privateAccessCidrsOf(declared: string[] | undefined, network: NetworkSettings): string[] {
    return declared ?? ("adopt" in network ? [network.adopt.cidrBlock] : []);
}

/** A node group with its sizes settled. */
export type NodeGroup = z.infer<typeof nodeGroup> & { minSize: number; maxSize: number };

/** Settings of the cluster with what depends on the network filled in. */
export type ClusterSettings = Omit<z.infer<typeof clusterSchema>, "nodeGroups" | "privateAccessCidrs"> & {
    nodeGroups: Record<string, NodeGroup>;
    privateAccessCidrs: string[];
};

/** The node groups of a cluster over `zones` zones: `general` first and always there, every size settled. */
export function nodeGroupsOf(declared: Record<string, z.infer<typeof nodeGroup>>, zones: number) {
    const { general = nodeGroup.parse({}), ...others } = declared;
    return Object.fromEntries(
        Object.entries({ general, ...others }).map(([name, group]): [string, NodeGroup] => {
            const minSize = group.minSize ?? zones;
            return [name, { ...group, minSize, maxSize: group.maxSize ?? Math.max(2 * minSize, zones) }];
        }),
    );
}
