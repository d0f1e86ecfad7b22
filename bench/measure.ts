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
    /** Exit statuses of a command that has done its work. */
    done: number[];
    /** Variables beside this process's own. */
    env?: Record<string, string>;
}

/**
 * Runs a command in a process of its own.
 *
 * @throws an `Error` where it exits otherwise than it should.
 */
export function measure(root: string, { name, args, done, env }: Subject): Measurement {
    const preload = join(root, "bench", "peakMemory.cjs");
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, ["--require", preload, ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (run.status === null || !done.includes(run.status)) {
        throw new Error(`${name} exited with ${run.status ?? run.signal ?? "no status"}:\n${run.stderr}`);
    }
    return { seconds, peakMiB: Number(run.output[3]) / 1024 };
}
