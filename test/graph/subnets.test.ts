import { expect } from "chai";
import { uncovered, type Zone } from "../../graph/subnets";

const inZone = (name: string): Zone => ({ name });

describe("zones that nothing is in", () => {
    for (const [name, zones, things, left] of [
        ["are none if each has its own", ["a", "b"], [inZone("a"), inZone("b")], []],
        ["are those without any", ["a", "b"], [inZone("a"), inZone("a")], ["b"]],
        ["are all if there is nothing", ["a", "b"], [], ["a", "b"]],
        ["are one fewer for each thing whose zone cannot be told", ["a", "b", "c"], ["unknown"], ["b", "c"]],
        ["are none if enough things may be anywhere", ["a", "b"], ["unknown", "untold"], []],
    ] as readonly (readonly [string, string[], Zone[], string[]])[]) {
        it(name, () => {
            expect(uncovered(zones, things)).to.deep.equal(left);
        });
    }
});
