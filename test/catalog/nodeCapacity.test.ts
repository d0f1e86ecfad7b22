import { expect } from "chai";
import { nodeCapacity } from "../../catalog/nodeCapacity";

describe("nodeCapacity", () => {
    it("is what Karpenter measures on a node with eight cores, 32 GiB and addresses for 58 pods", () => {
        for (const type of ["t3.2xlarge", "m5.2xlarge", "m7i-flex.2xlarge"]) {
            expect(nodeCapacity(type), type).to.deep.equal({
                millicores: 7910,
                mebibytes: 29317,
                pods: 58,
                addresses: 60,
            });
        }
    });

    for (const [type, millicores, mebibytes, pods, addresses] of [
        ["t3.medium", 1930, 3246, 17, 18],
        ["c5.9xlarge", 35840, 65269, 234, 240],
        ["r7a.medium", 940, 7134, 8, 8],
        ["m8i.large", 1930, 6573, 59, 60],
        ["m8i.2xlarge", 7910, 28657, 110, 120],
        ["m7g.2xlarge", 7910, 29258, 58, 60],
        ["g5.2xlarge", 7910, 29317, 58, 60],
        ["t3.micro", 1930, 548, 4, 4],
        ["m6i.24xlarge", 95690, 355262, 250, 350],
        ["c8a.xlarge", 3920, 6364, 78, 80],
    ] as const) {
        it(`follows the type's cores, memory and addresses (${type})`, () => {
            expect(nodeCapacity(type)).to.deep.equal({ millicores, mebibytes, pods, addresses });
        });
    }

    it("is unknown for other families, for disks, for more network and for bare metal", () => {
        for (const type of ["c5n.large", "m5d.large", "m5.metal", "x9.huge"]) {
            expect(nodeCapacity(type), type).to.equal(undefined);
        }
    });
});
