import { expect } from "chai";
import type { Resource } from "../../graph/graph";
import { type Link, linkOf, linksOf } from "../../graph/links";
import { SECRET, UNKNOWN, type Value } from "../../graph/value";
import { graphOf, resource } from "./resources";

const THING = "test:index:Thing";
const COMPONENT = "test:index:Component";

/** One for each name, whatever its type. */
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

/** Where the property `to` of a resource leads among some things, as one value and as a list. */
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
    it("is none where there is no value, in whichever form a provider says so", () => {
        for (const value of [undefined, null, ""]) {
            expect(leads(value, ["a"], made)).to.deep.equal({ one: "nothing", list: [] });
        }
    });

    it("leads by an id, an ARN or a name that is known, whatever the value refers to besides", () => {
        const arns = [thing("a", { arn: "arn-a" }), thing("b", { id: "id-b", name: "b" })];

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
            thing("component", {}, { type: COMPONENT, custom: false }),
            thing("a", {}, { parent: urnOf("component") }),
            thing("b", {}, { parent: urnOf("a") }),
            thing("c", {}),
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
