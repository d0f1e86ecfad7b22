import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkStackFiles } from "../../commands/checkStackFiles";
import { generateCommand } from "../../commands/generateCommand";

describe("npm run settings, npm run policies", () => {
    let root: string;

    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "generate-"));
    });

    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    async function run(...args: string[]): Promise<string> {
        let output = "";
        const print = (text: string): void => {
            output += text;
        };
        const status = await generateCommand(
            args,
            {
                name: "settings",
                subject: "a page",
                generate: () => Promise.resolve({ "page.md": "new\n" }),
                check: () => Promise.resolve(checkStackFiles(root, SCHEMA)),
            },
            { root, out: print, err: print },
        );
        return `${status} ${output}`;
    }

    const SCHEMA = { type: "object", properties: { config: { type: "object", maxProperties: 1 } } };

    it("write the files, and --check accepts them", async () => {
        expect([await run(), await run("--check")]).to.deep.equal(["0 page.md\n", "0 "]);
        expect(readFileSync(join(root, "page.md"), "utf8")).to.equal("new\n");
    });

    it("--check reports files that are missing or not current, and stack files that do not fit the schema", async () => {
        writeFileSync(join(root, "Pulumi.yaml"), "name: p\n");
        writeFileSync(join(root, "Pulumi.dev.yaml"), "config: {a: 1, b: 2}\n");
        writeFileSync(join(root, "Pulumi.prod.yaml"), "config: [\n");
        const missing = await run("--check");
        writeFileSync(join(root, "page.md"), "old\n");
        const old = await run("--check");

        expect(missing).to.equal(old);
        expect(
            old.split("\n").map((line) => line.replace(/(Pulumi.prod.yaml: ).*/, "$1")),
        ).to.include.members([
            "1 page.md: is not current. Run `npm run settings` and commit the result.",
            'Pulumi.dev.yaml/config: must NOT have more than 1 properties {"limit":1}. docs/settings.md lists the settings.',
            "Pulumi.prod.yaml: ",
        ]);
        expect(readFileSync(join(root, "page.md"), "utf8")).to.equal("old\n");
    });
});
