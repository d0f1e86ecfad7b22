import { getPath } from "./getPath";

/** A copy of a value with another value at a path. Tables and lists on the way are created. */
export function withPath(root: unknown, [key, ...rest]: readonly PropertyKey[], value: unknown): unknown {
    if (key === undefined) {
        return value;
    }
    const next = withPath(getPath(root, [key]), rest, value);
    if (typeof key === "number") {
        const items: unknown[] = Array.isArray(root) ? [...(root as unknown[])] : [];
        items[key] = next;
        return items;
    }
    return { ...(typeof root === "object" && !Array.isArray(root) ? root : {}), [key]: next };
}
