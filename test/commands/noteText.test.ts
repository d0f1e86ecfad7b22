import { expect } from "chai";
import { noteText } from "../../commands/noteText";
import { urnOf } from "../graph/changesFixtures";

describe("a note of a change", () => {
    it("is a text for each kind", () => {
        const cause = urnOf("aws:eks/cluster:Cluster", "prod");

        expect([
            noteText({ kind: "follows", cause, of: "replace" }),
            noteText({ kind: "follows", cause, of: "update" }),
            noteText({ kind: "unclear", paths: ["a", "b[0]"] }),
            noteText({ kind: "protected" }),
            noteText({ kind: "retained" }),
            noteText({ kind: "leftover" }),
            noteText({ kind: "recreated" }),
            noteText({ kind: "wayBack", to: "1.35", until: "2026-12-06", lowerFirst: [] }),
            noteText({
                kind: "wayBack",
                to: "1.34",
                until: "2026-12-06",
                lowerFirst: ["cluster-general", "cluster-kube-proxy"],
                extendedFrom: "2026-12-02",
            }),
        ]).to.deep.equal([
            "Follows from the cluster prod, which is replaced.",
            "Follows from the cluster prod, which is updated.",
            "Whether a, b[0] can be changed in place is not known: `pulumi preview` reports it.",
            "It is protected: Pulumi rejects the change.",
            "The cloud keeps it; Pulumi no longer manages it.",
            "An earlier replacement did not delete it.",
            "It is deleted, or missing in the cloud, and created again.",
            "Way back: EKS can roll the control plane back to 1.35 until 2026-12-06, 7 days after an update today. Nodes and add-ons stay at 1.35, so nothing must be lowered first. See docs/upgrades.md.",
            "Way back: EKS can roll the control plane back to 1.34 until 2026-12-06, 7 days after an update today. First lower cluster-general, cluster-kube-proxy, with `cluster.nodeVersion` in an update of its own. From 2026-12-02, when standard support of 1.34 ends, set `cluster.upgradePolicy` to EXTENDED before. See docs/upgrades.md.",
        ]);
    });
});
