import { dirname, join } from "node:path";
import { planCommand } from "./planCommand";

// Pulumi's SDK takes a stack trace for every promise, a fifth of the time, and nothing here prints one.
Error.stackTraceLimit = 0;

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
});

/** A line that a person sees while the program runs, and that nothing is left of; a pipe gets none. */
function progress(text: string): () => void {
    if (!process.stderr.isTTY) {
        return () => undefined;
    }
    process.stderr.write(text);
    return () => void process.stderr.write("\r\u001b[K");
}

void planCommand(process.argv.slice(2), {
    program: async () => (await import("../index")).default(),
    policyPack: {
        folder: join(dirname(__dirname), "policy"),
        nodeArguments: ["--require", join(__dirname, "startPolicyPack.cjs")],
        patience: 60_000,
    },
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    progress,
    colour: process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
}).then((status) => {
    process.exitCode = status;
});
