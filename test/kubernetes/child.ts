import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Ends its program when its own input ends, which is when it is told to or when the process that started it is gone,
 * killed or not: nothing that a test started outlives it.
 */
const GUARD = `"$@" & child=$!; read -r _; kill -9 $child 2>/dev/null; wait $child`;

/** Removes a directory at the same moment; what is still being killed may write to it, so not at the first try. */
const REMOVAL = `read -r _; until rm -rf "$1" 2>/dev/null; do sleep 0.2; done`;

/** Away from this process' group, which a terminal or a time limit signals as a whole. */
const APART = { detached: true };

/** A program that runs until it is stopped. */
export class Child {
    private readonly log: string;
    private readonly guard: ChildProcess;
    private readonly ended: Promise<void>;

    constructor(
        readonly name: string,
        directory: string,
        command: string[],
    ) {
        this.log = join(directory, `${name}.log`);
        const log = openSync(this.log, "a");
        this.guard = spawn("sh", ["-c", GUARD, "sh", ...command], { ...APART, stdio: ["pipe", log, log] });
        closeSync(log);
        this.ended = endOf(this.guard);
    }

    /** Kills it: what it looked after gets no word of it. */
    async stop(): Promise<void> {
        this.guard.stdin?.end();
        await this.ended;
    }

    /** What it said last. */
    lastLines(): string {
        const lines = readFileSync(this.log, "utf8").trimEnd().split("\n");
        return [`${this.name}:`, ...lines.slice(-5).map((line) => line.slice(0, 300))].join("\n    ");
    }
}

/** Removes the directory when this process is gone. @returns how to remove it earlier. */
export function removeAtEnd(directory: string): () => Promise<void> {
    const removal = spawn("sh", ["-c", REMOVAL, "sh", directory], {
        ...APART,
        stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = endOf(removal);
    return async () => {
        removal.stdin.end();
        await ended;
    };
}

function endOf(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
        child.once("exit", () => {
            resolve();
        });
        child.once("error", reject);
    });
}
