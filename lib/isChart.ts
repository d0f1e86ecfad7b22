/** Whether a Helm chart has a name: by the name itself, or by the path or URL of its folder or archive. */
export function isChart(chart: string, name: string): boolean {
    const file = chart.replace(/\/$/, "").replace(/^.*\//, "");
    return file.replace(/(-v?\d.*|\.tgz)$/, "") === name;
}
