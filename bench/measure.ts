import { spawnSync } from "node:child_process";
import { join } from "node:path";

export interface Measurement {
    seconds: number;
    peakMiB: number;
}

/** A command to measure. */
export interface Subject {
    name: string;
    args: string[];
    /** Exit statuses of a successful run. */
    successStatuses: number[];
    /** Environment variables in addition to those of this process. */
    env?: Record<string, string>;
}

/**
 * Runs a command in a separate process.
 *
 * @throws an `Error` if its exit status is not one of `successStatuses`.
 */
export function measure(root: string, { name, args, successStatuses, env }: Subject): Measurement {
    const preload = join(root, "bench", "peakMemory.cjs");
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, ["--require", preload, ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (run.status === null || !successStatuses.includes(run.status)) {
        throw new Error(`${name} exited with ${run.status ?? run.signal ?? "no status"}:\n${run.stderr}`);
    }
    return { seconds, peakMiB: Number(run.output[3]) / 1024 };
}
