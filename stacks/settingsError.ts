import * as pulumi from "@pulumi/pulumi";
import type { Mistake } from "./mistake";

/** A stack's settings are wrong: every mistake at once. Pulumi prints its message and no stack trace. */
export class SettingsError extends pulumi.RunError {
    /** @param file name of the stack's file, for the message. */
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
    const keyWidth = Math.max(...mistakes.map(({ key }) => key.length));
    const valueWidth = Math.max(...mistakes.map(({ value = "" }) => value.length));
    return mistakes
        .map(({ key, value, problem }) =>
            [
                `  ${key.padEnd(keyWidth)}`,
                ...(value === undefined ? [] : [value.padEnd(valueWidth)]),
                problem,
            ].join("   "),
        )
        .join("\n");
}
