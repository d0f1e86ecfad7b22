import { expect } from "chai";
import { fewestGpus, GPU_FAMILIES, hasGpus, isGpuFamily, isUnsupported } from "../../catalog/instanceTypes";

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html, "AL2023 x86_64 NVIDIA" and "AL2023 ARM NVIDIA". */
const WITH_DRIVERS =
    "p6-b300, p6-b200, p5, p5e, p5en, p4d, p4de, p3, p3dn, g7e, gr6, g6, g6e, g6f, gr6f, g5, g4dn, p6e-gb200, p6e-gb300, g5g";

describe("instance types with GPUs", () => {
    it("are of families that EKS's image has drivers for", () => {
        const known = WITH_DRIVERS.split(", ");

        expect(GPU_FAMILIES.filter((family) => !known.includes(family))).to.deep.equal([]);
        expect(GPU_FAMILIES.filter((family) => !isGpuFamily(`${family}.xlarge`))).to.deep.equal([]);
    });

    it("have in a group the GPUs of the type with the fewest, and none if the number of one is not known", () => {
        expect(
            [["g5.48xlarge", "g6.12xlarge"], ["g5.xlarge", "m5.xlarge"], ["g5.xlarge", "g6f.xlarge"], []].map(
                fewestGpus,
            ),
        ).to.deep.equal([4, 0, 0, 0]);
        expect(hasGpus({ instanceTypes: ["p5.48xlarge"] })).to.equal(true);
        expect(hasGpus({ instanceTypes: ["m5.xlarge"] })).to.equal(false);
    });

    it("are not supported if they have other accelerators, or GPUs whose number is not known", () => {
        const unsupported = ["inf2.xlarge", "trn1.2xlarge", "dl1.24xlarge", "vt1.3xlarge", "f2.6xlarge"];
        const unknown = ["g4ad.xlarge", "g6f.xlarge", "g5.metal", "p3.2xlarge", "gr6f.4xlarge"];
        const supported = [
            "g5.xlarge",
            "gr6.4xlarge",
            "p6-b300.48xlarge",
            "m7i-flex.large",
            "i4i.large",
            "t3.micro",
        ];

        expect([...unsupported, ...unknown, ...supported].filter(isUnsupported)).to.deep.equal([
            ...unsupported,
            ...unknown,
        ]);
    });
});
