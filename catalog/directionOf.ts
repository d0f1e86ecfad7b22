import { getPath } from "../lib/getPath";
import type { InputChange } from "./resourceType";

/** Whether a number, or a version of numbers with dots, goes up or down; `undefined` if it is unknown or stays. */
export function directionOf({ before, after }: InputChange, path: string): "up" | "down" | undefined {
    const [old, young] = [before, after].map((inputs) => versionNumbers(getPath(inputs, path.split("."))));
    if (old === undefined || young === undefined) {
        return undefined;
    }
    for (const [i, number] of old.entries()) {
        // "15" stands for any minor version of 15.
        const next = young[i] ?? number;
        if (number !== next) {
            return number < next ? "up" : "down";
        }
    }
    return undefined;
}

/** The numbers of a version: 1 and 35 of "1.35"; `undefined` for any other value. */
export function versionNumbers(version: unknown): number[] | undefined {
    return /^\d+(\.\d+)*$/.test(String(version)) ? String(version).split(".").map(Number) : undefined;
}
