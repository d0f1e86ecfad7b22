import { createColors } from "picocolors";
import { wrap } from "../lib/wrap";
import { compareWithForecast } from "./load/forecast";
import { formatMs, formatShare } from "./load/format";
import { compareWithPublished, type LoadResult } from "./load/result";

const WIDTH = 120;

/** A test's outcome for a person. */
export function loadReport(
    result: LoadResult,
    { color, files }: { color: boolean; files: readonly string[] },
): string {
    const colors = createColors(color);
    const { scenario, url, parts, peak, publishing, passed } = result;
    const rows = parts.map(({ kind, name, requestsPerSecond, medianMs, p99Ms, errorShare, passed: ok }) => [
        ok ? colors.green("✓") : colors.red("✗"),
        (kind === "all" ? name : `${kind} ${name}`).padEnd(28),
        `${requestsPerSecond.toFixed(1)} requests/s`.padStart(18),
        `median ${formatMs(medianMs)}`.padStart(18),
        `99 % ${formatMs(p99Ms)}`.padStart(16),
        `errors ${formatShare(errorShare)}`,
    ]);
    return `${[
        [colors.bold("Load"), scenario, url].join(" · "),
        "",
        ...(peak === undefined
            ? []
            : [
                  `The most throughput: ${peak.requestsPerSecond.toFixed(1)} requests a second with ${peak.users.toLocaleString("en")} users, after ${peak.steps.length} steps. Then held:`,
                  "",
              ]),
        ...rows.map((row) => row.join("  ")),
        ...(publishing === undefined
            ? []
            : [
                  "",
                  `During the test, one user published ${publishing.deployments} times: median ${publishing.medianSeconds?.toFixed(1) ?? "unknown"} s, ${formatShare(publishing.errorShare)} failed.`,
              ]),
        "",
        ...wrap(compareWithPublished(result), WIDTH),
        ...wrap(compareWithForecast(result), WIDTH),
        passed ? "Every threshold holds." : "A threshold is exceeded: docs/load.md lists what to do.",
        ...files.map((file) => `Wrote ${file}`),
    ].join("\n")}\n`;
}
