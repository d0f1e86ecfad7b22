import { expect } from "chai";
import { difference } from "./difference";
import { providerDifference } from "./kubernetesProvider";
import { secret, UNKNOWN_SENTINEL } from "../../../lib/wire";

const NODES = "aws:eks/nodeGroup:NodeGroup";

describe("a provider's difference", () => {
    it("names each path and its kind of change", () => {
        const { changed, replacing } = difference(
            NODES,
            {
                subnetIds: ["a"],
                scalingConfig: { minSize: 1, maxSize: 2 },
                tags: { "a/b": "1" },
                taints: [],
            },
            {
                subnetIds: ["a", "b"],
                scalingConfig: { minSize: 1, maxSize: 3 },
                tags: { "a/b": "2" },
                labels: {},
            },
        );

        expect([...changed]).to.deep.equal([
            ["subnetIds[1]", "add"],
            ["scalingConfig.maxSize", "update"],
            ['tags["a/b"]', "update"],
            ["taints", "delete"],
            ["labels", "add"],
        ]);
        expect([...replacing]).to.deep.equal(["subnetIds[1]"]);
    });

    it("compares secrets by their text", () => {
        expect(
            difference("aws:rds/instance:Instance", { password: secret("a") }, { password: "a" }).changed
                .size,
        ).to.equal(0);
        expect(
            difference("aws:rds/instance:Instance", { password: secret("a") }, { password: secret("b") })
                .changed.size,
        ).to.equal(1);
    });

    it("deletes before it replaces if an AWS name is set, even another one", () => {
        const type = "aws:rds/parameterGroup:ParameterGroup";
        expect(
            difference(type, { name: "g15", family: "15" }, { name: "g16", family: "16" })
                .deleteBeforeReplace,
        ).to.equal(true);
        expect(difference(type, { family: "15" }, { family: "16" }).deleteBeforeReplace).to.equal(false);
        expect(
            difference(NODES, { instanceTypes: ["a"] }, { instanceTypes: ["b"] }).deleteBeforeReplace,
        ).to.equal(false);
    });

    it("deletes before it replaces if a Kubernetes name stays", () => {
        const type = "kubernetes:core/v1:PersistentVolume";
        const volume = (name: string, handle: string): Record<string, unknown> => ({
            metadata: { name },
            spec: { csi: { volumeHandle: handle } },
        });
        expect(difference(type, volume("v", "a"), volume("v", "b")).deleteBeforeReplace).to.equal(true);
        expect(difference(type, volume("v", "a"), volume("w", "b")).deleteBeforeReplace).to.equal(false);
        expect(
            difference("kubernetes:helm.sh/v3:Release", { name: "a" }, { name: "b" }).deleteBeforeReplace,
        ).to.equal(false);
    });

    it("is unknown for a type without a record", () => {
        expect(() => difference("aws:kinesis/stream:Stream", {}, {})).to.throw(
            "the simulation does not know the type aws:kinesis/stream:Stream",
        );
    });
});

describe("a Kubernetes provider's difference", () => {
    const config = (server: string): string =>
        JSON.stringify({ clusters: [{ cluster: { server } }], users: [] });

    it("replaces nothing if the cluster's identifier stays", () => {
        expect(
            providerDifference(
                { kubeconfig: config("a"), clusterIdentifier: "c" },
                { kubeconfig: config("b"), clusterIdentifier: "c" },
            ),
        ).to.deep.equal({ changed: ["kubeconfig"], replacing: [] });
    });

    it("replaces everything if the identifier changes, or without one the cluster", () => {
        expect(
            providerDifference({ clusterIdentifier: "c" }, { clusterIdentifier: "d" }).replacing,
        ).to.deep.equal(["clusterIdentifier"]);
        expect(
            providerDifference({ kubeconfig: config("a") }, { kubeconfig: config("b") }).replacing,
        ).to.deep.equal(["kubeconfig"]);
        expect(
            providerDifference({ kubeconfig: config("a") }, { kubeconfig: UNKNOWN_SENTINEL }).replacing,
        ).to.deep.equal(["kubeconfig"]);
        expect(
            providerDifference({ kubeconfig: config("a") }, { kubeconfig: config("a"), namespace: "n" })
                .replacing,
        ).to.deep.equal([]);
    });
});
