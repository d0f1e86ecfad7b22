import { expect } from "chai";
import {
    atLeast,
    atMost,
    type Check,
    each,
    equals,
    includes,
    isFalse,
    isGiven,
    isLeftOut,
    isNotTrue,
    isSecret,
    isTrue,
    judge,
    mayHold,
    noneOf,
    oneOf,
    optional,
    reference,
    satisfies,
} from "../../policy/check";
import { JSON_TEXT } from "../../graph/path";
import { SECRET, UNKNOWN, type Value } from "../../graph/value";

const says: { name: string; check: Check; value: Value; sentences: string[] }[] = [
    { name: "what is so", check: isTrue("it"), value: { it: true }, sentences: [] },
    {
        name: "another value",
        check: isTrue("it"),
        value: { it: false },
        sentences: ["it must be true, got false."],
    },
    {
        name: "nothing",
        check: isTrue("it"),
        value: {},
        sentences: ["it is not set; it must be true."],
    },
    {
        name: "null, as nothing",
        check: isTrue(["of", "it"]),
        value: { of: { it: null } },
        sentences: ["of.it is not set; it must be true."],
    },
    {
        name: "what is not known",
        check: isTrue("it"),
        value: { it: UNKNOWN },
        sentences: ["it is not known until the deployment; it must be true: state it in the program."],
    },
    {
        name: "a secret",
        check: isTrue("it"),
        value: { it: SECRET },
        sentences: ["it is a secret, so nobody can check it; it must be true: state it in plain."],
    },
    {
        name: "a text for a boolean",
        check: isTrue("it"),
        value: { it: "true" },
        sentences: ["it must be true, got a text."],
    },
    {
        name: "an object for a text",
        check: equals("it", "x"),
        value: { it: {} },
        sentences: ['it must be "x", got an object.'],
    },
    {
        name: "a list for a number",
        check: atLeast("it", 2),
        value: { it: [] },
        sentences: ["it must be 2 or more, got a list."],
    },
    {
        name: "a number for a list",
        check: isGiven("it", "list"),
        value: { it: 1 },
        sentences: ["it must be given, got a number."],
    },
    {
        name: "another form on the way",
        check: isTrue(["of", "it"]),
        value: { of: "x" },
        sentences: ["of has another form than expected; of.it must be true."],
    },
    {
        name: "an object, which it does not show",
        check: satisfies(["policy", JSON_TEXT], {
            kind: "object",
            wanted: "a policy",
            accepts: () => false,
            refused: [],
        }),
        value: { policy: '{"Id":"x"}' },
        sentences: ["policy must be a policy."],
    },
    {
        name: "a long text, which it cuts off",
        check: equals("it", "x"),
        value: { it: "y".repeat(81) },
        sentences: [`it must be "x", got "${"y".repeat(79)}…".`],
    },
    {
        name: "a text of 80 signs, which it does not",
        check: equals("it", "x"),
        value: { it: "y".repeat(80) },
        sentences: [`it must be "x", got "${"y".repeat(80)}".`],
    },
    {
        name: "a list of texts and numbers",
        check: includes("it", ["api", "audit"]),
        value: { it: ["api", 7] },
        sentences: ['it must be a list with "api", "audit", got ["api", 7].'],
    },
    {
        name: "a list of anything else",
        check: includes("it", ["api"]),
        value: { it: [{}] },
        sentences: ['it must be a list with "api", got a list.'],
    },
    {
        name: "each element that is wrong, whatever the others are",
        check: each("rules", isTrue("it")),
        value: { rules: [{ it: true }, { it: false }, {}, { it: UNKNOWN }] },
        sentences: [
            "rules[1].it must be true, got false.",
            "rules[2].it is not set; it must be true.",
            "rules[3].it is not known until the deployment; it must be true: state it in the program.",
        ],
    },
    {
        name: "an optional property that is left out",
        check: optional(isTrue("it")),
        value: {},
        sentences: [],
    },
    {
        name: "an optional property that is not known",
        check: optional(isTrue("it")),
        value: { it: UNKNOWN },
        sentences: ["it is not known until the deployment; it must be true: state it in the program."],
    },
    {
        name: "a reference that is not known yet",
        check: reference(isGiven("it", "text")),
        value: { it: UNKNOWN },
        sentences: [],
    },
    {
        name: "a reference that is not there",
        check: reference(isGiven("it", "text")),
        value: {},
        sentences: ["it is not set; it must be given."],
    },
    { name: "a secret that is wanted", check: isSecret("it"), value: { it: SECRET }, sentences: [] },
    {
        name: "a secret that is not known yet",
        check: isSecret("it"),
        value: { it: UNKNOWN },
        sentences: [],
    },
];

