import type { ReplacementRule } from "../graph/changesBetween";
import { outcomeOf } from "../simulation/replacement";

/** What the simulated providers make of a change; `undefined` for a type that they do not know. */
export const replacesAsSimulated: ReplacementRule = (type, change) => {
    try {
        return outcomeOf(type, change);
    } catch {
        // The simulation reports an unknown type with an error.
        return undefined;
    }
};
