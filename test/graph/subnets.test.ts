import { expect } from "chai";
import { uncovered, type Zone } from "../../graph/subnets";

const inZone = (name: string): Zone => ({ name });

describe("uncovered zones", () => {
    for (const [name, zones, things, left] of [
        ["are none if each zone has an item", ["a", "b"], [inZone("a"), inZone("b")], []],
        ["are those without an item", ["a", "b"], [inZone("a"), inZone("a")], ["b"]],
        ["are all without items", ["a", "b"], [], ["a", "b"]],
        ["are one fewer for each item whose zone is not known", ["a", "b", "c"], ["unknown"], ["b", "c"]],
        ["are none if enough items may be in any zone", ["a", "b"], ["unknown", "external"], []],
    ] as readonly (readonly [string, string[], Zone[], string[]])[]) {
        it(name, () => {
            expect(uncovered(zones, things)).to.deep.equal(left);
        });
    }
});
