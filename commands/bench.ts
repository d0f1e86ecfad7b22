import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Deployment } from "../simulation/deployment";
import { Judge } from "./policyPack/judge";
import { PackProcess } from "./policyPack/packProcess";

/** Counted runs of each command; the first, uncounted one fills the caches of the disk and of the compiler. */
const RUNS = 7;

const ROOT = dirname(__dirname);
const RUN = join(ROOT, "commands", "run.cjs");

interface Measurement {
    seconds: number;
    peakMiB: number;
}

interface Subject {
    name: string;
    args: string[];
}

function measure({ name, args }: Subject): Measurement {
    const preload = join(__dirname, "benchPeakMemory.cjs");
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, ["--require", preload, ...args], {
        cwd: ROOT,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    // A stack that is not to be deployed (3) is planned and judged like any other.
    if (run.status !== 0 && run.status !== 3) {
        throw new Error(`${name} exited with ${run.status ?? run.signal ?? "no status"}:\n${run.stderr}`);
    }
    return { seconds, peakMiB: Number(run.output[3]) / 1024 };
}

function median(values: number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The prod stack with twenty node groups in four zones. */
function largeStack(folder: string): string {
    const file = join(folder, "Pulumi.large.yaml");
    const { config } = parse(readFileSync(join(ROOT, "Pulumi.prod.yaml"), "utf8")) as {
        config: Record<string, Record<string, unknown>>;
    };
    const groups = Array.from({ length: 19 }, (_, i) => [`group-${i}`, { minSize: 0, maxSize: 4 }]);
    config["posit-connect:network"] = {
        ...config["posit-connect:network"],
        availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"],
    };
    config["posit-connect:cluster"] = {
        ...config["posit-connect:cluster"],
        nodeGroups: Object.fromEntries([["general", { minSize: 4, maxSize: 8 }], ...groups]),
    };
    writeFileSync(file, stringify({ config }));
    return file;
}

/** A compiled pack of one rule that looks at nothing, with the same packages: what any pack costs. */
function smallestPack(folder: string): string {
    const pack = join(folder, "policy");
    mkdirSync(join(pack, "bin"), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(pack, "node_modules"));
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
    folder: string,
    deployment: Deployment,
): Promise<[start: number, verdict: number]> {
    const started = performance.now();
    const pack = new PackProcess({
        folder,
        nodeArguments: ["--require", join(__dirname, "startPolicyPack.cjs")],
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
async function benchPolicies(folder: string): Promise<void> {
    const { stdout } = spawnSync(process.execPath, [RUN, "plan", "--stack", "prod", "--json"], {
        cwd: ROOT,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
    });
    const deployment = JSON.parse(stdout) as Deployment;
    const packs = [smallestPack(folder), join(ROOT, "policy")];
    const results = packs.map((): [number, number][] => []);
    for (let run = 0; run <= RUNS; run++) {
        for (const [i, pack] of packs.entries()) {
            const result = await measurePack(pack, deployment);
            if (run > 0) {
                results[i]?.push(result);
            }
        }
    }
    const [smallest = NaN, start = NaN] = results.map((runs) => median(runs.map(([seconds]) => seconds)));
    const [, verdict = NaN] = results.map((runs) => median(runs.map(([, seconds]) => seconds)));
    const row = (name: string, seconds: number, note = ""): void =>
        void process.stdout.write(`${name.padEnd(46)} ${seconds.toFixed(2)} s${note}\n`);
    process.stdout.write("\n");
    row("a policy pack of one rule, to its first answer", smallest);
    row("this policy pack, to its first answer", start, `  ${(start / smallest).toFixed(2)} × one rule`);
    row("this policy pack, from then on to prod judged", verdict);
}

async function bench(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
        const plan = (stack: string): string[] => [RUN, "plan", "--stack", stack];
        const subjects: Subject[] = [
            {
                name: "empty Pulumi program, same packages (floor)",
                args: [join(__dirname, "benchFloor.cjs")],
            },
            { name: "plan of prod, not judged by the policies", args: [...plan("prod"), "--json"] },
            { name: "plan of prod", args: plan("prod") },
            { name: "plan of prod, 20 node groups, 4 zones", args: plan(largeStack(folder)) },
        ];
        const results = subjects.map((): Measurement[] => []);
        // In turn, so that a machine that slows down does so for all of them.
        for (let run = 0; run <= RUNS; run++) {
            for (const [i, subject] of subjects.entries()) {
                const result = measure(subject);
                if (run > 0) {
                    results[i]?.push(result);
                }
            }
        }
        const medians = results.map((runs) => ({
            seconds: median(runs.map(({ seconds }) => seconds)),
            peakMiB: median(runs.map(({ peakMiB }) => peakMiB)),
        }));
        process.stdout.write(`Medians of ${RUNS} runs, Node ${process.version}\n\n`);
        const floor = medians[0]?.seconds ?? NaN;
        for (const [i, { name }] of subjects.entries()) {
            const { seconds, peakMiB } = medians[i] ?? { seconds: NaN, peakMiB: NaN };
            process.stdout.write(
                `${name.padEnd(46)} ${seconds.toFixed(2)} s  ${peakMiB.toFixed(0).padStart(4)} MiB  ${(seconds / floor).toFixed(2)} × floor\n`,
            );
        }
        const [, unjudged, prod, large] = medians;
        process.stdout.write(
            `\n20 node groups and 4 zones: ${((large?.seconds ?? NaN) / (prod?.seconds ?? NaN)).toFixed(2)} × prod\n` +
                `policies: ${((prod?.seconds ?? NaN) - (unjudged?.seconds ?? NaN)).toFixed(2)} s more than a plan that is not judged\n`,
        );
        await benchPolicies(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

void bench();
