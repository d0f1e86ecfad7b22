import { setTimeout } from "node:timers/promises";
import type { DrillSurroundings } from "./performDrill";
import { ping } from "./ping";
import { pulumiStacks } from "./pulumiStacks";

/**
 * What a drill reaches where a person starts it. From now on, SIGINT, SIGTERM and SIGHUP, and a terminal or pipe that
 * takes no output any more, end the drill and not the process, which ends once all is taken away.
 *
 * @param root folder of the project.
 */
export async function drillSurroundings(root: string): Promise<DrillSurroundings> {
    const stacks = await pulumiStacks(root);
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        // npm passes on the one that a terminal has sent already: there is more than one.
        process.on(signal, () => {
            controller.abort(signal);
        });
    }
    for (const stream of [process.stdout, process.stderr]) {
        stream.on("error", () => {
            controller.abort("closed output");
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
