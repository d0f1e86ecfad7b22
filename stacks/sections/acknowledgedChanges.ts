import { z } from "zod";
import { configValue } from "../configValue";
import { listOf, table, text, uniqueBy } from "../field";
import { hintCheck, issueErrors } from "../issueErrors";
import { NAMESPACE } from "../key";
import type { ConfigError } from "../configError";
import type { TextAt } from "../textAt";

const acknowledgement = table({
    urn: text(
        /^urn:pulumi:[^:\s]+::[^:\s]+::\S+::\S+$/,
        "a resource's URN, as `npm run changes` and `pulumi stack --show-urns` print it",
    ).describe("URN of the resource."),
    reason: text(/\S/, "the reason of the change").describe(
        "Why the change is acceptable, and who accepted it.",
    ),
    expires: z.iso
        .date({ error: 'a day in quotes, such as "2027-06-30"' })
        .describe("Last day of the acknowledgement, `YYYY-MM-DD` in quotes, in UTC."),
});

export const acknowledgedChangesSchema = listOf(
    acknowledgement,
    "tables with the settings urn, reason and expires",
)
    .superRefine(uniqueBy(({ urn }) => urn, "urn"))
    .default([])
    .describe(
        "Resources with data that may be replaced or deleted. `npm run changes` fails on a replacement or deletion of any other.",
    );

/** A replacement or deletion, of a resource with data, that an operator has accepted. */
export type AcknowledgedChange = z.infer<typeof acknowledgement>;

const KEY = `${NAMESPACE}:acknowledgedChanges`;

/**
 * The acknowledged changes of a stack, or the errors in them. No other setting is checked: changes are judged even if another
 * setting is wrong.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted in the stack's file.
 * @param textAt the text that the stack's file has for a value.
 */
export function parseAcknowledgedChanges(
    config: Record<string, string>,
    secretKeys: readonly string[],
    textAt: TextAt,
): { acknowledgements: AcknowledgedChange[]; errors?: undefined } | { errors: ConfigError[] } {
    if (secretKeys.includes(KEY)) {
        return { errors: [{ key: KEY, allowed: "plain text, without a secret in it" }] };
    }
    const given = config[KEY];
    const raw = { acknowledgedChanges: given === undefined ? [] : configValue(given) };
    const schema = z.object({ acknowledgedChanges: acknowledgedChangesSchema });
    const result = schema.safeParse(raw);
    const hints = hintCheck(schema, raw, ([, ...path]) => textAt(KEY, path));
    return result.success
        ? { acknowledgements: result.data.acknowledgedChanges }
        : {
              errors: result.error.issues.flatMap((issue) => issueErrors(issue, raw, hints)),
          };
}
