import {
    ADDRESSES_RESERVED,
    NODE_AGENT_PODS,
    NODE_AGENTS_MILLICORES,
    NODE_SURGE,
    SYSTEM_PODS,
} from "../catalog/nodeCapacity";
import type { ContentLoad, Workload } from "../catalog/workloads";
import type { SizedGroup, Sizing } from "./sizing";

/** How much of a limit a workload needs. */
export interface Use {
    need: number;
    /** `null` if it is not known, or if there is no limit. */
    capacity: number | null;
}

/** Something that a workload can exhaust. */
export interface Limit {
    id: LimitId;
    /** The content that a limit is about. */
    content?: string;
    /** With every zone up. */
    normal: Use;
    /** With the zone lost that has the most nodes. */
    zoneLost: Use;
    /** While an update replaces servers and nodes. */
    update: Use;
    /** Reason why the capacity is not known. */
    problem?: string;
    /** Whether AWS adds capacity as the need grows, for a charge. */
    scales?: true;
}

export const STATES = ["normal", "zoneLost", "update"] as const;
export type State = (typeof STATES)[number];

/** The limits, with their units. */
export const LIMITS = {
    serverPlaces: { label: "places for servers on nodes", unit: "servers" },
    serverCpu: { label: "CPU that servers use", unit: "cores" },
    serverNodeCpu: { label: "CPU in use on nodes of servers", unit: "cores" },
    nodeCpu: { label: "CPU in use on nodes", unit: "cores" },
    contentCpu: { label: "CPU that content reserves", unit: "cores" },
    contentMemory: { label: "memory that content reserves", unit: "GiB" },
    contentPods: { label: "content pods on nodes", unit: "pods" },
    quotaCpu: { label: "CPU quota of content", unit: "cores" },
    quotaMemory: { label: "memory quota of content", unit: "GiB" },
    quotaPods: { label: "pod quota of content", unit: "pods" },
    processCpu: { label: "CPU of the largest process", unit: "cores" },
    processMemory: { label: "memory of the largest process", unit: "GiB" },
    processes: { label: "processes of an item on a server", unit: "processes" },
    addresses: { label: "addresses of a private subnet", unit: "addresses" },
    databaseConnections: { label: "database connections", unit: "connections" },
    loadBalancerUnits: { label: "load balancer capacity units", unit: "units" },
    fileOperations: { label: "operations of the shared files", unit: "per second" },
    natConnections: { label: "NAT connections to one address", unit: "connections" },
} satisfies Record<string, { label: string; unit: string }>;

export type LimitId = keyof typeof LIMITS;

/** Mean load of CPUs above which responses wait noticeably: an assumption. */
export const MOST_LOAD = 0.7;

/** A workload that fits at more than this multiple is bound by nothing. */
const MOST_GROWTH = 2 ** 12;

/** Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html. */
const NAT_CONNECTIONS = 55_000;

/** The amounts of a load balancer capacity unit. Source: https://aws.amazon.com/elasticloadbalancing/pricing/. */
const UNIT = { newConnectionsPerSecond: 25, activeConnections: 3000, gigabytesPerHour: 1 };

/**
 * Compares a workload with everything of a stack that it can exhaust.
 *
 * @param mostLoad share of CPUs that may be in use.
 */
export function capacity(sizing: Sizing, workload: Workload, mostLoad = MOST_LOAD): Limit[] {
    const reserved = reservedByContent(sizing, workload, mostLoad);
    const largest = largestPod(sizing, workload);
    return [
        ...nodeLimits(sizing, workload, reserved, largest, mostLoad),
        ...quotaLimits(sizing, reserved, largest),
        ...workload.content
            .filter(({ kind }) => kind !== "job")
            .map((content) => processLimit(sizing, content, mostLoad)),
        ...serviceLimits(sizing, workload),
    ];
}

