import fc from "fast-check";
import { nodeCapacity } from "../../catalog/nodeCapacity";
import { contentDefaults, type ContentLoad, type Workload } from "../../catalog/workloads";
import type { SizedGroup, Sizing } from "../../graph/sizing";

/** A group of three t3.2xlarge over three zones that servers and content share. */
export function group(changes: Partial<SizedGroup> = {}): SizedGroup {
    const { instanceTypes = ["t3.2xlarge"], nodes = 3 } = changes;
    return {
        name: "cluster-general",
        instanceTypes,
        nodes,
        leastNodes: nodes,
        maxNodes: 6,
        isScaled: false,
        zones: 3,
        isOnDemand: true,
        diskGiB: 100,
        capacity: nodeCapacity(instanceTypes[0] ?? ""),
        servers: true,
        content: true,
        ...changes,
    };
}

/** A stack with the defaults of the settings, over three zones. */
export function sizing(changes: Partial<Sizing> = {}): Sizing {
    return {
        groups: [group()],
        zones: 3,
        servers: { replicas: 3, surge: 3, millicores: 2000, mebibytes: 4096, limit: 4000 },
        process: { millicores: 250, mebibytes: 512 },
        largestProcess: { millicores: 4000, mebibytes: 16384 },
        initContainer: { millicores: 100, mebibytes: 128 },
        scheduler: { minProcesses: 0, maxProcesses: 3, maxConnectionsPerProcess: 20, loadFactor: 0.5 },
        quota: { millicores: 32_000, mebibytes: 131_072, pods: 250 },
        database: { instanceClass: "db.m5.large", connections: 829 },
        subnetAddresses: 4096,
        natZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
        fileOperations: 50_000,
        ...changes,
    };
}

/** A workload of one kind of content. */
export function workload(...content: Partial<ContentLoad>[]): Workload {
    return {
        title: "test",
        content: content.map((each, i) => ({
            ...contentDefaults,
            name: `content ${i + 1}`,
            kind: "api",
            users: 0,
            requestsPerSecond: 0,
            cpuMilliseconds: 0,
            runs: 0,
            process: {},
            ...each,
        })),
        databaseConnectionsPerServer: 50,
        assumptions: [],
    };
}

/** Stacks of one shared group, or of two pools. */
export const anySizing: fc.Arbitrary<Sizing> = fc
    .record({
        type: fc.constantFrom("t3.2xlarge", "m6i.xlarge", "m6i.2xlarge", "r6i.4xlarge", "c6a.4xlarge"),
        zones: fc.integer({ min: 2, max: 4 }),
        nodesPerZone: fc.integer({ min: 1, max: 4 }),
        more: fc.integer({ min: 0, max: 2 }),
        replicas: fc.integer({ min: 2, max: 6 }),
        isShared: fc.boolean(),
        minProcesses: fc.integer({ min: 0, max: 2 }),
        maxProcesses: fc.integer({ min: 2, max: 8 }),
    })
    .map(({ type, zones, nodesPerZone, more, replicas, isShared, minProcesses, maxProcesses }) => {
        const base = { instanceTypes: [type], zones, nodes: zones * nodesPerZone + more };
        return sizing({
            zones,
            groups: isShared
                ? [group(base)]
                : [
                      group({ ...base, name: "cluster-servers", nodes: zones, content: false }),
                      group({ ...base, name: "cluster-content", servers: false }),
                  ],
            servers: { replicas, surge: replicas, millicores: 2000, mebibytes: 4096, limit: 4000 },
            scheduler: { minProcesses, maxProcesses, maxConnectionsPerProcess: 20, loadFactor: 0.5 },
            natZones: Array.from({ length: zones }, (_, i) => `zone ${i}`),
        });
    });

const anyContent: fc.Arbitrary<Partial<ContentLoad>> = fc.record({
    kind: fc.constantFrom("api", "app", "job"),
    items: fc.integer({ min: 1, max: 8 }),
    users: fc.integer({ min: 1, max: 500 }),
    requestsPerSecond: fc.double({ min: 0.1, max: 300, noNaN: true }),
    cpuMilliseconds: fc.double({ min: 1, max: 300, noNaN: true }),
    runs: fc.integer({ min: 1, max: 10 }),
    internetConnections: fc.integer({ min: 0, max: 20 }),
    process: fc.record({
        cpuRequest: fc.constantFrom(0.25, 0.5, 1),
        memoryRequestGiB: fc.constantFrom(0.5, 1, 3),
    }),
});

export const anyWorkload: fc.Arbitrary<Workload> = fc
    .array(anyContent, { minLength: 1, maxLength: 3 })
    .map((content) => workload(...content));
