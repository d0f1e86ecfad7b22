import Mocha from "mocha";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../program";

/** What the tests start. */
const PROGRAMS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "helm"];

const BUILD = ".ci/kubernetes/build";

/**
 * Runs the tests with the programs in `KUBERNETES_TOOLS`, or in the directory where the build script puts them. Without
 * the programs it says so and succeeds, except where `KUBERNETES_REQUIRED` is set: there they are not to be missing.
 */
function main(): void {
    const tools = process.env.KUBERNETES_TOOLS ?? builtTools();
    const missing = PROGRAMS.filter((program) => !existsSync(join(tools, program)));
    if (missing.length > 0) {
        const required = Boolean(process.env.KUBERNETES_REQUIRED);
        process.stderr.write(
            `${required ? "failed" : "skipped"}: content limits and zone loss on a real control plane: ${tools} has no ${missing.join(", ")}; ` +
                `"bash ${BUILD}" builds them, with Go\n`,
        );
        process.exitCode = required ? 1 : 0;
        return;
    }
    process.env.KUBERNETES_TOOLS = tools;
    // Each test begins with what the one before left.
    const mocha = new Mocha({
        bail: true,
        delay: true,
        forbidOnly: true,
        forbidPending: true,
        reporter: process.env.MOCHA_REPORTER ?? "spec",
    });
    mocha.addFile(join(__dirname, "contentLimits.lab.ts"));
    // Starts the run, once it has planned.
    mocha.addFile(join(__dirname, "zoneLoss.lab.ts"));
    mocha.run((failures) => {
        process.exitCode = failures === 0 ? 0 : 1;
    });
}

function builtTools(): string {
    const { stdout } = spawnSync("bash", [join(ROOT, BUILD), "--where"], { encoding: "utf8" });
    return stdout.trim();
}

main();
