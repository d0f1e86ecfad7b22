import type { createColors } from "picocolors";
import { type Quota as KnownQuota, quotas, vCpuQuota } from "../catalog/quotas";
import { clusterSchema } from "../stacks/sections/cluster";
import { adoptedNetwork, newNetwork, zonesOf } from "../stacks/sections/network";
import { nodeGroupsOf, type NodeGroup } from "../stacks/sections/nodeGroups";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { Table } from "./restoredSettings";

/** A quota of an account in a region. Instance families without a known code have no default value here. */
type Quota = Pick<KnownQuota, "name" | "service"> & Partial<KnownQuota>;

/** A stack's use of a quota. */
export interface QuotaUse {
    quota: Quota;
    amount: number;
    /** Nodes whose vCPUs do not follow from their size, by instance type, in addition to `amount`. */
    unknownTypes: Record<string, number>;
}

/** The use of quotas by stacks that exist in a region at the same time. */
export interface RegionUse {
    region: string;
    stacks: { name: string; uses: QuotaUse[] }[];
}

const OTHERS: Record<"onDemand" | "spot", Quota> = {
    onDemand: { name: "vCPUs of on-demand instances of other families", service: "ec2" },
    spot: { name: "vCPUs of Spot instances of other families", service: "ec2" },
};

/**
 * The use of quotas by a restored stack, and by the manifest's own if it is in the same region.
 *
 * @param settings the restored stack's.
 */
export function quotaUseInRegion(
    manifest: RecoveryManifest,
    stack: string,
    region: string,
    settings: Table,
): RegionUse {
    return {
        region,
        stacks: [
            ...(region === manifest.region
                ? [{ name: manifest.stack, uses: quotaUse(manifest.settings) }]
                : []),
            { name: stack, uses: quotaUse(settings) },
        ],
    };
}

/**
 * A stack's use of the quotas that two stacks in a region can exceed.
 *
 * @param settings a stack's, by configuration key.
 * @param renewed whether its nodes are being replaced: EKS first starts up to two new ones per zone in each group. Source: EKS user guide,
 *   "Understand each phase of node updates".
 */
export function quotaUse(settings: Table, renewed = false): QuotaUse[] {
    const declared = settings["posit-connect:network"] as Table;
    const network = "adopt" in declared ? adoptedNetwork.parse(declared) : newNetwork.parse(declared);
    const cluster = (settings["posit-connect:cluster"] ?? {}) as Table;
    const nodeGroups = clusterSchema.shape.nodeGroups.parse(cluster["nodeGroups"]);
    const autoscaling = clusterSchema.shape.autoscaling.parse(cluster["autoscaling"]);
    const zones = zonesOf(network).length;
    const adopted = "adopt" in network;
    const gateways = adopted ? 0 : network.natGateways === "Single" ? 1 : zones;
    return [
        { quota: quotas.elasticIps, amount: gateways, unknownTypes: {} },
        { quota: quotas.vpcs, amount: adopted ? 0 : 1, unknownTypes: {} },
        ...vCpuUses(
            Object.values(nodeGroupsOf(nodeGroups, zonesOf(network), autoscaling)),
            renewed ? 2 * zones : 0,
        ),
    ];
}

function vCpuUses(groups: NodeGroup[], surge: number): QuotaUse[] {
    const uses = new Map<Quota, QuotaUse>();
    for (const { instanceTypes, minSize, capacity } of groups) {
        const nodes = minSize + surge;
        const quotaOf = (type: string): Quota => vCpuQuota(type, capacity) ?? OTHERS[capacity];
        for (const quota of new Set(instanceTypes.map(quotaOf))) {
            const use = uses.get(quota) ?? { quota, amount: 0, unknownTypes: {} };
            const types = instanceTypes.filter((type) => quotaOf(type) === quota);
            const unknown = types.find((type) => vCpusOf(type) === undefined);
            if (unknown === undefined) {
                use.amount += nodes * Math.max(...types.map((type) => vCpusOf(type) ?? 0));
            } else {
                use.unknownTypes[unknown] = (use.unknownTypes[unknown] ?? 0) + nodes;
            }
            uses.set(quota, use);
        }
    }
    return [...uses.values()];
}

/**
 * vCPUs by size: `large` has 2, `xlarge` 4, `2xlarge` 8 and so on. Smaller sizes, `metal` and HPC types do not follow this rule.
 *
 * Source: EC2 instance types guide, "Specifications".
 */
function vCpusOf(instanceType: string): number | undefined {
    const [, large, multiple] = /\.(?:(large)|(\d*)xlarge)$/.exec(instanceType) ?? [];
    if (instanceType.startsWith("hpc") || (large === undefined && multiple === undefined)) {
        return undefined;
    }
    return multiple === undefined ? 2 : 4 * Number(multiple || 1);
}

/** The stacks' total use of each quota, and the commands that print the account's values. */
export function quotasText({ region, stacks }: RegionUse, colors: ReturnType<typeof createColors>): string {
    const used = new Set(stacks.flatMap(({ uses }) => uses.map(({ quota }) => quota)));
    const lines = [...used].flatMap((quota) => {
        const shares = stacks.flatMap(({ name, uses }) =>
            uses.filter((use) => use.quota === quota).map((use) => ({ name, ...use })),
        );
        const types = [...new Set(shares.flatMap(({ unknownTypes }) => Object.keys(unknownTypes)))];
        const sum = shares.map((share) => `${printAmount(share)} for ${share.name}`).join(" + ");
        const total = shares.reduce((all, { amount }) => all + amount, 0);
        return [
            [
                `  ${quota.name}: ${sum}`,
                shares.length > 1 && types.length === 0 ? ` = ${total}` : "",
                quota.defaultValue === undefined ? "" : `; default ${quota.defaultValue}`,
            ].join(""),
            `       ${printCommand(quota, region)}`,
            ...(types.length === 0
                ? []
                : [
                      `       aws ec2 describe-instance-types --region ${region} --instance-types ${types.join(" ")} ` +
                          "--query 'InstanceTypes[].[InstanceType,VCpuInfo.DefaultVCpus]' --output text",
                  ]),
        ];
    });
    return [
        `${colors.bold("Quotas")} in ${region}, to compare with the account's values`,
        ...lines,
        "  Nodes are counted by `minSize`; a node update adds up to two per zone. Other resources in the account count, too.",
    ].join("\n");
}

function printAmount({ amount, unknownTypes }: QuotaUse): string {
    const nodes = Object.entries(unknownTypes).map(([type, number]) => `${number} × ${type}`);
    return [...(amount > 0 || nodes.length === 0 ? [`${amount}`] : []), ...nodes].join(" + ");
}

function printCommand({ service, code }: Quota, region: string): string {
    const ofService = `--region ${region} --service-code ${service}`;
    return code === undefined
        ? `aws service-quotas list-service-quotas ${ofService} --query "Quotas[?starts_with(QuotaName, 'Running On-Demand')].[QuotaName,Value]" --output text`
        : `aws service-quotas get-service-quota ${ofService} --quota-code ${code} --query Quota.Value`;
}
