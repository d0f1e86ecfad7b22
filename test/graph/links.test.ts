import { expect } from "chai";
import type { Resource } from "../../graph/graph";
import { type Link, linkOf, linksOf } from "../../graph/links";
import { SECRET, UNKNOWN, type Value } from "../../graph/value";
import { graphOf, resource } from "./resources";

const THING = "test:index:Thing";
const COMPONENT = "test:index:Component";

/** One URN for each name, with any type. */
const urnOf = (name: string): string => `urn:pulumi:s::p::t::${name}`;

const thing = (name: string, properties: Record<string, Value>, changes: Partial<Resource> = {}): Resource =>
    resource(THING, name, properties, { urn: urnOf(name), ...changes });

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

/** The links of the property `to` of a resource, as one value and as a list. */
const leads = (
    to: Value | undefined,
    refersTo: string[],
    things: Resource[],
): { one: string; list: string[] } => {
    const from = thing("from", to === undefined ? {} : { to }, {
        type: "test:index:From",
        propertyDependencies: { to: refersTo.map(urnOf) },
    });
    const graph = graphOf([...things, from]);
    return {
        one: words(linkOf(graph, from, ["to"], [THING])),
        list: linksOf(graph, from, ["to"], [THING]).map(words),
    };
};

const made = ["a", "b", "c"].map((name) => thing(name, { id: `id-${name}` }));
const planned = ["a", "b", "c"].map((name) => thing(name, {}));

describe("a link", () => {
    it("is none without a value, in every form that a provider returns", () => {
        for (const value of [undefined, null, ""]) {
            expect(leads(value, ["a"], made)).to.deep.equal({ one: "nothing", list: [] });
        }
    });

    it("follows a known id, ARN or name, regardless of references", () => {
        const arns = [thing("a", { arn: "arn-a" }), thing("b", { id: "id-b", name: "b" })];

        expect(leads("id-b", ["a", "b", "c"], made).one).to.equal("b");
        expect(leads("id-b", [], made).one).to.equal("b");
        expect(leads("arn-a", [], arns).one).to.equal("a");
        expect(leads("b", [], arns).one).to.equal("b");
    });

    it("leads outside the stack for an id that no resource has", () => {
        expect(leads("id-d", [], made).one).to.equal("outside: id-d");
        expect(leads("id-d", ["a"], made).one).to.equal("outside: id-d");
        expect(leads("id-d", ["a"], planned).one).to.equal("outside: id-d");
    });

    it("follows references if ids are unknown", () => {
        for (const value of [UNKNOWN, SECRET] as const) {
            expect(leads(value, ["a"], planned).one).to.equal("a");
        }
        expect(leads(UNKNOWN, ["b"], made).one).to.equal("b");
    });

    it("leads to one of several references", () => {
        expect(leads(UNKNOWN, ["a", "b"], planned).one).to.equal("a or b");
    });

    it("is unknown without a reference", () => {
        expect(leads(UNKNOWN, [], planned)).to.deep.equal({ one: "unknown", list: ["unknown"] });
        expect(leads(UNKNOWN, ["elsewhere"], planned).one).to.equal("unknown");
    });

    it("leads to all children of a component, if the value refers only to the component", () => {
        const within = [
            thing("component", {}, { type: COMPONENT, custom: false }),
            thing("a", {}, { parent: urnOf("component") }),
            thing("b", {}, { parent: urnOf("a") }),
            thing("c", {}),
        ];

        expect(leads(UNKNOWN, ["component"], within).one).to.equal("a or b");
        expect(leads(UNKNOWN, ["component", "c"], within).one).to.equal("c");
    });

    it("follows each element of a list", () => {
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

    it("leads to any reference of a completely unknown list", () => {
        expect(leads(UNKNOWN, ["a", "b"], planned).list).to.deep.equal(["a or b"]);
        expect(leads(UNKNOWN, ["a"], planned).list).to.deep.equal(["a"]);
    });
});
