import type { Timeline } from "../../graph/timeline";
import {
    describeResource,
    describeUntimed,
    describeWait,
    formatClock,
    formatMinutes,
    slowRounds,
    TYPICAL_TIMES,
} from "../timelineReport";
import { lines, type Markup, markup } from "./markup";

interface Step {
    text: string;
    start: number;
    seconds: number;
}

/** The expected times of `up` and `destroy`, with a bar for each step that determines them. */
export function timelineCharts({ up, destroy, waits, untimed }: Omit<Timeline, "floor">): Markup {
    const path = up.critical.map(({ resource, start, finish }) => ({
        text: describeResource(resource),
        start,
        seconds: finish - start,
    }));
    let end = 0;
    const starts = new Map(
        destroy.rounds.map((round) => {
            const start = end;
            end += round.seconds;
            return [round, start];
        }),
    );
    const rounds = slowRounds(destroy).map((round) => ({
        text: describeResource(round.slowest),
        start: starts.get(round) ?? 0,
        seconds: round.seconds,
    }));
    return markup`${chart("First pulumi up", "The critical path: each step waits for the one before.", path, up.seconds)}
${lines(waits.map((wait) => markup`<p class="note">${describeWait(wait)}</p>`))}
${chart("pulumi destroy", "The longest steps.", rounds, destroy.seconds)}
${untimed.length === 0 ? [] : markup`<p class="note">${describeUntimed(untimed)}</p>`}
<p class="muted">${TYPICAL_TIMES}</p>
`;
}

function chart(title: string, explanation: string, steps: readonly Step[], total: number): Markup {
    return markup`<h3>${title}: ${formatMinutes(total)}</h3>
<p>${explanation}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Timeline of ${title}"><table class="chart">
<thead><tr><th scope="col">Step</th><th scope="col" class="number">Start</th><th scope="col" class="number">Duration</th><th scope="col">From start to end</th></tr></thead>
<tbody>${steps.map(
        ({ text, start, seconds }) =>
            markup`<tr><th scope="row">${text}</th><td class="number">${formatClock(start).trim()}</td><td class="number">${formatClock(seconds).trim()}</td><td class="bars"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="1000" height="12"/><rect class="step" x="${thousandths(start, total)}" width="${Math.max(4, thousandths(seconds, total))}" height="12"/></svg></td></tr>`,
    )}</tbody>
</table></div>
`;
}

function thousandths(seconds: number, total: number): number {
    return total === 0 ? 0 : Math.round((seconds / total) * 1000);
}
