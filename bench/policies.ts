import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../simulation/deployment";
import { Judge } from "../commands/policyPack/judge";
import { PackProcess } from "../commands/policyPack/packProcess";
import { median, printRow, RUNS } from "./statistics";

/** Writes a compiled pack with one rule that checks nothing and the same packages: the minimum cost of a pack. */
function writeMinimalPack(root: string, folder: string): string {
    const pack = join(folder, "policy");
    mkdirSync(join(pack, "bin"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(pack, "node_modules"));
    writeFileSync(join(pack, "package.json"), '{ "version": "0.0.1", "main": "bin/index.js" }');
    writeFileSync(
        join(pack, "bin", "index.js"),
        `const { PolicyPack } = require("@pulumi/policy");
         new PolicyPack("one", { policies: [{ name: "one", description: "One.", validateResource: () => undefined }] });`,
    );
    return pack;
}

/** Seconds from the start of a pack to its first response, and from then to its verdict on a deployment. */
async function measurePack(
    root: string,
    folder: string,
    deployment: Deployment,
): Promise<[start: number, verdict: number]> {
    const started = performance.now();
    const pack = new PackProcess({
        folder,
        nodeArguments: ["--require", join(root, "commands", "startPolicyPack.cjs")],
        timeoutMs: 60_000,
    });
    try {
        const stack = { name: "prod", project: "posit-connect", preview: false, config: {}, secretKeys: [] };
        const judge = new Judge(pack, 60_000, stack, {
            name: "none",
            given: new Map(),
        });
        await judge.ready;
        const ready = performance.now();
        for (const resource of deployment.deployment.resources) {
            judge.resource(resource);
        }
        await judge.verdict(deployment);
        return [(ready - started) / 1000, (performance.now() - ready) / 1000];
    } finally {
        await pack.end();
    }
}

/** Measures the start of this pack and its evaluation of prod, and compares both with a minimal pack. */
export async function benchPolicies(root: string, folder: string, deployment: Deployment): Promise<void> {
    const packs = [writeMinimalPack(root, folder), join(root, "policy")];
    const results = packs.map((): [number, number][] => []);
    for (let run = 0; run <= RUNS; run++) {
        for (const [i, pack] of packs.entries()) {
            const result = await measurePack(root, pack, deployment);
            if (run > 0) {
                results[i]?.push(result);
            }
        }
    }
    const [minimal, own] = results.map((runs) => ({
        start: median(runs.map(([seconds]) => seconds)),
        verdict: median(runs.map(([, seconds]) => seconds)),
    }));
    if (minimal === undefined || own === undefined) {
        return;
    }
    const ratio = (part: "start" | "verdict"): string =>
        `${(own[part] / minimal[part]).toFixed(2)} × minimal`;
    process.stdout.write("\n");
    printRow("minimal policy pack, start to first response", minimal.start);
    printRow("this policy pack, start to first response", own.start, ratio("start"));
    printRow("minimal policy pack, evaluation of prod", minimal.verdict);
    printRow("this policy pack, evaluation of prod", own.verdict, ratio("verdict"));
}
