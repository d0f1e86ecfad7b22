/** Whether a value is an object with named properties: neither a list nor `null`. */
export function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
