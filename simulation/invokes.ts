import type { Place } from "./answer";

type Invoke = (args: Record<string, unknown>, place: Place) => Record<string, unknown>;

/** What the cloud answers to a question: none is asked by the program itself. */
export const invokes: Record<string, Invoke> = {};
