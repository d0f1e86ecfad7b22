import { expect } from "chai";
import { allocatable } from "./allocatable";

describe("allocatable", () => {
    it("leaves of eight cores, 32 GiB and 58 pods' addresses what Karpenter measures on such a node", () => {
        expect(allocatable("t3.2xlarge")).to.deep.equal({ cpu: "7910m", memory: "29317Mi", pods: "58" });
    });

    it("names an instance type that it does not know", () => {
        expect(() => allocatable("x9.huge")).to.throw("instance type x9.huge: its cores");
    });
});
