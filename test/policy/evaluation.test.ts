import { expect } from "chai";
import { isTrue } from "../../policy/check";
import type { Configuration } from "../../policy/configuration";
import { Evaluation } from "../../policy/evaluation";
import type { ResourceRule, StackRule } from "../../policy/rule";
import type { Waiver } from "../../policy/waiver";
import { graphOf, resource } from "../graph/resources";

const row = { severity: "low", controls: ["FSBP RDS.1"], description: "", remedy: "", url: "" } as const;

const strict: ResourceRule = {
    ...row,
    name: "strict",
    level: "mandatory",
    applies: ["aws:rds/instance:Instance"],
    checks: [isTrue("multiAz")],
};

const advice: StackRule = {
    ...row,
    name: "advice",
    level: "advisory",
    *check() {
        yield { sentence: "The stack has no database." };
        yield { urn: URN, sentence: "Its subnet is managed outside the stack.", unverified: true };
    },
};

const URN = "urn:pulumi:prod::posit-connect::aws:rds/instance:Instance::database";
const STACK = "urn:pulumi:prod::posit-connect::pulumi:pulumi:Stack::posit-connect-prod";

const waiver = (changes: Partial<Waiver>): Waiver => ({
    rule: "strict",
    resource: URN,
    reason: "It is a trial.",
    owner: "platform team",
    expires: "2026-11-23",
    ...changes,
});

/** The findings in one database and one stack, with these waivers. */
const look = (waivers: Waiver[], environment: Configuration["environment"] = "dev") => {
    const evaluation = new Evaluation([strict, advice], { environment, waivers }, "2026-11-23");
    const standing = [
        ...evaluation.judgeResource(strict, resource("aws:rds/instance:Instance", "database")),
        ...evaluation.judgeStack(advice, graphOf([resource("pulumi:pulumi:Stack", "posit-connect-prod")])),
    ].map(({ sentence }) => sentence);
    const sentences = (findings: { sentence: string }[]): string[] =>
        findings.map(({ sentence }) => sentence);
    return {
        standing,
        wrong: sentences(evaluation.findWrongWaivers()),
        waivers: sentences(evaluation.describeWaivers()),
        unverified: evaluation.outcome.unverified.map(({ sentence }) => sentence),
    };
};

const DATABASE = "multiAz: must be true, but is not set.";
const NONE = "The stack has no database.";
const unverified = ["Its subnet is managed outside the stack."];

describe("an evaluation", () => {
    it("keeps all findings without waivers, and separates unverified findings", () => {
        expect(look([])).to.deep.equal({ standing: [DATABASE, NONE], wrong: [], waivers: [], unverified });
    });

    for (const [name, resourcePattern] of Object.entries({
        "by its URN": URN,
        "by its name": "*::database",
        "by its type and a part of its name": "*::aws:rds/instance:Instance::data*",
    })) {
        it(`waives a violation of a resource ${name}until its last day, and reports it`, () => {
            expect(look([waiver({ resource: resourcePattern })])).to.deep.equal({
                standing: [NONE],
                wrong: [],
                waivers: [
                    `strict is waived until 2026-11-23 for ${resourcePattern} (platform team): It is a trial.`,
                ],
                unverified,
            });
        });
    }

    it("waives a violation of the stack by the stack's URN", () => {
        expect(look([waiver({ rule: "advice", resource: STACK })]).standing).to.deep.equal([DATABASE]);
    });

    it("waives unverified findings", () => {
        expect(look([waiver({ rule: "advice" })]).unverified).to.deep.equal([]);
    });

    for (const [name, changes] of Object.entries({
        "of another rule": { rule: "advice", resource: "*::elsewhere" },
        "for another resource": { resource: "*::database2" },
        "for a resource whose URN only contains it": { resource: "aws:rds/instance:Instance::database" },
        "with a special character of regular expressions": { resource: "urn.pulumi.*::database" },
    })) {
        it(`reports a waiver that covers nothing: one ${name}`, () => {
            const { rule, resource: pattern } = waiver(changes);
            expect(look([waiver(changes)])).to.deep.equal({
                standing: [DATABASE, NONE],
                wrong: [],
                waivers: [
                    `The waiver of ${rule} for ${pattern ?? ""} (platform team) covers nothing. Remove it.`,
                ],
                unverified,
            });
        });
    }

    it("rejects a waiver from the day after its expiry date", () => {
        expect(look([waiver({ expires: "2026-11-22" })])).to.deep.equal({
            standing: [DATABASE, NONE],
            wrong: [
                `The waiver of strict for ${URN} expired on 2026-11-22 (platform team). Fix the violations that it covers, or renew it.`,
            ],
            waivers: [],
            unverified,
        });
    });

    for (const resourcePattern of [
        undefined,
        "",
        "*",
        "**",
        "urn:pulumi:prod::*",
        "*::aws:rds/instance:Instance::*",
    ]) {
        it(`rejects a waiver for ${resourcePattern ?? "no resource"}, which is for every resource`, () => {
            expect(look([waiver({ resource: resourcePattern })])).to.deep.equal({
                standing: [DATABASE, NONE],
                wrong: [
                    'The waiver of strict (platform team) has no resource. Set the URN of one, or a pattern that ends in its name, such as "*::database".',
                ],
                waivers: [],
                unverified,
            });
        });
    }

    it("rejects a waiver of a mandatory rule in production, and accepts one of an advisory rule", () => {
        expect(look([waiver({}), waiver({ rule: "advice", resource: STACK })], "prod")).to.deep.equal({
            standing: [DATABASE],
            wrong: [
                `The waiver of strict for ${URN} (platform team) is for a rule without exceptions in production. Remove it.`,
            ],
            waivers: [`advice is waived until 2026-11-23 for ${STACK} (platform team): It is a trial.`],
            unverified,
        });
    });

    it("keeps waived findings, unused waivers and unverified findings as data", () => {
        const used = waiver({});
        const unused = waiver({ resource: "*::elsewhere" });
        const evaluation = new Evaluation(
            [strict, advice],
            { environment: "dev", waivers: [used, unused, waiver({ expires: "2026-11-22" })] },
            "2026-11-23",
        );

        evaluation.judgeResource(strict, resource("aws:rds/instance:Instance", "database"));
        evaluation.judgeStack(advice, graphOf([resource("pulumi:pulumi:Stack", "posit-connect-prod")]));

        expect(evaluation.outcome).to.deep.equal({
            waived: [{ rule: "strict", urn: URN, sentence: DATABASE, waiver: used }],
            unused: [unused],
            unverified: [{ rule: "advice", urn: URN, sentence: "Its subnet is managed outside the stack." }],
        });
    });
});
