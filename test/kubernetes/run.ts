import Mocha from "mocha";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../program";

/** Programs that the tests start. */
const PROGRAMS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "helm"];

const BUILD = ".ci/kubernetes/build";
const CHARTS_BUILD = ".ci/karpenter/build";
const CONTROLLER_BUILD = ".ci/karpenterController/build";

/**
 * Runs the tests with the programs in `KUBERNETES_TOOLS`, or in the directory of the build script. If programs are missing, it
 * reports this and succeeds, or fails if `KUBERNETES_REQUIRED` is set.
 */
function main(): void {
    const tools = process.env.KUBERNETES_TOOLS ?? builtBy(BUILD);
    const charts = builtBy(CHARTS_BUILD);
    const missing = PROGRAMS.filter((program) => !existsSync(join(tools, program)));
    if (missing.length > 0) {
        const required = Boolean(process.env.KUBERNETES_REQUIRED);
        process.stderr.write(
            `${required ? "failed" : "skipped"}: content limits, GPUs and zone loss on a real control plane: ${tools} has no ${missing.join(", ")}; ` +
                `"bash ${BUILD}" builds them and needs Go\n`,
        );
        process.exitCode = required ? 1 : 0;
        return;
    }
    const hasCharts = existsSync(join(charts, "complete"));
    if (!hasCharts) {
        const required = Boolean(process.env.KUBERNETES_REQUIRED);
        process.stderr.write(
            `${required ? "failed" : "skipped"}: Karpenter's charts on a real API server: "bash ${CHARTS_BUILD}" copies them and needs Go\n`,
        );
        if (required) {
            process.exitCode = 1;
            return;
        }
    }
    const controller = builtBy(CONTROLLER_BUILD);
    const hasController = existsSync(join(controller, "complete"));
    if (!hasController) {
        process.stderr.write(
            `skipped: Karpenter on a real scheduler: "bash ${CONTROLLER_BUILD}" builds it and needs Go\n`,
        );
    }
    process.env.KUBERNETES_TOOLS = tools;
    process.env.KARPENTER_CHARTS = charts;
    process.env.KARPENTER_CONTROLLER = controller;
    // Each test starts from the state that the previous test left.
    const mocha = new Mocha({
        bail: true,
        delay: true,
        forbidOnly: true,
        forbidPending: true,
        reporter: process.env.MOCHA_REPORTER ?? "spec",
    });
    mocha.addFile(join(__dirname, "contentLimits.lab.ts"));
    mocha.addFile(join(__dirname, "gpuContent.lab.ts"));
    if (process.env.CLUSTER_AUTOSCALER !== undefined) {
        mocha.addFile(join(__dirname, "clusterAutoscaler.lab.ts"));
    }
    if (hasCharts) {
        mocha.addFile(join(__dirname, "karpenter.lab.ts"));
    }
    if (hasController) {
        mocha.addFile(join(__dirname, "karpenterController.lab.ts"));
    }
    // This file starts the run after planning.
    mocha.addFile(join(__dirname, "zoneLoss.lab.ts"));
    // After a failure, the hooks of later files do not run, and the temporary folders that they would delete keep the process alive.
    mocha.run((failures) => process.exit(failures === 0 ? 0 : 1));
}

/** The directory of a build script. */
function builtBy(script: string): string {
    const { stdout } = spawnSync("bash", [join(ROOT, script), "--where"], { encoding: "utf8" });
    return stdout.trim();
}

main();
