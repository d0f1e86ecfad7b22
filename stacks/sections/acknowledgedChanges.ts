import { z } from "zod";
import { configValue } from "../configValue";
import { listOf, noneTwice, section, text } from "../field";
import { issueMistakes } from "../issueMistakes";
import { NAMESPACE } from "../key";
import type { Mistake } from "../mistake";

const day = 'must be a day, such as "2027-06-30"';

const acknowledgement = section({
    urn: text(
        /^urn:pulumi:[^:\s]+::[^:\s]+::\S+::\S+$/,
        "a resource's URN, as `npm run changes` and `pulumi stack --show-urns` print it",
    ).describe("URN of the resource."),
    reason: z
        .string({ error: "must say why" })
        .regex(/\S/, { error: "must say why" })
        .describe("Why it may be, and who says so."),
    expires: z.iso
        .date({ error: `${day}, in quotes` })
        .describe("Last day on which this holds, `YYYY-MM-DD` in quotes, in UTC."),
});

export const acknowledgementsSchema = listOf(
    acknowledgement,
    "tables with the settings urn, reason and expires",
).superRefine(noneTwice(({ urn }) => urn, "urn"));

/** Someone's word that a resource which holds data may be replaced or deleted. */
export type AcknowledgedChange = z.infer<typeof acknowledgement>;

const KEY = `${NAMESPACE}:acknowledgedChanges`;

/**
 * The acknowledged changes of a stack, or what is wrong with them. Nothing else of its settings is looked at: a change is
 * judged even where another setting is wrong.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted in the stack's file.
 */
export function acknowledgementsIn(
    config: Record<string, string>,
    secretKeys: readonly string[],
): { acknowledgements: AcknowledgedChange[]; mistakes?: undefined } | { mistakes: Mistake[] } {
    if (secretKeys.includes(KEY)) {
        return { mistakes: [{ key: KEY, problem: "must not be a secret nor hold one" }] };
    }
    const given = config[KEY];
    const raw = { acknowledgedChanges: given === undefined ? [] : configValue(given) };
    const result = z.object({ acknowledgedChanges: acknowledgementsSchema }).safeParse(raw);
    return result.success
        ? { acknowledgements: result.data.acknowledgedChanges }
        : { mistakes: result.error.issues.flatMap((issue) => issueMistakes(issue, raw)) };
}
