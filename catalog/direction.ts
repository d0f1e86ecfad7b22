import type { ValueChange } from "./resourceType";

type Values = Pick<ValueChange, "from" | "to">;

/** Whether a number or a version goes up. Neither {@link rises} nor {@link falls} is true of an unknown value. */
export function rises({ from, to }: Values): boolean {
    return difference(from, to) > 0;
}

/** Whether a number or a version goes down. */
export function falls({ from, to }: Values): boolean {
    return difference(from, to) < 0;
}

export function appears({ from, to }: Values): boolean {
    return from === undefined && to !== undefined;
}

export function disappears({ from, to }: Values): boolean {
    return from !== undefined && to === undefined;
}

export function turnsOn({ to }: Values): boolean {
    return to === true;
}

/** Whether a switch that is off by default is turned off. */
export function turnsOff({ from, to }: Values): boolean {
    return from === true && to !== true;
}

/**
 * The numbers of a version: 1 and 35 of "1.35", 1, 22, 4 and 3 of "v1.22.4-eksbuild.3"; `undefined` for any other value.
 */
export function versionNumbers(version: unknown): number[] | undefined {
    return /^v?\d+(\.\d+)*(-([a-z]+\.)?\d+)?$/.test(String(version))
        ? (String(version).match(/\d+/g) ?? []).map(Number)
        : undefined;
}

function difference(from: unknown, to: unknown): number {
    const [old, young] = [versionNumbers(from), versionNumbers(to)];
    if (old === undefined || young === undefined) {
        return 0;
    }
    // "15" stands for any minor version of 15.
    return old.map((number, i) => (young[i] ?? number) - number).find((each) => each !== 0) ?? 0;
}
