import { z } from "zod";

/**
 * A table of settings: knows its keys and refuses any other.
 *
 * The message of an unknown key is the list of the known ones, separated by spaces: `issueMistakes` picks the nearest.
 *
 * @param needed what a table that is not there must have, where not every setting has a default.
 */
export function section<Shape extends z.core.$ZodShape>(shape: Shape, needed?: string) {
    const table = `must be a table of the settings ${Object.keys(shape).join(", ")}`;
    return z.strictObject(shape, {
        error: ({ code, input }) => {
            if (code === "unrecognized_keys") {
                return Object.keys(shape).join(" ");
            }
            return isNothing(input) ? (needed ?? table) : table;
        },
    });
}

/** Whether a value is left out, or its key has none: the engine makes an empty text of that. */
function isNothing(value: unknown): boolean {
    return value === undefined || value === null || value === "";
}

/** A whole number within bounds; `reason` says where the bounds come from. */
export function wholeNumber(bounds: { min: number; max: number; unit?: string; reason?: string }) {
    const { min, max, unit, reason } = bounds;
    const error =
        `must be a whole number${unit ? ` of ${unit}` : ""} from ${min} to ${max}` +
        (reason ? `: ${reason}` : "");
    return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few values; `reason` says why no other. */
export function oneOf<const Values extends readonly (string | number)[]>(values: Values, reason?: string) {
    const list = values.map((value) => JSON.stringify(value)).join(", ");
    return z.literal(values, { error: `must be one of ${list}` + (reason ? `: ${reason}` : "") });
}

/** A text of a form; `form` completes "must be". */
export function text(pattern: RegExp, form: string) {
    const error = `must be ${form}`;
    return z.string({ error }).regex(pattern, { error });
}

export const flag = () => z.boolean({ error: "must be true or false" });

/** A list; `form` completes "must be a list of". */
export function listOf<Item extends z.ZodType>(item: Item, form: string) {
    return z.array(item, { error: `must be a list of ${form}` });
}

/**
 * When to check a list as a whole: when its items are of their type, whatever else is wrong with them. Otherwise a
 * mistake in one of them would hide what is wrong with the list.
 */
export const whereTypesFit = {
    when: ({ value, issues }: z.core.ParsePayload): boolean =>
        Array.isArray(value) && !issues.some((issue) => issue.code === "invalid_type"),
};

/** Refuses an item whose `name` an earlier one has; `path` leads from the item to that name. */
export function noneTwice<Item>(name: (item: Item) => string, ...path: string[]) {
    return (items: Item[], context: z.core.$RefinementCtx<Item[]>): void => {
        for (const [index, item] of items.entries()) {
            if (items.findIndex((other) => name(other) === name(item)) < index) {
                context.addIssue({ code: "custom", path: [index, ...path], message: "is listed twice" });
            }
        }
    };
}
