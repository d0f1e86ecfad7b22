import type { Graph, Resource } from "../../graph/graph";
import { labelOf } from "../../graph/labelOf";
import { count } from "../../lib/count";
import { groupBy } from "../../lib/groupBy";
import type { Judgement } from "../policyPack/judgement";
import { badge } from "./badge";
import { type Markup, markup } from "./markup";

/** Every resource under its component, with a search that the page's script shows. */
export function componentTree(graph: Graph, { violations }: Judgement): Markup {
    const findings = groupBy(violations, ({ urn }) => urn);
    const item = (resource: Resource): Markup => {
        const { name, type, protect, urn } = resource;
        const children = graph.children(resource);
        const found = findings.get(urn) ?? [];
        const label = labelOf(type);
        const line = markup`<span class="name">${name}</span>${label === type ? [] : markup` <span>${label}</span>`} <code>${type}</code>${protect ? markup` ${badge("plain", "protected")}` : []}${found.length === 0 ? [] : markup` ${badge(found.some(({ mandatory }) => mandatory) ? "bad" : "warn", count(found.length, "finding"))}`}`;
        return children.length === 0
            ? markup`<li>${line}</li>
`
            : markup`<li><details><summary>${line} <span class="muted">${graph.tree(resource).length}</span></summary>
<ul>${children.map(item)}</ul></details></li>
`;
    };
    const top = graph.stack === undefined ? [] : graph.children(graph.stack);
    return markup`<div class="search" hidden><label for="search">Search resources by name, kind or type</label>
<input type="search" id="search" autocomplete="off" spellcheck="false"><p id="found" role="status"></p></div>
<ul class="tree" id="tree">${top.map(item)}</ul>
`;
}
