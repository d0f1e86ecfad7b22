import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfigFile } from "../../stacks/configFile";
import { readProject } from "../../stacks/project";
import { readStackFile } from "../../stacks/stackFile";

/** A stack's file in a project whose `config:` has these lines. `test/engine/projectConfig.engine.ts` compares the same with the CLI. */
function read(
    text: string,
    {
        declared = "",
        values,
        given = "dev",
    }: { declared?: string; values?: Record<string, string>; given?: string } = {},
) {
    const folder = mkdtempSync(join(tmpdir(), "stack-"));
    try {
        writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nconfig:\n${declared}`);
        writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
        const project = readProject(folder);
        const file =
            values &&
            parseConfigFile(
                "--config-file config.json",
                Object.fromEntries(
                    Object.entries(values).map(([key, value]) => [key, { value, secret: false }]),
                ),
                project.name,
            );
        return readStackFile(given, { stacks: folder, paths: folder }, project, file);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

describe("a stack's file", () => {
    it("has keys without a namespace, with that of the project, and in Pulumi's older form", () => {
        const text =
            "config: { protect: true, shop:tags: {}, shop:config:budget: {}, aws:config:region: eu-west-1 }";

        expect(read(text).config).to.deep.equal({
            "posit-connect:protect": "true",
            "posit-connect:tags": "{}",
            "posit-connect:budget": "{}",
            "aws:region": "eu-west-1",
        });
    });

    it("is rejected with keys that Pulumi rejects", () => {
        expect(() => read("config: { a:b:c: 1, aws:x:region: 2 }")).to.throw(
            "Pulumi.dev.yaml has the key a:b:c, which Pulumi rejects. It must be a name, or a namespace and a name, such as aws:region.\n" +
                "Pulumi.dev.yaml has the key aws:x:region, which Pulumi rejects. It must be a name, or a namespace and a name, such as aws:region.",
        );
    });

    it("is rejected with one setting under two keys", () => {
        expect(() => read("config: { aws:region: a, aws:config:region: b }")).to.throw(
            "Pulumi.dev.yaml sets aws:region and aws:config:region, which are one setting. Remove one of them.",
        );
    });

    for (const [given, pulumiStack] of [
        ["dev", "dev"],
        ["acme/dev", "acme/dev"],
        ["acme/shop/dev", "acme/shop/dev"],
        ["Pulumi.dev.yaml", "dev"],
    ] as const) {
        it(`is of the stack ${pulumiStack} for the Pulumi CLI if ${given} is given`, () => {
            expect(read("config: {}", { given })).to.deep.include({ stack: "dev", pulumiStack });
        });
    }

    it("has an encrypted value only in the form that Pulumi decrypts", () => {
        const text =
            "config: { a: { secure: v1:x }, b: [{ c: { secure: v1:x } }], d: { secure: 1 }, e: { secure: v1:x, f: 1 } }";

        expect(read(text)).to.deep.include({
            config: { "posit-connect:d": '{"secure":1}', "posit-connect:e": '{"secure":"v1:x","f":1}' },
            secretKeys: ["posit-connect:a", "posit-connect:b"],
        });
    });

    describe("with ESC environments", () => {
        const declared =
            "  aws:region: us-east-1\n  tags: { type: object }\n  connect.version: { type: string }\n";

        it("may lack values that the project requires, as an environment may have them", () => {
            expect(read("environment: [a/b]", { declared }).environments).to.deep.equal(["a/b"]);
            expect(() => read("config: {}", { declared })).to.throw("tags: must be set");
        });

        for (const [form, names] of [
            ["[a/b, c]", ["a/b", "c"]],
            ["[{ a/b: { merge: false } }]", ["a/b"]],
            ["{ imports: [a/b] }", ["a/b"]],
            ["{ imports: [a/b], values: { x: 1 } }", ["a/b", "the one that the file defines"]],
            ["{ values: { pulumiConfig: { aws:region: eu-west-1 } } }", ["the one that the file defines"]],
            ["", []],
        ] as const) {
            it(`names them in the form ${form === "" ? "of an empty key" : form}`, () => {
                expect(read(`environment: ${form}`).environments).to.deep.equal(names);
            });
        }

        it("has their values before those of the project", () => {
            const values = { "aws:region": "eu-west-1", "shop:tags": '{"a":"b"}', "shop:protect": "true" };

            expect(
                read("environment: [a/b]\nconfig: { protect: true }", { declared, values }).config,
            ).to.deep.equal({
                "aws:region": "eu-west-1",
                "posit-connect:tags": '{"a":"b"}',
                "posit-connect:protect": "true",
            });
        });
    });
});
