import { isWithin } from "../graph/changes";
import type { ReplacementRule } from "../graph/changesBetween";
import { replacementOf, type Replacement } from "../simulation/replacement";

/**
 * Which properties make a resource a new one, as the simulated cloud has it. A change of a whole table counts where one
 * value in it would: a guard rather asks once too often.
 */
export const replacesAsSimulated: ReplacementRule = (type, path) =>
    known(type)?.properties.some((property) => isWithin(path, property) || isWithin(property, path));

function known(type: string): Replacement | undefined {
    try {
        return replacementOf(type);
    } catch {
        // Of a type that it does not know, the simulation says so by an error.
        return undefined;
    }
}
