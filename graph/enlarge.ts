import { instanceType } from "../catalog/instanceTypes";
import { nodeCapacity } from "../catalog/nodeCapacity";
import { HOURS_PER_MONTH } from "../catalog/price";
import type { PriceList } from "../catalog/priceLists";
import { quotas } from "../catalog/quotas";
import type { Workload } from "../catalog/workloads";
import { capacity, fits, type Limit, type LimitId, shareOf, STATES, usesOf } from "./capacity";
import { roundUsd } from "./cost";
import { databaseConnections, type SizedGroup, type Sizing } from "./sizing";

/** The change of a setting. */
export interface SizeChange {
    /** Path in the stack's settings, or in those of a content item. */
    setting: string;
    from: number | string;
    to: number | string;
    /** Difference of a month; `null` if it is not known. */
    monthlyUsd: number | null;
}

/** A stack, and a workload with the settings of its content. */
interface Sized {
    sizing: Sizing;
    workload: Workload;
}

/** Changes of a stack with which it carries a workload, and the stack with them. */
export interface Enlargement extends Sized {
    changes: SizeChange[];
    /** Difference of a month; `null` if it is not known. */
    monthlyUsd: number | null;
    /** Whether the amount is the most, as an autoscaler starts its nodes only for content that needs them. */
    isMost: boolean;
}

/** Most servers that the setting `connect.replicas` allows. */
const MOST_SERVERS = 10;

/** Most processes that the setting `connect.scheduler.maxProcesses` allows. */
const MOST_PROCESSES = 1000;

/** The limits that the nodes of a group determine. */
const NODE_LIMITS: Record<"servers" | "content", readonly LimitId[]> = {
    servers: ["serverPlaces", "serverNodeCpu"],
    content: ["nodeCpu", "contentCpu", "contentMemory", "contentPods"],
};

/**
 * The changes with the lowest cost with which a stack carries a workload in every state; none if no change of these settings does:
 * node types and their number, servers and the CPU that they may use, processes, quotas, the class of the database, NAT gateways.
 *
 * @param keepsTypes whether the instance types of nodes stay.
 */
export function enlarge(
    sizing: Sizing,
    workload: Workload,
    prices: PriceList,
    keepsTypes: boolean,
): Enlargement | undefined {
    let best: Enlargement | undefined;
    for (let replicas = sizing.servers.replicas; replicas <= MOST_SERVERS; replicas++) {
        const raised = raiseProcesses(withReplicas(sizing, replicas), workload);
        const found = raiseOthers({ sizing, workload }, raised, prices, keepsTypes);
        if (found !== undefined && (best === undefined || costOf(found) < costOf(best))) {
            best = found;
        }
        const { servers } = raised.sizing;
        const isEnough = servers.limit === sizing.servers.limit;
        // Further servers only reserve more if these suffice.
        if (isEnough && !isExceeded(capacity(raised.sizing, raised.workload), "processes")) {
            break;
        }
    }
    return best;
}

function withReplicas(sizing: Sizing, replicas: number): Sizing {
    const { servers } = sizing;
    const surge = Math.ceil((servers.surge * replicas) / servers.replicas);
    return { ...sizing, servers: { ...servers, replicas, surge } };
}

function costOf({ monthlyUsd }: Enlargement): number {
    return monthlyUsd ?? Infinity;
}

/** Raises everything but servers and processes. */
function raiseOthers(
    before: Sized,
    raised: Sized,
    prices: PriceList,
    keepsTypes: boolean,
): Enlargement | undefined {
    const { workload } = raised;
    const enough = raiseServices(raiseQuotas(raised.sizing, workload), workload, prices);
    const isBound =
        enough === undefined ||
        capacity(enough, workload)
            .filter(({ id, scales }) => scales === undefined && !isOfNodes(id))
            .some((limit) => STATES.some((state) => (shareOf(limit[state]) ?? 0) > 1));
    const found = isBound ? undefined : raiseNodes(enough, workload, prices, keepsTypes);
    if (found === undefined || fits(capacity(found, workload)) !== true) {
        return undefined;
    }
    const changes = changesBetween(before, { sizing: found, workload }, prices);
    const costs = changes.map(({ monthlyUsd }) => monthlyUsd);
    return {
        changes,
        monthlyUsd: costs.every((usd) => usd !== null)
            ? roundUsd(costs.reduce((sum, usd) => sum + usd, 0))
            : null,
        isMost: found.groups.some(
            ({ isScaled, nodes, instanceTypes }, i) =>
                isScaled &&
                (nodes !== before.sizing.groups[i]?.nodes ||
                    instanceTypes !== before.sizing.groups[i].instanceTypes),
        ),
        sizing: found,
        workload,
    };
}