/** Share of a limit that is in use; `undefined` if its capacity is not known, or if it has none. */
export function shareOf({ need, capacity: most }: Use): number | undefined {
    return most === null ? undefined : need === 0 ? 0 : most <= 0 ? Infinity : need / most;
}

/** Whether a workload fits: not known if a limit that it needs is not. */
export function fits(limits: readonly Limit[]): boolean | undefined {
    const bounded = limits.filter(({ scales }) => scales === undefined).flatMap(usesOf);
    if (bounded.some(({ use }) => (shareOf(use) ?? 0) > 1)) {
        return false;
    }
    return bounded.every(({ use }) => use.capacity !== null || use.need === 0) ? true : undefined;
}

/** The use of a limit in each state. */
export function usesOf(limit: Limit): { limit: Limit; state: State; use: Use }[] {
    return STATES.map((state) => ({ limit, state, use: limit[state] }));
}

/** A limit in the state in which the largest share of it is in use. */
export interface Binding {
    limit: Limit;
    state: State;
    /** 1 if it is exactly full. */
    share: number;
}

/** The limit with the largest share in use; none if no capacity is known. */
export function fullest(limits: readonly Limit[], states: readonly State[] = STATES): Binding | undefined {
    const shares = limits.flatMap(usesOf).flatMap(({ limit, state, use }) => {
        const share = states.includes(state) ? shareOf(use) : undefined;
        return share === undefined ? [] : [{ limit, state, share }];
    });
    return shares.reduce<Binding | undefined>(
        (first, next) => (first === undefined || next.share > first.share ? next : first),
        undefined,
    );
}

/** A workload with more users, requests and runs. */
export function scaled(workload: Workload, factor: number): Workload {
    return {
        ...workload,
        content: workload.content.map((content) => ({
            ...content,
            users: content.users * factor,
            requestsPerSecond: content.requestsPerSecond * factor,
            runs: content.runs * factor,
        })),
    };
}

/** How far a workload can grow. */
export interface Growth {
    /** The largest factor by which users, requests and runs fit, to about 0.1 %. */
    factor: number;
    /** The limit that is above its capacity beyond that factor. */
    binding: Binding;
}

/**
 * How far a workload can grow in some states.
 *
 * @param mostLoad share of CPUs that may be in use.
 * @returns `undefined` if a limit that the workload needs is not known.
 */
export function growth(
    sizing: Sizing,
    workload: Workload,
    states: readonly State[] = STATES,
    mostLoad = MOST_LOAD,
): Growth | undefined {
    const at = (factor: number): Binding | undefined =>
        fullest(capacity(sizing, scaled(workload, factor), mostLoad), states);
    const limits = capacity(sizing, workload, mostLoad);
    if (fits(limits) === undefined) {
        return undefined;
    }
    let [low, high] = [0, 1];
    let binding = fullest(limits, states);
    while (binding !== undefined && binding.share <= 1 && high < MOST_GROWTH) {
        [low, high] = [high, high * 2];
        binding = at(high);
    }
    while (high - low > high / 1000 && high > 1 / MOST_GROWTH) {
        const middle = (low + high) / 2;
        const found = at(middle);
        if (found !== undefined && found.share > 1) {
            high = middle;
            binding = found;
        } else {
            low = middle;
        }
    }
    return binding && { factor: low, binding };
}

/** The expected outcome of a load test with every zone up. */
export interface Forecast {
    /** Requests a second that the workload sends. */
    requestsPerSecond: number;
    /** Requests a second above which responses wait noticeably; `null` if it is not known. */
    mostRequestsPerSecond: number | null;
    /** Requests a second at full load. */
    saturatedRequestsPerSecond: number | null;
    /** The limit that is reached first. */
    bottleneck: { id: LimitId; content?: string } | null;
}

