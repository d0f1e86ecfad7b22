import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { UserError } from "../../lib/userError";

/** Where the policy pack is, and how its process is started. */
export interface PackPlace {
    /** The pack's folder, with its `PulumiPolicy.yaml`. */
    folder: string;
    /** Arguments of Node.js, before those that the engine gives. */
    nodeArguments: string[];
    /** Milliseconds after which a pack that says nothing is given up. */
    patience: number;
}

/** What a pack is told to answer to; this one asks for nothing. */
const ENGINE_ADDRESS = "127.0.0.1:0";

/** The policy pack's own process, started as Pulumi's engine does. Nothing is asked of it here. */
export class PackProcess {
    /** Port of its gRPC server on this machine. */
    readonly port: Promise<number>;
    /** Rejected when the process has ended, unless by {@link PackProcess.end}. */
    readonly death: Promise<never>;

    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
    private readonly name: string;
    private stderr = "";
    private ending = false;

    constructor(private readonly place: PackPlace) {
        const { folder, nodeArguments } = place;
        this.name = basename(folder);
        this.child = spawn(process.execPath, [...nodeArguments, runner(folder), ENGINE_ADDRESS, "."], {
            cwd: folder,
            // It reads its standard input to know when this process is gone.
            stdio: ["pipe", "pipe", "pipe"],
        });
        this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
            this.stderr += text;
        });
        this.death = once(this.child, "close").then(([status]) => this.died(status as number | null));
        this.port = Promise.race([this.readPort(), this.death]);
        // Both are asked about later, or never.
        this.death.catch(() => undefined);
        this.port.catch(() => undefined);
    }

    /** What the pack did wrong, with what it says to that, as a refusal to plan. */
    refusal(what: string, details = this.stderr): UserError {
        const text = details.trim();
        return new UserError([
            `The policy pack in ${this.name}/ ${what}. Nothing was planned.`,
            ...(text === "" ? [] : ["", text.replace(/^(?=.)/gm, "  ")]),
        ]);
    }

    /** Ends the process, if it has not ended by itself, and waits until it is gone. */
    async end(): Promise<void> {
        this.ending = true;
        if (this.child.exitCode === null && this.child.signalCode === null) {
            this.child.kill("SIGKILL");
            await once(this.child, "exit");
        }
    }

    /** The first line that it prints. */
    private readPort(): Promise<number> {
        const { patience } = this.place;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                reject(this.refusal(`has not started after ${patience / 1000} s`));
            }, patience);
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
                        reject(this.refusal(`prints ${JSON.stringify(line)} where its port is expected`));
                    }
                }
            });
        });
    }

    private died(status: number | null): never {
        if (this.ending) {
            throw new Error("the policy pack was ended");
        }
        throw this.refusal(status === null ? "was ended from outside" : `ended with exit status ${status}`);
    }
}

/** The SDK's own program that runs a pack, as the pack's folder has it. */
function runner(folder: string): string {
    const name = basename(folder);
    const compiled = statSync(join(folder, "bin", "index.js"), { throwIfNoEntry: false });
    const newer = compiled === undefined ? undefined : sourceSince(folder, compiled.mtimeMs);
    if (compiled === undefined || newer !== undefined) {
        throw new UserError([
            compiled === undefined
                ? `${name}/bin/index.js is not there: the policy pack is not compiled. Nothing was planned.`
                : `${newer} is newer than ${name}/bin/index.js: the compiled policy pack is out of date. Nothing was planned.`,
            "",
            "  npm run build --workspace policy",
        ]);
    }
    return createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
}

/** A source that has changed since the pack was compiled. The pack also bundles what it imports from other folders. */
function sourceSince(folder: string, compiledMs: number): string | undefined {
    const project = dirname(folder);
    const changed = ([path, file]: [string, string]): boolean =>
        file.endsWith(".ts") && statSync(join(project, path, file)).mtimeMs > compiledMs;
    const [newer] = [basename(folder), "graph", "lib"]
        .flatMap((path) => sourcesIn(join(project, path)).map((file): [string, string] => [path, file]))
        .filter(changed);
    return newer?.join("/");
}

function sourcesIn(folder: string): string[] {
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
