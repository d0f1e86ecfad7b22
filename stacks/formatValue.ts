/** Longest value that is shown in full. */
const LENGTH = 40;

/** A value as an error shows it, cut if it is long. */
export function formatValue(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    const text = JSON.stringify(value);
    return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
