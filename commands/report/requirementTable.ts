import { countRequirements, type Row, type RowStatus, statusOf } from "../policyPack/requirementRows";
import { badge } from "./badge";
import { type Markup, markup } from "./markup";

const TONES: Record<RowStatus, "good" | "warn" | "bad"> = {
    met: "good",
    waived: "warn",
    violated: "bad",
    "not verified": "warn",
};

/** The requirements of the reference architecture, with the resources that meet them or the findings. */
export function requirementTable(rows: readonly Row[]): Markup {
    return markup`<p>Posit's reference architecture: ${countRequirements(rows)}.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Requirements"><table>
<thead><tr><th scope="col">Row</th><th scope="col">Requirement</th><th scope="col">Result</th><th scope="col">Evidence or finding</th></tr></thead>
<tbody>${rows.map((row) => markup`<tr><td class="id">${row.id}</td><th scope="row">${row.requirement}</th><td>${badge(TONES[statusOf(row)], statusOf(row))}</td><td>${row.by}</td></tr>`)}</tbody>
</table></div>
`;
}
