import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { StackAnswers } from "../../../commands/comment/answers";
import { comment, LIMIT } from "../../../commands/comment/comment";
import {
    ADVICE,
    changes,
    MORE_NODES,
    NEW_TOPIC,
    plan,
    REPLACED_DATABASE,
    ROLLING_NODES,
    SAME_COST,
    TODAY,
    UNKNOWN_TYPE,
    VIOLATION,
} from "./answers";

const ORIGIN = {
    today: TODAY,
    commit: "0123456789abcdef0123456789abcdef01234567",
    repository: "https://github.com/example/connect",
    run: "https://github.com/example/connect/actions/runs/42",
};

const SETTINGS_ERROR = [
    "Pulumi.dev.yaml has 2 errors. Nothing was planned.",
    "",
    "  posit-connect:network.cidrBlok: is not a known option. Did you mean cidrBlock?",
    "  posit-connect:connect.replicas: must be a number from 1 to 10, got ```@team```.",
].join("\n");

const CASES: Record<string, StackAnswers[]> = {
    "nothing changes": [{ stack: "dev", plan: plan("dev"), changes: changes(), cost: SAME_COST }],
    "a safe change": [
        {
            stack: "dev",
            plan: plan("dev", [ADVICE]),
            changes: changes(...ROLLING_NODES, NEW_TOPIC),
            cost: MORE_NODES,
        },
    ],
    "a blocked change": [
        {
            stack: "prod",
            plan: plan("prod"),
            changes: changes(),
            preview: changes(REPLACED_DATABASE, ...ROLLING_NODES),
            cost: UNKNOWN_TYPE,
        },
    ],
    "a policy violation": [{ stack: "dev", plan: plan("dev", [VIOLATION, ADVICE]), changes: changes() }],
    "wrong settings": [
        {
            stack: "dev",
            plan: { error: SETTINGS_ERROR },
            cost: { error: `The working tree: dev cannot be planned.\n\n${SETTINGS_ERROR}` },
            changes: { error: `The working tree: dev cannot be planned.\n\n${SETTINGS_ERROR}` },
        },
    ],
    "two stacks": [
        { stack: "dev", plan: plan("dev"), changes: changes() },
        {
            stack: "prod",
            plan: plan("prod"),
            changes: changes(...ROLLING_NODES),
            cost: { differenceUsd: -24, lines: MORE_NODES.lines.slice(0, 1) },
            preview: { error: "--preview preview.json holds a preview that failed and lacks steps: denied." },
        },
    ],
    "more than the limit": [
        {
            stack: "prod",
            plan: plan(
                "prod",
                Array.from({ length: 120 }, (_, i) => ({
                    ...(i < 20 ? VIOLATION : ADVICE),
                    urn: `${VIOLATION.urn}-${i + 1}`,
                })),
            ),
            changes: changes(
                ...Array.from({ length: 150 }, (_, i) => ({
                    ...(ROLLING_NODES[0] ?? NEW_TOPIC),
                    name: `cluster-group-${i + 1}`,
                    detailedDiff: {
                        [`tags.team-${i + 1}`]: { kind: "update", inputDiff: true },
                        "launchTemplate.version": { kind: "update", inputDiff: true },
                    },
                })),
            ),
        },
    ],
};

/** With WRITE_COMMENTS=1, the test writes the files, for review. */
const isWriting = process.env["WRITE_COMMENTS"] === "1";

describe("The comment of a pull request", () => {
    for (const [name, answers] of Object.entries(CASES)) {
        it(`is as approved for ${name}, and each fold and block of code ends`, () => {
            const file = join(__dirname, `${name.replaceAll(" ", "-")}.md`);
            const text = comment(answers, ORIGIN);
            if (isWriting) {
                writeFileSync(file, text);
            }

            expect(text).to.equal(readFileSync(file, "utf8"));
            expect(faultsOf(text)).to.deep.equal([]);
        });
    }

    it("reports a stack without answers as not known", () => {
        const text = comment([{ stack: "dev" }], ORIGIN);

        expect(text.split("\n").slice(1, 6)).to.deep.equal([
            "## ❔ dev: not all is known",
            "",
            "| Stack | Changes | Users notice | Policies | Requirements | Monthly cost, without use |",
            "| --- | --- | --- | --- | --- | --- |",
            "| ❔ **dev** | not known | not known | not checked | not checked | not known |",
        ]);
    });

    it("fits for any number of findings, with complete rows", () => {
        for (const count of [1, 50, 200, 400, 800, 1600]) {
            const violations = Array.from({ length: count }, (_, i) => ({
                ...VIOLATION,
                urn: `${VIOLATION.urn}-${i + 1}`,
            }));
            const text = comment(
                ["dev", "prod"].map((stack) => ({
                    stack,
                    plan: plan(stack, violations),
                    changes: changes(REPLACED_DATABASE),
                })),
                ORIGIN,
            );

            expect(faultsOf(text), `${count} violations`).to.deep.equal([]);
        }
    });

    it("shows an error of one very long line as far as a comment can hold it", () => {
        const text = comment([{ stack: "dev", plan: { error: "x".repeat(LIMIT) } }], ORIGIN);

        expect(faultsOf(text)).to.deep.equal([]);
        expect(text).to.include("### ⛔ dev: it cannot be planned\n");
    });
});

/** Problems of a comment: its length, and folds, blocks of code and rows of tables that are cut. */
function faultsOf(text: string): string[] {
    const prose = text.replace(/^(`{3,})\w+\n[^]*?^\1$/gm, "");
    const count = (pattern: RegExp): number => prose.match(pattern)?.length ?? 0;
    const widths = prose
        .split(/\n(?!\|)/)
        .map((block) => block.split("\n").filter((line) => line.startsWith("|")))
        .filter((rows) => rows.length > 0)
        .map((rows) => new Set(rows.map((row) => row.replaceAll("\\|", "").split("|").length)).size);
    return [
        ...(text.length > LIMIT ? [`${text.length} characters`] : []),
        ...(/^`{3,}/m.test(prose) ? ["a block of code does not end"] : []),
        ...(count(/<details>/g) === count(/<\/details>/g) ? [] : ["a fold does not end"]),
        ...(widths.every((size) => size === 1) ? [] : ["a table has rows of several widths"]),
        ...(/^\|.*[^|\n]$/m.test(prose) ? ["a row is cut"] : []),
    ];
}
