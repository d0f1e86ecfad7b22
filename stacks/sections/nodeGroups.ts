import { z } from "zod";
import {
    architectureOf,
    GPU_FAMILIES,
    hasGpus,
    isGpuFamily,
    isUnsupported,
} from "../../catalog/instanceTypes";
import { limits } from "../../catalog/limits";
import {
    type Autoscaling,
    GPU_LABELS,
    GPU_RESOURCE,
    isKarpenterPool,
    NODE_ROLES,
    type NodeRole,
    WORKLOAD,
} from "../../catalog/nodePools";
import { prefixOf } from "../cidr";
import { ifWellTyped, listOf, oneOf, table, text, uniqueBy, wholeNumber } from "../field";
import { ADDRESSES_RESERVED, NODE_SURGE, nodeCapacity } from "../../catalog/nodeCapacity";
import { type CheckedSettings, type Finding, finding, type Rule } from "../rule";
import { pathOf, type SettingPath } from "../settingPath";
import { network, validZones } from "./network";

const RESERVED = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com|karpenter\.sh|k8s\.aws)\//;

const label = (part: string) =>
    text(
        /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
        `a Kubernetes ${part} key, such as team or example.com/team`,
    )
        .refine((key) => !RESERVED.test(key), {
            error: "a key outside kubernetes.io, k8s.io, eks.amazonaws.com, karpenter.sh and k8s.aws, which the cluster itself sets",
        })
        .max(limits.labelKeyCharacters, {
            error: `a key of up to ${limits.labelKeyCharacters} characters with its prefix (EKS allows no more)`,
        });

const VALUE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

const taintValue = text(
    new RegExp(`^(${VALUE})?$`),
    "at most 63 letters, digits, dots, dashes and underscores",
);

/** EKS accepts an empty value of a taint only. Source: EKS API reference, CreateNodegroup, labels; Taint. */
const labelValue = text(new RegExp(`^${VALUE}$`), "1 to 63 letters, digits, dots, dashes and underscores");

const taint = table({
    key: label("taint")
        .refine((key) => key !== GPU_RESOURCE, {
            error: `a key other than ${GPU_RESOURCE}, which the program sets on nodes with GPUs`,
        })
        .describe("Key of the taint."),
    value: taintValue.optional().describe("Value of the taint."),
    effect: oneOf(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).describe(
        "Effect of the taint, in EKS's spelling.",
    ),
});

