import { setTimeout } from "node:timers/promises";
import { ping } from "./ping";
import { pulumiStacks, type Stacks } from "./pulumiStacks";

/** The environment of a drill, in addition to AWS. */
export interface DrillContext {
    stacks: Stacks;
    /** Checks Connect at a URL through a load balancer, and returns its response: `200` if it is healthy. */
    ping: (url: string, loadBalancer: string) => Promise<string>;
    /** In milliseconds since 1970. */
    now: () => number;
    /** Rejects if the signal aborts. */
    sleep: (milliseconds: number, interrupted?: AbortSignal) => Promise<void>;
    /** Aborts if the user ends the drill or leaves, with the name of the process signal, if there was one. */
    interrupted: AbortSignal;
}

/**
 * Creates the context of a drill in this process. From now on, SIGINT, SIGTERM and SIGHUP, and a closed terminal or pipe, end the
 * drill and not the process, which ends once everything is deleted.
 *
 * @param root folder of the project.
 */
export async function createDrillContext(root: string): Promise<DrillContext> {
    const stacks = await pulumiStacks(root);
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        // npm forwards the signal that a terminal has already sent: it arrives more than once.
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
