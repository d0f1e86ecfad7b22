import { groupBy } from "../../lib/groupBy";
import { UserError } from "../../lib/userError";
import { AwsError, faultText, firstOf } from "./callAws";

/** Several errors: a line for each fault, whatever its subjects. */
class SettledErrors extends UserError {
    constructor(readonly errors: readonly UserError[]) {
        const byFault = groupBy(errors, (error) =>
            error instanceof AwsError ? faultText(error.fault, "") : error.message,
        );
        super(
            [...byFault].map(([message, group]) => {
                const failed = group.filter((error) => error instanceof AwsError);
                return failed[0] === undefined
                    ? message
                    : faultText(failed[0].fault, firstOf(failed.map(({ subject }) => subject)));
            }),
        );
    }
}

/** Waits for all promises, and rejects with every error: three missing permissions are reported at once. */
export async function settleAll<T extends readonly unknown[]>(
    promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    const reasons = (await Promise.allSettled(promises)).flatMap((each): unknown[] =>
        each.status === "rejected" ? [each.reason] : [],
    );
    const errors = reasons.filter((reason) => reason instanceof UserError);
    if (errors.length > 0 && errors.length === reasons.length) {
        throw new SettledErrors(
            errors.flatMap((error) => (error instanceof SettledErrors ? error.errors : [error])),
        );
    }
    return Promise.all(promises);
}
