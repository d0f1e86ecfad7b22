import { expect } from "chai";
import {
    atLeast,
    atMost,
    type Check,
    each,
    equals,
    includes,
    isFalse,
    isNotEmpty,
    isAbsent,
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

const reported: { name: string; check: Check; value: Value; sentences: string[] }[] = [
    { name: "an allowed value", check: isTrue("it"), value: { it: true }, sentences: [] },
    {
        name: "another value",
        check: isTrue("it"),
        value: { it: false },
        sentences: ["it: must be true, got false."],
    },
    {
        name: "a missing value",
        check: isTrue("it"),
        value: {},
        sentences: ["it: must be true, but is not set."],
    },
    {
        name: "null, as a missing value",
        check: isTrue(["of", "it"]),
        value: { of: { it: null } },
        sentences: ["of.it: must be true, but is not set."],
    },
    {
        name: "an unknown value",
        check: isTrue("it"),
        value: { it: UNKNOWN },
        sentences: ["it: must be true, but is unknown until deployment. Set a known value in the program."],
    },
    {
        name: "a secret",
        check: isTrue("it"),
        value: { it: SECRET },
        sentences: [
            "it: must be true, but is a secret, which cannot be checked. Set it without marking it as a secret.",
        ],
    },
    {
        name: "a text instead of a boolean",
        check: isTrue("it"),
        value: { it: "true" },
        sentences: ["it: must be true, got a text."],
    },
    {
        name: "an object instead of a text",
        check: equals("it", "x"),
        value: { it: {} },
        sentences: ['it: must be "x", got an object.'],
    },
    {
        name: "a list instead of a number",
        check: atLeast("it", 2),
        value: { it: [] },
        sentences: ["it: must be 2 or more, got a list."],
    },
    {
        name: "a number instead of a list",
        check: isNotEmpty("it", "list"),
        value: { it: 1 },
        sentences: ["it: must be a non-empty list, got a number."],
    },
    {
        name: "an unexpected type in the path",
        check: isTrue(["of", "it"]),
        value: { of: "x" },
        sentences: ["of.it: must be true, but of has an unexpected type."],
    },
    {
        name: "an object, which is not printed",
        check: satisfies(["policy", JSON_TEXT], {
            kind: "object",
            allowed: "a policy",
            accepts: () => false,
            rejected: [],
        }),
        value: { policy: '{"Id":"x"}' },
        sentences: ["policy: must be a policy."],
    },
    {
        name: "a long text, which is shortened",
        check: equals("it", "x"),
        value: { it: "y".repeat(81) },
        sentences: [`it: must be "x", got "${"y".repeat(79)}…".`],
    },
    {
        name: "a text of 80 characters, which is not shortened",
        check: equals("it", "x"),
        value: { it: "y".repeat(80) },
        sentences: [`it: must be "x", got "${"y".repeat(80)}".`],
    },
    {
        name: "a list of texts and numbers",
        check: includes("it", ["api", "audit"]),
        value: { it: ["api", 7] },
        sentences: ['it: must be a list with "api", "audit", got ["api", 7].'],
    },
    {
        name: "a list of other values",
        check: includes("it", ["api"]),
        value: { it: [{}] },
        sentences: ['it: must be a list with "api", got a list.'],
    },
    {
        name: "a list of texts and other values",
        check: includes("it", ["api"]),
        value: { it: ["audit", {}] },
        sentences: ['it: must be a list with "api", got a list.'],
    },
    {
        name: "each wrong element of a list",
        check: each("rules", isTrue("it")),
        value: { rules: [{ it: true }, { it: false }, {}, { it: UNKNOWN }] },
        sentences: [
            "rules[1].it: must be true, got false.",
            "rules[2].it: must be true, but is not set.",
            "rules[3].it: must be true, but is unknown until deployment. Set a known value in the program.",
        ],
    },
    {
        name: "an optional property that is absent",
        check: optional(isTrue("it")),
        value: {},
        sentences: [],
    },
    {
        name: "an unknown optional property",
        check: optional(isTrue("it")),
        value: { it: UNKNOWN },
        sentences: ["it: must be true, but is unknown until deployment. Set a known value in the program."],
    },
    {
        name: "an unknown reference",
        check: reference(isNotEmpty("it", "text")),
        value: { it: UNKNOWN },
        sentences: [],
    },
    {
        name: "a missing reference",
        check: reference(isNotEmpty("it", "text")),
        value: {},
        sentences: ["it: must be a non-empty text, but is not set."],
    },
    { name: "a required secret", check: isSecret("it"), value: { it: SECRET }, sentences: [] },
    {
        name: "a secret that is not marked, whose text is not printed",
        check: isSecret("it"),
        value: { it: "hidden" },
        sentences: ["it: must be a secret."],
    },
    {
        name: "an unknown secret",
        check: isSecret("it"),
        value: { it: UNKNOWN },
        sentences: [],
    },
];

const accepted: { name: string; check: Check; yes: Value[]; no: Value[]; allowed: string }[] = [
    { name: "isNotTrue", check: isNotTrue("it"), yes: [false], no: [true], allowed: "false" },
    { name: "isFalse", check: isFalse("it"), yes: [false], no: [true], allowed: "false" },
    { name: "equals a number", check: equals("it", 2), yes: [2], no: [1, 3], allowed: "2" },
    {
        name: "oneOf",
        check: oneOf("it", ["a", "b"], ["c"]),
        yes: ["a", "b"],
        no: ["c", ""],
        allowed: '"a" or "b"',
    },
    {
        name: "noneOf",
        check: noneOf("it", ["a", "b"]),
        yes: ["c"],
        no: ["a", "b"],
        allowed: 'other than "a" and "b"',
    },
    { name: "atLeast", check: atLeast("it", 2), yes: [2, 3], no: [1, 0], allowed: "2 or more" },
    { name: "atMost", check: atMost("it", 2), yes: [2, 1], no: [3], allowed: "2 or less" },
    {
        name: "isNotEmpty of a text",
        check: isNotEmpty("it", "text"),
        yes: ["x"],
        no: [""],
        allowed: "a non-empty text",
    },
    {
        name: "isNotEmpty of a list",
        check: isNotEmpty("it", "list"),
        yes: [["x"]],
        no: [[]],
        allowed: "a non-empty list",
    },
    {
        name: "isNotEmpty of an object",
        check: isNotEmpty("it", "object"),
        yes: [{ x: 1 }],
        no: [{}],
        allowed: "a non-empty object",
    },
    { name: "isAbsent", check: isAbsent("it", "text", ["x"]), yes: [], no: ["x", ""], allowed: "absent" },
    {
        name: "includes",
        check: includes("it", ["a", "b"]),
        yes: [["b", "c", "a"]],
        no: [[], ["a"], ["b"]],
        allowed: 'a list with "a", "b"',
    },
];

describe("a check", () => {
    for (const { name, check, value, sentences } of reported) {
        it(`reports for ${name}: ${sentences.length === 0 ? "a missing value" : sentences.join(" ")}`, () => {
            expect(judge(check, value)).to.deep.equal(sentences);
        });
    }

    for (const { name, check, yes, no, allowed } of accepted) {
        it(`${name} accepts only what is allowed, ${allowed}, and lists rejected values`, () => {
            expect(yes.map((it) => judge(check, { it }))).to.deep.equal(yes.map(() => []));
            expect(no.map((it) => judge(check, { it }).length)).to.deep.equal(no.map(() => 1));
            expect(check.allowed).to.equal(allowed);
            expect(check.rejected.map((it) => judge(check, { it }).length)).to.deep.equal(
                check.rejected.map(() => 1),
            );
        });
    }

    describe("as a condition", () => {
        const condition = isTrue("it");
        // Made here, as a mutation test tries a mutant of what runs in a test with that test only.
        const nested = isTrue(["of", "it"]);
        const nestedNumber = atLeast(["of", "it"], 2);
        const eachTrue = each("them", isTrue([]));

        it("may hold if it holds or cannot be evaluated", () => {
            for (const value of [true, UNKNOWN, SECRET, "true", {}]) {
                expect(mayHold(condition, { it: value })).to.equal(true);
            }
            expect(mayHold(nested, { of: 7 })).to.equal(true);
            expect(mayHold(nestedNumber, { of: 1 })).to.equal(true);
        });

        it("does not hold if a known value does not meet it", () => {
            expect(mayHold(condition, { it: false })).to.equal(false);
            expect(mayHold(condition, {})).to.equal(false);
            expect(mayHold(condition, { it: null })).to.equal(false);
            expect(mayHold(eachTrue, { them: [true, false] })).to.equal(false);
        });
    });
});
