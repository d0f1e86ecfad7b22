import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

describe("index.ts, loaded as `pulumi up` loads it", () => {
    it("is not type-checked, and runs until it reads the settings", () => {
        const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, "loadAsPulumi.cjs")], {
            encoding: "utf8",
            // Coverage is off, because this compiler's line numbers differ from those that coverage counts.
            env: { PATH: process.env.PATH },
        });

        expect(stderr).to.equal("");
        const [checked, heading] = stdout.split("\n");
        expect(checked).to.equal("type-checked: false");
        expect(heading).to.equal("Pulumi.stack.yaml has 6 errors. Nothing was planned.");
    });
});
