import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { UserError } from "../../lib/userError";

/** Location of the policy pack, and how its process is started. */
export interface PackLocation {
    /** The pack's folder, with its `PulumiPolicy.yaml`. */
    folder: string;
    /** Arguments of Node.js, before those of the engine. */
    nodeArguments: string[];
    /** Milliseconds to wait for the start of the pack and for each response. */
    timeoutMs: number;
}

/** Address of the engine, which a pack requires as an argument. This pack does not call the engine. */
const ENGINE_ADDRESS = "127.0.0.1:0";

/** The policy pack's process, started as Pulumi's engine starts it. */
export class PackProcess {
    /** Port of its gRPC server on this machine. */
    readonly port: Promise<number>;
    /** Rejected when the process has ended, unless by {@link PackProcess.end}. */
    readonly death: Promise<never>;

    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
    private readonly name: string;
    private stderr = "";
    private ending = false;

    constructor(private readonly place: PackLocation) {
        const { folder, nodeArguments } = place;
        this.name = basename(folder);
        this.child = spawn(process.execPath, [...nodeArguments, findRunner(folder), ENGINE_ADDRESS, "."], {
            cwd: folder,
            // The pack ends when its standard input is closed, which happens when this process ends.
            stdio: ["pipe", "pipe", "pipe"],
        });
        this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
            this.stderr += text;
        });
        this.death = once(this.child, "close").then(([status]) => this.reportDeath(status as number | null));
        this.port = Promise.race([this.readPort(), this.death]);
        // Both are awaited later, or never. An earlier rejection must not end the process.
        this.death.catch(() => undefined);
        this.port.catch(() => undefined);
    }

    /** A failure of the pack with its error output, as the reason why no plan was made. */
    failure(problem: string, details = this.stderr): UserError {
        const text = details.trim();
        return new UserError([
            `The policy pack in ${this.name}/ ${problem}. Nothing was planned.`,
            ...(text === "" ? [] : ["", text.replace(/^(?=.)/gm, "  ")]),
        ]);
    }

    /** Ends the process, unless it has ended by itself, and waits for its exit. */
    async end(): Promise<void> {
        this.ending = true;
        if (this.child.exitCode === null && this.child.signalCode === null) {
            this.child.kill("SIGKILL");
            await once(this.child, "exit");
        }
    }

    /** Reads the port from the first line of the pack's output. */
    private readPort(): Promise<number> {
        const { timeoutMs } = this.place;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                reject(this.failure(`did not start within ${timeoutMs / 1000} s`));
            }, timeoutMs);
            this.death.catch(() => {
                clearTimeout(timer);
            });
            let text = "";
            this.child.stdout.setEncoding("utf8").on("data", (part: string) => {
                text += part;
                const [line = "", ...more] = text.split("\n");
                if (more.length > 0) {
                    clearTimeout(timer);
                    if (/^\d+$/.test(line)) {
                        resolve(Number(line));
                    } else {
                        reject(this.failure(`printed ${JSON.stringify(line)} instead of its port`));
                    }
                }
            });
        });
    }

    private reportDeath(status: number | null): never {
        if (this.ending) {
            throw new Error("the policy pack was ended");
        }
        throw this.failure(status === null ? "was killed by a signal" : `ended with exit status ${status}`);
    }
}

/** The SDK's program that runs a pack, from the pack's own dependencies. */
function findRunner(folder: string): string {
    const name = basename(folder);
    const compiled = statSync(join(folder, "bin", "index.js"), { throwIfNoEntry: false });
    const newer = compiled === undefined ? undefined : findNewerSource(folder, compiled.mtimeMs);
    if (compiled === undefined || newer !== undefined) {
        throw new UserError([
            compiled === undefined
                ? `${name}/bin/index.js does not exist: the policy pack is not compiled. Nothing was planned.`
                : `${newer} is newer than ${name}/bin/index.js: the compiled policy pack is out of date. Nothing was planned.`,
            "",
            "  npm run build --workspace policy",
        ]);
    }
    return createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
}

/** A source that has changed since the pack was compiled. The pack also bundles its imports from other folders. */
function findNewerSource(folder: string, compiledMs: number): string | undefined {
    const project = dirname(folder);
    const changed = ([path, file]: [string, string]): boolean =>
        file.endsWith(".ts") && statSync(join(project, path, file)).mtimeMs > compiledMs;
    const [newer] = [basename(folder), "graph", "lib"]
        .flatMap((path) => listSources(join(project, path)).map((file): [string, string] => [path, file]))
        .filter(changed);
    return newer?.join("/");
}

function listSources(folder: string): string[] {
    return !existsSync(folder)
        ? []
        : readdirSync(folder, { withFileTypes: true })
              .filter(({ name }) => name !== "node_modules")
              .flatMap((entry) =>
                  entry.isDirectory()
                      ? readdirSync(join(folder, entry.name), { recursive: true, encoding: "utf8" }).map(
                            (file) => join(entry.name, file),
                        )
                      : [entry.name],
              );
}
