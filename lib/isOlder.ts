/** Whether a version of numbers and dots is older than another. A prerelease, such as `1.2.0-rc.1`, is older than its release. */
export function isOlder(version: string, than: string): boolean {
    const [release, prerelease] = parts(version);
    const [otherRelease, otherPrerelease] = parts(than);
    const order = compare(release, otherRelease);
    if (order !== 0) {
        return order < 0;
    }
    return prerelease === "" || otherPrerelease === ""
        ? prerelease !== "" && otherPrerelease === ""
        : compare(prerelease, otherPrerelease) < 0;
}

function parts(version: string): [release: string, prerelease: string] {
    const dash = version.indexOf("-");
    return dash < 0 ? [version, ""] : [version.slice(0, dash), version.slice(dash + 1)];
}

function compare(one: string, other: string): number {
    return one.localeCompare(other, "en", { numeric: true });
}
