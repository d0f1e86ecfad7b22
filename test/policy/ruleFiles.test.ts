import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policy/rules";

const RULES = join(__dirname, "..", "..", "policy", "rules");

// Not in rules.test.ts, because this reads the source of the rules, which mutation testing changes.
describe("the tables of rules", () => {
    it("are all part of the pack, and contain every rule of the pack", () => {
        const files = readdirSync(RULES, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts") && file !== "index.ts")
            .map((file) => readFileSync(join(RULES, file), "utf8"))
            .flatMap((text) => [...text.matchAll(/^ +name: "([a-z0-9-]+)",$/gm)].map(([, name]) => name));

        expect(files.sort()).to.deep.equal(rules.map(({ name }) => name).sort());
    });
});
