/** Measured runs of each command. A first run, which is not counted, fills the caches of the disk and the compiler. */
export const RUNS = 7;

export function median(values: number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Prints a row of the report: the measured command, its duration and a comparison. */
export function printRow(name: string, seconds: number, note = ""): void {
    process.stdout.write(`${name.padEnd(46)} ${seconds.toFixed(2)} s${note === "" ? "" : `  ${note}`}\n`);
}
