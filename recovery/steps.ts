/** Begins a step, runs it, and tells its time; the work can add a line to that. */
export type Step = <T>(what: string, work: (tell: (line: string) => void) => Promise<T>) => Promise<T>;

/** Numbers steps, and tells each as it begins and its time as it ends. */
export function stepper(now: () => number, out: (text: string) => void): Step {
    let number = 0;
    const tell = (line: string): void => {
        out(`     ${line}\n`);
    };
    return async (what, work) => {
        out(`  ${++number}. ${what}\n`);
        const began = now();
        let how = "failed after ";
        try {
            const result = await work(tell);
            how = "";
            return result;
        } finally {
            tell(`${how}${exactly(now() - began)}`);
        }
    };
}

/** A time in milliseconds, in words: to the second. */
export function exactly(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    const minutes = Math.floor(seconds / 60);
    const parts = [
        [Math.floor(minutes / 60), "h"],
        [minutes % 60, "min"],
        [seconds % 60, "s"],
    ] as const;
    return (
        parts
            .filter(([number]) => number > 0)
            .map(([number, unit]) => `${number} ${unit}`)
            .join(" ") || "0 s"
    );
}

/** The lines of what was thrown. */
export function linesOf(error: unknown): string[] {
    return (error instanceof Error ? error.message : String(error)).split("\n");
}
