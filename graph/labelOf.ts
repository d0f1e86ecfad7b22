import { resourceTypes } from "../catalog";

/** What operators call a resource of a type; the type itself if the catalog does not know it. */
export function labelOf(type: string): string {
    return resourceTypes[type]?.label ?? type;
}
