import { expect } from "chai";
import { Graph, type ResourceState } from "../../graph/graph";
import { SECRET } from "../../graph/value";
import { secret, UNKNOWN_SENTINEL } from "../../lib/wire";

const STACK = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s";

function urn(type: string, name: string): string {
    return `urn:pulumi:s::p::${type}::${name}`;
}

function graphOf(...resources: ResourceState[]): Graph {
    return new Graph({
        version: 3,
        deployment: { resources: [{ urn: STACK, type: "pulumi:pulumi:Stack", custom: false }, ...resources] },
    });
}

const key: ResourceState = {
    urn: urn("aws:kms/key:Key", "key"),
    type: "aws:kms/key:Key",
    parent: urn("t", "part"),
};
const part: ResourceState = { urn: urn("t", "part"), type: "t", custom: false, parent: STACK };
const bucket: ResourceState = {
    urn: urn("b", "bucket"),
    type: "b",
    parent: STACK,
    dependencies: [part.urn],
    propertyDependencies: { kmsKeyId: [key.urn] },
};
const reader: ResourceState = {
    urn: urn("r", "reader"),
    type: "r",
    parent: STACK,
    dependencies: [bucket.urn],
};

describe("Graph", () => {
    const graph = graphOf(part, key, bucket, reader);

    it("has defaults for missing fields of a state", () => {
        expect(graphOf({ urn: urn("b", "a::b"), type: "b" }).only("b")).to.deep.equal({
            urn: urn("b", "a::b"),
            type: "b",
            name: "a::b",
            custom: true,
            id: undefined,
            inputs: {},
            outputs: {},
            properties: {},
            parent: undefined,
            provider: undefined,
            protect: false,
            deletedWith: undefined,
            retainOnDelete: false,
            dependencies: [],
            propertyDependencies: {},
            ignoreChanges: [],
        });
    });

    it("merges inputs and known outputs", () => {
        const state = {
            urn: urn("b", "merged"),
            type: "b",
            id: "id-1",
            inputs: { set: 1, computed: 2, kept: 3 },
            outputs: { set: 4, computed: UNKNOWN_SENTINEL, unset: UNKNOWN_SENTINEL, password: secret("a") },
        };

        expect(graphOf(state).only("b").properties).to.deep.equal({
            id: "id-1",
            set: 4,
            computed: 2,
            kept: 3,
            password: SECRET,
        });
    });

    it("reads a stack without resources", () => {
        expect(new Graph({ version: 3, deployment: {} }).resources).to.deep.equal([]);
    });

    it("counts the resources of the stack", () => {
        expect(graph.count()).to.deep.equal({ t: 1, "aws:kms/key:Key": 1, b: 1, r: 1 });
    });

    it("lists the resources of a component", () => {
        expect(graph.tree(graph.only("t")).map(({ name }) => name)).to.deep.equal(["part", "key"]);
    });

    it("reports the number of resources if exactly one is expected", () => {
        expect(() => graph.only("none")).to.throw("expected exactly one none, found 0");
        expect(() => graphOf(key, key).only(key.type)).to.throw(
            "expected exactly one aws:kms/key:Key, found 2",
        );
    });

    it("finds the resources that an input refers to", () => {
        expect(graph.references(graph.only("b"), "kmsKeyId")).to.deep.equal([graph.only(key.type)]);
        expect(graph.references(graph.only("b"), "other")).to.deep.equal([]);
    });

    it("follows dependencies through others, and a component represents all its children", () => {
        expect(graph.dependsOn(graph.only("r"), graph.only("b"))).to.equal(true);
        expect(graph.dependsOn(graph.only("r"), graph.only(key.type))).to.equal(true);
        expect(graph.dependsOn(graph.only("b"), graph.only("r"))).to.equal(false);
    });
});
