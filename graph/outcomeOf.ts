import { resourceTypes } from "../catalog";
import type { InputChange, ReplacingProperty } from "../catalog/resourceType";
import { getPath } from "../lib/getPath";
import { isWithin } from "./isWithin";
import { keysOf } from "./propertyPath";

/** A property of a resource that is added, deleted or updated. */
export interface PropertyChange extends InputChange {
    /** Its path, such as `scalingConfig.minSize` or `subnetIds[2]`. */
    path: string;
    kind: "add" | "delete" | "update";
}

/**
 * The outcome of a property change for its resource; `undefined` if it is not known. `none`: the provider keeps the value
 * that the resource has.
 */
export function outcomeOf(type: string, change: PropertyChange): "none" | "update" | "replace" | undefined {
    const { replacedBy, computed = [] } = resourceTypes[type] ?? {};
    if (replacedBy === undefined) {
        return undefined;
    }
    if (change.kind === "delete" && computed.includes(change.path)) {
        return "none";
    }
    // A resource with its own region cannot move to another.
    const properties = type.startsWith("aws:") ? [...replacedBy, "region"] : replacedBy;
    return properties.some((property) => replaces(property, change)) ? "replace" : "update";
}

function replaces(replacing: string | ReplacingProperty, change: PropertyChange): boolean {
    const {
        property,
        kinds,
        if: holds = () => true,
    }: ReplacingProperty = typeof replacing === "string" ? { property: replacing } : replacing;
    const reaches =
        kinds === undefined
            ? isWithin(change.path, property) || contains(change, property)
            : change.path === property && kinds.includes(change.kind);
    return reaches && holds(change);
}

/**
 * Whether a change of an object changes a property in it. If the object is updated, the property may not be known:
 * then it counts as changed.
 */
function contains({ path, kind, before, after }: PropertyChange, property: string): boolean {
    return (
        isWithin(property, path) &&
        (kind === "update" || getPath(kind === "add" ? after : before, keysOf(property)) !== undefined)
    );
}