const accepted: { name: string; check: Check; yes: Value[]; no: Value[]; wanted: string }[] = [
    { name: "isNotTrue", check: isNotTrue("it"), yes: [false], no: [true], wanted: "false" },
    { name: "isFalse", check: isFalse("it"), yes: [false], no: [true], wanted: "false" },
    { name: "equals a number", check: equals("it", 2), yes: [2], no: [1, 3], wanted: "2" },
    {
        name: "oneOf",
        check: oneOf("it", ["a", "b"], ["c"]),
        yes: ["a", "b"],
        no: ["c", ""],
        wanted: '"a" or "b"',
    },
    {
        name: "noneOf",
        check: noneOf("it", ["a", "b"]),
        yes: ["c"],
        no: ["a", "b"],
        wanted: 'other than "a" and "b"',
    },
    { name: "atLeast", check: atLeast("it", 2), yes: [2, 3], no: [1, 0], wanted: "2 or more" },
    { name: "atMost", check: atMost("it", 2), yes: [2, 1], no: [3], wanted: "2 or less" },
    { name: "isGiven of a text", check: isGiven("it", "text"), yes: ["x"], no: [""], wanted: "given" },
    { name: "isGiven of a list", check: isGiven("it", "list"), yes: [["x"]], no: [[]], wanted: "given" },
    {
        name: "isGiven of an object",
        check: isGiven("it", "object"),
        yes: [{ x: 1 }],
        no: [{}],
        wanted: "given",
    },
    { name: "isLeftOut", check: isLeftOut("it", "text", ["x"]), yes: [], no: ["x", ""], wanted: "left out" },
    {
        name: "includes",
        check: includes("it", ["a", "b"]),
        yes: [["b", "c", "a"]],
        no: [[], ["a"], ["b"]],
        wanted: 'a list with "a", "b"',
    },
];

describe("a check", () => {
    for (const { name, check, value, sentences } of says) {
        it(`says of ${name}: ${sentences.length === 0 ? "nothing" : sentences.join(" ")}`, () => {
            expect(judge(check, value)).to.deep.equal(sentences);
        });
    }

    for (const { name, check, yes, no, wanted } of accepted) {
        it(`${name} tells apart what is wanted, ${wanted}, and names the refused`, () => {
            expect(yes.map((it) => judge(check, { it }))).to.deep.equal(yes.map(() => []));
            expect(no.map((it) => judge(check, { it }).length)).to.deep.equal(no.map(() => 1));
            expect(check.wanted).to.equal(wanted);
            expect(check.refused.map((it) => judge(check, { it }).length)).to.deep.equal(
                check.refused.map(() => 1),
            );
        });
    }

    describe("as a condition", () => {
        const condition = isTrue("it");

        it("may hold where it does, and where nobody can tell", () => {
            for (const value of [true, UNKNOWN, SECRET, "true", {}]) {
                expect(mayHold(condition, { it: value })).to.equal(true);
            }
            expect(mayHold(isTrue(["of", "it"]), { of: 7 })).to.equal(true);
        });

        it("does not hold where it is known not to", () => {
            expect(mayHold(condition, { it: false })).to.equal(false);
            expect(mayHold(condition, {})).to.equal(false);
            expect(mayHold(condition, { it: null })).to.equal(false);
        });
    });
});
