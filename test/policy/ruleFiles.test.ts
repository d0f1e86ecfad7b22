import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policy/rules";

const RULES = join(__dirname, "..", "..", "policy", "rules");

// Apart from the other tests of rules: it reads their source, which mutation testing changes.
describe("a rule", () => {
    it("is in the pack where it has a file, and has a file where it is in the pack", () => {
        const files = readdirSync(RULES, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts") && file !== "index.ts")
            .map((file) => readFileSync(join(RULES, file), "utf8"))
            .flatMap((text) => [...text.matchAll(/^ +name: "([a-z0-9-]+)",$/gm)].map(([, name]) => name));

        expect(files.sort()).to.deep.equal(rules.map(({ name }) => name).sort());
    });
});
