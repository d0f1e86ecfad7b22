import { expect } from "chai";
import fc from "fast-check";
import { type Outcome, outcomeService } from "../../policy/outcome";

const text = fc.string({ unit: "grapheme" });

const finding = { rule: text, urn: text, sentence: text };

const waiver = fc.record(
    { rule: text, resource: text, reason: text, owner: text, expires: text },
    { requiredKeys: ["rule", "reason", "owner", "expires"], noNullPrototype: true },
);

const outcomes: fc.Arbitrary<Outcome> = fc.record(
    {
        waived: fc.array(fc.record({ ...finding, waiver }, { noNullPrototype: true })),
        unused: fc.array(waiver),
        unverified: fc.array(fc.record(finding, { noNullPrototype: true })),
    },
    { noNullPrototype: true },
);

describe("the outcome of a check", () => {
    it("is the same for the plan as for the pack, with any texts", () => {
        const { responseSerialize, responseDeserialize } = outcomeService.lastOutcome;

        fc.assert(
            fc.property(outcomes, (outcome) => {
                expect(responseDeserialize(responseSerialize(outcome))).to.deep.equal(outcome);
            }),
        );
    });
});
