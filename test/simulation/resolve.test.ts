import { expect } from "chai";
import { output, Reference, resource, Text, Whole } from "../../simulation/expansion";
import { type Lookup, readArguments, type Registered, resolve } from "../../simulation/resolve";
import { resourceReference, secret, UNKNOWN_SENTINEL } from "../../lib/wire";

const cluster: Registered = {
    urn: "urn:cluster",
    custom: true,
    id: "prod",
    outputs: {
        name: "prod",
        vpcConfig: { subnets: ["a", "b"] },
        token: secret("hidden"),
        endpoint: UNKNOWN_SENTINEL,
    },
};
const lookup: Lookup = {
    child: () => cluster,
    argument: (name) => [`urn:${name}`],
};
const args = readArguments(
    { tags: { team: "data" } },
    { account: "123456789012", region: "us-east-1", partition: "aws" },
);

describe("resolve", () => {
    for (const [what, value, expected] of [
        ["an output, by its path", output("Cluster.c", "vpcConfig.subnets[1]"), "b"],
        ["an id", output("Cluster.c", "id"), "prod"],
        ["a resource", resource("Cluster.c"), resourceReference("urn:cluster", "prod")],
        ["text", new Text(["https://", output("Cluster.c", "name"), "/"]), "https://prod/"],
        [
            "text with a secret in it, secret as a whole",
            new Text(["t=", output("Cluster.c", "token")]),
            secret("t=hidden"),
        ],
        [
            "text with an unknown in it, unknown as a whole",
            new Text(["https://", output("Cluster.c", "endpoint")]),
            UNKNOWN_SENTINEL,
        ],
        ["what stands under an unknown, unknown", output("Cluster.c", "endpoint.host"), UNKNOWN_SENTINEL],
        [
            "values nested in others, leaving out what is undefined",
            { a: [output("Cluster.c", "name")], b: undefined },
            { a: ["prod"] },
        ],
    ] as const) {
        it(`places ${what}`, () => {
            expect(resolve(value, lookup).value).to.deep.equal(expected);
        });
    }

    it("collects the dependencies of a value", () => {
        expect([
            ...resolve([output("Cluster.c", "name"), args.pass("tags")], lookup).dependencies,
        ]).to.deep.equal(["urn:cluster", "urn:tags"]);
    });

    it("makes a list completely unknown if a part of it is, and depends only on the outputs in it", () => {
        const parts = [output("Cluster.c", "endpoint"), "b", resource("Role.r")];
        const role: Registered = { urn: "urn:role", custom: true, id: "nodes", outputs: {} };
        const both: Lookup = { ...lookup, child: (key) => (key === "Role.r" ? role : cluster) };

        expect(resolve(new Whole(parts), both)).to.deep.equal({
            value: UNKNOWN_SENTINEL,
            dependencies: new Set(["urn:cluster"]),
        });
        expect(resolve(new Whole(parts.slice(1)), both)).to.deep.equal({
            value: ["b", resourceReference("urn:role", "nodes")],
            dependencies: new Set(["urn:role"]),
        });
    });

    it("removes a prefix only from text", () => {
        expect(resolve(new Reference("Cluster.c", "name", "pr"), lookup).value).to.equal("od");
        expect(resolve(new Reference("Cluster.c", "name", "https://"), lookup).value).to.equal("prod");
        expect(resolve(new Reference("Cluster.c", "endpoint", "04"), lookup).value).to.equal(
            UNKNOWN_SENTINEL,
        );
    });

    it("keeps values in a secret secret", () => {
        const given = readArguments({ login: secret({ user: "a" }) }, args.place);

        expect(given.pass("login", "user")?.value).to.deep.equal(secret("a"));
    });

    it("passes no argument that is not set", () => {
        expect(args.pass("version")).to.equal(undefined);
    });

    it("rejects a missing output", () => {
        expect(() => resolve(output("Cluster.c", "vpcConfig.other"), lookup)).to.throw(
            'the simulation does not know the output vpcConfig.other (at "other")',
        );
    });
});
