import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../simulation/deployment";
import { Judge } from "../commands/policyPack/judge";
import { PackProcess } from "../commands/policyPack/packProcess";
import { median, row, RUNS } from "./statistics";

/** A compiled pack of one rule that looks at nothing, with the same packages: what any pack costs. */
function smallestPack(root: string, folder: string): string {
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

/** Seconds from the start of a pack to its first answer, and from then on to the verdict on a deployment. */
async function measurePack(
    root: string,
    folder: string,
    deployment: Deployment,
): Promise<[start: number, verdict: number]> {
    const started = performance.now();
    const pack = new PackProcess({
        folder,
        nodeArguments: ["--require", join(root, "commands", "startPolicyPack.cjs")],
        patience: 60_000,
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

/** Policies in rows of their own: start of this pack beside the smallest one's, and the judging of prod. */
export async function benchPolicies(root: string, folder: string, deployment: Deployment): Promise<void> {
    const packs = [smallestPack(root, folder), join(root, "policy")];
    const results = packs.map((): [number, number][] => []);
    for (let run = 0; run <= RUNS; run++) {
        for (const [i, pack] of packs.entries()) {
            const result = await measurePack(root, pack, deployment);
            if (run > 0) {
                results[i]?.push(result);
            }
        }
    }
    const [smallest, own] = results.map((runs) => ({
        start: median(runs.map(([seconds]) => seconds)),
        verdict: median(runs.map(([, seconds]) => seconds)),
    }));
    if (smallest === undefined || own === undefined) {
        return;
    }
    const beside = (part: "start" | "verdict"): string =>
        `${(own[part] / smallest[part]).toFixed(2)} × one rule`;
    process.stdout.write("\n");
    row("a policy pack of one rule, to its first answer", smallest.start);
    row("this policy pack, to its first answer", own.start, beside("start"));
    row("a policy pack of one rule, then to prod judged", smallest.verdict);
    row("this policy pack, then to prod judged", own.verdict, beside("verdict"));
}
