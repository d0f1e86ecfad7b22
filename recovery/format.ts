const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A time in milliseconds, rounded up so that a value over a limit reads as over it: minutes up to two hours, hours and minutes
 * up to two days, then days and hours.
 */
export function formatDuration(milliseconds: number): string {
    const minutes = Math.ceil(milliseconds / MINUTE);
    const hours = Math.ceil(milliseconds / HOUR);
    if (minutes < 120) {
        return `${minutes} min`;
    }
    return minutes < 48 * 60
        ? joinParts([Math.floor(minutes / 60), "h"], [minutes % 60, "min"])
        : joinParts([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

/** A time in milliseconds, to the second. */
export function formatSeconds(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    const minutes = Math.floor(seconds / 60);
    return joinParts([Math.floor(minutes / 60), "h"], [minutes % 60, "min"], [seconds % 60, "s"]) || "0 s";
}

export function formatEstimate(seconds: number): string {
    return `about ${formatDuration(seconds * 1000)}`;
}

/** A date and time in UTC, to the minute. */
export function formatMinute(at: number): string {
    return new Date(at).toISOString().slice(0, "YYYY-MM-DDTHH:MM".length).replace("T", " ");
}

/** A date and time as settings have it: ISO 8601 in UTC, to the second. */
export function formatTimestamp(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

export function formatGiB(bytes: number): string {
    return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

function joinParts(...parts: [number, string][]): string {
    return parts
        .filter(([amount]) => amount > 0)
        .map(([amount, unit]) => `${amount} ${unit}`)
        .join(" ");
}
