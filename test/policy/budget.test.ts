import { expect } from "chai";
import { budget } from "../../policy/rules/stack/budget";
import { readStackSettings } from "../../policy/stackSettings";
import type { Graph } from "../../graph/graph";
import { graphOf, resource } from "../graph/resources";
import { simulateStack } from "../program";

/** The sentences of the rule about the budget, with this value of `posit-connect:budget`. */
async function findings(graph: Graph, value?: string): Promise<string[]> {
    const settings = await readStackSettings(
        new Map(value === undefined ? [] : [["posit-connect:budget", value]]),
    );
    return budget.flatMap(({ check }) => [...check(graph, settings)].map(({ sentence }) => sentence));
}

describe("the rule about a stack's budget", () => {
    it("reports a stack that costs more, also in a preview with unknown values", async () => {
        for (const mode of ["preview", "update"] as const) {
            const graph = await simulateStack("prod", mode);
            expect(await findings(graph, '{"monthlyUsd":2008}')).to.deep.equal([
                "The stack costs $2,008.02 a month without use, more than its budget of $2,008.00.",
            ]);
            expect(await findings(graph, '{"monthlyUsd":2009}')).to.deep.equal([]);
        }
    });

    it("checks nothing without a budget", async () => {
        const graph = await simulateStack("prod");
        expect(await findings(graph)).to.deep.equal([]);
        expect(await findings(graph, "{}")).to.deep.equal([]);
    });

    it("reports a budget that it cannot check", async () => {
        const subnet = resource("aws:ec2/subnet:Subnet", "subnet", { availabilityZone: "us-east-1a" });
        const queue = resource("aws:kinesis/stream:Stream", "queue");
        const far = resource("aws:ec2/subnet:Subnet", "subnet", { availabilityZone: "eu-west-1a" });

        expect(await findings(graphOf([subnet, queue]), '{"monthlyUsd":10}')).to.deep.equal([
            "The stack costs at least $0.00 a month and may exceed its budget of $10.00: the price of queue is not known.",
        ]);
        expect(await findings(graphOf([far]), '{"monthlyUsd":10}')).to.deep.equal([
            "The stack may exceed its budget of $10.00: eu-west-1 has no prices in catalog/prices.",
        ]);
        expect(await findings(graphOf([]), '{"monthlyUsd":10}')).to.deep.equal([
            "The stack may exceed its budget of $10.00: its region, which is not known, has no prices in catalog/prices.",
        ]);
        for (const value of ['{"monthlyUsd":"[secret]"}', "[secret]"]) {
            expect(await findings(graphOf([subnet]), value)).to.deep.equal([
                "posit-connect:budget.monthlyUsd is not a number, so the budget is not checked.",
            ]);
        }
    });
});
