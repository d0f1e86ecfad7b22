/**
 * Runs the program for the engine: a separate process that prints the address on which it listens. It starts in the root of
 * the repository, and ends when its standard input closes.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { serveProgram } from "./serveProgram";

// A bundle's path differs from the paths of its sources.
const requireFromRoot = createRequire(join(process.cwd(), "package.json"));

const { loadLazily } = requireFromRoot("./commands/loadLazily.cjs") as {
    loadLazily: (modules: Record<string, object>) => void;
};
loadLazily({});

// Pulumi's SDK captures a stack trace for every promise. With all frames, this takes most of the run time.
Error.stackTraceLimit = 1;

void serveProgram(async () => (await import("../../index")).default()).then(({ address }) => {
    process.stdout.write(`${address}\n`);
});
process.stdin.on("close", () => process.exit(0)).resume();
