import { expect } from "chai";
import { kubernetesMinor } from "../../lib/kubernetesMinor";

describe("kubernetesMinor", () => {
    it("reads the minor version of a version or a build, and nothing from any other text", () => {
        expect(["1.35", "v1.35.3-eksbuild.21", "1.9", "1.35.3-20260415"].map(kubernetesMinor)).to.deep.equal([
            35, 35, 9, 35,
        ]);
        expect(["2.35", "1", "", "1.35x", "1.", 1.35, undefined].map(kubernetesMinor)).to.deep.equal(
            Array.from({ length: 7 }, () => undefined),
        );
    });
});
