import { expect } from "chai";
import { type GivenConfig, type Policy, reconcile } from "../../commands/policyPack/configuration";

const policy = (name: string, parts: Partial<Policy> = {}): Policy => ({
    name,
    description: "",
    level: "mandatory",
    severity: "low",
    controls: [],
    remedy: "",
    url: "",
    defaults: {},
    ...parts,
});

const policies = [policy("a"), policy("b", { level: "advisory", defaults: { size: 1, kind: "x" } })];

const reconciled = (given: Record<string, GivenConfig>): unknown =>
    Object.fromEntries(reconcile(policies, new Map(Object.entries(given))));

describe("the configuration of policies, as in Pulumi's engine", () => {
    it("is the pack's by default", () => {
        expect(reconciled({})).to.deep.equal({
            a: { level: "mandatory", properties: {} },
            b: { level: "advisory", properties: { size: 1, kind: "x" } },
        });
    });

    it("uses a level for all policies, and levels of single policies instead", () => {
        expect(
            reconciled({
                all: { level: "advisory", properties: {} },
                a: { level: "disabled", properties: {} },
            }),
        ).to.deep.equal({
            a: { level: "disabled", properties: {} },
            b: { level: "advisory", properties: { size: 1, kind: "x" } },
            // The engine passes this to the pack as well.
            all: { level: "advisory", properties: {} },
        });
    });

    it("replaces the pack's default properties one by one, and keeps the level", () => {
        expect(reconciled({ b: { properties: { size: 2 } } })).to.deep.equal({
            a: { level: "mandatory", properties: {} },
            b: { level: "advisory", properties: { size: 2, kind: "x" } },
        });
    });

    it("passes an unknown name to the pack", () => {
        expect(reconciled({ c: { properties: { size: 2 } } })).to.deep.include({
            c: { level: "mandatory", properties: { size: 2 } },
        });
    });
});