/** Whether more or other nodes change a limit. */
function isOfNodes(id: LimitId): boolean {
    return id === "addresses" || Object.values(NODE_LIMITS).some((ids) => ids.includes(id));
}

/** The most that a limit needs in any state. */
function needOf(limits: readonly Limit[], id: LimitId, content?: string): number {
    return Math.max(
        0,
        ...limits
            .filter((limit) => limit.id === id && limit.content === content)
            .flatMap(usesOf)
            .map(({ use }) => use.need),
    );
}

function isExceeded(limits: readonly Limit[], id: LimitId): boolean {
    return limits
        .filter((limit) => limit.id === id)
        .flatMap(usesOf)
        .some(({ use }) => (shareOf(use) ?? 0) > 1);
}

/** Connect's own limits: the processes of an item, and the CPU of a server. */
function raiseProcesses(sizing: Sizing, workload: Workload): Sized {
    const limits = capacity(sizing, workload);
    const content = workload.content.map((each) => {
        const own = each.process.maxProcesses;
        const need = Math.min(MOST_PROCESSES, needOf(limits, "processes", each.name));
        return own === undefined || own >= need
            ? each
            : { ...each, process: { ...each.process, maxProcesses: need } };
    });
    const most = Math.max(
        sizing.scheduler.maxProcesses,
        ...workload.content
            .filter(({ process }) => process.maxProcesses === undefined)
            .map(({ name }) => Math.min(MOST_PROCESSES, needOf(limits, "processes", name))),
    );
    const shares = limits
        .filter(({ id }) => id === "serverCpu")
        .flatMap(usesOf)
        .map(({ use }) => shareOf(use) ?? 0);
    const share = Math.max(...shares);
    const limit =
        share > 1 && Number.isFinite(share)
            ? Math.ceil((sizing.servers.limit * share) / 1000) * 1000
            : sizing.servers.limit;
    return {
        sizing: {
            ...sizing,
            scheduler: { ...sizing.scheduler, maxProcesses: most },
            servers: { ...sizing.servers, limit },
        },
        workload: { ...workload, content },
    };
}

/** The limits of the content's namespace. */
function raiseQuotas(sizing: Sizing, workload: Workload): Sizing {
    const limits = capacity(sizing, workload);
    const { quota, largestProcess } = sizing;
    const raise = (now: number, id: LimitId, unit: number): number =>
        isExceeded(limits, id) ? Math.ceil(needOf(limits, id)) * unit : now;
    return {
        ...sizing,
        quota: quota && {
            millicores: raise(quota.millicores, "quotaCpu", 1000),
            mebibytes: raise(quota.mebibytes, "quotaMemory", 1024),
            pods: raise(quota.pods, "quotaPods", 1),
        },
        largestProcess: {
            millicores: raise(largestProcess.millicores, "processCpu", 1000),
            mebibytes: raise(largestProcess.mebibytes, "processMemory", 1024),
        },
    };
}

/** The database and the NAT gateways; none if no class accepts the connections. */
function raiseServices(sizing: Sizing, workload: Workload, prices: PriceList): Sizing | undefined {
    const limits = capacity(sizing, workload);
    const instanceClass = isExceeded(limits, "databaseConnections")
        ? largerClass(sizing.database.instanceClass, needOf(limits, "databaseConnections"), prices)
        : sizing.database.instanceClass;
    const natZones =
        isExceeded(limits, "natConnections") && sizing.natZones.length > 0
            ? Array.from({ length: sizing.zones }, (_, i) => sizing.natZones[i] ?? `zone ${i + 1}`)
            : sizing.natZones;
    return instanceClass === undefined
        ? undefined
        : {
              ...sizing,
              database: { instanceClass, connections: databaseConnections(instanceClass) },
              natZones,
          };
}

/** The cheapest class of the same family that accepts a number of connections. */
function largerClass(
    instanceClass: string,
    connections: number,
    { databases }: PriceList,
): string | undefined {
    const family = instanceClass.replace(/\.[^.]+$/, ".");
    return Object.entries(databases.usdHour)
        .filter(([name]) => name.startsWith(family) && (databaseConnections(name) ?? 0) >= connections)
        .sort(([, one], [, other]) => one.multi - other.multi)[0]?.[0];
}

