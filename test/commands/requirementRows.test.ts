import { expect } from "chai";
import type { Policy } from "../../commands/policyPack/configuration";
import type { Judgement } from "../../commands/policyPack/judgement";
import { requirementRows, type Row } from "../../commands/policyPack/requirementRows";
import { Graph } from "../../graph/graph";

const policy = (name: string, ...controls: string[]): Policy => ({
    name,
    description: "",
    level: "mandatory",
    severity: "low",
    controls,
    remedy: "",
    url: "",
    defaults: {},
});

const waiver = (rule: string, expires: string, resource = "*::it") => ({
    rule,
    resource,
    reason: "It is a trial.",
    owner: "us",
    expires,
});

const URN = "urn:pulumi:test::project::a:b:C::it";

const graph = new Graph({
    version: 3,
    deployment: {
        resources: [
            {
                urn: "urn:pulumi:test::project::aws:eks/cluster:Cluster::it",
                type: "aws:eks/cluster:Cluster",
                inputs: { version: "1.35" },
            },
        ],
    },
});

/** The row R2 of a judgement by two rules, of which only the first is about R2. */
function row(parts: Partial<Judgement>): Row | undefined {
    return requirementRows(graph, {
        pack: { name: "pack", version: "1.0.0" },
        levelFile: "levels.json",
        policies: [policy("about-r2", "Posit R2", "FSBP EKS.1"), policy("about-r22", "Posit R22")],
        violations: [],
        waived: [],
        unverified: [],
        ...parts,
    }).find(({ id }) => id === "R2");
}

const met = {
    id: "R2",
    requirement: "Amazon EKS",
    met: true,
    waivers: [],
    violated: false,
    by: "it › Kubernetes 1.35",
};

const violation = (rule: string, sentence: string, mandatory = true) => ({
    policy: rule,
    mandatory,
    urn: URN,
    sentence,
    remedy: "",
});

describe("a requirement of the reference architecture", () => {
    it("is met, with evidence, if the rules that check it find nothing", () => {
        expect(row({ violations: [violation("about-r22", "It is wrong.")] })).to.deep.equal(met);
    });

    it("is met with the waivers that accept findings of its rules", () => {
        const first = waiver("about-r2", "2027-01-31");
        const second = waiver("about-r2", "2027-02-28", "*::other");
        const waived = [first, first, second, waiver("about-r22", "2027-01-31")].map((each) => ({
            rule: each.rule,
            urn: URN,
            sentence: "It is wrong.",
            waiver: each,
        }));

        expect(row({ waived })).to.deep.equal({
            ...met,
            waivers: [first, second],
            by: `${met.by}; waived until 2027-01-31: about-r2; waived until 2027-02-28: about-r2`,
        });
    });

    it("is not met if a rule that checks it finds something, be it advice", () => {
        const violations = [
            violation("about-r2", "It is wrong.", false),
            violation("about-r2", "It is wrong."),
            violation("about-r2", "It is old."),
        ];

        expect(row({ violations })).to.deep.equal({
            ...met,
            met: false,
            violated: true,
            by: "It is wrong. (and 1 more)",
        });
    });

    it("is not verified if the stack cannot confirm it", () => {
        const unverified = [
            { rule: "about-r22", urn: URN, sentence: "It may be wrong." },
            { rule: "about-r2", urn: URN, sentence: "It may be old." },
        ];

        expect(row({ unverified })).to.deep.equal({
            ...met,
            met: false,
            by: "not verified: It may be old.",
        });
    });

    it("is not met if no rule of the pack checks it", () => {
        expect(row({ policies: [policy("about-r22", "Posit R22")] })).to.deep.equal({
            ...met,
            met: false,
            by: "not verified: no rule of the policy pack checks it",
        });
    });
});
