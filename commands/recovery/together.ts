import { Refusal } from "../refusal";

/**
 * Waits for all of it, and refuses with everything that was refused: who lacks three permissions learns of the three at
 * once.
 */
export async function together<T extends readonly unknown[]>(
    work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    const reasons = (await Promise.allSettled(work)).flatMap((each): unknown[] =>
        each.status === "rejected" ? [each.reason] : [],
    );
    const refusals = reasons.filter((reason) => reason instanceof Refusal);
    if (refusals.length > 0 && refusals.length === reasons.length) {
        throw new Refusal([...new Set(refusals.flatMap(({ message }) => message.split("\n")))]);
    }
    return Promise.all(work);
}
