import { program } from "../program";
import type { Outcome } from "./plan";

/** What commands about a stack's amounts use, without color and on a fixed day. */
interface Context {
    program: typeof program;
    out: (text: string) => void;
    err: (text: string) => void;
    color: boolean;
    today: string;
}

/** Runs a command in this process, and returns its exit status and its output. */
export async function captureOutcome(
    command: (args: string[], context: Context) => Promise<number>,
    args: string[],
): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await command(args, {
        program,
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        color: false,
        today: "2026-11-28",
    });
    return outcome;
}
