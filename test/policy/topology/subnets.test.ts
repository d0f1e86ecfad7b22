import { expect } from "chai";
import { fewestZones, uncovered, type Zones } from "../../../policy/topology/subnets";
import type { Link } from "../../../policy/topology/links";
import type { Resource } from "../../../policy/resource";

const subnet = (zone: string): Resource => ({
    urn: zone,
    type: "aws:ec2/subnet:Subnet",
    name: zone,
    properties: { availabilityZone: zone },
    custom: true,
    parent: "",
    protect: false,
    ignoreChanges: [],
    dependencies: [],
    propertyDependencies: {},
});

const sure = (zone: string): Link => ({ is: "resource", resource: subnet(zone) });
const oneOf = (...zones: string[]): Link => ({ is: "one of", resources: zones.map(subnet) });

const zonesOf = (link: Link): string[] =>
    link.is === "one of"
        ? link.resources.map(({ name }) => name)
        : link.is === "resource"
          ? [link.resource.name]
          : [];

describe("the fewest zones of some subnets", () => {
    for (const [name, links, count] of [
        ["are none of none", [], 0],
        ["are each that is known", [sure("a"), sure("b"), sure("a")], 2],
        ["are one for each of several that differ", [oneOf("a", "b", "c"), oneOf("a", "b", "c")], 2],
        ["are one where two of several are in one zone", [oneOf("a", "a", "c"), oneOf("a", "a", "c")], 1],
        ["count no zone twice", [sure("a"), oneOf("a", "b")], 1],
        ["count those that must be elsewhere", [sure("a"), oneOf("a", "b"), oneOf("a", "b")], 2],
    ] as const) {
        it(name, () => {
            expect(fewestZones(links, links.map(zonesOf))).to.equal(count);
        });
    }
});

describe("zones that nothing is left for", () => {
    for (const [name, zones, things, left] of [
        ["are none where each has its own", ["a", "b"], [["a"], ["b"]], []],
        ["are those without any", ["a", "b"], [["a"], ["a"]], ["b"]],
        ["are all where there is nothing", ["a", "b"], [], ["a", "b"]],
        ["are none where each may have one", ["a", "b"], [["a", "b"], ["a"]], []],
        [
            "are one fewer than what may be anywhere",
            ["a", "b", "c"],
            [
                ["a", "b", "c"],
                ["a", "b", "c"],
            ],
            ["c"],
        ],
        ["are none where nobody knows", ["a", "b"], ["unknown", "untold"], []],
        ["are none where others can move", ["a", "b", "c"], [["a", "b"], ["a", "c"], ["a"]], []],
    ] as readonly (readonly [string, string[], Zones[], string[]])[]) {
        it(name, () => {
            expect(uncovered(zones, things)).to.deep.equal(left);
        });
    }
});
