/** Whether a version of numbers and dots is older than another. */
export function isOlder(version: string, than: string): boolean {
    return version.localeCompare(than, "en", { numeric: true }) < 0;
}
