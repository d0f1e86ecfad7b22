import { groupBy } from "../lib/groupBy";
import { UserError } from "../lib/userError";
import { Failure } from "./ask";
import { firstOf } from "./firstOf";

/** Several refusals: a line for each reason, whatever it was that was asked about. */
class Refusals extends UserError {
    constructor(readonly refusals: readonly UserError[]) {
        const alike = groupBy(refusals, (refusal) =>
            refusal instanceof Failure ? refusal.line("") : refusal.message,
        );
        super(
            [...alike].map(([message, group]) => {
                const failures = group.filter((refusal) => refusal instanceof Failure);
                return failures[0]?.line(firstOf(failures.map(({ of }) => of))) ?? message;
            }),
        );
    }
}

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
    const refusals = reasons.filter((reason) => reason instanceof UserError);
    if (refusals.length > 0 && refusals.length === reasons.length) {
        throw new Refusals(
            refusals.flatMap((refusal) => (refusal instanceof Refusals ? refusal.refusals : [refusal])),
        );
    }
    return Promise.all(work);
}