/** The nodes of the group that servers start on, and of the one that content starts on. */
function raiseNodes(
    sizing: Sizing,
    workload: Workload,
    prices: PriceList,
    keepsTypes: boolean,
): Sizing | undefined {
    const shared = sizing.groups.find(({ servers, content }) => servers && content);
    const pools =
        shared === undefined
            ? [
                  { of: sizing.groups.find(({ servers }) => servers), ids: NODE_LIMITS.servers },
                  { of: sizing.groups.find(({ content }) => content), ids: NODE_LIMITS.content },
              ]
            : [{ of: shared, ids: [...NODE_LIMITS.servers, ...NODE_LIMITS.content] }];
    let enlarged: Sizing | undefined = sizing;
    for (const { of, ids } of pools) {
        enlarged =
            of === undefined || enlarged === undefined
                ? undefined
                : cheapestNodes(enlarged, of, workload, prices, keepsTypes, ids);
    }
    return enlarged;
}

/** The stack with the cheapest nodes of a group with which limits hold. */
function cheapestNodes(
    sizing: Sizing,
    group: SizedGroup,
    workload: Workload,
    prices: PriceList,
    keepsTypes: boolean,
    ids: readonly LimitId[],
): Sizing | undefined {
    const holds = (candidate: SizedGroup, limits: readonly LimitId[]): boolean =>
        capacity(withGroup(sizing, candidate), workload)
            .filter(({ id }) => limits.includes(id))
            .every((limit) => STATES.every((state) => (shareOf(limit[state]) ?? Infinity) <= 1));
    if (holds(group, ids) && fitsServer(sizing, group)) {
        return sizing;
    }
    let best: { group: SizedGroup; usd: number } | undefined;
    for (const types of keepsTypes ? [group.instanceTypes] : typesFor(group, prices)) {
        const isSame = types.join() === group.instanceTypes.join();
        const usd = nodeUsd({ ...group, instanceTypes: types }, prices) ?? Infinity;
        const sized = (nodes: number): SizedGroup => ({
            ...group,
            instanceTypes: types,
            capacity: isSame ? group.capacity : nodeCapacity(types[0] ?? ""),
            nodes,
            maxNodes: group.isScaled ? nodes : Math.max(group.maxNodes, nodes),
        });
        const first = isSame ? group.nodes : Math.max(2, group.zones);
        // More nodes than that are not cheaper than the best.
        const last = Math.min(
            quotas.nodesPerNodeGroup.defaultValue,
            best === undefined ? Infinity : Math.ceil(best.usd / usd) - 1,
        );
        const nodes = fitsServer(sizing, sized(first))
            ? fewest(first, last, (count) => holds(sized(count), ids))
            : undefined;
        if (nodes !== undefined && holds(sized(nodes), ["addresses"])) {
            best = { group: sized(nodes), usd: usd * nodes };
        }
    }
    return best && withGroup(sizing, best.group);
}

/** The lowest number in a range for which a condition holds that then holds for all higher ones. */
function fewest(first: number, last: number, holds: (count: number) => boolean): number | undefined {
    if (first > last || !holds(last)) {
        return undefined;
    }
    let [low, high] = [first - 1, last];
    while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        [low, high] = holds(middle) ? [low, middle] : [middle, high];
    }
    return high;
}

function withGroup(sizing: Sizing, group: SizedGroup): Sizing {
    return { ...sizing, groups: sizing.groups.map((each) => (each.name === group.name ? group : each)) };
}

/** Whether a node has the CPU that one server may use. */
function fitsServer({ servers }: Sizing, group: SizedGroup): boolean {
    const vCpus = Math.min(...group.instanceTypes.map((name) => instanceType(name)?.vCpus ?? 0));
    return !group.servers || servers.limit <= vCpus * 1000;
}

/** The types that a group could have: of its architecture, without GPUs it has not, and burstable only if it is now. */
function typesFor(group: SizedGroup, prices: PriceList): readonly (readonly string[])[] {
    const now = instanceType(group.instanceTypes[0] ?? "");
    const family = (group.instanceTypes[0] ?? "").replace(/\..*/, ".");
    return [
        group.instanceTypes,
        ...Object.keys(prices.nodes.usdHour)
            .filter((name) => {
                const type = instanceType(name);
                return (
                    type !== undefined &&
                    name !== group.instanceTypes.join() &&
                    type.architecture === now?.architecture &&
                    type.gpus === now.gpus &&
                    (type.baselinePercent === undefined || name.startsWith(family))
                );
            })
            .map((name) => [name]),
    ];
}

