import { expect } from "chai";
import { resourceTypes } from "../../catalog";

/** The effect of a change of a release's chart, as the first that applies. */
function effectOn(chart: string, on: "update" | "replace" | "delete", property?: string): string {
    const inputs = { chart, values: {} };
    const change = { before: inputs, after: inputs, from: "v1.35.0", to: "v1.36.0" };
    const effects = resourceTypes["kubernetes:helm.sh/v3:Release"]?.effects ?? [];
    const found = effects.find(
        (effect) =>
            [effect.on].flat().includes(on) &&
            (effect.properties === undefined || effect.properties.includes(property ?? "")) &&
            effect.when?.(change) !== false,
    );
    return `${found?.interruption ?? ""}: ${String(found?.effect)}`;
}

describe("a change of a release", () => {
    it("of another chart than Connect's has nothing to do with Connect's version", () => {
        const charts = [
            "cluster-autoscaler",
            "./charts/nvidia-device-plugin-0.20.0.tgz",
            "oci://mirror.example.com/aws-load-balancer-controller",
        ];

        expect(charts.map((chart) => effectOn(chart, "update", "values.image.tag"))).to.deep.equal(
            charts.map(
                () =>
                    "rolling: Pods whose settings change are replaced: new ones are ready before old ones stop.",
            ),
        );
        expect(effectOn("rstudio-connect", "update", "values.image.tag")).to.match(/^rejected: New servers/);
        expect(effectOn("my-chart", "update", "values.image.tag")).to.match(/^rejected: New servers/);
    });

    it("that removes the device plugin keeps the GPUs of running content", () => {
        const kept =
            "none: No new pod gets a GPU, temporarily or permanently. Running content keeps its own.";

        expect(
            (["replace", "delete"] as const).map((kind) => effectOn("nvidia-device-plugin", kind)),
        ).to.deep.equal([kept, kept]);
        expect(effectOn("rstudio-connect", "delete")).to.equal("down: Its pods stop.");
    });
});