/** Forecasts the requests a second that a stack answers with every zone up, and the limit that it reaches first. */
export function forecast(sizing: Sizing, workload: Workload): Forecast {
    const requestsPerSecond = workload.content.reduce((sum, each) => sum + each.requestsPerSecond, 0);
    const [most, saturated] = [MOST_LOAD, 1].map((load) => growth(sizing, workload, ["normal"], load));
    const limit = saturated?.binding.limit;
    return {
        requestsPerSecond,
        mostRequestsPerSecond: most === undefined ? null : requestsPerSecond * most.factor,
        saturatedRequestsPerSecond: saturated === undefined ? null : requestsPerSecond * saturated.factor,
        bottleneck:
            limit === undefined
                ? null
                : { id: limit.id, ...(limit.content === undefined ? {} : { content: limit.content }) },
    };
}

/** A node, with its room for pods after those of the cluster itself. */
interface Node {
    group: SizedGroup;
    zone: number;
    millicores: number;
    mebibytes: number;
    pods: number;
}

const AMOUNTS = ["millicores", "mebibytes", "pods"] as const;

/** Reserved by pods. */
type Reservation = Record<(typeof AMOUNTS)[number], number>;
type Reserved = Record<State, Reservation>;

/** The nodes of a stack. Each group loses the zone in which it has the most nodes. */
function nodesOf({ groups }: Sizing, state: State): Node[] | undefined {
    const nodes = groups.flatMap((group) =>
        Array.from({ length: group.nodes }, (_, i) => ({ group, zone: i % group.zones })),
    );
    const remaining = state === "zoneLost" ? nodes.filter(({ zone }) => zone !== 0) : nodes;
    let hosts = 0;
    const sized = remaining.map((node) => {
        const { capacity: all } = node.group;
        // The cluster's own pods run on nodes of servers.
        const isHost = node.group.servers && hosts++ < SYSTEM_PODS.nodes;
        return (
            all && {
                ...node,
                millicores: all.millicores - NODE_AGENTS_MILLICORES - (isHost ? SYSTEM_PODS.millicores : 0),
                mebibytes: all.mebibytes - (isHost ? SYSTEM_PODS.mebibytes : 0),
                pods: all.pods - NODE_AGENT_PODS - (isHost ? SYSTEM_PODS.pods : 0),
            }
        );
    });
    const known = sized.filter((node) => node !== undefined);
    return known.length === sized.length ? known : undefined;
}

function nodeLimits(
    sizing: Sizing,
    workload: Workload,
    reserved: Reserved,
    largest: Reservation,
    mostLoad: number,
): Limit[] {
    const { servers } = sizing;
    const shares = sizing.groups.some((group) => group.servers && group.content);
    const rooms = byState((state) => {
        const nodes = nodesOf(sizing, state);
        const count = servers.replicas + (state === "update" ? servers.surge : 0);
        return nodes && roomsOf(nodes, count, servers, largest);
    });
    const busy = busyCores(workload);
    const unknown = unknownSize(sizing);
    const problem = unknown === undefined ? {} : { problem: unknown };
    const limit = (id: LimitId, use: (state: State) => Use): Limit => ({ id, ...byState(use), ...problem });
    return [
        limit("serverPlaces", (state) => ({
            need: servers.replicas + (state === "update" ? servers.surge : 0),
            capacity: rooms[state]?.serverPlaces ?? null,
        })),
        {
            id: "serverCpu",
            ...byState((state) => ({
                need: busy.servers,
                capacity: (remainingServers(sizing, state) * servers.limit * mostLoad) / 1000,
            })),
        },
        ...(shares
            ? [
                  limit("nodeCpu", (state) => ({
                      need: busy.servers + busy.content,
                      capacity: loadOf(rooms[state]?.cores, mostLoad),
                  })),
              ]
            : [
                  limit("serverNodeCpu", (state) => ({
                      need: busy.servers,
                      capacity: loadOf(rooms[state]?.serverCores, mostLoad),
                  })),
                  limit("nodeCpu", (state) => ({
                      need: busy.content,
                      capacity: loadOf(rooms[state]?.contentCores, mostLoad),
                  })),
              ]),
        limit("contentCpu", (state) => ({
            need: reserved[state].millicores / 1000,
            capacity: per(rooms[state]?.content.millicores, 1000),
        })),
        limit("contentMemory", (state) => ({
            need: reserved[state].mebibytes / 1024,
            capacity: per(rooms[state]?.content.mebibytes, 1024),
        })),
        limit("contentPods", (state) => ({
            need: reserved[state].pods,
            capacity: rooms[state]?.content.pods ?? null,
        })),
    ];
}

