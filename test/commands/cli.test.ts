import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../program";

/** Runs a command as a process of its own, as npm does. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    // Coverage of a bundle matches no source file's lines.
    const env = { PATH: process.env.PATH };
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, "commands", "run.cjs"), ...args],
        { encoding: "utf8", env },
    );
    return { status, stdout, stderr };
}

const HELP = `Usage: node commands/run.cjs <command> [options]

The commands of this project. \`npm run <command> -- <options>\` runs one, too.

Options:
  -h, --help  display help for command

Commands:
  plan        plan a stack offline and check it against the policies
  changes     report what an update would do, and stop at the loss of data
  cost        price a stack by the month, or a change of it
  prices      refresh the prices of a region
  capacity    compare a workload with a stack: what binds first
  upgrade     list the steps of an upgrade, and the way back of each
  drift       report changes made outside of Pulumi, in one issue
  comment     write the comment of a pull request, and post it
  release     pack the policy pack, with a checksum and the release's notes
  doctor      check an account before the first update of a stack
  accept      check a living deployment after an update
  load        repeat Posit's load test on a deployment
  bootstrap   print what CI needs in an account once, and create it
  tunnel      connect to the private Kubernetes API of a stack through a node
  recovery    check recovery points, rehearse a restore, restore a stack
  template    put the answers to \`pulumi new\` into the settings of the new stack
  settings    write docs/settings.md and Pulumi.schema.json from the settings
  policies    write docs/policies.md from the policies
`;

describe("commands/cli.ts", () => {
    it("lists each command in one line", () => {
        expect(run("--help")).to.deep.equal({ status: 0, stdout: HELP, stderr: "" });
    });

    it("prints the list and exits with 2 if no command is named", () => {
        expect(run()).to.deep.equal({ status: 2, stdout: "", stderr: HELP });
    });

    it("suggests the nearest command for an unknown one, and exits with 2", () => {
        expect(run("paln")).to.deep.equal({
            status: 2,
            stdout: "",
            stderr:
                "error: unknown command 'paln'\n(Did you mean plan?)\n" +
                "(node commands/run.cjs --help lists the commands.)\n",
        });
    });

    it("passes options, --help among them, to the command, and lists every command that npm runs", () => {
        const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
            scripts: Record<string, string>;
        };
        const commands = Object.entries(scripts).filter(([, script]) =>
            /^node commands\/run\.cjs \w+$/.test(script),
        );
        expect(commands).to.deep.equal(
            HELP.split("Commands:\n")[1]
                ?.trim()
                .split("\n")
                .map((line) => line.trim().split(" ")[0])
                .map((name) => [name, `node commands/run.cjs ${name ?? ""}`]),
        );
        const { status, stdout } = run("changes", "--help");
        expect({ status, usage: stdout.split("\n")[0] }).to.deep.equal({
            status: 0,
            usage: "Usage: npm run changes -- [options]",
        });
    });
});
