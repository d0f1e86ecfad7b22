import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "posit-connect-engine";

const folders = new Set<string>();

/** Creates a temporary folder, which is deleted when this process ends in any way. */
export function makeFolder(): string {
    if (folders.size === 0) {
        removeAtExit();
        removeOrphans();
    }
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}-${process.pid}-`));
    folders.add(folder);
    return folder;
}

/** Deletes a folder, and ends every engine process that it lists. */
export function removeFolder(folder: string): void {
    endProcesses(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(folder);
}

/** Ends the engine processes that are listed in the folder's file `processes`. */
export function endProcesses(folder: string): void {
    const path = join(folder, "processes");
    const ids = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean).map(Number) : [];
    // Another program may have reused an id. The engine's processes have the folder in their environment.
    for (const id of ids.filter((each) => readEnvironment(each).includes(folder))) {
        try {
            process.kill(id, "SIGKILL");
        } catch {
            // The process has already ended.
        }
    }
}

let watching = false;

function removeAtExit(): void {
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

/** Deletes the folders of processes that were killed and could not clean up. */
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

function readEnvironment(id: number): string {
    try {
        return readFileSync(`/proc/${id}/environ`, "utf8");
    } catch {
        return "";
    }
}
