import { expect } from "chai";
import { judgeResource } from "../../policy/evaluation";
import { properties, type Resource } from "../../policy/resource";
import { isStackRule, type ResourceRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { fixtures, type Inputs, otherForms } from "./fixtures";
import { mutations } from "./mutations";

const resource = (type: string, inputs: Inputs): Resource => ({
    urn: `urn:pulumi:test::posit-connect::${type}::it`,
    type,
    name: "it",
    properties: properties(inputs),
    custom: true,
    parent: "",
    protect: false,
    ignoreChanges: [],
    dependencies: [],
    propertyDependencies: {},
});

const compliant = (rule: ResourceRule, type: string): Inputs => {
    const inputs = otherForms[rule.name]?.[type] ?? fixtures[type];
    if (inputs === undefined) {
        throw new Error(`no fixture for ${type}`);
    }
    return inputs;
};

const resourceRules = rules.filter((rule): rule is ResourceRule => !isStackRule(rule));

describe("rules about one resource", () => {
    for (const rule of resourceRules) {
        describe(rule.name, () => {
            for (const type of rule.applies) {
                it(`passes a compliant ${type}`, () => {
                    expect(judgeResource(rule, resource(type, compliant(rule, type)))).to.deep.equal([]);
                });

                for (const check of rule.checks) {
                    for (const { name, inputs } of mutations(check, compliant(rule, type))) {
                        it(`refuses ${name} (${type})`, () => {
                            const findings = judgeResource(rule, resource(type, inputs));

                            expect(findings.map(({ urn }) => urn)).to.include(resource(type, inputs).urn);
                            expect(JSON.stringify(findings)).not.to.include("hidden");
                        });
                    }
                }
            }

            it("is silent about any other type", () => {
                expect(judgeResource(rule, resource("aws:sqs/queue:Queue", {}))).to.deep.equal([]);
            });
        });
    }
});
