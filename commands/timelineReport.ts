import { createColors } from "picocolors";
import type { Resource } from "../graph/graph";
import { labelOf } from "../graph/labelOf";
import type { Timeline, Wait } from "../graph/timeline";
import { labelWithName } from "./labelWithName";

/** Seconds from which a round of a destroy has a line. */
const LISTED_SECONDS = 20;

/** The rounds of a destroy that take long enough to be listed. */
export function slowRounds({ rounds }: Timeline["destroy"]): Timeline["destroy"]["rounds"] {
    return rounds.filter(({ seconds }) => seconds >= LISTED_SECONDS);
}

/** Expected times for an operator: how long, the resources that determine it, and waits that could be avoided. */
export function timelineReport(
    { up, destroy, waits, untimed }: Omit<Timeline, "floor">,
    form: { color: boolean },
): string {
    if (up.critical.length === 0) {
        return "No resource is created.\n";
    }
    const colors = createColors(form.color);
    const slow = slowRounds(destroy);
    const listed = [...up.critical.map(({ resource }) => resource), ...slow.map(({ slowest }) => slowest)];
    const width = Math.max(...listed.map((resource) => describeResource(resource).length));
    const sections = [
        `${colors.bold("Expected time")}: ${formatMinutes(up.seconds)} for the first \`pulumi up\`, ${formatMinutes(destroy.seconds)} for \`pulumi destroy\``,
        [
            colors.bold("Critical path of `pulumi up`"),
            ...up.critical.map(
                ({ resource, start, finish }) =>
                    `  ${formatClock(start)}  ${describeResource(resource).padEnd(width)}  ${formatClock(finish - start)}`,
            ),
            `  ${formatClock(up.seconds)}  done`,
        ].join("\n"),
        ...waits.map(describeWait),
        [
            colors.bold("Longest steps of `pulumi destroy`"),
            ...slow.map(
                ({ seconds, slowest }) =>
                    `  ${describeResource(slowest).padEnd(width)}         ${formatClock(seconds)}`,
            ),
        ].join("\n"),
        ...(untimed.length === 0 ? [] : [describeUntimed(untimed)]),
        TYPICAL_TIMES,
    ];
    return `${sections.join("\n\n")}\n`;
}

/** A wait as a sentence. */
export function describeWait(wait: Wait): string {
    return `${describeResource(wait.resource)} waits ${formatClock(wait.seconds).trim()} for ${describeResource(wait.for)}, which neither AWS nor Kubernetes requires.`;
}

export function describeUntimed(types: readonly string[]): string {
    return `Not in catalog/, assumed to take 5 seconds: ${types.join(", ")}.`;
}

export const TYPICAL_TIMES =
    "Typical times; catalog/ names the sources. A busy region or a slow registry takes longer.";

/** A resource as operators call it, with its name. */
export function describeResource({ type, name }: Resource): string {
    return labelWithName(labelOf(type), name);
}

export function formatMinutes(seconds: number): string {
    return `about ${Math.round(seconds / 60)} minutes`;
}

/** Minutes and seconds, right-aligned. */
export function formatClock(seconds: number): string {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(5);
}
