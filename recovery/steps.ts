import { formatSeconds } from "./format";

/** Prints a line under a step while it runs. */
export type Report = (line: string) => void;

/** A step of a procedure, for a person. */
export interface PrintedStep {
    title: string;
    /** Expected time, in words. */
    takes?: string;
    commands: string[];
}

/** A step of a procedure: its title is printed, in the plan and as it runs. */
export interface Step<Progress> {
    title: string;
    takes?: string;
    run: (progress: Progress, report: Report) => Promise<void>;
}

/** @param first number of the first step. */
export function printSteps(steps: PrintedStep[], first = 1): string[] {
    return steps.flatMap(({ title, takes, commands }, i) => [
        `  ${first + i}. ${title}${takes === undefined ? "" : `: ${takes}`}`,
        ...commands.map((command) => `       ${command}`),
    ]);
}

/** Numbers steps, and prints each title as the step begins and its time as it ends. */
export function createStepRunner(
    now: () => number,
    out: (text: string) => void,
): <Progress>(step: Step<Progress>, progress: Progress) => Promise<void> {
    let number = 0;
    const report: Report = (line) => {
        out(`     ${line}\n`);
    };
    return async ({ title, run }, progress) => {
        out(`  ${++number}. ${title}\n`);
        const began = now();
        let prefix = "failed after ";
        try {
            await run(progress, report);
            prefix = "";
        } finally {
            report(`${prefix}${formatSeconds(now() - began)}`);
        }
    };
}

/** The lines of an error. */
export function linesOf(error: unknown): string[] {
    return (error instanceof Error ? error.message : String(error)).split("\n");
}
