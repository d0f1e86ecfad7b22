import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../lib/userError";
import { applyProjectConfig } from "../../stacks/applyProjectConfig";
import { type Project, readProject } from "../../stacks/project";

/** A project whose file has this text after its name. `test/engine/projectConfig.engine.ts` compares the same with the CLI. */
function project(text: string): Project {
    const folder = mkdtempSync(join(tmpdir(), "project-"));
    try {
        writeFileSync(join(folder, "Pulumi.yaml"), text);
        return readProject(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

const declare = (config: string): Project => project(`name: shop\nruntime: nodejs\nconfig:\n${config}`);

/** Lines of the error, or the stack's values. */
function apply(config: string, values: Record<string, unknown>): unknown {
    try {
        return applyProjectConfig(
            "Pulumi.dev.yaml",
            values,
            declare(config),
            ({ root, path }) => root === "shop:license" && path.length === 0,
        );
    } catch (error) {
        expect(error).to.be.instanceOf(UserError);
        return (error as UserError).message.split("\n");
    }
}

describe("a project's configuration", () => {
    const values: Record<
        string,
        [config: string, before: Record<string, unknown>, after: Record<string, unknown>]
    > = {
        "gives a plain value to a stack without one": ["  size: 3", {}, { "shop:size": 3 }],
        "keeps the stack's own value": ["  size: 3", { "shop:size": 4 }, { "shop:size": 4 }],
        "gives a provider's key a value": ["  aws:region: eu-west-1", {}, { "aws:region": "eu-west-1" }],
        "gives a default of a type": ["  size: { type: integer, default: 3 }", {}, { "shop:size": 3 }],
        "gives a list with the type of its items": [
            "  zones: { type: array, items: { type: string }, default: [a, b] }",
            {},
            { "shop:zones": ["a", "b"] },
        ],
        "sets a path in a value, where a text that reads as a number is one": [
            '  network.sizes["a b"][0]: { value: "7" }',
            {},
            { "shop:network": { sizes: { "a b": [7] } } },
        ],
        "gives a provider's key in Pulumi's older form a value": [
            "  aws:config:region: eu-west-1",
            {},
            { "aws:region": "eu-west-1" },
        ],
        "adds an item to the end of a list": [
            "  zones[1]: { value: b }",
            { "shop:zones": ["a"] },
            { "shop:zones": ["a", "b"] },
        ],
        "lets a secret without a value be missing": ["  license: { type: string, secret: true }", {}, {}],
        "accepts an encrypted value of any type": [
            "  license: { type: integer, secret: true }",
            { "shop:license": { secure: "v1:x" } },
            { "shop:license": { secure: "v1:x" } },
        ],
        "accepts a number as text and a word as a flag": [
            "  size: { type: integer }\n  on: { type: boolean }\n  table: { type: object }",
            { "shop:size": "12", "shop:on": "true", "shop:table": { a: 1 } },
            { "shop:size": "12", "shop:on": "true", "shop:table": { a: 1 } },
        ],
    };
    for (const [name, [config, before, after]] of Object.entries(values)) {
        it(name, () => {
            expect(apply(config, before)).to.deep.equal(after);
        });
    }

    const misfits: Record<string, [config: string, values: Record<string, unknown>, error: string]> = {
        "a required value that is missing": [
            "  size: { type: integer }",
            {},
            "size: must be set, as the project gives it no default. Run pulumi config set size.",
        ],
        "a required value in a table that is missing": [
            "  network.size: { type: integer }",
            {},
            "network.size: must be set, as the project gives it no default. Run pulumi config set --path 'network.size'.",
        ],
        "a name in a list": [
            "  zones.a: { value: 1 }",
            { "shop:zones": ["a"] },
            "zones.a: must be a path that exists in the stack's shop:zones, or can be added to it.",
        ],
        "an index in a table": [
            "  network[0]: { value: 1 }",
            { "shop:network": { a: 1 } },
            "network[0]: must be a path that exists in the stack's shop:network, or can be added to it.",
        ],
        "an index beyond the end of a list": [
            "  zones[2]: { value: 1 }",
            { "shop:zones": ["a"] },
            "zones[2]: must be a path that exists in the stack's shop:zones, or can be added to it.",
        ],
        "a table that only looks encrypted": [
            "  license: { type: object, secret: true }",
            { "shop:license": { secure: "v1:x", a: 1 } },
            "license: must be encrypted. Run pulumi config set --secret license.",
        ],
        "a value of another type": [
            "  zones: { type: array, items: { type: string } }",
            { "shop:zones": "a" },
            "zones: must be of type array<string>.",
        ],
        "a secret in plain text": [
            "  license: { type: string, secret: true }",
            { "shop:license": "text" },
            "license: must be encrypted. Run pulumi config set --secret license.",
        ],
    };
    for (const [name, [config, given, error]] of Object.entries(misfits)) {
        it(`rejects ${name} in a stack`, () => {
            expect(apply(config, given)).to.deep.equal([
                `Pulumi.dev.yaml does not fit Pulumi.yaml: ${error}`,
            ]);
        });
    }

    const wrong: Record<string, [text: string, error: string]> = {
        "without a name": ["runtime: nodejs", "Pulumi.yaml has no name."],
        "with stack files in another folder": [
            "name: shop\nstackConfigDir: stacks",
            "Pulumi.yaml keeps the stack files in another folder",
        ],
        "with a folder as its config": [
            "name: shop\nconfig: stacks",
            "Pulumi.yaml keeps the stack files in another folder (config)",
        ],
        "with a list as its config": [
            "name: shop\nconfig: [a]",
            'Pulumi.yaml has a "config" that is not a mapping',
        ],
        "with a key that is no path": [
            "name: shop\nconfig: { 'a..b': 1 }",
            "Pulumi.yaml, config, a..b: must be a key such as",
        ],
        "with a key of three parts": [
            "name: shop\nconfig: { 'a:b:c': 1 }",
            "Pulumi.yaml, config, a:b:c: must be a key such as",
        ],
        "with a fraction": [
            "name: shop\nconfig: { a: 1.5 }",
            "Pulumi.yaml, config, a: must be a text, a whole number",
        ],
        "with an unknown attribute": [
            "name: shop\nconfig: { a: { size: 1 } }",
            "Pulumi.yaml, config, a: must be a text, a whole number",
        ],
        "with a default and a value": [
            "name: shop\nconfig: { a: { default: 1, value: 2 } }",
            "Pulumi.yaml, config, a: must have a default or a value, got both.",
        ],
        "with a provider's default": [
            "name: shop\nconfig: { 'aws:region': { default: x } }",
            "Pulumi.yaml, config, aws:region: must have a value",
        ],
        "with an unknown type": [
            "name: shop\nconfig: { a: { type: float } }",
            "Pulumi.yaml, config, a: must have a type of string",
        ],
        "with a list of no type": [
            "name: shop\nconfig: { a: { type: array } }",
            "Pulumi.yaml, config, a: must have a type of string",
        ],
        "with a default of another type": [
            "name: shop\nconfig: { a: { type: integer, default: x } }",
            'Pulumi.yaml, config, a: must have a default of type integer, got "x".',
        ],
    };
    for (const [name, [text, error]] of Object.entries(wrong)) {
        it(`is rejected ${name}`, () => {
            expect(() => project(text)).to.throw(UserError, error);
        });
    }
});
