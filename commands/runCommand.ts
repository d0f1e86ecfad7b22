import { type Command, CommanderError } from "commander";
import { rejectUnknownFirst } from "./rejectUnknownFirst";
import { reportFailure, type Streams } from "./reportFailure";

/**
 * Parses the arguments of a command, runs it, and reports a failure.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @param run does the work with the parsed command, and returns the exit status.
 * @param describe text of an error of `run`; if it is `undefined`, the error is thrown, as it is a bug.
 * @returns the exit status.
 */
export async function runCommand(
    command: Command,
    args: string[],
    streams: Streams,
    run: (command: Command) => number | Promise<number>,
    describe: (error: unknown) => string | undefined = messageOf,
): Promise<number> {
    rejectUnknownFirst(command).configureOutput({ writeOut: streams.out, writeErr: streams.err });
    try {
        return await run(command.parse(args, { from: "user" }));
    } catch (error) {
        const failure = error instanceof CommanderError ? error : describe(error);
        if (failure === undefined) {
            throw error;
        }
        return reportFailure(args, failure, streams);
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
