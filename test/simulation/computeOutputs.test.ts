import { expect } from "chai";
import { computeOutputs } from "../../simulation/computeOutputs";

describe("computeOutputs", () => {
    it("replaces every function, however deep, by its result", () => {
        const outputs = {
            arn: ({ id, region }: { id: string; region: string }) => `${region}/${id}`,
            identities: [{ oidcs: [{ issuer: ({ id }: { id: string }) => `https://${id}` }] }],
            version: "1",
        };

        expect(computeOutputs(outputs, { id: "c", region: "us-east-1" })).to.deep.equal({
            arn: "us-east-1/c",
            identities: [{ oidcs: [{ issuer: "https://c" }] }],
            version: "1",
        });
    });
});
