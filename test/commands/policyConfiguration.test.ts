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

describe("the configuration of policies, as Pulumi's engine makes it", () => {
    it("is the pack's own where nothing is given", () => {
        expect(reconciled({})).to.deep.equal({
            a: { level: "mandatory", properties: {} },
            b: { level: "advisory", properties: { size: 1, kind: "x" } },
        });
    });

    it("takes a level for all, and over it one for each", () => {
        expect(
            reconciled({
                all: { level: "advisory", properties: {} },
                a: { level: "disabled", properties: {} },
            }),
        ).to.deep.equal({
            a: { level: "disabled", properties: {} },
            b: { level: "advisory", properties: { size: 1, kind: "x" } },
            // The engine hands this on as well.
            all: { level: "advisory", properties: {} },
        });
    });

    it("takes properties over the pack's defaults, one by one, and leaves the level", () => {
        expect(reconciled({ b: { properties: { size: 2 } } })).to.deep.equal({
            a: { level: "mandatory", properties: {} },
            b: { level: "advisory", properties: { size: 2, kind: "x" } },
        });
    });

    it("hands on a name that the pack does not know", () => {
        expect(reconciled({ c: { properties: { size: 2 } } })).to.deep.include({
            c: { level: "mandatory", properties: { size: 2 } },
        });
    });
});
