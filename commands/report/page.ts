import { createHash } from "node:crypto";
import { diagram } from "../../graph/diagram";
import { exposure } from "../../graph/exposure";
import type { Graph } from "../../graph/graph";
import { overview } from "../../graph/overview";
import { timeline } from "../../graph/timeline";
import {
    describePlaceholders,
    describeSource,
    listRemarks,
    NOT_CHECKED_OFFLINE,
    type PlanFacts,
} from "../planReport";
import { countFindings, isBlocked } from "../policyPack/judgement";
import { countRequirements } from "../policyPack/requirementRows";
import { formatMinutes } from "../timelineReport";
import { capacityTable } from "./capacityTable";
import { componentTree } from "./componentTree";
import { diagramSvg } from "./diagramSvg";
import { exposureTable } from "./exposureTable";
import { lines, Markup, markup } from "./markup";
import { colorVariables } from "./palette";
import { policyFindings } from "./policyFindings";
import { prose } from "./prose";
import { requirementTable } from "./requirementTable";
import { timelineCharts } from "./timelineCharts";

/** The page's code, which a plan without the page does not read. */
export interface PageAssets {
    style: string;
    diagramStyle: string;
    script: string;
}

interface Section {
    id: string;
    title: string;
    content: Markup;
}

/** A plan's report as one HTML page that needs no network, from the facts that the plan's text prints. */
export function planPage(graph: Graph, facts: PlanFacts, assets: PageAssets): string {
    const style = `${colorVariables()}${assets.diagramStyle}${assets.style}`;
    const times = timeline(graph);
    const drawn = diagram(graph);
    const paths = exposure(graph);
    const sections: Section[] = [
        { id: "summary", title: "Summary", content: summary(graph, facts, times) },
        {
            id: "diagram",
            title: "Network",
            content: markup`<div class="scroll" tabindex="0" role="group" aria-label="Diagram of the network, can be scrolled">${diagramSvg(drawn)}</div>`,
        },
        { id: "requirements", title: "Requirements", content: requirementTable(facts.rows) },
        { id: "policies", title: "Policies", content: policyFindings(facts.judgement, facts.unknownTypes) },
        { id: "exposure", title: "Exposure", content: exposureTable(paths) },
        { id: "capacity", title: "Capacity", content: capacityTable(graph) },
        { id: "timeline", title: "Timeline", content: timelineCharts(times) },
        { id: "components", title: "Components", content: componentTree(graph, facts.judgement) },
    ];
    const title = `${facts.stack} · Posit Connect on AWS`;
    // Nothing is fetched, and only the page's own style and script are used.
    const policy = [
        "default-src 'none'",
        `style-src '${hashOf(style)}'`,
        `script-src '${hashOf(assets.script)}'`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join("; ");
    return `${
        markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top">
<div class="bar">
<div><p class="product">Posit Connect on AWS</p>
<h1>${facts.stack}</h1>
<p class="source">${[facts.region, describeSource(facts)].filter((text) => text !== "").join(" · ")}</p></div>
<button type="button" id="theme" hidden>Dark theme</button>
</div>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main">
${lines(
    sections.map(
        ({ id, title: name, content }) =>
            markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>
${content}</section>`,
    ),
)}
</main>
<footer><p>${prose(NOT_CHECKED_OFFLINE.join(" "))}</p></footer>
<script>${new Markup(assets.script)}</script>
</body>
</html>`.text
    }\n`;
}

function hashOf(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function summary(graph: Graph, facts: PlanFacts, times: ReturnType<typeof timeline>): Markup {
    const { rows, judgement, needs } = facts;
    const parts = overview(graph);
    const total = parts.reduce((sum, { resources }) => sum + resources, 0);
    const isMet = rows.every(({ met }) => met);
    const blocked = isBlocked(judgement);
    const cards = [
        {
            id: "requirements",
            label: "Reference architecture",
            text: countRequirements(rows),
            tone: isMet ? "good" : "bad",
        },
        {
            id: "policies",
            label: "Policies",
            text: countFindings(judgement),
            tone: blocked ? "bad" : judgement.violations.length > 0 ? "warn" : "good",
        },
        {
            id: "components",
            label: "Resources",
            text: `${total} in ${parts.length} components`,
            tone: "plain",
        },
        { id: "timeline", label: "First pulumi up", text: formatMinutes(times.up.seconds), tone: "plain" },
    ];
    return markup`<p class="verdict ${blocked ? "bad" : "good"}">${blocked ? "✗ The policies block a deployment." : "✓ No policy blocks a deployment."}</p>
<ul class="cards">${cards.map(({ id, label, text, tone }) => markup`<li><a class="card ${tone}" href="#${id}"><span class="label">${label}</span><span class="value">${text}</span></a></li>`)}</ul>
<div class="scroll" tabindex="0" role="group" aria-label="Components"><table><thead><tr><th scope="col">Component</th><th scope="col">Description</th><th scope="col" class="number">Resources</th></tr></thead>
<tbody>${parts.map(({ name, description, resources }) => markup`<tr><th scope="row">${name}</th><td>${description}</td><td class="number">${resources}</td></tr>`)}</tbody></table></div>
<p class="note">${facts.cost}</p>
<p class="note">${facts.capacity}</p>
${lines(listRemarks(graph, facts).map(({ title, items }) => list(title, items.map(prose))))}
${lines(describePlaceholders(facts).map((text) => markup`<p class="note">${text}</p>`))}
${list(
    "Before pulumi up",
    needs.map(
        ({ command, note }) =>
            markup`<code>${command}</code>${note === undefined ? [] : markup`<br><span class="muted">${note}</span>`}`,
    ),
)}
`;
}

function list(title: string, items: readonly Markup[]): Markup {
    return items.length === 0
        ? markup``
        : markup`<h3>${title}</h3>
<ul class="list">${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}
