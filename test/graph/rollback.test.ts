import { expect } from "chai";
import { assess, type AssessedChange } from "../../graph/assess";
import { changesOf, type StepFields } from "./changesFixtures";

const TODAY = "2026-11-29";

type Inputs = Record<string, unknown>;

function update(type: string, name: string, before: Inputs, after: Inputs): StepFields {
    return {
        op: "update",
        type,
        name,
        oldState: { inputs: before, modified: "2026-11-26T23:59:59.1234567Z" },
        newState: { inputs: { ...before, ...after } },
        diffReasons: Object.keys(after),
    };
}

function controlPlane(from: string, to: string, supportType = "STANDARD"): StepFields {
    return update(
        "aws:eks/cluster:Cluster",
        "cluster",
        { version: from, upgradePolicy: { supportType } },
        { version: to },
    );
}

function nodes(from: string, to: string): StepFields {
    return update("aws:eks/nodeGroup:NodeGroup", "cluster-general", { version: from }, { version: to });
}

function kubeProxy(from: string, to: string): StepFields {
    return update(
        "aws:eks/addon:Addon",
        "cluster-kube-proxy",
        { addonName: "kube-proxy", addonVersion: `v${from}.3-eksbuild.21` },
        { addonVersion: `v${to}.0-eksbuild.17` },
    );
}

function assessed(...steps: StepFields[]): AssessedChange {
    const [first] = assess(changesOf(...steps), [], TODAY).changes;
    if (first === undefined) {
        throw new Error("nothing changes");
    }
    return first;
}

function effectOf(...steps: StepFields[]): [string, string][] {
    return assessed(...steps).effects.map(({ interruption, effect }) => [
        interruption,
        effect.split(". ")[0] ?? "",
    ]);
}

describe("the way back of an upgraded control plane", () => {
    it("lasts seven days, and begins with everything that the same update raises", () => {
        const { notes } = assessed(
            controlPlane("1.35", "1.36"),
            nodes("1.35", "1.36"),
            kubeProxy("1.35", "1.36"),
        );

        expect(notes).to.deep.equal([
            {
                kind: "wayBack",
                to: "1.35",
                until: "2026-12-06",
                lowerFirst: ["cluster-general", "cluster-kube-proxy"],
            },
        ]);
    });

    it("begins with nothing if nodes and add-ons stay", () => {
        expect(
            assessed(
                controlPlane("1.35", "1.36"),
                update("aws:eks/nodeGroup:NodeGroup", "cluster-general", { version: "1.35" }, { labels: {} }),
            ).notes,
        ).to.deep.equal([{ kind: "wayBack", to: "1.35", until: "2026-12-06", lowerFirst: [] }]);
    });

    it("needs extended support from the day on which standard support of the old version ends", () => {
        const wayBack = { kind: "wayBack", to: "1.34", until: "2026-12-06", lowerFirst: [] };

        expect(assessed(controlPlane("1.34", "1.35")).notes).to.deep.equal([
            { ...wayBack, extendedFrom: "2026-12-02" },
        ]);
        expect(assessed(controlPlane("1.34", "1.35", "EXTENDED")).notes).to.deep.equal([wayBack]);
    });

    it("is not promised for an upgrade that EKS rejects, nor for any other change", () => {
        expect(assessed(controlPlane("1.34", "1.36")).notes).to.deep.equal([]);
        expect(assessed(nodes("1.35", "1.36")).notes).to.deep.equal([]);
        expect(assessed(controlPlane("1.36", "1.35")).notes).to.deep.equal([]);
    });
});

describe("a rollback of the control plane", () => {
    it("is planned if nodes and kube-proxy have the older version", () => {
        expect(effectOf(controlPlane("1.36", "1.35"))).to.deep.equal([
            [
                "unknown",
                "EKS rolls the control plane back to 1.35 while it runs, in about 10 minutes, with all data",
            ],
        ]);
    });

    it("is rejected if nodes or kube-proxy are newer, even if the same update lowers them", () => {
        expect(
            effectOf(controlPlane("1.36", "1.35"), nodes("1.36", "1.35"), kubeProxy("1.36", "1.35")),
        ).to.deep.equal([
            [
                "rejected",
                "EKS rejects this: cluster-general, cluster-kube-proxy run 1.36, and nothing may be newer than the control plane",
            ],
        ]);
        expect(effectOf(controlPlane("1.36", "1.35"), nodes("1.34", "1.35"))).to.have.nested.property(
            "[0][0]",
            "unknown",
        );
    });

    it("is rejected without extended support if standard support of the older version has ended", () => {
        const late = (supportType: string) =>
            assess(changesOf(controlPlane("1.35", "1.34", supportType)), [], "2026-12-02").changes[0]
                ?.effects[0];

        expect(late("STANDARD")).to.deep.equal({
            properties: ["version"],
            effect: "EKS rejects this: standard support of 1.34 ended on 2026-12-02. Set `cluster.upgradePolicy` to EXTENDED in an update of its own first.",
            interruption: "rejected",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html",
        });
        expect(late("EXTENDED")?.interruption).to.equal("unknown");
    });

    it("is rejected if the state has had the newer version for more than seven days", () => {
        const on = (day: string) =>
            assess(changesOf(controlPlane("1.36", "1.35")), [], day).changes[0]?.effects[0];

        expect(on("2026-12-03")?.interruption).to.equal("unknown");
        expect(on("2026-12-04")).to.deep.equal({
            properties: ["version"],
            effect: "EKS rejects this: it rolls a control plane back until 7 days after its upgrade, and Pulumi's state has had 1.36 since 2026-11-26. Keep 1.36. The way back is a new stack with the older version: docs/recovery.md.",
            interruption: "rejected",
            source: "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html",
        });
    });

    it("is not of a version that is unknown or replaced", () => {
        expect(effectOf(controlPlane("1.36", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"))).to.deep.equal([
            ["unknown", "The value before or after is not known here, so the effect is not known either"],
        ]);
    });
});
