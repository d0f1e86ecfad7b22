import { expect } from "chai";
import { spawnSync } from "node:child_process";
import {
    copyFileSync,
    mkdirSync,
    mkdtempSync,
    rmSync,
    symlinkSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../program";

describe("commands/run.cjs", () => {
    let root: string;

    /** A project with a cache of its own. */
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "run-"));
        mkdirSync(join(root, "commands"));
        mkdirSync(join(root, "node_modules"));
        for (const file of ["run.cjs", "loadLazily.cjs"]) {
            copyFileSync(join(ROOT, "commands", file), join(root, "commands", file));
        }
        for (const name of ["esbuild", "@esbuild"]) {
            symlinkSync(join(ROOT, "node_modules", name), join(root, "node_modules", name));
        }
        writeFileSync(join(root, "package-lock.json"), "{}");
    });

    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    /** @param changed when the source was last changed, in seconds since 1970. */
    function writeSource(text: string, changed: number): void {
        const source = join(root, "commands", "cli.ts");
        writeFileSync(source, `process.stdout.write(${JSON.stringify(text)});\n`);
        utimesSync(source, changed, changed);
    }

    function run(): { status: number | null; stdout: string; stderr: string } {
        const { status, stdout, stderr } = spawnSync("node", [join(root, "commands", "run.cjs")], {
            encoding: "utf8",
        });
        return { status, stdout, stderr };
    }

    it("runs the current source, even if it is older than the bundled one", () => {
        const hour = 3600;
        const now = Math.floor(Date.now() / 1000) - 24 * hour;
        const outputs = [now, now + hour, now - hour].map((changed, i) => {
            writeSource(`word ${i}`, changed);
            return [run(), run()].map(({ status, stdout, stderr }) => `${status ?? ""} ${stdout}${stderr}`);
        });

        expect(outputs).to.deep.equal([
            ["0 word 0", "0 word 0"],
            ["0 word 1", "0 word 1"],
            ["0 word 2", "0 word 2"],
        ]);
    });
});
