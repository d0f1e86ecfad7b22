import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./program";

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

    it("finds each module: a JSON file of its name would be loaded instead", () => {
        const rooms = ["bootstrap", "catalog", "components", "graph", "lib", "stacks"];
        const files = rooms.flatMap((room) =>
            readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).map((file) =>
                join(ROOT, room, file),
            ),
        );
        const hidden = files.filter(
            (file) => file.endsWith(".json") && existsSync(file.replace(/\.json$/, ".ts")),
        );

        expect(files.length).to.be.above(100);
        expect(hidden).to.deep.equal([]);
    });
});
