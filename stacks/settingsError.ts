import * as pulumi from "@pulumi/pulumi";
import type { Mistake } from "./mistake";

/** Rows that are shown: more scroll away what was to be read first. */
const MAX_ROWS = 25;

/** A stack's settings are wrong: every mistake at once. Pulumi prints its message and no stack trace. */
export class SettingsError extends pulumi.RunError {
    /**
     * @param file name of the stack's file, for the message.
     * @param mistakes all of them; the message shows the first ones.
     */
    constructor(
        file: string,
        readonly mistakes: readonly Mistake[],
    ) {
        super(`${file} has ${count(mistakes.length)}; nothing was planned.\n\n${table(mistakes)}`);
        this.name = "SettingsError";
    }
}

function count(mistakes: number): string {
    return mistakes === 1 ? "1 mistake" : `${mistakes} mistakes`;
}

function table(mistakes: readonly Mistake[]): string {
    const shown = mistakes.slice(0, MAX_ROWS);
    const keyWidth = Math.max(...shown.map(({ key }) => key.length));
    const valueWidth = Math.max(...shown.map(({ value = "" }) => value.length));
    const rows = shown.map(({ key, value, problem }) =>
        [
            `  ${key.padEnd(keyWidth)}`,
            ...(value === undefined ? [] : [value.padEnd(valueWidth)]),
            problem,
        ].join("   "),
    );
    const more = mistakes.length - shown.length;
    return [...rows, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}
