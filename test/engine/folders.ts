import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "posit-connect-engine";

const folders = new Set<string>();

/** A temporary folder of this process, which goes with it however that ends. */
export function makeFolder(): string {
    if (folders.size === 0) {
        watchTheEnd();
        removeOrphans();
    }
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}-${process.pid}-`));
    folders.add(folder);
    return folder;
}

/** Takes a folder away, with every engine process that it names. */
export function removeFolder(folder: string): void {
    endProcesses(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(folder);
}

/** Ends the engine processes that have written their id into the folder's file `processes`. */
export function endProcesses(folder: string): void {
    const path = join(folder, "processes");
    const ids = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean).map(Number) : [];
    // An id may be another's by now: only what runs in the folder is ours.
    for (const id of ids.filter((each) => environment(each).includes(folder))) {
        try {
            process.kill(id, "SIGKILL");
        } catch {
            // It has ended by itself.
        }
    }
}

let watching = false;

function watchTheEnd(): void {
    if (watching) {
        return;
    }
    watching = true;
    const removeAll = (): void => {
        [...folders].forEach(removeFolder);
    };
    process.on("exit", removeAll);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => {
            removeAll();
            process.exit(1);
        });
    }
}

/** What a process left that was killed, and could not clean up after itself. */
function removeOrphans(): void {
    for (const name of readdirSync(tmpdir())) {
        const owner = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
        if (owner !== undefined && !isRunning(Number(owner))) {
            removeFolder(join(tmpdir(), name));
        }
    }
}

function isRunning(id: number): boolean {
    try {
        return process.kill(id, 0);
    } catch {
        return false;
    }
}

function environment(id: number): string {
    try {
        return readFileSync(`/proc/${id}/environ`, "utf8");
    } catch {
        return "";
    }
}
