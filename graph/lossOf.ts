import { resourceTypes } from "../catalog";
import type { Change } from "./change";

/**
 * Data that a change deletes permanently. None if the resource stays or its type holds no data. A change counts as a loss, too, if
 * it cannot be judged: an update of a type that holds data, if the preview does not report what changes, and a replacement or
 * deletion of a type that the catalog does not know.
 */
export function lossOf({ action, type, isUnexplained }: Change): string | undefined {
    const known = resourceTypes[type];
    if (action === "replace" || action === "delete") {
        return known === undefined && !type.startsWith("pulumi:providers:")
            ? "not known, as the catalog does not know this type. Check that it holds no data."
            : known?.loses;
    }
    return isUnexplained === true && known?.loses !== undefined
        ? `not known, as the preview does not report what changes. Data that may be lost: ${known.loses}`
        : undefined;
}
