import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policy/rules";
import { ROOT } from "../program";
import { trackedFiles } from "./trackedFiles";

const RULE_NAMES = new Set(rules.map(({ name }) => name));
const RULE_PREFIXES = new Set([...RULE_NAMES].map(prefixOf));

function prefixOf(rule: string): string {
    return rule.slice(0, rule.indexOf("-"));
}

/** Paths in the repository, and names that look like a rule's, that a page puts in backticks. */
function evidenceIn(page: string): string[] {
    const code = readFileSync(join(ROOT, page), "utf8").match(/(?<=`)[^`\s]+(?=`)/g) ?? [];
    return code.filter(
        (text) =>
            /^(test|components|policy|docs|catalog)\/[\w./-]+$/.test(text) ||
            (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(text) && RULE_PREFIXES.has(prefixOf(text))),
    );
}

describe("The evidence that a page cites", () => {
    for (const page of ["SECURITY.md", ...trackedFiles("docs/decisions/*.md")]) {
        it(`exists: ${page}`, () => {
            const missing = evidenceIn(page).filter(
                (text) => !RULE_NAMES.has(text) && !existsSync(join(ROOT, text)),
            );
            expect(missing).to.deep.equal([]);
        });
    }
});
