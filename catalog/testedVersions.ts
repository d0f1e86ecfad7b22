import { isOlder } from "../lib/isOlder";

/** Versions from `from`, and before `before`. */
export interface VersionRange {
    from: string;
    before: string;
}

/**
 * Versions that Connect's Helm values are written for. The chart is at 0.x, so its next minor version may rename values, and it
 * has no schema that would reject them. Chart 0.20.7 moves Connect's runtime in content pods with a property that Connect
 * rejects if it does not know it; that chart installs Connect 2026.05.1.
 *
 * Source: rstudio/helm, charts/rstudio-connect/NEWS.md, 0.20.4 to 0.21.0.
 */
export const testedVersions = {
    chart: { from: "0.20.7", before: "0.22.0" },
    connect: { from: "2026.05.1", before: "2026.09.0" },
} satisfies Record<string, VersionRange>;

/** Whether a version is in a range. A prerelease of the version that ends it is not. */
export function isTested(version: string, { from, before }: VersionRange): boolean {
    return !isOlder(version, from) && isOlder(version.replace(/-.*/, ""), before);
}

/** A range in the words of an error. */
export function formatRange({ from, before }: VersionRange): string {
    return `from ${from} and before ${before}`;
}
