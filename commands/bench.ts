import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";

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
    if (run.status !== 0) {
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

const folder = mkdtempSync(join(tmpdir(), "bench-"));
try {
    const plan = (stack: string): string[] => [RUN, "plan", "--stack", stack];
    const subjects: Subject[] = [
        { name: "empty Pulumi program, same packages (floor)", args: [join(__dirname, "benchFloor.cjs")] },
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
    const [, prod, large] = medians;
    process.stdout.write(
        `\n20 node groups and 4 zones: ${((large?.seconds ?? NaN) / (prod?.seconds ?? NaN)).toFixed(2)} × prod\n`,
    );
} finally {
    rmSync(folder, { recursive: true });
}
