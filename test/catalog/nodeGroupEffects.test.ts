import { expect } from "chai";
import { resourceTypes } from "../../catalog";

/** The effect of an update of the nodes' image on a group whose nodes have a label. */
function effectOn(workload: string | undefined, update: object = {}): string {
    const inputs = { labels: workload === undefined ? {} : { workload }, releaseVersion: "a", ...update };
    const effects = resourceTypes["aws:eks/nodeGroup:NodeGroup"]?.effects ?? [];
    const found = effects.find(
        ({ properties, when }) => properties?.includes("launchTemplate") === true && when === undefined,
    )?.effect;
    return typeof found === "function"
        ? found({ before: inputs, after: inputs, from: "a", to: "b" })
        : (found ?? "none");
}

describe("an update of nodes", () => {
    const START =
        "The nodes are replaced: new ones start, old ones are drained one after the other, about 5 minutes each.";
    const SERVERS =
        "Servers move one at a time. Jobs that a stopped server launched never complete, and its interactive sessions end.";
    const CONTENT =
        "Content on them stops: interactive sessions end, and renders run again at their next scheduled time, or by hand.";

    it("stops the content that runs on them, or that their servers launched", () => {
        expect([effectOn("connect-server"), effectOn("connect-content"), effectOn(undefined)]).to.deep.equal([
            `${START} ${SERVERS}`,
            `${START} ${CONTENT}`,
            `${START} ${SERVERS} ${CONTENT}`,
        ]);
    });

    it("waits for content if it is forced, on several nodes at a time", () => {
        expect(
            effectOn("connect-content", { forceUpdateVersion: true, updateConfig: { maxUnavailable: 6 } }),
        ).to.equal(
            "The nodes are replaced: new ones start, up to 6 old ones at a time are drained. Content on them that has not ended within `cluster.contentDrainTimeoutMinutes` stops: interactive sessions end, and renders run again at their next scheduled time, or by hand.",
        );
    });
});
