import { createColors } from "picocolors";
import { labelOf } from "../graph/labelOf";
import type { Resource } from "../graph/graph";
import type { Timeline } from "../graph/timeline";

/** Rounds of a destroy that are worth a line, in seconds. */
const WORTH_A_LINE = 20;

/** Expected times for a person: how long, why so long, and what of it could be less. */
export function timelineReport(
    { up, destroy, floor, waits, untimed }: Timeline,
    form: { colour: boolean },
): string {
    if (up.critical.length === 0) {
        return "Nothing is made, so nothing takes time.\n";
    }
    const colors = createColors(form.colour);
    const slow = destroy.rounds.filter(({ seconds }) => seconds >= WORTH_A_LINE);
    const listed = [...up.critical.map(({ resource }) => resource), ...slow.map(({ slowest }) => slowest)];
    const width = Math.max(...listed.map((resource) => called(resource).length));
    const sections = [
        `${colors.bold("Expected time")}: ${minutes(up.seconds)} for \`pulumi up\` from nothing, ${minutes(destroy.seconds)} for \`pulumi destroy\``,
        [
            colors.bold("What `pulumi up` waits for, one after the other"),
            ...up.critical.map(
                ({ resource, start, finish }) =>
                    `  ${clock(start)}  ${called(resource).padEnd(width)}  ${clock(finish - start)}`,
            ),
            `  ${clock(up.seconds)}  done`,
        ].join("\n"),
        [
            `AWS and Kubernetes impose ${clock(floor.seconds).trim()} of it: ${(up.seconds / floor.seconds).toFixed(2)} times as long.`,
            ...waits.map(
                (wait) =>
                    `  ${called(wait.resource)} waits ${clock(wait.seconds).trim()} for ${called(wait.for)}, which AWS does not ask for`,
            ),
        ].join("\n"),
        [
            colors.bold("What `pulumi destroy` waits for, one after the other"),
            ...slow.map(
                ({ seconds, slowest }) => `  ${called(slowest).padEnd(width)}         ${clock(seconds)}`,
            ),
        ].join("\n"),
        ...(untimed.length === 0
            ? []
            : [`Nobody has timed, and 5 seconds are assumed: ${untimed.join(", ")}.`]),
        "Typical times, with their sources in catalog/: a busy region or a slow registry takes longer.",
    ];
    return `${sections.join("\n\n")}\n`;
}

function called({ type, name }: Resource): string {
    const noun = labelOf(type);
    return noun === name ? noun : `${noun} ${name}`;
}

function minutes(seconds: number): string {
    return `about ${Math.round(seconds / 60)} minutes`;
}

/** Minutes and seconds, right-aligned. */
function clock(seconds: number): string {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(5);
}
