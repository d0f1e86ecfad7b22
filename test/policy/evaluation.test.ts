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
        yield { urn: URN, sentence: "Its subnet is made elsewhere.", untold: true };
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

/** What is found in one database and one stack, with some waivers. */
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
        untold: evaluation.outcome.unverified.map(({ sentence }) => sentence),
    };
};

const DATABASE = "multiAz: must be true, but is not set.";
const NONE = "The stack has no database.";
const untold = ["Its subnet is made elsewhere."];

describe("an evaluation", () => {
    it("lets everything stand without waivers, and keeps apart what cannot be told", () => {
        expect(look([])).to.deep.equal({ standing: [DATABASE, NONE], wrong: [], waivers: [], untold });
    });

    for (const [name, resourcePattern] of Object.entries({
        "by its URN": URN,
        "by its name": "*::database",
        "by its type and a part of its name": "*::aws:rds/instance:Instance::data*",
    })) {
        it(`waives a violation of a resource ${name}, to the last day, and says so`, () => {
            expect(look([waiver({ resource: resourcePattern })])).to.deep.equal({
                standing: [NONE],
                wrong: [],
                waivers: [
                    `strict is waived until 2026-11-23 for ${resourcePattern} (platform team): It is a trial.`,
                ],
                untold,
            });
        });
    }

    it("waives a violation of the whole stack by the stack's URN", () => {
        expect(look([waiver({ rule: "advice", resource: STACK })]).standing).to.deep.equal([DATABASE]);
    });

    it("waives what cannot be told, too", () => {
        expect(look([waiver({ rule: "advice" })]).untold).to.deep.equal([]);
    });

    for (const [name, changes] of Object.entries({
        "of another rule": { rule: "advice", resource: "*::elsewhere" },
        "for another resource": { resource: "*::database2" },
        "for a resource whose URN only contains it": { resource: "aws:rds/instance:Instance::database" },
        "with a sign that a regular expression would read": { resource: "urn.pulumi.*::database" },
    })) {
        it(`warns of a waiver that covers nothing: one ${name}`, () => {
            const { rule, resource: pattern } = waiver(changes);
            expect(look([waiver(changes)])).to.deep.equal({
                standing: [DATABASE, NONE],
                wrong: [],
                waivers: [
                    `The waiver of ${rule} for ${pattern ?? ""} (platform team) covers nothing: remove it.`,
                ],
                untold,
            });
        });
    }

    it("refuses a waiver from the day after its end", () => {
        expect(look([waiver({ expires: "2026-11-22" })])).to.deep.equal({
            standing: [DATABASE, NONE],
            wrong: [
                `The waiver of strict for ${URN} ended on 2026-11-22 (platform team): fix what it covers, or renew it.`,
            ],
            waivers: [],
            untold,
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
        it(`refuses a waiver for ${resourcePattern ?? "no resource"}, which is for everything`, () => {
            expect(look([waiver({ resource: resourcePattern })])).to.deep.equal({
                standing: [DATABASE, NONE],
                wrong: [
                    'The waiver of strict (platform team) names no resource: set its URN, or a pattern that ends in its name, such as "*::database".',
                ],
                waivers: [],
                untold,
            });
        });
    }

    it("refuses a waiver in production of a rule that holds everywhere, and takes one of advice", () => {
        expect(look([waiver({}), waiver({ rule: "advice", resource: STACK })], "prod")).to.deep.equal({
            standing: [DATABASE],
            wrong: [
                `The waiver of strict for ${URN} (platform team) is of a rule that has no exceptions in production: remove it.`,
            ],
            waivers: [`advice is waived until 2026-11-23 for ${STACK} (platform team): It is a trial.`],
            untold,
        });
    });

    it("keeps as data what a waiver accepts, which waivers accept nothing, and what the stack cannot confirm", () => {
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
            unverified: [{ rule: "advice", urn: URN, sentence: "Its subnet is made elsewhere." }],
        });
    });
});
