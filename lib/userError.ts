/** A command cannot do what it was asked, for a reason that its user can mend: shown as it is, with no stack trace. */
export class UserError extends Error {
    constructor(lines: string[]) {
        super(lines.join("\n"));
        this.name = "UserError";
    }
}
