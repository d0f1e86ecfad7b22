import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../lib/userError";
import { readYaml, type YamlFile } from "../../stacks/readYaml";

function read(text: string): YamlFile {
    const folder = mkdtempSync(join(tmpdir(), "yaml-"));
    try {
        const path = join(folder, "Pulumi.dev.yaml");
        writeFileSync(path, text);
        return readYaml(path, (predicate) => `It ${predicate}.`);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

describe("a YAML file", () => {
    const sources: Record<string, [text: string, value: unknown, source: string | undefined]> = {
        "a number with a leading zero": ["a: { b: 0123 }", 83, "0123"],
        "a number with a zero at its end": ["a: { b: 1.10 }", 1.1, "1.10"],
        "a day": ["a: { b: 2026-11-02 }", "2026-11-02 00:00:00 +0000 UTC", "2026-11-02"],
        "a text in quotes": ['a: { b: "0123" }', "0123", "0123"],
        "a value that is left out": ["a: { b: }", null, ""],
        "a value of another name": ["x: &x 0123\na: { b: *x }", 83, "0123"],
        "a value in a table of another name": ["x: &x { b: 0123 }\na: *x", 83, "0123"],
        "a value in a merged table": ["x: &x { b: 0123 }\na: { <<: *x }", 83, "0123"],
        "a value in the first of several merged tables": [
            "x: &x { b: 0123 }\ny: &y { b: 0456 }\na: { <<: [*x, *y] }",
            83,
            "0123",
        ],
        "a value instead of that of a merged table": ["x: &x { b: 0123 }\na: { <<: *x, b: 1.0 }", 1, "1.0"],
        "a table": ["a: { b: { c: 1 } }", { c: 1 }, undefined],
    };
    for (const [name, [text, value, source]] of Object.entries(sources)) {
        it(`has the text of ${name}`, () => {
            const { root, textAt } = read(text);

            expect((root as { a: { b: unknown } }).a.b).to.deep.equal(value);
            expect(textAt(["a", "b"])).to.equal(source);
        });
    }

    it("has no text of a value that does not exist", () => {
        const { textAt } = read("a: { b: [0123] }");

        expect(
            [
                ["a", "c"],
                ["a", "b", 1],
                ["a", "b", 0, "c"],
                ["a", "b", 0],
            ].map(textAt),
        ).to.deep.equal([undefined, undefined, undefined, "0123"]);
    });

    const rejected: Record<string, [text: string, ...errors: string[]]> = {
        "a value that contains itself": [
            "a: &a\n  b: *a",
            "Pulumi.dev.yaml, line 2: must be a value that does not contain itself, got *a.",
        ],
        "numbers that are not finite": [
            "a: .inf\nb: .nan\nc: 1e999",
            "Pulumi.dev.yaml, line 1: must be a finite number, got .inf. Write it in quotes if it is a text.",
            "Pulumi.dev.yaml, line 2: must be a finite number, got .nan. Write it in quotes if it is a text.",
            "Pulumi.dev.yaml, line 3: must be a finite number, got 1e999. Write it in quotes if it is a text.",
        ],
        "tags that Pulumi resolves to another value": [
            "a: !!binary MTU=\nb: !!float 15\nc: !!set { a }\nd: ! 15",
            ...["!!binary", "!!float", "!!set", "!"].map(
                (tag, index) =>
                    `Pulumi.dev.yaml, line ${index + 1}: must be without the tag ${tag}. Remove it, and write the value without a tag.`,
            ),
        ],
        "a table as a key": [
            "a:\n  ? { b: 1 }\n  : 1",
            "Pulumi.dev.yaml, line 2: must be a key that is a text, got a list or a table.",
        ],
        "a version of YAML": [
            "%YAML 1.1\n---\na: yes",
            "Pulumi.dev.yaml: must not name a version of YAML. Remove the line %YAML.",
        ],
    };
    for (const [name, [text, ...errors]] of Object.entries(rejected)) {
        it(`is rejected with ${name}`, () => {
            expect(() => read(text))
                .to.throw(UserError)
                .with.property("message", errors.join("\n"));
        });
    }

    it("is read with tags that state the form of a value", () => {
        expect(
            read("a: !!str 015\nb: !!int '15'\nc: !!map { d: !!null '' }\ne: !!seq [1]").root,
        ).to.deep.equal({
            a: "015",
            b: 15,
            c: { d: null },
            e: [1],
        });
    });
});