/** The reason why the capacity of nodes is not known. */
function unknownSize({ groups }: Sizing): string | undefined {
    const unknown = groups.find(({ capacity: each }) => each === undefined);
    return unknown && `the size of ${unknown.instanceTypes.join(", ")} (${unknown.name}) is not known`;
}

function loadOf(cores: number | undefined, mostLoad: number): number | null {
    return cores === undefined ? null : cores * mostLoad;
}

function per(amount: number | undefined, unit: number): number | null {
    return amount === undefined ? null : amount / unit;
}

function byState<Value>(value: (state: State) => Value): Record<State, Value> {
    return { normal: value("normal"), zoneLost: value("zoneLost"), update: value("update") };
}

/** Servers that answer. Those of a lost zone start again elsewhere, but their users do not wait for it. */
function remainingServers({ servers: { replicas }, zones }: Sizing, state: State): number {
    return state === "zoneLost" ? replicas - Math.ceil(replicas / zones) : replicas;
}

/** The room of nodes for servers, and the room that they leave to content. */
function roomsOf(nodes: readonly Node[], count: number, server: Sizing["servers"], largest: Reservation) {
    const serverNodes = nodes.filter(({ group }) => group.servers);
    const content = { millicores: 0, mebibytes: 0, pods: 0 };
    let position = 0;
    for (const node of nodes) {
        // Servers spread over the nodes.
        const servers = node.group.servers
            ? Math.floor(count / serverNodes.length) + (position++ < count % serverNodes.length ? 1 : 0)
            : 0;
        if (!node.group.content) {
            continue;
        }
        const left = {
            millicores: node.millicores - servers * server.millicores,
            mebibytes: node.mebibytes - servers * server.mebibytes,
            pods: node.pods - servers,
        };
        for (const amount of AMOUNTS) {
            // A process does not use the remainders of two nodes.
            content[amount] += Math.max(0, Math.floor(left[amount] / largest[amount])) * largest[amount];
        }
    }
    const coresOf = (some: readonly Node[]): number =>
        some.reduce((sum, { group }) => sum + (group.capacity?.millicores ?? 0), 0) / 1000;
    return {
        content,
        serverPlaces: serverNodes.reduce(
            (sum, node) =>
                sum +
                Math.max(
                    0,
                    Math.min(
                        Math.floor(node.millicores / server.millicores),
                        Math.floor(node.mebibytes / server.mebibytes),
                        node.pods,
                    ),
                ),
            0,
        ),
        cores: coresOf(nodes.filter(({ group }) => group.servers || group.content)),
        serverCores: coresOf(serverNodes),
        contentCores: coresOf(nodes.filter(({ group }) => group.content)),
    };
}

/** The reservation of a pod of content. */
function podOf({ process, initContainer }: Sizing, { process: own }: ContentLoad): Reservation {
    return {
        millicores: Math.max(
            own.cpuRequest === undefined ? process.millicores : own.cpuRequest * 1000,
            initContainer.millicores,
        ),
        mebibytes: Math.max(
            own.memoryRequestGiB === undefined ? process.mebibytes : own.memoryRequestGiB * 1024,
            initContainer.mebibytes,
        ),
        pods: 1,
    };
}

function largestPod(sizing: Sizing, { content }: Workload): Reservation {
    const pods = content.map((each) => podOf(sizing, each));
    return {
        millicores: Math.max(...pods.map(({ millicores }) => millicores)),
        mebibytes: Math.max(...pods.map(({ mebibytes }) => mebibytes)),
        pods: 1,
    };
}

