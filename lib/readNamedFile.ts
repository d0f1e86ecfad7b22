import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decodeText } from "./decodeText";
import { UserError } from "./userError";

/**
 * The text of a file that an option names.
 *
 * @param option as its user wrote it, for errors.
 * @param file path, as its user wrote it.
 * @param remedy what to do where there is none, for errors.
 * @throws {@link UserError} where there is none to read.
 */
export function readNamedFile(option: string, file: string, remedy = ""): string {
    try {
        // npm runs a script in the project's folder, and remembers where its user was.
        return decodeText(readFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), file)));
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const what =
            code === "ENOENT"
                ? "is not there"
                : code === "EISDIR"
                  ? "is a folder"
                  : `cannot be read (${message})`;
        throw new UserError([`${option} ${file} ${what}${remedy}.`]);
    }
}
