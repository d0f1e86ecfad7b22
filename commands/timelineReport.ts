import { createColors } from "picocolors";
import type { Resource } from "../graph/graph";
import { labelOf } from "../graph/labelOf";
import type { Timeline } from "../graph/timeline";
import { labelWithName } from "./labelWithName";

/** Seconds from which a round of a destroy has a line. */
const LISTED_SECONDS = 20;

/** Expected times for an operator: how long, the resources that determine it, and waits that could be avoided. */
export function timelineReport(
    { up, destroy, waits, untimed }: Omit<Timeline, "floor">,
    form: { color: boolean },
): string {
    if (up.critical.length === 0) {
        return "No resource is created.\n";
    }
    const colors = createColors(form.color);
    const slow = destroy.rounds.filter(({ seconds }) => seconds >= LISTED_SECONDS);
    const listed = [...up.critical.map(({ resource }) => resource), ...slow.map(({ slowest }) => slowest)];
    const width = Math.max(...listed.map((resource) => describe(resource).length));
    const sections = [
        `${colors.bold("Expected time")}: ${formatMinutes(up.seconds)} for the first \`pulumi up\`, ${formatMinutes(destroy.seconds)} for \`pulumi destroy\``,
        [
            colors.bold("Critical path of `pulumi up`"),
            ...up.critical.map(
                ({ resource, start, finish }) =>
                    `  ${formatClock(start)}  ${describe(resource).padEnd(width)}  ${formatClock(finish - start)}`,
            ),
            `  ${formatClock(up.seconds)}  done`,
        ].join("\n"),
        ...waits.map(
            (wait) =>
                `${describe(wait.resource)} waits ${formatClock(wait.seconds).trim()} for ${describe(wait.for)}, which neither AWS nor Kubernetes requires.`,
        ),
        [
            colors.bold("Longest steps of `pulumi destroy`"),
            ...slow.map(
                ({ seconds, slowest }) =>
                    `  ${describe(slowest).padEnd(width)}         ${formatClock(seconds)}`,
            ),
        ].join("\n"),
        ...(untimed.length === 0
            ? []
            : [`Not in catalog/, assumed to take 5 seconds: ${untimed.join(", ")}.`]),
        "Typical times; catalog/ names the sources. A busy region or a slow registry takes longer.",
    ];
    return `${sections.join("\n\n")}\n`;
}

function describe({ type, name }: Resource): string {
    return labelWithName(labelOf(type), name);
}

function formatMinutes(seconds: number): string {
    return `about ${Math.round(seconds / 60)} minutes`;
}

/** Minutes and seconds, right-aligned. */
function formatClock(seconds: number): string {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(5);
}
