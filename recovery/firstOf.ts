/** The first of several names, and how many others there are. */
export function firstOf(names: readonly string[]): string {
    const [first = "", ...others] = new Set(names);
    return `${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
