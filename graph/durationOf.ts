import { resourceTypes } from "../catalog";
import type { Resource } from "./graph";

/** An operation on a resource. */
export type Operation = "create" | "update" | "delete";

/** Seconds for a type that the catalog does not know: an AWS call and its check take some seconds. */
const DEFAULT_SECONDS = 5;

/** How long an operation typically takes, and the source. */
export interface Duration {
    seconds: number;
    /** Absent if the catalog does not know the type. */
    source?: string;
}

/** How long an operation on a resource typically takes. A component itself takes no time. */
export function durationOf(
    { type, custom, inputs }: Pick<Resource, "type" | "custom" | "inputs">,
    operation: Operation,
): Duration {
    if (!custom) {
        return { seconds: 0, source: "a component" };
    }
    const typical = resourceTypes[type]?.seconds;
    if (typical === undefined) {
        return { seconds: DEFAULT_SECONDS };
    }
    const { [operation]: seconds, source } =
        typical.variants?.find(({ where }) =>
            Object.entries(where).every(([input, value]) => inputs[input] === value),
        ) ?? typical;
    return { seconds, source };
}
