/** The text that a stack's file has for a value at a path in a key's value, such as `1.10` for the number 1.1. */
export type TextAt = (key: string, path: readonly PropertyKey[]) => string | undefined;