/** Cores that content and servers use. */
function busyCores({ content }: Workload): { content: number; servers: number } {
    const sum = (amount: (each: ContentLoad) => number): number =>
        content.reduce((total, each) => total + amount(each), 0);
    return {
        content: sum(
            ({ requestsPerSecond, cpuMilliseconds, runs, threads }) =>
                (requestsPerSecond * cpuMilliseconds) / 1000 + runs * threads,
        ),
        servers: sum(
            ({ requestsPerSecond, serverCpuMilliseconds }) =>
                (requestsPerSecond * serverCpuMilliseconds) / 1000,
        ),
    };
}

/** The reservations of all processes of content. */
function reservedByContent(sizing: Sizing, workload: Workload, mostLoad: number): Reserved {
    return byState((state) => {
        const total = { millicores: 0, mebibytes: 0, pods: 0 };
        for (const content of workload.content) {
            const pod = podOf(sizing, content);
            const pods =
                content.kind === "job"
                    ? Math.ceil(content.runs)
                    : content.items * processesOf(sizing, content, state, mostLoad);
            for (const amount of AMOUNTS) {
                total[amount] += pods * pod[amount];
            }
        }
        return total;
    });
}

/** Processes of an item over all servers. Servers of a lost zone start again, with their processes. */
function processesOf(sizing: Sizing, content: ContentLoad, state: State, mostLoad: number): number {
    const { servers } = sizing;
    const { minProcesses, maxProcesses, maxConnectionsPerProcess, loadFactor } = {
        ...sizing.scheduler,
        ...content.process,
    };
    const byConnections = Math.ceil(
        connectionsOf(content, servers.replicas) / (maxConnectionsPerProcess * loadFactor),
    );
    const started = Math.min(
        maxProcesses,
        Math.max(1, minProcesses, byConnections, processesForCpu(content, servers.replicas, mostLoad)),
    );
    // New servers of an update start with the minimum.
    return servers.replicas * started + (state === "update" ? servers.surge * minProcesses : 0);
}

/** Connections to an item on a server. Users and requests are spread evenly. */
function connectionsOf(
    { kind, users, requestsPerSecond, responseSeconds, items }: ContentLoad,
    servers: number,
) {
    const concurrent =
        kind === "app" ? users : Math.min(users > 0 ? users : Infinity, requestsPerSecond * responseSeconds);
    return Math.ceil(concurrent / items / servers);
}

/** Processes of an item on a server that have the CPU time for its requests. */
function processesForCpu(
    { requestsPerSecond, cpuMilliseconds, threads, items }: ContentLoad,
    servers: number,
    mostLoad: number,
): number {
    return Math.ceil((requestsPerSecond * cpuMilliseconds) / 1000 / items / servers / (threads * mostLoad));
}

/** Connect rejects users above the most processes of an item on a server. */
function processLimit(sizing: Sizing, content: ContentLoad, mostLoad: number): Limit {
    const { maxProcesses, maxConnectionsPerProcess } = { ...sizing.scheduler, ...content.process };
    return {
        id: "processes",
        content: content.name,
        ...byState((state) => {
            const servers = remainingServers(sizing, state);
            return servers === 0
                ? { need: 1, capacity: 0 }
                : {
                      need: Math.max(
                          1,
                          Math.ceil(connectionsOf(content, servers) / maxConnectionsPerProcess),
                          processesForCpu(content, servers, mostLoad),
                      ),
                      capacity: maxProcesses,
                  };
        }),
    };
}

