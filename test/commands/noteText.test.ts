import { expect } from "chai";
import { noteText } from "../../commands/noteText";
import { urnOf } from "../graph/changesFixtures";

describe("a note of a change", () => {
    it("is one sentence for each kind", () => {
        const cause = urnOf("aws:eks/cluster:Cluster", "prod");

        expect([
            noteText({ kind: "follows", cause, of: "replace" }),
            noteText({ kind: "follows", cause, of: "update" }),
            noteText({ kind: "unclear", paths: ["a", "b[0]"] }),
            noteText({ kind: "protected" }),
            noteText({ kind: "retained" }),
            noteText({ kind: "leftover" }),
            noteText({ kind: "recreated" }),
        ]).to.deep.equal([
            "Follows from the cluster prod, which is replaced.",
            "Follows from the cluster prod, which is updated.",
            "Whether a, b[0] can be changed in place is not known: `pulumi preview` reports it.",
            "It is protected: Pulumi rejects the change.",
            "The cloud keeps it; Pulumi no longer manages it.",
            "An earlier replacement did not delete it.",
            "It is deleted, or missing in the cloud, and created again.",
        ]);
    });
});
