import { expect } from "chai";
import { contentGpus } from "../../../components/connect/contentGpus";
import { contentLimits } from "../../../components/connect/contentLimits";
import { connectValues } from "../../../components/connect/values";
import { settings } from "../../fixtures";
import { LEAST_CLUSTER, settingsOf } from "../../stacks/config";
import { connectFacts } from "./fixtures";

function gpusOf(nodeGroups: object) {
    return contentGpus(
        settingsOf({ "posit-connect:cluster": { ...LEAST_CLUSTER, nodeGroups } }).cluster.nodeGroups,
    );
}

/** GPUs in Connect's configuration, and in the quota of content. */
function stated(gpus: { perProcess: number; together: number }) {
    const { config } = connectValues<string>(settings.connect, {
        ...connectFacts,
        gpusPerProcess: gpus.perProcess,
    });
    const { hard } = contentLimits(settings.connect.content, gpus.together).resourceQuota;
    return [config["Scheduler"]?.["MaxNvidiaGPULimit"], hard["requests.nvidia.com/gpu"]];
}

describe("contentGpus", () => {
    it("is none without nodes that have GPUs: Connect and the quota have no entry", () => {
        expect(gpusOf({ servers: {}, content: {} })).to.deep.equal({ perProcess: 0, together: 0 });
        expect(stated({ perProcess: 0, together: 0 })).to.deep.equal([undefined, undefined]);
    });

    it("is that of the largest node, and of all nodes at their largest number", () => {
        const gpus = gpusOf({
            servers: {},
            content: {},
            small: { instanceTypes: ["g5.xlarge"], minSize: 0, maxSize: 10 },
            // Content may get a node with the fewer GPUs.
            large: { instanceTypes: ["g5.48xlarge", "g5.12xlarge"], minSize: 0, maxSize: 2 },
        });

        expect(gpus).to.deep.equal({ perProcess: 4, together: 18 });
        expect(stated(gpus)).to.deep.equal(["4", "18"]);
    });
});
