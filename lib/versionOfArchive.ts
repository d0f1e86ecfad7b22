/** The version that the name of a Helm chart's archive contains; none for a chart's name, a folder or a registry. */
export function versionOfArchive(chart: string): string | undefined {
    return /-v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\.tgz$/.exec(chart)?.[1];
}
