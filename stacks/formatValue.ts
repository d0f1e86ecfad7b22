/** Longest value that is shown whole. */
const LENGTH = 40;

/** A value as a mistake shows it: cut where it is long. */
export function formatValue(value: unknown): string {
    const text = JSON.stringify(value);
    return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
