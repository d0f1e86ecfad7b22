import { workloads } from "../../catalog/workloads";
import { capacity, fits, growth, STATES } from "../../graph/capacity";
import type { Graph } from "../../graph/graph";
import { sizingOf } from "../../graph/sizing";
import {
    assumptions,
    byShare,
    describeVerdict,
    formatUse,
    isExceeded,
    nameWithUnit,
    STATE_NAMES,
} from "../capacityWords";
import { fixedCapacity } from "../fixedCapacity";
import { badge } from "./badge";
import { type Markup, markup } from "./markup";

/** The limits of a stack with their use by Posit's published test. */
export function capacityTable(graph: Graph): Markup {
    const { sizing, unknown } = sizingOf(graph);
    if (sizing === undefined) {
        return markup`<p class="note">Not known, as ${unknown}.</p>
`;
    }
    const workload = workloads.posit;
    const limits = capacity(sizing, workload);
    const isEnough = fits(limits);
    const verdict = describeVerdict({
        workload,
        fits: isEnough,
        limits,
        growth: growth(sizing, workload),
        fixed: fixedCapacity(sizing, workload),
    });
    const tone = isEnough === undefined ? "warn" : isEnough ? "good" : "bad";
    const text = isEnough === undefined ? "not known" : isEnough ? "fits" : "does not fit";
    return markup`<p>${workload.title}: ${badge(tone, text)}</p>
<p>${verdict.join(" ")} <code>npm run capacity</code> compares other workloads, and finds the smallest change.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Capacity"><table>
<thead><tr><th scope="col">Need of capacity</th>${STATES.map((state) => markup`<th scope="col" class="number">${STATE_NAMES[state]}</th>`)}</tr></thead>
<tbody>${byShare(limits).map(
        (limit) =>
            markup`<tr><th scope="row">${nameWithUnit(limit)}</th>${STATES.map((state) => markup`<td class="number">${isExceeded(limit[state]) ? badge("bad", formatUse(limit, state)) : formatUse(limit, state)}</td>`)}</tr>`,
    )}</tbody>
</table></div>
<h3>Assumptions</h3>
<ul class="list">${assumptions(workload).map((each) => markup`<li>${each}</li>`)}</ul>
`;
}
