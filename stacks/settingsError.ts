import * as pulumi from "@pulumi/pulumi";
import { formatMistake, type Mistake } from "./mistake";

/** Most errors that a message lists, so that the first ones stay on the screen. */
const MAX_LINES = 25;

/** Every error in a stack's settings at once. Pulumi prints the message without a stack trace. */
export class SettingsError extends pulumi.RunError {
    /**
     * @param file name of the stack's file, for the message.
     * @param mistakes all errors; the message lists the first ones.
     */
    constructor(
        file: string,
        readonly mistakes: readonly Mistake[],
    ) {
        const count = mistakes.length === 1 ? "1 error" : `${mistakes.length} errors`;
        super([`${file} has ${count}. Nothing was planned.`, "", ...listMistakes(mistakes)].join("\n"));
        this.name = "SettingsError";
    }
}

function listMistakes(mistakes: readonly Mistake[]): string[] {
    const lines = mistakes.slice(0, MAX_LINES).map((mistake) => `  ${formatMistake(mistake)}`);
    const more = mistakes.length - lines.length;
    return more > 0 ? [...lines, `  … and ${more} more`] : lines;
}
