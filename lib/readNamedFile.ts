import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decodeText } from "./decodeText";
import { UserError } from "./userError";

/** Whether a path means standard input, as in other commands. */
export function isStandardInput(file: string): boolean {
    return file === "-";
}

/**
 * Reads the text of a file that a command-line option names.
 *
 * @param option as the user typed it, for errors.
 * @param file path, as the user typed it.
 * @param remedy text that ends the error, such as an instruction.
 * @throws {@link UserError} if the file cannot be read.
 */
export function readNamedFile(option: string, file: string, remedy = ""): string {
    try {
        // npm runs scripts in the project's folder, and sets INIT_CWD to the user's folder.
        const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
        return decodeText(readFileSync(isStandardInput(file) ? process.stdin.fd : path));
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const problem =
            code === "ENOENT"
                ? "does not exist"
                : code === "EISDIR"
                  ? "is a folder"
                  : `cannot be read (${message})`;
        throw new UserError([`${option} ${file} ${problem}${remedy}.`]);
    }
}
