import * as pulumi from "@pulumi/pulumi";
import { formatConfigError, type ConfigError } from "./configError";

/** Most errors that a message lists, so that the first ones stay on the screen. */
const MAX_LINES = 25;

/** Every error in a stack's settings at once. Pulumi prints the message without a stack trace. */
export class SettingsError extends pulumi.RunError {
    /**
     * @param file name of the stack's file, for the message.
     * @param errors all errors; the message lists the first ones.
     */
    constructor(
        file: string,
        readonly errors: readonly ConfigError[],
    ) {
        const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
        super([`${file} has ${count}. Nothing was planned.`, "", ...listErrors(errors)].join("\n"));
        this.name = "SettingsError";
    }
}

function listErrors(errors: readonly ConfigError[]): string[] {
    const lines = errors.slice(0, MAX_LINES).map((error) => `  ${formatConfigError(error)}`);
    const more = errors.length - lines.length;
    return more > 0 ? [...lines, `  … and ${more} more`] : lines;
}
