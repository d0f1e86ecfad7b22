import { expect } from "chai";
import { isChart } from "../../lib/isChart";
import { versionOfArchive } from "../../lib/versionOfArchive";

const CHARTS: [chart: string, isKarpenter: boolean, version: string | undefined][] = [
    ["karpenter", true, undefined],
    ["./charts/karpenter/", true, undefined],
    ["./charts/karpenter.tgz", true, undefined],
    ["charts/karpenter-1.9.0.tgz", true, "1.9.0"],
    ["https://example.com/karpenter-v1.9.0-rc.1.tgz", true, "1.9.0-rc.1"],
    ["oci://example.com/karpenter", true, undefined],
    ["oci://example.com/karpenter-1.9.0", true, undefined],
    ["karpenter-crd", false, undefined],
    ["charts/karpenter-crd-1.9.0.tgz", false, "1.9.0"],
    ["my-karpenter", false, undefined],
    ["karpenter/other", false, undefined],
    ["oci://example.com/karpenter:1.9.0", false, undefined],
];

describe("a chart", () => {
    for (const [chart, isKarpenter, version] of CHARTS) {
        it(`is recognized by its name, and its archive's version is read: ${chart}`, () => {
            expect([isChart(chart, "karpenter"), versionOfArchive(chart)]).to.deep.equal([
                isKarpenter,
                version,
            ]);
        });
    }
});
