import { expect } from "chai";
import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesCommand } from "../../commands/changesCommand";
import { getPath } from "../../lib/getPath";
import { UNKNOWN_SENTINEL } from "../../lib/wire";
import { ROOT } from "../program";

/** Previews after public reports, reduced to the smallest file that shows the fault. */
const FOLDER = join(__dirname, "previews");

/** The exit status, and the output with every gap as one space. */
function changes(preview: string, ...options: string[]): [number, string] {
    let text = "";
    const write = (part: string): void => {
        text += part;
    };
    const status = changesCommand(
        ["--preview", join(FOLDER, preview), "--stack", join(ROOT, "Pulumi.prod.yaml"), ...options],
        { out: write, err: write, color: false, today: "2026-11-23" },
    );
    return [status, text.replaceAll(FOLDER, "field").replace(/\s+/g, " ")];
}

describe("a preview from the field", () => {
    const cases: [name: string, preview: string, status: number, ...sentences: string[]][] = [
        [
            "is rejected if it lists no steps, but counts some",
            "no-steps.json",
            1,
            `field/no-steps.json is incomplete, its steps are 0 of 3 "replace", 0 of 1 "delete", 0 of 65 "create".`,
        ],
        [
            "is rejected if it lists fewer steps than it counts",
            "fewer-steps.json",
            1,
            `field/fewer-steps.json is incomplete, its steps are 0 of 2 "replace".`,
        ],
        ["is read between lines of text", "text-before.txt", 4, "1 replaced", "Connect starts without data."],
        ["is read after a byte order mark", "bom.txt", 4, "1 replaced", "Connect starts without data."],
        [
            "names the versions between two minor versions of Kubernetes",
            "eks-skip.json",
            4,
            "EKS rejects this: it upgrades a cluster by one minor version at a time. Update to 1.35, then to 1.36.",
            "Users notice: a change is rejected",
        ],
        [
            "reports that RDS rejects smaller storage",
            "storage-shrinks.json",
            4,
            "RDS rejects smaller storage. Keep the size, or move the data to a new database with less.",
            "Users notice: a change is rejected",
        ],
        [
            "reports that an older Connect rejects a migrated database, and the restore that avoids the outage",
            "connect-down.json",
            4,
            "[rejected] Connect rejects this: an older version cannot read a database that a newer one has migrated.",
            "which is an outage. Restore a backup from before the upgrade instead: docs/recovery.md.",
        ],
    ];
    for (const [name, preview, status, ...sentences] of cases) {
        it(name, () => {
            const [actual, text] = changes(preview);

            for (const sentence of sentences) {
                expect(text).to.include(sentence);
            }
            expect(actual).to.equal(status);
        });
    }

    it("is rejected with a state in which an update was interrupted, which it does not show", () => {
        const folder = mkdtempSync(join(tmpdir(), "state-"));
        const state = join(folder, "state.json");
        const urn = "urn:pulumi:prod::posit-connect::aws:rds/instance:Instance::database";
        const pending = [{ type: "creating", resource: { urn } }];
        writeFileSync(
            state,
            JSON.stringify({ version: 3, deployment: { resources: [], pending_operations: pending } }),
        );
        const [status, text] = changes("eks-skip.json", "--state", state);
        rmSync(folder, { recursive: true });

        expect(status).to.equal(1);
        expect(text).to.include(`creating ${urn}`);
        expect(text).to.include("pulumi refresh");
    });

    it("is read from standard input", () => {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [join(ROOT, "commands", "run.cjs"), "changes", "--preview", "-", "--stack", "prod"],
            { cwd: ROOT, encoding: "utf8", input: readFileSync(join(FOLDER, "connect-down.json")) },
        );

        expect({ status, stderr }).to.deep.equal({ status: 4, stderr: "" });
        expect(stdout).to.include("[rejected]");
    });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values in which a part is replaced by another one, or removed. */
function damaged(whole: Json): fc.Arbitrary<Json> {
    const paths = (value: Json): (string | number)[][] =>
        typeof value === "object" && value !== null
            ? Object.keys(value).flatMap((key) => {
                  const inner = paths((value as Record<string, Json>)[key] ?? null);
                  return [[key], ...inner.map((path) => [key, ...path])];
              })
            : [];
    const part = fc.oneof(
        fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
        fc.constantFrom<Json | undefined>(undefined, "[secret]", UNKNOWN_SENTINEL, "urn:pulumi:", 1e308),
    );
    const put = (value: Json, [key = "", ...rest]: (string | number)[], by: Json | undefined): Json => {
        const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, Json>;
        const inner = rest.length === 0 ? by : put(copy[key] ?? null, rest, by);
        if (inner === undefined) {
            Reflect.deleteProperty(copy, key);
        } else {
            copy[key] = inner;
        }
        return copy;
    };
    return fc
        .array(fc.tuple(fc.constantFrom(...paths(whole)), part), { minLength: 1, maxLength: 3 })
        .map((changes) =>
            changes.reduce<Json>(
                (value, [path, by]) => (isPathOf(value, path) ? put(value, path, by) : value),
                whole,
            ),
        );
}

function isPathOf(value: Json, path: (string | number)[]): boolean {
    return getPath(value, path.slice(0, -1)) instanceof Object;
}

describe("any other input of changes", () => {
    const urn = "urn:pulumi:prod::posit-connect::";
    const previewed = JSON.parse(readFileSync(join(FOLDER, "storage-shrinks.json"), "utf8")) as Json;
    const database = {
        urn: `${urn}aws:rds/instance:Instance::database`,
        type: "aws:rds/instance:Instance",
        inputs: { allocatedStorage: 100, tags: { a: "b" } },
        propertyDependencies: { allocatedStorage: [] },
        ignoreChanges: ["tags.a"],
    };
    const planned = {
        version: 3,
        deployment: { manifest: { version: "offline plan" }, resources: [database] },
    };
    const exported = {
        version: 3,
        deployment: {
            resources: [{ urn: database.urn }],
            pending_operations: [{ type: "creating", resource: { urn: database.urn } }],
        },
    };
    const inputs = fc.oneof(
        damaged(previewed).map((preview) => ({ preview })),
        damaged(exported).map((state) => ({ preview: previewed, state })),
        fc.record({ from: damaged(planned), to: fc.oneof(fc.constant(planned), damaged(planned)) }),
        (fc.jsonValue() as fc.Arbitrary<Json>).map((preview) => ({ preview })),
    );
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "changes-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("is judged or rejected with a sentence, and never gives a stack trace", () => {
        const stack = join(folder, "Pulumi.prod.yaml");
        writeFileSync(stack, "config: {}\n");
        fc.assert(
            fc.property(inputs, fc.boolean(), (files, json) => {
                const options = Object.entries(files).flatMap(([option, content]) => {
                    const path = join(folder, `${option}.json`);
                    writeFileSync(path, JSON.stringify(content));
                    return [`--${option}`, path];
                });
                const [out, err]: [string[], string[]] = [[], []];
                const status = changesCommand([...options, "--stack", stack, ...(json ? ["--json"] : [])], {
                    out: (text) => out.push(text),
                    err: (text) => err.push(text),
                    color: false,
                    today: "2026-11-23",
                });

                expect(status).to.be.oneOf([0, 1, 4]);
                expect(err.join("")).to.match(status === 1 ? /^--(preview|state|from|to) .*\.\n$/s : /^$/);
                expect(err.join("")).to.not.match(/\n\s+at |Cannot read|is not a function|not iterable/);
                expect(out.join("")).to.not.match(/undefined|NaN|\[object /);
            }),
            { numRuns: 400 },
        );
    });
});
