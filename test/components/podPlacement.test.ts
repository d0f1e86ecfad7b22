import { expect } from "chai";
import { placeContent, placeServers, placeSystemPods } from "../../components/podPlacement";
import { LEAST_CLUSTER, settingsOf } from "../stacks/config";

/** The nodes of each kind of pod, with these node groups. */
function place(nodeGroups: Record<string, object>) {
    const { cluster } = settingsOf({ "posit-connect:cluster": { ...LEAST_CLUSTER, nodeGroups } });
    return {
        system: placeSystemPods(cluster.nodeGroups),
        servers: placeServers(cluster.nodeGroups),
        content: placeContent(cluster.nodeGroups),
    };
}

const SERVERS = {
    nodeSelector: { workload: "connect-server" },
    tolerations: [{ key: "workload", operator: "Equal", value: "connect-server", effect: "NoSchedule" }],
};

describe("the nodes of pods", () => {
    it("are any nodes if all share them", () => {
        expect(place({})).to.deep.equal({ system: {}, servers: {}, content: {} });
    });

    it("are those of each role, as Posit labels and taints them", () => {
        expect(place({ servers: {}, content: {} })).to.deep.equal({
            system: SERVERS,
            servers: SERVERS,
            content: { nodeSelector: { workload: "connect-content" } },
        });
    });

    it("are not those of content for servers that share nodes with other content", () => {
        expect(place({ batch: {} })).to.deep.equal({
            system: {},
            servers: {
                affinity: {
                    nodeAffinity: {
                        requiredDuringSchedulingIgnoredDuringExecution: {
                            nodeSelectorTerms: [
                                {
                                    matchExpressions: [
                                        { key: "workload", operator: "NotIn", values: ["connect-content"] },
                                    ],
                                },
                            ],
                        },
                    },
                },
            },
            content: {},
        });
    });

    it("do not include those with GPUs for content that requests none", () => {
        const gpu = { instanceTypes: ["g5.xlarge"], taints: [{ key: "slow", effect: "NO_SCHEDULE" }] };
        expect(place({ servers: {}, content: {}, gpu }).content).to.deep.equal({
            nodeSelector: { workload: "connect-content" },
            tolerations: [{ key: "slow", operator: "Exists", effect: "NoSchedule" }],
        });
    });

    it("include tainted nodes of content, each taint tolerated once", () => {
        const batch = { key: "batch", effect: "NO_SCHEDULE" };
        const { content } = place({
            one: { taints: [batch, { key: "team", value: "data", effect: "NO_EXECUTE" }] },
            other: { taints: [batch, { key: "slow", effect: "PREFER_NO_SCHEDULE" }] },
        });
        expect(content).to.deep.equal({
            tolerations: [
                { key: "batch", operator: "Exists", effect: "NoSchedule" },
                { key: "team", operator: "Equal", value: "data", effect: "NoExecute" },
                { key: "slow", operator: "Exists", effect: "PreferNoSchedule" },
            ],
        });
    });
});
