/** Counted runs of each command; the first, uncounted one fills the caches of the disk and of the compiler. */
export const RUNS = 7;

export function median(values: number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** A line of the report: what was measured, how long it took, and what that is beside. */
export function row(name: string, seconds: number, note = ""): void {
    process.stdout.write(`${name.padEnd(46)} ${seconds.toFixed(2)} s${note === "" ? "" : `  ${note}`}\n`);
}
