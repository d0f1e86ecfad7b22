import { z } from "zod";

/** The known keys of a table, by the list of unknown ones in its issue. */
export const unknownKeys = new WeakMap<readonly string[], readonly string[]>();

/**
 * A table of settings, which rejects an unknown key.
 *
 * As of every field, the message of an issue completes "must be".
 *
 * @param needed what the table must be if it is empty, unless every setting in it has a default.
 */
export function table<Shape extends z.core.$ZodShape>(shape: Shape, needed?: string) {
    const names = Object.keys(shape);
    const form = `a table of the settings ${names.join(", ")}`;
    return z.strictObject(shape, {
        error: (issue) => {
            if (issue.code === "unrecognized_keys") {
                unknownKeys.set(issue.keys, names);
            }
            return isEmpty(issue.input) ? (needed ?? form) : form;
        },
    });
}

/** Whether a value is missing, or its key has none: the engine makes an empty text of that. */
function isEmpty(value: unknown): boolean {
    return value === undefined || value === null || value === "";
}

/** A whole number within bounds; `reason` is where the bounds come from. */
export function wholeNumber(bounds: { min: number; max: number; unit?: string; reason?: string }) {
    const { min, max, unit, reason } = bounds;
    const error = `a whole number${unit ? ` of ${unit}` : ""} from ${min} to ${max}${because(reason)}`;
    return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few values; `reason` is why no other is allowed. */
export function oneOf<const Values extends readonly (string | number)[]>(values: Values, reason?: string) {
    const list = values.map((value) => JSON.stringify(value)).join(", ");
    return z.literal(values, { error: `one of ${list}${because(reason)}` });
}

export function because(reason: string | undefined): string {
    return reason === undefined ? "" : ` (${reason})`;
}

/** A text of a form, which completes "must be". */
export function text(pattern: RegExp, form: string) {
    return z.string({ error: form }).regex(pattern, { error: form });
}

export const flag = () => z.boolean({ error: "true or false" });

/** A list; `form` completes "must be a list of". */
export function listOf<Item extends z.ZodType>(item: Item, form: string) {
    return z.array(item, { error: `a list of ${form}` });
}

/**
 * When to check a list as a unit: if its items have the required type, even if they have other errors. Otherwise
 * an error in one of them would hide one of the list.
 */
export const ifWellTyped = {
    when: ({ value, issues }: z.core.ParsePayload): boolean =>
        Array.isArray(value) && !issues.some((issue) => issue.code === "invalid_type"),
};

/** Rejects an item whose `name` an earlier one has; `path` leads from the item to that name. */
export function uniqueBy<Item>(name: (item: Item) => string, ...path: string[]) {
    return (items: Item[], context: z.core.$RefinementCtx<Item[]>): void => {
        for (const [index, item] of items.entries()) {
            if (items.findIndex((other) => name(other) === name(item)) < index) {
                context.addIssue({ code: "custom", path: [index, ...path], message: "listed once" });
            }
        }
    };
}
