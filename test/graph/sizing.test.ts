import { expect } from "chai";
import type { Resource } from "../../graph/graph";
import { type Sizing, sizingOf, withLeastNodes } from "../../graph/sizing";
import type { Value } from "../../graph/value";
import { simulateStack } from "../program";
import { graphOf, resource } from "./resources";
import { group, sizing } from "./sizings";

const values = {
    replicas: 3,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } },
    resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { cpu: "4" } },
    config: {
        Scheduler: {
            MinProcesses: "0",
            MaxProcesses: "3",
            MaxConnsPerProcess: "20",
            LoadFactor: "0.5",
            CPURequest: "0.25",
            MemoryRequest: "536870912",
            MaxCPURequest: "4",
            MaxMemoryRequest: "17179869184",
        },
    },
    backends: {
        kubernetes: {
            namespace: "content",
            defaultInitContainer: { resources: { requests: { cpu: "100m", memory: "128Mi" } } },
        },
    },
};

/** A stack with two zones, and node groups by name. */
function stackOf(
    chart: Record<string, Value>,
    groups: Record<string, Record<string, Value>>,
    ...others: Resource[]
) {
    const subnets = ["a", "b"].map((zone) =>
        resource("aws:ec2/subnet:Subnet", `private-${zone}`, {
            id: `subnet-${zone}`,
            availabilityZone: `us-east-1${zone}`,
            cidrBlock: "10.0.0.0/24",
        }),
    );
    return graphOf([
        ...subnets,
        ...Object.entries(groups).map(([name, properties]) =>
            resource("aws:eks/nodeGroup:NodeGroup", name, {
                instanceTypes: ["t3.2xlarge"],
                scalingConfig: { desiredSize: 2, maxSize: 4 },
                subnetIds: ["subnet-a", "subnet-b"],
                ...properties,
            }),
        ),
        resource("kubernetes:helm.sh/v3:Release", "connect", { chart: "rstudio-connect", values: chart }),
        ...others,
    ]);
}

/** The groups that servers, and content, start on. */
function pools(chart: Record<string, Value>, groups: Record<string, Record<string, Value>>) {
    const { sizing: found, unknown } = sizingOf(stackOf({ ...values, ...chart }, groups));
    const names = (role: "servers" | "content"): string[] =>
        (found?.groups ?? []).filter((group) => group[role]).map(({ name }) => name);
    return unknown ?? { servers: names("servers"), content: names("content") };
}

const taint = { key: "workload", value: "servers", effect: "NO_SCHEDULE" };
const toleration = { key: "workload", operator: "Equal", value: "servers", effect: "NoSchedule" };

/** Values of the chart with the placement of content. */
function contentOn(placement: Record<string, Value>): Record<string, Value> {
    const { kubernetes } = values.backends;
    return {
        backends: {
            kubernetes: {
                ...kubernetes,
                defaultResourceJobBase: { spec: { template: { spec: placement } } },
            },
        },
    };
}

/** Nodes of their own for servers and content, whose quota follows from the nodes. */
const PROD = sizing({
    groups: [
        group({ name: "cluster-servers", content: false, maxNodes: 3 }),
        group({ name: "cluster-content", servers: false }),
    ],
    quota: { millicores: 46_560, mebibytes: 175_892, pods: 324 },
});

