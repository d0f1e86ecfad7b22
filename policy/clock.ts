/** Today's date in UTC as `YYYY-MM-DD`, which compares with the dates of the version tables as text. */
export function today(): string {
    return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}
