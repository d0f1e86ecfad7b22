import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Ends its program when its standard input closes: on {@link Child.stop}, or when the process that started it ends, even if
 * killed. No program outlives its test.
 */
const GUARD = `"$@" & child=$!; read -r _; kill -9 $child 2>/dev/null; wait $child`;

/** Removes a directory at the same time. Retries, because programs that are being killed may still write to it. */
const REMOVAL = `read -r _; until rm -rf "$1" 2>/dev/null; do sleep 0.2; done`;

/** Outside this process's group, which a terminal or a time limit signals as a group. */
const OWN_GROUP = { detached: true };

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
        this.guard = spawn("sh", ["-c", GUARD, "sh", ...command], {
            ...OWN_GROUP,
            stdio: ["pipe", log, log],
        });
        closeSync(log);
        this.ended = endOf(this.guard);
    }

    /** Kills the program, without a graceful shutdown. */
    async stop(): Promise<void> {
        this.guard.stdin?.end();
        await this.ended;
    }

    /** The last lines of its log. */
    lastLines(): string {
        const lines = readFileSync(this.log, "utf8").trimEnd().split("\n");
        return [`${this.name}:`, ...lines.slice(-5).map((line) => line.slice(0, 300))].join("\n    ");
    }
}

/** Removes the directory when this process ends. @returns a function that removes it earlier. */
export function removeAtEnd(directory: string): () => Promise<void> {
    const removal = spawn("sh", ["-c", REMOVAL, "sh", directory], {
        ...OWN_GROUP,
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
