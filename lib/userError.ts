/** A failure that the user can fix. The message is printed without a stack trace. */
export class UserError extends Error {
    constructor(lines: string[]) {
        super(lines.join("\n"));
        this.name = "UserError";
    }
}
