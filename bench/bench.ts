import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Deployment } from "../simulation/deployment";
import { benchCostAndCapacity } from "./costAndCapacity";
import { benchDeploymentTime } from "./deploymentTime";
import { benchDoctor } from "./doctor";
import { benchEngine } from "./engine";
import { benchLoad } from "./load";
import { benchPlan } from "./plan";
import { benchPolicies } from "./policies";
import { benchRecoveryStatus } from "./recoveryStatus";
import { RUNS } from "./statistics";

const ROOT = dirname(__dirname);

function planProd(): Deployment {
    const { stdout } = spawnSync(
        process.execPath,
        [join(ROOT, "commands", "run.cjs"), "plan", "--stack", "prod", "--json"],
        { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as Deployment;
}

async function bench(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
        process.stdout.write(`Medians of ${RUNS} runs, Node ${process.version}\n\n`);
        benchPlan(ROOT, folder);
        const prod = planProd();
        await benchPolicies(ROOT, folder, prod);
        benchEngine(ROOT);
        await benchRecoveryStatus(ROOT, folder);
        benchDeploymentTime(prod);
        benchCostAndCapacity(ROOT, folder, prod);
        await benchDoctor(folder);
        await benchLoad(ROOT);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

void bench();
