import { clusterSchema, nodeGroupsOf, type NodeGroup } from "../stacks/sections/cluster";
import { adoptedNetwork, newNetwork, zonesOf } from "../stacks/sections/network";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { Table } from "./restoredSettings";

/** A quota of an account in a region, as Service Quotas lists it. */
export interface Quota {
    name: string;
    service: "ec2" | "vpc";
    /** Absent for instances of families whose code is not known here. */
    code?: string;
    /** Value in an account that has never requested another. */
    byDefault?: number;
}

/** How much of a quota a stack uses. */
export interface QuotaUse {
    quota: Quota;
    amount: number;
    /** Nodes whose vCPUs do not follow from their size, by instance type: they come on top of `amount`. */
    lookedUp: Record<string, number>;
}

/** What stacks that exist at the same time in a region use. */
export interface RegionUse {
    region: string;
    stacks: { name: string; uses: QuotaUse[] }[];
}

// Source: Amazon VPC user guide, "Amazon VPC quotas".
const ELASTIC_IPS: Quota = { name: "Elastic IPs", service: "ec2", code: "L-0263D0A3", byDefault: 5 };
const VPCS: Quota = { name: "VPCs", service: "vpc", code: "L-F678F1CE", byDefault: 5 };

/** Quotas of vCPUs by families of instance types. Source: EC2 user guide, "On-Demand Instance quotas". */
const VCPUS: { families: RegExp; quota: Quota }[] = [
    {
        families: /^(a|c|d|h|i|im|is|m|r|t|z)\d/,
        quota: {
            name: "vCPUs of on-demand standard instances",
            service: "ec2",
            code: "L-1216C47A",
            byDefault: 5,
        },
    },
    {
        families: /^(g|gr|vt)\d/,
        quota: { name: "vCPUs of on-demand G and VT instances", service: "ec2", code: "L-DB2E81BA" },
    },
    {
        families: /^p\d/,
        quota: { name: "vCPUs of on-demand P instances", service: "ec2", code: "L-417A185B" },
    },
];

const OTHER_VCPUS: Quota = { name: "vCPUs of on-demand instances of other families", service: "ec2" };

/**
 * What a restored stack uses, in addition to the manifest's own if that is in the same region.
 *
 * @param settings the restored stack's.
 */
export function regionUse(
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
 * What a stack uses of the quotas that a restore beside another stack can exceed.
 *
 * @param settings a stack's, by configuration key.
 * @param renewed whether its nodes are being replaced: EKS first starts up to two new ones a zone in each group. Source: EKS user guide, "Understand each phase of node updates".
 */
export function quotaUse(settings: Table, renewed = false): QuotaUse[] {
    const declared = settings["posit-connect:network"] as Table;
    const network = "adopt" in declared ? adoptedNetwork.parse(declared) : newNetwork.parse(declared);
    const cluster = (settings["posit-connect:cluster"] ?? {}) as Table;
    const nodeGroups = clusterSchema.shape.nodeGroups.parse(cluster["nodeGroups"]);
    const zones = zonesOf(network).length;
    const adopted = "adopt" in network;
    const gateways = adopted ? 0 : network.natGateways === "Single" ? 1 : zones;
    return [
        { quota: ELASTIC_IPS, amount: gateways, lookedUp: {} },
        { quota: VPCS, amount: adopted ? 0 : 1, lookedUp: {} },
        ...vCpuUse(Object.values(nodeGroupsOf(nodeGroups, zones)), renewed ? 2 * zones : 0),
    ];
}

function vCpuUse(groups: NodeGroup[], surge: number): QuotaUse[] {
    const uses = new Map<Quota, QuotaUse>();
    for (const { instanceTypes, minSize } of groups) {
        const nodes = minSize + surge;
        for (const quota of new Set(instanceTypes.map(quotaOf))) {
            const use = uses.get(quota) ?? { quota, amount: 0, lookedUp: {} };
            const types = instanceTypes.filter((type) => quotaOf(type) === quota);
            const unknown = types.find((type) => vCpusOf(type) === undefined);
            if (unknown === undefined) {
                use.amount += nodes * Math.max(...types.map((type) => vCpusOf(type) ?? 0));
            } else {
                use.lookedUp[unknown] = (use.lookedUp[unknown] ?? 0) + nodes;
            }
            uses.set(quota, use);
        }
    }
    return [...uses.values()];
}

function quotaOf(instanceType: string): Quota {
    return VCPUS.find(({ families }) => families.test(instanceType))?.quota ?? OTHER_VCPUS;
}

/**
 * vCPUs by size: `large` has 2, `xlarge` 4, `2xlarge` 8 and so on. Smaller sizes, `metal` and HPC types follow no rule.
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
