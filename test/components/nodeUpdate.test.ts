import { expect } from "chai";
import { nodeUpdate } from "../../components/nodeUpdate";

describe("an update of nodes", () => {
    it("is never forced on nodes with servers, one node at a time", () => {
        for (const role of ["servers", "general"] as const) {
            expect(nodeUpdate({ role, maxSize: 6 }, 3, 15)).to.deep.equal({ inputs: {}, timeout: "60m" });
        }
    });

    it("is forced on content's nodes, as many at a time as EKS starts new ones", () => {
        const inputs = (atOnce: number) => ({
            forceUpdateVersion: true,
            updateConfig: { maxUnavailable: atOnce },
        });
        expect(nodeUpdate({ role: "content", maxSize: 12 }, 3, 15).inputs).to.deep.equal(inputs(6));
        expect(nodeUpdate({ role: "content", maxSize: 2 }, 3, 15).inputs).to.deep.equal(inputs(2));
        expect(nodeUpdate({ role: "content", maxSize: 12 }, 3, 0).inputs).to.deep.equal(inputs(1));
    });

    it("has the time that its nodes may take, and no less than by default", () => {
        const timeoutOf = (maxSize: number, minutes: number) =>
            nodeUpdate({ role: "content", maxSize }, 3, minutes).timeout;
        expect([timeoutOf(6, 15), timeoutOf(24, 15), timeoutOf(24, 0)]).to.deep.equal(["60m", "90m", "130m"]);
        expect(nodeUpdate({ role: "servers", maxSize: 20 }, 3, 15).timeout).to.equal("110m");
    });
});
