import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXAMPLES, ROOT } from "../program";

const DAY = join(ROOT, "test", "fixedDay.cjs");
const RUN = join(ROOT, "commands", "run.cjs");

/** Runs the command as a separate process, as npm does. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    // Coverage is measured for a bundle, whose lines do not match the source files.
    const env = { PATH: process.env.PATH, NODE_OPTIONS: `--require ${DAY}` };
    const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...args], { encoding: "utf8", env });
    return { status, stdout, stderr };
}

describe("npm run plan, as a process", () => {
    it("prints only to standard output, without color, and exits with 0", () => {
        const { status, stdout, stderr } = run("plan", "--stack", join(EXAMPLES, "Pulumi.prod.yaml"));

        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
        expect(stdout).to.match(/^Posit Connect on AWS · prod · /);
        expect(stdout).to.not.include("\u001b");
    });

    it("prints configuration errors, and nothing else, to standard error, and exits with 1", () => {
        const folder = mkdtempSync(join(tmpdir(), "plan-"));
        const file = join(folder, "Pulumi.test.yaml");
        writeFileSync(file, "config:\n  aws:region: us-east-1\n  posit-connect:netwrok: {}\n");

        const { status, stdout, stderr } = run("plan", "--stack", file);
        rmSync(folder, { recursive: true });
        expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
        expect(stderr).to.match(
            /^Pulumi\.test\.yaml has 5 errors\. Nothing was planned\.\n\n( {2}\S.*\n){5}$/,
        );
    });

    it("exits with 2 if its usage is wrong", () => {
        expect(run("plan", "prod").status).to.equal(2);
    });
});
