import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyDocs } from "../../commands/policyDocs";
import { ROOT } from "../program";

describe("docs/policies.md", () => {
    it("matches the rules; npm run policies generates it", async () => {
        for (const [file, text] of Object.entries(await policyDocs())) {
            expect(readFileSync(join(ROOT, file), "utf8")).to.equal(text);
        }
    });
});
