import { resourceTypes } from "../catalog";
import type { Change } from "./change";

/**
 * Data that a change deletes permanently. None if the resource stays or its type holds no data. A change to a type that holds
 * data counts as a loss if the preview does not report the changed properties.
 */
export function lossOf({ action, type, isUnexplained }: Change): string | undefined {
    const loss = resourceTypes[type]?.loses;
    if (loss === undefined || action === "replace" || action === "delete") {
        return loss;
    }
    return isUnexplained === true
        ? `not known, as the preview does not report the changed properties. Data that may be lost: ${loss}`
        : undefined;
}
