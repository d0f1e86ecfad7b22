import { expect } from "chai";
import { decodeProperties } from "../../graph/value";
import { type JudgedResource, judgeResource } from "../../policy/evaluation";
import { controlOf } from "../../policy/frameworks";
import { isStackRule, type ResourceRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { fixtures, type Inputs, otherForms } from "./fixtures";
import { accepted, checked, rejected } from "./fixtures/otherValues";
import { edit, mutations } from "./mutations";

const resource = (type: string, inputs: Inputs): JudgedResource => ({
    urn: `urn:pulumi:test::posit-connect::${type}::it`,
    type,
    properties: decodeProperties(inputs),
});

/** Whether a rule rejects every resource of its types. */
const rejectsAll = (rule: ResourceRule): boolean => rule.checks.some(({ path }) => path.length === 0);

const compliant = (rule: ResourceRule, type: string): Inputs => {
    const inputs = otherForms[rule.name]?.[type] ?? fixtures[type] ?? (rejectsAll(rule) ? {} : undefined);
    if (inputs === undefined) {
        throw new Error(`no fixture for ${type}`);
    }
    return inputs;
};

const resourceRules = rules.filter((rule): rule is ResourceRule => !isStackRule(rule));

describe("a rule", () => {
    for (const rule of rules) {
        it(`is complete: ${rule.name}`, () => {
            expect(rule.name).to.match(/^[a-z0-9]+(-[a-z0-9]+)+$/);
            expect(rule.description).to.match(/^[A-Z].+[A-Za-z)"]\.$/s);
            expect(rule.remedy).to.match(/^[A-Z].+\.$/s);
            expect(rule.url).to.match(/^https:\/\/(docs|www|kubernetes|karpenter|pulumi|github)\S+$/);
            expect(rule.controls.map((control) => controlOf(control).reference)).not.to.have.length(0);
            if (!isStackRule(rule)) {
                expect(rule.applies).not.to.have.length(0);
                expect(rule.applies.filter((type) => !/^[a-z]+:\S+:[A-Za-z0-9]+$/.test(type))).to.deep.equal(
                    [],
                );
                expect(rule.checks).not.to.have.length(0);
                expect(rule.checks.filter(({ rejected }) => rejected.length === 0)).to.deep.equal([]);
            }
        });
    }

    it("is named by each of the fixtures' other values", () => {
        const known = rules.map(({ name }) => name);
        const named = [accepted, rejected, checked].flatMap((values) => Object.keys(values));

        expect(named.filter((name) => !known.includes(name))).to.deep.equal([]);
    });

    it("has a unique name", () => {
        const names = rules.map(({ name }) => name);

        expect(names).to.deep.equal([...new Set(names)]);
    });
});

describe("rules about one resource", () => {
    for (const rule of resourceRules) {
        describe(rule.name, () => {
            for (const type of rule.applies) {
                if (rejectsAll(rule)) {
                    it(`rejects every ${type}`, () => {
                        const { urn } = resource(type, {});

                        expect(judgeResource(rule, resource(type, {}))).to.deep.equal([
                            { urn, sentence: "The resource must be absent." },
                        ]);
                    });
                } else {
                    it(`passes a compliant ${type}`, () => {
                        expect(judgeResource(rule, resource(type, compliant(rule, type)))).to.deep.equal([]);
                    });
                }

                for (const condition of rule.when ?? []) {
                    for (const value of condition.rejected) {
                        const place = condition.path.map(String).join(".");
                        it(`ignores a ${type} whose ${place} is ${JSON.stringify(value)}`, () => {
                            const [mutation] = rule.checks.flatMap((check) =>
                                mutations(check, compliant(rule, type)),
                            );
                            const inputs = edit(mutation?.inputs, condition.path, value) as Inputs;

                            expect(judgeResource(rule, resource(type, inputs))).to.deep.equal([]);
                        });
                    }
                }

                for (const value of checked[rule.name]?.values ?? []) {
                    it(`checks a ${type} whose ${checked[rule.name]?.path.join(".")} is ${JSON.stringify(value)}`, () => {
                        const [mutation] = rule.checks.flatMap((check) =>
                            mutations(check, compliant(rule, type)),
                        );
                        const inputs = edit(
                            mutation?.inputs,
                            checked[rule.name]?.path ?? [],
                            value,
                        ) as Inputs;

                        expect(judgeResource(rule, resource(type, inputs))).not.to.deep.equal([]);
                    });
                }

                for (const check of rule.checks) {
                    for (const { name, inputs } of mutations(check, compliant(rule, type))) {
                        it(`rejects ${name} (${type})`, () => {
                            const findings = judgeResource(rule, resource(type, inputs));

                            expect(findings.map(({ urn }) => urn)).to.include(resource(type, inputs).urn);
                            expect(JSON.stringify(findings)).not.to.include("hidden");
                        });
                    }
                }

                for (const [does, others, count] of [
                    ["accepts", accepted, 0],
                    ["rejects", rejected, 1],
                ] as const) {
                    for (const { path, values } of others[rule.name] ?? []) {
                        for (const value of values) {
                            it(`${does} ${path.join(".")} set to ${JSON.stringify(value)} (${type})`, () => {
                                const inputs = edit(compliant(rule, type), path, value) as Inputs;

                                expect(judgeResource(rule, resource(type, inputs))).to.have.length(count);
                            });
                        }
                    }
                }
            }

            it("ignores any other type", () => {
                expect(judgeResource(rule, resource("aws:kinesis/stream:Stream", {}))).to.deep.equal([]);
            });
        });
    }
});
