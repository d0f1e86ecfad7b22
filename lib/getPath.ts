/** What is at a path in a value; `undefined` where nothing is. */
export function getPath(whole: unknown, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
        (value, key) =>
            typeof value === "object" && value !== null && Object.hasOwn(value, key)
                ? (value as Record<PropertyKey, unknown>)[key]
                : undefined,
        whole,
    );
}