function quotaLimits({ quota, largestProcess }: Sizing, reserved: Reserved, largest: Reservation): Limit[] {
    const limit = (id: LimitId, need: (state: State) => number, most: number): Limit => ({
        id,
        ...byState((state) => ({ need: need(state), capacity: most })),
    });
    return [
        ...(quota === undefined
            ? []
            : [
                  limit("quotaCpu", (state) => reserved[state].millicores / 1000, quota.millicores / 1000),
                  limit("quotaMemory", (state) => reserved[state].mebibytes / 1024, quota.mebibytes / 1024),
                  limit("quotaPods", (state) => reserved[state].pods, quota.pods),
              ]),
        limit("processCpu", () => largest.millicores / 1000, largestProcess.millicores / 1000),
        limit("processMemory", () => largest.mebibytes / 1024, largestProcess.mebibytes / 1024),
    ];
}

/** The limits of AWS's services. */
function serviceLimits(sizing: Sizing, workload: Workload): Limit[] {
    const { servers, database, subnetAddresses, natZones, fileOperations, zones } = sizing;
    const { content } = workload;
    const sum = (amount: (each: ContentLoad) => number): number =>
        content.reduce((total, each) => total + amount(each), 0);
    const steady = (need: number, most: number | null): Pick<Limit, State> =>
        byState(() => ({ need, capacity: most }));
    const unknownAddresses =
        subnetAddresses === undefined ? "the blocks of adopted subnets are not known" : unknownSize(sizing);
    const nat = sum(({ internetConnections, users, runs }) => internetConnections * (users + runs));
    return [
        {
            id: "addresses",
            ...byState((state) => ({
                need: addressesOf(sizing, state),
                capacity: unknownAddresses === undefined ? (subnetAddresses ?? null) : null,
            })),
            ...(unknownAddresses === undefined ? {} : { problem: unknownAddresses }),
        },
        {
            id: "databaseConnections",
            ...byState((state) => ({
                need:
                    (servers.replicas + (state === "update" ? servers.surge : 0)) *
                    workload.databaseConnectionsPerServer,
                capacity: database.connections ?? null,
            })),
            ...(database.connections === undefined
                ? { problem: `the memory of ${database.instanceClass || "the database"} is not known` }
                : {}),
        },
        {
            id: "loadBalancerUnits",
            ...steady(
                Math.max(
                    sum(
                        ({ requestsPerSecond, requestsPerConnection }) =>
                            requestsPerSecond / requestsPerConnection,
                    ) / UNIT.newConnectionsPerSecond,
                    sum(({ users }) => users) / UNIT.activeConnections,
                    (sum(({ requestsPerSecond, responseKB }) => requestsPerSecond * responseKB) * 3600) /
                        1e6 /
                        UNIT.gigabytesPerHour,
                ),
                null,
            ),
            scales: true,
        },
        {
            id: "fileOperations",
            ...steady(
                sum(
                    ({ requestsPerSecond, fileOperationsPerRequest }) =>
                        requestsPerSecond * fileOperationsPerRequest,
                ),
                fileOperations ?? null,
            ),
            ...(fileOperations === undefined
                ? { problem: "only the limit of a file system with elastic throughput is known" }
                : {}),
        },
        {
            id: "natConnections",
            ...byState((state) => ({
                need: nat,
                capacity:
                    natZones.length === 0
                        ? null
                        : (natZones.length -
                              (state === "zoneLost" ? Math.ceil(natZones.length / zones) : 0)) *
                          NAT_CONNECTIONS,
            })),
            ...(natZones.length === 0 ? { problem: "the stack creates no NAT gateway" } : {}),
        },
    ];
}

/** Addresses of the subnet with the most nodes. */
function addressesOf({ groups }: Sizing, state: State): number {
    const nodes = groups.reduce((sum, { nodes: count, zones, capacity: each }) => {
        // Nodes of a lost zone start again in the others.
        const up = Math.max(1, zones - (state === "zoneLost" ? 1 : 0));
        return sum + Math.ceil(count / up) * (each?.addresses ?? 0);
    }, 0);
    const surge =
        state === "update"
            ? NODE_SURGE * Math.max(...groups.map((group) => group.capacity?.addresses ?? 0))
            : 0;
    return nodes + surge + ADDRESSES_RESERVED;
}
