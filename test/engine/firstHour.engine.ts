import { expect } from "chai";
import { spawn } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT, SECRET_TEXTS } from "../program";
import { findMoto, Moto } from "../recovery/moto";
import { ScratchClone } from "../workflows/scratchClone";
import { EngineStack, engineSuite } from "./harness";

const moto = findMoto();

/** Commands that need GitHub, AWS's S3 and KMS, or a download. The page lists where they were run. */
const LEFT_OUT = [
    /^gh /,
    /^git push/,
    /^npm ci$/,
    /^cd /,
    /^npm run bootstrap .* --yes$/,
    /^pulumi (login|stack init) /,
];

/** The commands of the page's blocks, in their order. */
function commandsIn(page: string): string[] {
    return [...page.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block = ""]) =>
        block.split("\n").filter((line) => line !== ""),
    );
}

engineSuite("the first hour, as its page describes it", () => {
    let clone: ScratchClone;
    let stack: EngineStack;
    let aws: Moto | undefined;

    before(async () => {
        clone = new ScratchClone();
        stack = await EngineStack.start("dev");
        aws = "missing" in moto ? undefined : await Moto.start(moto.python);
    });

    after(async () => {
        stack.stop();
        clone.remove();
        await aws?.stop();
    });

    it("runs each command on the simulated cloud and on moto", async () => {
        const engine = await stack.shellEnvironment();
        const { workDir } = await stack.project();
        copyFileSync(join(workDir, "Pulumi.dev.yaml"), join(clone.folder, "Pulumi.dev.yaml"));
        writeFileSync(
            join(clone.folder, "license.lic"),
            `-----BEGIN RSTUDIO LICENSE-----\n${SECRET_TEXTS["posit-connect:license"] ?? ""}\n`,
        );
        const identity = { GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" };
        const env = {
            PATH: process.env["PATH"],
            HOME: process.env["HOME"],
            ...identity,
            GIT_COMMITTER_NAME: "test",
            GIT_COMMITTER_EMAIL: "test@example.com",
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_ENDPOINT_URL: aws?.endpoint,
            ...engine,
        };
        const ran: { command: string; status: number | null; output: string }[] = [];
        const commands = commandsIn(readFileSync(join(ROOT, "docs", "first-hour.md"), "utf8"))
            .filter((command) => !LEFT_OUT.some((pattern) => pattern.test(command)))
            .filter((command) => aws !== undefined || !command.startsWith("npm run doctor"));
        for (const command of commands) {
            // Not synchronous: this process serves the providers.
            const child = spawn("bash", ["-c", command], {
                cwd: clone.folder,
                env,
                stdio: ["ignore", "pipe", "pipe"],
            });
            const [stdout, stderr, status] = await Promise.all([
                text(child.stdout),
                text(child.stderr),
                new Promise<number | null>((resolve) => child.on("close", resolve)),
            ]);
            ran.push({ command, status, output: `${stdout}\n${stderr}` });
        }

        // Doctor reports the parts of AWS that moto does not simulate, and the tools that are not installed here.
        const expected = (command: string): number => (command.startsWith("npm run doctor") ? 6 : 0);
        expect(
            ran
                .filter(({ command, status }) => status !== expected(command))
                .map(({ command, status, output }) => `${command} (${status ?? ""})\n${output.slice(-2000)}`),
        ).to.deep.equal([]);
        expect(ran.length).to.be.greaterThan(15);
        const after = ran.find(({ command }) => command.endsWith("--after"))?.output ?? "✓ Drift";
        expect(after).to.match(/✓ Drift/);
    });
});
