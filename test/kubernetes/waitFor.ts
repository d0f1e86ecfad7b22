import { setTimeout as pause } from "node:timers/promises";

/** Waits for a condition, which is not met if it cannot be asked. @throws an `Error` with its name after `limitSeconds`. */
export async function waitFor(
    condition: string,
    limitSeconds: number,
    holds: () => Promise<boolean>,
): Promise<void> {
    const limit = Date.now() + limitSeconds * 1000;
    while (!(await holds().catch(() => false))) {
        if (Date.now() > limit) {
            throw new Error(`not after ${limitSeconds} s: ${condition}`);
        }
        await pause(500);
    }
}
