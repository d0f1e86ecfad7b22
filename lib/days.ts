const DAY = 24 * 60 * 60 * 1000;

/** A day after another, both as `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number): string {
    return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, "YYYY-MM-DD".length);
}

/** Days from one day to another, both as `YYYY-MM-DD`: below zero if the other is earlier. */
export function daysBetween(from: string, to: string): number {
    return (Date.parse(to) - Date.parse(from)) / DAY;
}
