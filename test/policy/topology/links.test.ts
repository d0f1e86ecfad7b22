import { expect } from "chai";
import type { Resource } from "../../../policy/resource";
import { type Link, linkOf, linksOf } from "../../../policy/topology/links";
import { Topology } from "../../../policy/topology/topology";
import { SECRET, UNKNOWN, type Value } from "../../../policy/value";

const THING = "test:index:Thing";
const COMPONENT = "test:index:Component";

const resource = (
    name: string,
    properties: Record<string, Value>,
    changes: Partial<Resource> = {},
): Resource => ({
    urn: name,
    type: THING,
    name,
    properties,
    custom: true,
    parent: "",
    protect: false,
    ignoreChanges: [],
    dependencies: [],
    propertyDependencies: {},
    ...changes,
});

const words = (link: Link | undefined): string => {
    switch (link?.is) {
        case "resource":
            return link.resource.name;
        case "one of":
            return link.resources.map(({ name }) => name).join(" or ");
        case "outside":
            return `outside: ${link.value}`;
        default:
            return link?.is ?? "nothing";
    }
};

/** Where the property `to` of a resource leads among some things, as one value and as a list. */
const leads = (
    to: Value | undefined,
    refersTo: string[],
    things: Resource[],
): { one: string; list: string[] } => {
    const from = resource("from", to === undefined ? {} : { to }, {
        type: "test:index:From",
        propertyDependencies: { to: refersTo },
    });
    const topology = new Topology([...things, from]);
    return {
        one: words(linkOf(topology, from, ["to"], [THING])),
        list: linksOf(topology, from, ["to"], [THING]).map(words),
    };
};

const made = ["a", "b", "c"].map((name) => resource(name, { id: `id-${name}` }));
const planned = ["a", "b", "c"].map((name) => resource(name, {}));

describe("a link", () => {
    it("is none where there is no value, in whichever form a provider says so", () => {
        for (const value of [undefined, null, ""]) {
            expect(leads(value, ["a"], made)).to.deep.equal({ one: "nothing", list: [] });
        }
    });

    it("leads by an id, an ARN or a name that is known, whatever the value refers to besides", () => {
        const arns = [resource("a", { arn: "arn-a" }), resource("b", { id: "id-b", name: "b" })];

        expect(leads("id-b", ["a", "b", "c"], made).one).to.equal("b");
        expect(leads("id-b", [], made).one).to.equal("b");
        expect(leads("arn-a", [], arns).one).to.equal("a");
        expect(leads("b", [], arns).one).to.equal("b");
    });

    it("leads outside by an id that nothing has", () => {
        expect(leads("id-d", [], made).one).to.equal("outside: id-d");
        expect(leads("id-d", ["a"], made).one).to.equal("outside: id-d");
        expect(leads("id-d", ["a"], planned).one).to.equal("outside: id-d");
    });

    it("leads by what it refers to where ids are not known", () => {
        for (const value of [UNKNOWN, SECRET] as const) {
            expect(leads(value, ["a"], planned).one).to.equal("a");
        }
        expect(leads(UNKNOWN, ["b"], made).one).to.equal("b");
    });

    it("leads to one of several, as far as is known", () => {
        expect(leads(UNKNOWN, ["a", "b"], planned).one).to.equal("a or b");
    });

    it("is not known where it refers to nothing", () => {
        expect(leads(UNKNOWN, [], planned)).to.deep.equal({ one: "unknown", list: ["unknown"] });
        expect(leads(UNKNOWN, ["elsewhere"], planned).one).to.equal("unknown");
    });

    it("takes a component for all under it, where the value refers to nothing else", () => {
        const within = [
            resource("component", {}, { type: COMPONENT, custom: false }),
            resource("a", {}, { parent: "component" }),
            resource("b", {}, { parent: "a" }),
            resource("c", {}),
        ];

        expect(leads(UNKNOWN, ["component"], within).one).to.equal("a or b");
        expect(leads(UNKNOWN, ["component", "c"], within).one).to.equal("c");
    });

    it("stands for each element of a list", () => {
        expect(leads([UNKNOWN, UNKNOWN, UNKNOWN], ["a", "b", "c"], planned).list).to.deep.equal([
            "a",
            "b",
            "c",
        ]);
        expect(leads([UNKNOWN, UNKNOWN], ["a", "b", "c"], planned).list).to.deep.equal([
            "a or b or c",
            "a or b or c",
        ]);
        expect(leads([UNKNOWN, UNKNOWN], ["a"], planned).list).to.deep.equal(["a", "unknown"]);
        expect(leads([UNKNOWN, "id-a"], ["a", "b"], made).list).to.deep.equal(["b", "a"]);
        expect(leads(["id-a", "id-d"], [], made).list).to.deep.equal(["a", "outside: id-d"]);
        expect(leads([], ["a"], made).list).to.deep.equal([]);
    });

    it("stands for any of what a list refers to that is unknown as a whole", () => {
        expect(leads(UNKNOWN, ["a", "b"], planned).list).to.deep.equal(["a or b"]);
        expect(leads(UNKNOWN, ["a"], planned).list).to.deep.equal(["a"]);
    });
});
