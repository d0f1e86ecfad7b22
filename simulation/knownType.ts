import { resourceTypes } from "../catalog";
import type { ResourceType } from "../catalog/resourceType";

/** The catalog's record of a type. @throws an `Error` if it has none: silence would be a wrong answer. */
export function knownType(type: string, name: string): ResourceType {
    const known = resourceTypes[type];
    if (known === undefined) {
        throw new Error(`the simulation does not know the type ${type} ("${name}"); add it to catalog/`);
    }
    return known;
}
