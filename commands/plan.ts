import { planCommand } from "./planCommand";

// Pulumi's SDK takes a stack trace for every promise, a fifth of the time, and nothing here prints one.
Error.stackTraceLimit = 0;

/** A person sees that something happens; a pipe gets nothing. */
async function spin(text: string): Promise<() => void> {
    if (!process.stderr.isTTY) {
        return () => undefined;
    }
    const { default: spinner } = await import("yocto-spinner");
    const spinning = spinner({ text, stream: process.stderr }).start();
    return () => void spinning.stop();
}

void planCommand(process.argv.slice(2), {
    program: () => import("../index"),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    wait: spin,
}).then((status) => {
    process.exitCode = status;
});
