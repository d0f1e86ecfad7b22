import { expect } from "chai";
import { chartApis } from "../../../catalog/chartApis";
import { removedApis } from "../../../catalog/removedApis";
import { removedUses, unknownCharts } from "../../../graph/upgrade/usedApis";
import { graphOf, resource } from "../resources";

const REMOVED = [
    {
        apiVersion: "policy/v1",
        kinds: ["PodDisruptionBudget"],
        removedIn: "1.37",
        replacedBy: "policy/v2",
    },
    { apiVersion: "v1", kinds: ["Secret"], removedIn: "1.38", replacedBy: "v2" },
];

const GRAPH = graphOf([
    resource("kubernetes:core/v1:Secret", "license"),
    resource("kubernetes:core/v1:ConfigMap", "roots"),
    resource("kubernetes:helm.sh/v3:Release", "connect", { chart: "rstudio-connect", version: "0.21.0" }),
    resource("kubernetes:helm.sh/v3:Release", "autoscaler", {
        chart: "cluster-autoscaler",
        version: "9.0.0",
    }),
    resource("pulumi:providers:kubernetes", "provider"),
]);

describe("an API version that Kubernetes removes", () => {
    it("is found in the program's objects and in those of its charts, after one version and up to another", () => {
        const budget = {
            resource: "connect",
            apiVersion: "policy/v1",
            object: "PodDisruptionBudget",
            removedIn: "1.37",
            replacedBy: "policy/v2",
        };
        const secret = {
            resource: "license",
            apiVersion: "v1",
            object: "Secret",
            removedIn: "1.38",
            replacedBy: "v2",
        };

        expect(removedUses(GRAPH, REMOVED, "1.35", "1.36")).to.deep.equal([]);
        expect(removedUses(GRAPH, REMOVED, "1.36", "1.37")).to.deep.equal([budget]);
        expect(removedUses(GRAPH, REMOVED, "1.36", "1.38")).to.deep.equal([secret, budget]);
        expect(removedUses(GRAPH, REMOVED, "1.38", "1.39")).to.deep.equal([]);
    });

    it("is not known in a chart that the catalog does not know", () => {
        expect(unknownCharts(GRAPH)).to.deep.equal([
            { release: "autoscaler", chart: "cluster-autoscaler 9.0.0" },
        ]);
    });

    it("is none that a chart in the catalog uses", () => {
        const used = Object.values(chartApis).flat();
        const removed = removedApis.flatMap(({ apiVersion, kinds }) =>
            kinds.map((kind) => `${apiVersion}/${kind}`),
        );
        expect(used.filter((api) => removed.includes(api))).to.deep.equal([]);
    });
});
