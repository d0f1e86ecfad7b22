import type { Row } from "../../graph/exposure";
import { labelOf } from "../../graph/labelOf";
import { nameOf, typeOf } from "../../graph/urn";
import { badge } from "./badge";
import { type Markup, markup } from "./markup";

/** Every possible connection, and the resource that allows it. */
export function exposureTable(rows: readonly Row[]): Markup {
    const isOpen = (end: string): Markup => (end === "internet" ? badge("plain", end) : markup`${end}`);
    return markup`<p>Every connection that security groups, routes and network policies allow. The diagram shows the same paths.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Network exposure"><table>
<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Ports</th><th scope="col">Allowed by</th></tr></thead>
<tbody>${rows.map(({ from, to, ports, by }) => markup`<tr><td>${isOpen(from)}</td><td>${isOpen(to)}</td><td>${ports}</td><td>${labelOf(typeOf(by))} <code>${nameOf(by)}</code></td></tr>`)}</tbody>
</table></div>
`;
}
