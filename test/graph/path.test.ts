import { expect } from "chai";
import { EACH, JSON_TEXT, type Path, read, type Reading, readPath } from "../../graph/path";
import { SECRET, UNKNOWN, type Value } from "../../graph/value";

const cases: { name: string; value: Value; path: Path; readings: Reading[] }[] = [
    {
        name: "a property at the top",
        value: { multiAz: true },
        path: ["multiAz"],
        readings: [{ place: "multiAz", value: true }],
    },
    {
        name: "a property within others",
        value: { metadataOptions: { httpTokens: "required" } },
        path: ["metadataOptions", "httpTokens"],
        readings: [{ place: "metadataOptions.httpTokens", value: "required" }],
    },
    {
        name: "an annotation, whose name has dots",
        value: { annotations: { "a.b/c": "x" } },
        path: ["annotations", "a.b/c"],
        readings: [{ place: 'annotations["a.b/c"]', value: "x" }],
    },
    {
        name: "nothing, with the complete path",
        value: {},
        path: ["metadataOptions", "httpTokens"],
        readings: [{ place: "metadataOptions.httpTokens", value: undefined }],
    },
    {
        name: "null as null",
        value: { multiAz: null },
        path: ["multiAz"],
        readings: [{ place: "multiAz", value: null }],
    },
    {
        name: "nothing within null",
        value: { metadataOptions: null },
        path: ["metadataOptions", "httpTokens"],
        readings: [{ place: "metadataOptions.httpTokens", value: undefined }],
    },
    {
        name: "unknown for everything in an unknown value",
        value: { metadataOptions: UNKNOWN },
        path: ["metadataOptions", "httpTokens"],
        readings: [{ place: "metadataOptions", value: UNKNOWN }],
    },
    {
        name: "secret for everything in a secret",
        value: { values: SECRET },
        path: ["values", EACH],
        readings: [{ place: "values", value: SECRET }],
    },
    {
        name: "each element of a list, independently of the others",
        value: { rules: [{ port: 80 }, UNKNOWN, {}] },
        path: ["rules", EACH, "port"],
        readings: [
            { place: "rules[0].port", value: 80 },
            { place: "rules[1]", value: UNKNOWN },
            { place: "rules[2].port", value: undefined },
        ],
    },
    {
        name: "each entry of an object",
        value: { limits: { cpu: "1", memory: "2Gi" } },
        path: ["limits", EACH],
        readings: [
            { place: "limits.cpu", value: "1" },
            { place: "limits.memory", value: "2Gi" },
        ],
    },
    { name: "no element without a list", value: {}, path: ["rules", EACH, "port"], readings: [] },
    {
        name: "an element by its index",
        value: { rules: ["a", "b"] },
        path: ["rules", 1],
        readings: [{ place: "rules[1]", value: "b" }],
    },
    {
        name: "a text as JSON",
        value: { policy: '{"Statement":[{"Effect":"Deny"}]}' },
        path: ["policy", JSON_TEXT, "Statement", EACH, "Effect"],
        readings: [{ place: "policy.Statement[0].Effect", value: "Deny" }],
    },
    {
        name: "a text that is not JSON as malformed",
        value: { policy: "{" },
        path: ["policy", JSON_TEXT, "Statement"],
        readings: [{ place: "policy", value: "{", malformed: true }],
    },
    {
        name: "a value other than a text as malformed JSON",
        value: { policy: { Statement: [] } },
        path: ["policy", JSON_TEXT, "Statement"],
        readings: [{ place: "policy", value: { Statement: [] }, malformed: true }],
    },
    {
        name: "a value without elements as malformed",
        value: { rules: "all" },
        path: ["rules", EACH, "port"],
        readings: [{ place: "rules", value: "all", malformed: true }],
    },
    {
        name: "a value without properties as malformed",
        value: { metadataOptions: [1] },
        path: ["metadataOptions", "httpTokens"],
        readings: [{ place: "metadataOptions", value: [1], malformed: true }],
    },
];

describe("a path", () => {
    for (const { name, value, path, readings } of cases) {
        it(`reads ${name}`, () => {
            expect(read(value, path)).to.deep.equal(readings);
            expect(readPath(value, path)).to.deep.equal(readings[0]?.value);
        });
    }
});
