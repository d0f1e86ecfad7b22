import { CommanderError } from "commander";
import { maskCredentials } from "../lib/credentials";
import { EXIT } from "./exitStatus";

/** The outputs of a command. */
export interface Streams {
    /** Writes to standard output. */
    out: (text: string) => void;
    /** Writes to standard error. */
    err: (text: string) => void;
}

/**
 * Reports a failure of a command: as text on standard error, and for a program also as `{"error": text}` on standard
 * output. The parser has already printed its own errors.
 *
 * @param args arguments of the command.
 * @param error text of the failure, or an error of the parser.
 * @returns the exit status.
 */
export function reportFailure(
    args: readonly string[],
    error: string | CommanderError,
    { out, err }: Streams,
) {
    const text = maskCredentials(typeof error === "string" ? error : usageError(error));
    if (typeof error === "string") {
        err(`${text}\n`);
    } else if (error.exitCode === 0) {
        return EXIT.done;
    }
    if (printsJson(args)) {
        out(`${JSON.stringify({ error: text }, null, 4)}\n`);
    }
    return typeof error === "string" ? EXIT.failed : EXIT.wrongUsage;
}

/** Whether arguments, which may be wrong, request an answer for a program. */
function printsJson(args: readonly string[]): boolean {
    return /(^| )(--json|--format[ =]json)( |$)/.test(args.join(" "));
}

function usageError({ code, message }: CommanderError): string {
    return code === "commander.help"
        ? "requires one of its commands; --help lists them"
        : message.replace(/^error: /, "");
}
