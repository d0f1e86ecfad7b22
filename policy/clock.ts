/** Today's date in UTC as `YYYY-MM-DD`, which can be compared with other such dates as text. */
export function today(): string {
    return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}