describe("The sizing of a stack", () => {
    it("is that of the settings' defaults: prod", async () => {
        expect(sizingOf(await simulateStack("prod")).sizing).to.deep.equal(PROD);
    });

    it("is the same in a first preview", async () => {
        expect(sizingOf(await simulateStack("prod", "preview")).sizing).to.deep.equal(PROD);
    });

    it("has no surge of servers with Recreate, and reads a number of them", () => {
        const surge = (strategy: Value) =>
            sizingOf(stackOf({ ...values, strategy }, { general: {} })).sizing?.servers.surge;

        expect(surge({ type: "Recreate" })).to.equal(0);
        expect(surge({ type: "RollingUpdate", rollingUpdate: { maxSurge: 2 } })).to.equal(2);
        expect(surge({ type: "RollingUpdate", rollingUpdate: { maxSurge: "50%" } })).to.equal(2);
    });

    it("takes the least of several types, and the most addresses", () => {
        const capacityOf = (...instanceTypes: string[]) =>
            sizingOf(stackOf(values, { general: { instanceTypes } })).sizing?.groups[0]?.capacity;

        expect(capacityOf("m6i.2xlarge", "c6i.xlarge")).to.deep.equal({
            ...capacityOf("c6i.xlarge"),
            pods: 58,
            addresses: 60,
        });
        expect(capacityOf("m6i.2xlarge", "x9.large")).to.equal(undefined);
    });

    it("has servers and content on every group without a taint", () => {
        expect(
            pools({}, { general: {}, gpu: { taints: [{ key: "gpu", effect: "NO_EXECUTE" }] } }),
        ).to.deep.equal({
            servers: ["general"],
            content: ["general"],
        });
    });

    it("has them on the groups that their selectors and tolerations choose", () => {
        const groups = {
            servers: { labels: { workload: "servers" }, taints: [taint] },
            content: { labels: { workload: "content" } },
            soft: { labels: { workload: "content" }, taints: [{ ...taint, effect: "PREFER_NO_SCHEDULE" }] },
        };
        const chart = {
            nodeSelector: { workload: "servers" },
            tolerations: [toleration],
            ...contentOn({ nodeSelector: { workload: "content" } }),
        };
        expect(pools(chart, groups)).to.deep.equal({ servers: ["servers"], content: ["content", "soft"] });
    });

    it("matches a toleration by key, value and effect, as Kubernetes does", () => {
        const isTolerated = (tolerations: Value): boolean =>
            JSON.stringify(
                pools(contentOn({ tolerations }), { general: {}, tainted: { taints: [taint] } }),
            ).includes('"content":["general","tainted"]');

        expect(
            [
                [toleration],
                [{ key: "workload", operator: "Exists" }],
                [{ operator: "Exists" }],
                [{ ...toleration, value: "other" }],
                [{ ...toleration, effect: "NoExecute" }],
                [{ ...toleration, key: "other" }],
            ].map(isTolerated),
        ).to.deep.equal([true, true, true, false, false, false]);
    });

    it("matches required node affinity", () => {
        const on = (operator: string, ...matched: string[]) => {
            const expression = { key: "workload", operator, values: matched };
            const nodeSelectorTerms = [{ matchExpressions: [expression] }];
            return pools(
                {
                    pod: {
                        affinity: {
                            nodeAffinity: {
                                requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
                            },
                        },
                    },
                },
                { general: {}, content: { labels: { workload: "content" } } },
            );
        };
        const both = ["general", "content"];

        expect(on("NotIn", "content")).to.deep.equal({ servers: ["general"], content: both });
        expect(on("In", "content")).to.deep.equal({ servers: ["content"], content: both });
        expect(on("Exists")).to.deep.equal({ servers: ["content"], content: both });
        expect(on("DoesNotExist")).to.deep.equal({ servers: ["general"], content: both });
        // An operator that is not known here matches no node.
        expect(on("Gt", "1")).to.equal("not known: a node group for servers and for content");
    });

    it("has the most nodes of an autoscaler, and the number before it starts any", () => {
        const groups = {
            servers: {
                labels: { workload: "servers" },
                scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
            },
            content: {
                labels: { workload: "content" },
                scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 9 },
            },
            fixed: {
                labels: { workload: "content" },
                scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 5 },
            },
        };
        const chart = {
            ...values,
            nodeSelector: { workload: "servers" },
            ...contentOn({ nodeSelector: { workload: "content" } }),
        };
        const nodesOf = (found: Sizing | undefined) =>
            found?.groups.map(({ name, nodes, isScaled }) => [name, nodes, isScaled]);
        const autoscaler = resource("kubernetes:helm.sh/v3:Release", "autoscaler", {
            chart: "cluster-autoscaler",
        });

        const { sizing: scaled } = sizingOf(stackOf(chart, groups, autoscaler));
        expect(nodesOf(scaled)).to.deep.equal([
            ["servers", 2, false],
            ["content", 9, true],
            ["fixed", 1, false],
        ]);
        expect(nodesOf(scaled && withLeastNodes(scaled))).to.deep.equal([
            ["servers", 2, false],
            ["content", 1, true],
            ["fixed", 1, false],
        ]);
        const { sizing: alone } = sizingOf(stackOf(chart, groups));
        expect(nodesOf(alone)).to.deep.equal([
            ["servers", 2, false],
            ["content", 1, false],
            ["fixed", 1, false],
        ]);
        expect(alone && withLeastNodes(alone)).to.equal(undefined);
    });

    it("is not known without a release, or with values that cannot be read", () => {
        expect(sizingOf(graphOf([]))).to.deep.equal({ unknown: "the stack has no release of Connect" });
        expect(
            pools({ replicas: null, config: {} }, { general: { scalingConfig: {}, subnetIds: [] } }),
        ).to.equal(
            "not known: replicas, the zones of general, general.scalingConfig.desiredSize, general.scalingConfig.maxSize, " +
                "config.Scheduler.CPURequest, config.Scheduler.MemoryRequest, config.Scheduler.MaxCPURequest, " +
                "config.Scheduler.MaxMemoryRequest, config.Scheduler.MinProcesses, config.Scheduler.MaxProcesses, " +
                "config.Scheduler.MaxConnsPerProcess, config.Scheduler.LoadFactor",
        );
    });

    it("has no addresses of adopted subnets", () => {
        const graph = stackOf(values, { general: { subnetIds: ["subnet-x"] } });
        expect(sizingOf(graph).unknown).to.equal("not known: the zones of general");
    });
});
