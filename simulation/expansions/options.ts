import { z } from "zod";
import type { Arguments } from "../expansion";

/** A value of any kind that may be unknown, secret or a reference, but has to be there. */
export const given = z.unknown().refine((value) => value !== undefined, "has to be given");

/** Plain text by name. */
export const tags = z.record(z.string(), z.string()).default({});

/**
 * Reads the options that an expansion knows.
 *
 * @param known what is known: a strict schema, so that an option whose effect is not known is rejected.
 * @throws an `Error` naming each option that is not known, or not known with its value.
 */
export function readOptions<T>(component: string, args: Arguments, known: z.ZodType<T>): T {
    const result = known.safeParse(
        Object.fromEntries(args.names.map((option) => [option, args.value(option)])),
    );
    if (result.success) {
        return result.data;
    }
    const reasons = result.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => [...issue.path, key].join("."))
            : [`${issue.path.join(".")} (${issue.message})`],
    );
    throw new Error(`the simulation does not know ${component} with ${reasons.join(", ")}`);
}
