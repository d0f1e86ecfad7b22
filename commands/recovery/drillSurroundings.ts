import { setTimeout } from "node:timers/promises";
import type { DrillSurroundings } from "./performDrill";
import { ping } from "./ping";
import { pulumiStacks } from "./pulumiStacks";

/**
 * What a drill reaches where a person starts it. From now on, SIGINT and SIGTERM end the drill and not the process,
 * which ends once all is taken away.
 *
 * @param root folder of the project.
 */
export async function drillSurroundings(root: string): Promise<DrillSurroundings> {
    const stacks = await pulumiStacks(root);
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        // npm passes on the one that a terminal has sent already: there is more than one.
        process.on(signal, () => {
            controller.abort(signal);
        });
    }
    return {
        stacks,
        ping,
        now: Date.now,
        sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
        interrupted: controller.signal,
    };
}