const nodeType = text(
    /^(?!mac)[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    "an EC2 instance type that runs Linux, such as t3.2xlarge",
).refine((name) => !isUnsupported(name), {
    error: `a type without accelerators, or one with NVIDIA GPUs that EKS's image has drivers for: ${GPU_FAMILIES.join(", ")}, not metal`,
});

const nodeGroup = table({
    role: oneOf(NODE_ROLES)
        .optional()
        .meta({ defaultText: "the group's name if it is one of the three, otherwise `content`" })
        .describe(
            "Pods that run on the nodes. `servers`: Connect's servers and the cluster's own pods. `content`: content. `general`: both. " +
                "`servers` and `general` exclude each other.",
        ),
    capacity: oneOf(["onDemand", "spot"])
        .default("onDemand")
        .describe(
            "`spot`, for content only: cheaper nodes that AWS may take back with two minutes' notice. Sessions and jobs on them end then. " +
                "A change replaces the group: new nodes start, then the old ones are drained.",
        ),
    instanceTypes: listOf(nodeType, "EC2 instance types, such as t3.2xlarge")
        .min(1, { error: "a list of at least one EC2 instance type" })
        .max(limits.instanceTypesPerNodeGroup, {
            error: `a list of at most ${limits.instanceTypesPerNodeGroup} EC2 instance types (EKS allows no more)`,
        })
        .superRefine(
            uniqueBy((name) => name),
            ifWellTyped,
        )
        .default(["t3.2xlarge"])
        .describe(
            "EC2 instance types, best first; the nodes' image follows them. Servers need amd64. Content may have arm64 (Graviton) if all " +
                "its groups have, and NVIDIA GPUs in groups in which each type has them: only content that requests a GPU runs there " +
                "(docs/gpus.md). Servers and content must fit on the smallest. The size of a type " +
                "that `catalog/ec2Types.json` lacks is not checked. A change replaces the nodes one after the other. `t3.2xlarge` is " +
                "burstable: AWS bills surplus credits if a node uses more than 40 % of its vCPUs on average over 24 hours. " +
                "`m6i.2xlarge` is not.",
        ),
    minSize: wholeNumber({ min: 0, max: limits.nodes, unit: "nodes", reason: "Kubernetes supports no more" })
        .optional()
        .meta({ defaultText: "the number of zones; none for content with Karpenter" })
        .describe(
            "Fewest nodes over all zones, and the number that a new group starts. A group with servers needs at least one per zone and " +
                "never fewer than two; one with content only may have none, and must have none with Karpenter. Without `cluster.autoscaling`, Pulumi does not change the number of nodes " +
                "of an existing group, and EKS rejects a minimum above that number: before you raise `minSize` to N, run `aws eks " +
                "update-nodegroup-config --cluster-name <cluster> --nodegroup-name <group> --scaling-config desiredSize=N` (raise " +
                "`maxSize` first if N is above it), then `pulumi up --refresh`.",
        ),
    maxSize: wholeNumber({ min: 1, max: limits.nodes, unit: "nodes", reason: "Kubernetes supports no more" })
        .optional()
        .meta({ defaultText: "twice `minSize`, and at least one per zone" })
        .describe(
            "Most nodes over all zones; no fewer than `minSize`. The program starts no more than `minSize` nodes: this limits what " +
                "you, or an autoscaler, can request.",
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
    availabilityZones: listOf(
        text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "the full name of an availability zone, such as us-east-1a"),
        "availability zones by full name, such as us-east-1a",
    )
        .min(2, { error: "a list of at least two zones of the network" })
        .superRefine(
            uniqueBy((name) => name),
            ifWellTyped,
        )
        .optional()
        .meta({ defaultText: "every zone of the network" })
        .describe(
            "For content only: zones of the nodes, if their type is not offered in every zone. A change replaces the group: new nodes " +
                "start, then the old ones are drained.",
        ),
    labels: z
        .record(label("label"), labelValue, { error: "a table of Kubernetes labels" })
        .default({})
        .describe(
            `Kubernetes labels of the nodes, in addition to \`${WORKLOAD.key}\`, which shows the role.`,
        ),
    taints: listOf(taint, "taints, each with key and effect")
        .max(limits.taintsPerNodeGroup, {
            error: `a list of at most ${limits.taintsPerNodeGroup} taints (EKS allows no more)`,
        })
        .default([])
        .describe(
            "For content only: Kubernetes taints of the nodes. All content tolerates them, and no other pod does. The program taints the " +
                "nodes of `servers`.",
        ),
});

const nodeGroupName = text(
    /^[a-z][a-z0-9-]{0,30}$/,
    "named with up to 31 lower-case letters, digits and dashes, a letter first",
);

export const nodeGroupsSchema = z
    .record(nodeGroupName, nodeGroup, { error: "a table of node groups by name" })
    .default({})
    .describe(
        "Node groups by name. `general`, which runs servers and content, exists unless a group has the role `servers` or `general`. " +
            "docs/decisions/node-groups.md describes when to separate them.",
    );

/** Node groups as declared, by name. */
export type DeclaredGroups = z.infer<typeof nodeGroupsSchema>;

type DeclaredGroup = DeclaredGroups[string];

/** A node group with values that depend on its name and the network filled in. */
export interface NodeGroup extends DeclaredGroup {
    role: NodeRole;
    minSize: number;
    maxSize: number;
}

const groupsPath = pathOf<DeclaredGroups>("cluster", "nodeGroups");

const autoscalingPath = pathOf<Autoscaling>("cluster", "autoscaling");

function autoscalingOf(settings: CheckedSettings): Autoscaling {
    return settings.get(autoscalingPath) ?? "none";
}

function roleOf(name: string, role: NodeRole | undefined): NodeRole {
    return role ?? NODE_ROLES.find((each) => each === name) ?? "content";
}

export function runsServers({ role }: Pick<NodeGroup, "role">): boolean {
    return role !== "content";
}

export function runsContent({ role }: Pick<NodeGroup, "role">): boolean {
    return role !== "servers";
}

/** The node groups of a cluster over `zones`, complete. One that runs servers always exists. */
export function nodeGroupsOf(
    declared: DeclaredGroups,
    zones: readonly string[],
    autoscaling: Autoscaling,
): Record<string, NodeGroup> {
    const { general, ...others } = declared;
    const needsGeneral = Object.entries(others).every(([name, { role }]) => roleOf(name, role) === "content");
    const first = general ?? (needsGeneral ? nodeGroup.parse({}) : undefined);
    return Object.fromEntries(
        Object.entries({ ...(first && { general: first }), ...others }).map(([name, group]) => {
            const role = roleOf(name, group.role);
            const zonesOfGroup = (group.availabilityZones ?? zones).length;
            const minSize = group.minSize ?? (isKarpenterPool(autoscaling, role) ? 0 : zonesOfGroup);
            const maxSize = group.maxSize ?? Math.max(2 * minSize, zonesOfGroup);
            return [name, { ...group, role, minSize, maxSize }];
        }),
    );
}

/** The node groups, with two zones if the network's are not valid; `undefined` if they are not valid themselves. */
export function completeGroups(settings: CheckedSettings): Record<string, NodeGroup> | undefined {
    const declared = settings.get(groupsPath);
    return declared && nodeGroupsOf(declared, validZones(settings) ?? ["", ""], autoscalingOf(settings));
}

/** A declared group with its role. Its other settings may be invalid. */
interface DeclaredRole {
    name: string;
    group: SettingPath<DeclaredGroup>;
    role: NodeRole;
}

/** The declared groups are judged in one pass, as there may be many. */
const declaredGroups: Rule = function* (settings) {
    const declared = settings
        .entries(groupsPath)
        .filter(([, group]) => settings.isValid(group.role))
        .map(([name, group]): DeclaredRole => ({
            name,
            group,
            role: roleOf(name, settings.get(group.role)),
        }));
    const zones = validZones(settings);
    yield* judgeRoles(declared, settings);
    for (const each of declared) {
        yield* judgeSizes(each, settings, zones);
        yield* each.role === "content"
            ? judgeContentNodes(each, settings, zones)
            : judgeServerNodes(each, settings);
        const labels = settings.get(each.group.labels) ?? {};
        if (each.role !== "general" && Object.hasOwn(labels, WORKLOAD.key)) {
            yield finding(each.group.labels.at(WORKLOAD.key), "left out, as the program sets it to the role");
        }
    }
};

/** Servers and content share nodes, or each has its own. */
function* judgeRoles(declared: DeclaredRole[], settings: CheckedSettings): Iterable<Finding> {
    if (!declared.some(({ role }) => role === "servers")) {
        return;
    }
    for (const { group } of declared.filter(({ role }) => role === "general")) {
        yield finding(
            group,
            "left out if another group has the role servers, which runs all servers then",
            "To give content nodes of its own, use the role content.",
        );
    }
    if (declared.every(({ role }) => role === "servers")) {
        yield finding(
            groupsPath,
            "a table with a group of the role content, as content does not run on the nodes of servers",
            "Add the group content.",
        );
    } else if (
        declared.every(
            ({ role, group }) =>
                role === "servers" ||
                (role === "content" && hasGpus({ instanceTypes: settings.get(group.instanceTypes) ?? [] })),
        )
    ) {
        yield finding(
            groupsPath,
            "a table with a group of the role content without GPUs, as content that requests no GPU does not run on nodes with GPUs",
            "Add the group content.",
        );
    }
}

/** A group with servers keeps Connect available when a zone is lost, and no maximum is below its minimum. */
function* judgeSizes(
    { name, group, role }: DeclaredRole,
    settings: CheckedSettings,
    zones: string[] | undefined,
): Iterable<Finding> {
    if (!settings.isValid(group.minSize)) {
        return;
    }
    const isPool = isKarpenterPool(autoscalingOf(settings), role);
    const zonesOfGroup = (role === "content" ? settings.get(group.availabilityZones) : undefined) ?? zones;
    const minSize = settings.get(group.minSize) ?? (isPool ? 0 : zonesOfGroup?.length);
    if (isPool && name.endsWith("-")) {
        yield finding(
            group,
            'named without a dash at its end, as Kubernetes rejects such a name of a pool, with cluster.autoscaling "karpenter"',
        );
    }
    if (isPool && minSize !== undefined && minSize > 0) {
        yield finding(
            group.minSize,
            '0, or left out, as cluster.autoscaling is "karpenter", which keeps no node without content',
        );
    }
    const least = Math.max(2, zones?.length ?? 2);
    if (role !== "content" && minSize !== undefined && minSize < least) {
        yield finding(
            group.minSize,
            zones === undefined
                ? "at least 2 nodes, as one does not survive the loss of its zone"
                : `at least ${least} nodes: one in each zone, and never fewer than two`,
        );
    }
    const maxSize = settings.get(group.maxSize);
    if (maxSize !== undefined && minSize !== undefined && maxSize < minSize) {
        yield finding(group.maxSize, `at least minSize, ${minSize} nodes`);
    }
}

/** Servers stay on nodes that AWS does not take back, in every zone, without taints that the program does not know. */
function* judgeServerNodes({ name, group }: DeclaredRole, settings: CheckedSettings): Iterable<Finding> {
    if (settings.get(group.capacity) === "spot") {
        yield finding(
            group.capacity,
            '"onDemand", as servers run there, which AWS would stop with Spot nodes',
        );
    }
    if ((settings.get(group.taints) ?? []).length > 0) {
        yield finding(group.taints, `left out of ${name}, as Connect runs there`);
    }
    if (settings.get(group.availabilityZones) !== undefined) {
        yield finding(group.availabilityZones, `left out of ${name}, as servers run in every zone`);
    }
    for (const [index, type] of (settings.get(group.instanceTypes) ?? []).entries()) {
        if (architectureOf(type) === "arm64") {
            yield finding(
                group.instanceTypes.at(index),
                "an amd64 type, as Connect's server image is not built for arm64 (Graviton)",
            );
        }
        if (isGpuFamily(type)) {
            yield finding(
                group.instanceTypes.at(index),
                "a type without GPUs, as servers run there",
                "Declare another group for it: one that is not named after a role is for content.",
            );
        }
    }
}

/** The nodes of content are in zones of the network, and all or none have GPUs, as their image and their taint follow. */
function* judgeContentNodes(
    { group }: DeclaredRole,
    settings: CheckedSettings,
    zones: string[] | undefined,
): Iterable<Finding> {
    for (const [index, zone] of (settings.get(group.availabilityZones) ?? []).entries()) {
        if (zones !== undefined && !zones.includes(zone)) {
            yield finding(
                group.availabilityZones.at(index),
                `one of the network's zones, ${zones.join(", ")}`,
            );
        }
    }
    const types = settings.get(group.instanceTypes) ?? [];
    for (const [index, type] of types.entries()) {
        // Source: AWS Batch API reference, Ec2Configuration, ECS_AL2023.
        if (type.startsWith("a1.")) {
            yield finding(
                group.instanceTypes.at(index),
                "a newer type than A1, which Amazon Linux 2023, the system of the nodes' image, does not support",
            );
        }
    }
    if (!types.some(isGpuFamily)) {
        return;
    }
    if (!types.every(isGpuFamily)) {
        yield finding(
            group.instanceTypes,
            "types that all have GPUs, or all none, as the nodes' image and their taint follow",
            "Declare a group for each.",
        );
    }
    for (const key of Object.keys(GPU_LABELS)) {
        if (Object.hasOwn(settings.get(group.labels) ?? {}, key)) {
            yield finding(group.labels.at(key), "left out, as the program sets it on nodes with GPUs");
        }
    }
    if ((settings.get(group.taints) ?? []).length === limits.taintsPerNodeGroup) {
        yield finding(
            group.taints,
            `a list of at most ${limits.taintsPerNodeGroup - 1} taints, as the program taints nodes with GPUs (EKS allows no more)`,
        );
    }
}

/** Packages of content are installed once, on the shared files, for one kind of processor. */
const contentArchitecture: Rule = function* (settings) {
    const groups = completeGroups(settings);
    const declared = settings.get(groupsPath) ?? {};
    const types = Object.entries(groups ?? {})
        .filter(([, group]) => runsContent(group))
        .flatMap(([name, { instanceTypes }]) =>
            instanceTypes.map((type, index) => ({ name, type, index, architecture: architectureOf(type) })),
        );
    const first = types[0];
    for (const { name, index, architecture } of types) {
        if (first !== undefined && architecture !== first.architecture && Object.hasOwn(declared, name)) {
            yield finding(
                groupsPath.at(name).instanceTypes.at(index),
                `an ${first.architecture} type, as that of ${first.name} (${first.type}): content's packages are installed for one architecture`,
            );
        }
    }
};

/** Leading bits that a private subnet shares in addition to the VPC's: it is a sixteenth of the VPC. */
const SUBNET_BITS = 4;

/** Addresses of a node of a type that the catalog does not know: those of a `t3.2xlarge`. */
const ADDRESSES_OF_UNKNOWN = 60;

/** A private subnet holds its zone's nodes with all their pods, and those that the update of a group starts in addition. */
const roomForPods: Rule = (settings) => {
    const block = settings.get(network.cidrBlock);
    const zones = validZones(settings);
    const complete = completeGroups(settings);
    if (block === undefined || zones === undefined || complete === undefined) {
        return [];
    }
    const groups = Object.values(complete);
    const inZone = ({ maxSize, availabilityZones }: NodeGroup): number =>
        Math.ceil(maxSize / (availabilityZones ?? zones).length);
    const nodes = groups.reduce((sum, group) => sum + inZone(group), 0) + NODE_SURGE;
    const inGroups = groups.reduce((sum, group) => sum + inZone(group) * addressesOf(group), 0);
    const needed = inGroups + NODE_SURGE * Math.max(...groups.map(addressesOf)) + ADDRESSES_RESERVED;
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

export const nodeGroupRules: Rule[] = [roomForPods, declaredGroups, contentArchitecture];