/** A node with its disk for a month. */
function nodeUsd({ instanceTypes, diskGiB, isOnDemand }: SizedGroup, prices: PriceList): number | undefined {
    const hour =
        isOnDemand && instanceTypes.length === 1 ? prices.nodes.usdHour[instanceTypes[0] ?? ""] : undefined;
    const disk = prices.figures["ec2.ebsGp3GBMonth"]?.usd;
    return hour === undefined || diskGiB === undefined || typeof disk !== "number"
        ? undefined
        : hour * HOURS_PER_MONTH + diskGiB * disk;
}

function changesBetween(before: Sized, after: Sized, prices: PriceList): SizeChange[] {
    const [old, next] = [before.sizing, after.sizing];
    const free = (setting: string, from: number, to: number, unit = 1): SizeChange[] =>
        from === to ? [] : [{ setting, from: rounded(from / unit), to: rounded(to / unit), monthlyUsd: 0 }];
    return [
        ...before.workload.content.flatMap(({ name, process }, i) =>
            free(
                `${name}: max_processes`,
                process.maxProcesses ?? 0,
                after.workload.content[i]?.process.maxProcesses ?? 0,
            ),
        ),
        ...free("connect.scheduler.maxProcesses", old.scheduler.maxProcesses, next.scheduler.maxProcesses),
        ...free("connect.replicas", old.servers.replicas, next.servers.replicas),
        ...free("connect.resources.limits.cpu", old.servers.limit, next.servers.limit, 1000),
        ...free(
            "connect.content.maxCpu",
            old.largestProcess.millicores,
            next.largestProcess.millicores,
            1000,
        ),
        ...free(
            "connect.content.maxMemoryGiB",
            old.largestProcess.mebibytes,
            next.largestProcess.mebibytes,
            1024,
        ),
        ...(old.quota === undefined || next.quota === undefined
            ? []
            : [
                  ...free("connect.content.quota.cpu", old.quota.millicores, next.quota.millicores, 1000),
                  ...free("connect.content.quota.memoryGiB", old.quota.mebibytes, next.quota.mebibytes, 1024),
                  ...free("connect.content.quota.pods", old.quota.pods, next.quota.pods),
              ]),
        ...databaseChange(old, next, prices),
        ...natChange(old, next, prices),
        ...old.groups.flatMap((group, i) => nodeChanges(group, next.groups[i] ?? group, prices)),
    ];
}

/** To two digits: a quota may be a fraction of a GiB. */
function rounded(amount: number): number {
    return Math.round(amount * 100) / 100;
}

function databaseChange(
    { database: old }: Sizing,
    { database: next }: Sizing,
    prices: PriceList,
): SizeChange[] {
    if (old.instanceClass === next.instanceClass) {
        return [];
    }
    const [before, after] = [old, next].map(
        ({ instanceClass }) => prices.databases.usdHour[instanceClass]?.multi,
    );
    return [
        {
            setting: "database.instanceClass",
            from: old.instanceClass,
            to: next.instanceClass,
            monthlyUsd:
                before === undefined || after === undefined
                    ? null
                    : roundUsd((after - before) * HOURS_PER_MONTH),
        },
    ];
}

function natChange({ natZones: old }: Sizing, { natZones: next }: Sizing, prices: PriceList): SizeChange[] {
    const [gateway, address] = ["ec2.natHour", "ec2.publicIpv4Hour"].map((name) => prices.figures[name]?.usd);
    return old.length === next.length
        ? []
        : [
              {
                  setting: "network.natGateways",
                  from: "Single",
                  to: "OnePerAz",
                  monthlyUsd:
                      typeof gateway === "number" && typeof address === "number"
                          ? roundUsd((next.length - old.length) * (gateway + address) * HOURS_PER_MONTH)
                          : null,
              },
          ];
}

/** The amount is on the last change of a group. */
function nodeChanges(old: SizedGroup, next: SizedGroup, prices: PriceList): SizeChange[] {
    const path = `cluster.nodeGroups.${old.name.replace(/^cluster-/, "")}`;
    const [before, after] = [nodeUsd(old, prices), nodeUsd(next, prices)];
    const monthlyUsd =
        before === undefined || after === undefined
            ? null
            : roundUsd(after * next.nodes - before * old.nodes);
    const changes = [
        {
            setting: `${path}.instanceTypes`,
            from: old.instanceTypes.join(", "),
            to: next.instanceTypes.join(", "),
        },
        { setting: `${path}.maxSize`, from: old.maxNodes, to: next.maxNodes },
        ...(old.isScaled ? [] : [{ setting: `${path}.minSize`, from: old.nodes, to: next.nodes }]),
    ].filter(({ from, to }) => from !== to);
    return changes.map((change, i) => ({ ...change, monthlyUsd: i === changes.length - 1 ? monthlyUsd : 0 }));
}
