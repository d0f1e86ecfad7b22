import { isTested, testedVersions, type VersionRange } from "../catalog/testedVersions";
import { versionOfArchive } from "../lib/versionOfArchive";
import type { Resource } from "./graph";
import { readPath } from "./path";
import { textOf } from "./value";

/** A version that Connect's Helm values are not written for. */
interface UntestedVersion {
    of: "charts" | "Connect";
    /** The version, or the chart if it is not known. */
    version: string;
    range: VersionRange;
}

/** The untested versions of a release of Connect. */
export function untestedVersions({ properties }: Resource): UntestedVersion[] {
    const chart = textOf(properties.chart);
    // Helm ignores the version that it should install, unless the chart is a name or in a registry.
    const isFile = chart.includes("/") && !chart.startsWith("oci://");
    const version = isFile ? versionOfArchive(chart) : textOf(properties.version);
    const connect = textOf(readPath(properties, ["values", "versionOverride"]));
    return [
        ...(version === undefined || (version !== "" && !isTested(version, testedVersions.chart))
            ? [{ of: "charts" as const, version: version ?? chart, range: testedVersions.chart }]
            : []),
        ...(connect !== "" && !isTested(connect, testedVersions.connect)
            ? [{ of: "Connect" as const, version: connect, range: testedVersions.connect }]
            : []),
    ];
}
