import { createHash } from "node:crypto";
import { lines, Markup, markup } from "../report/markup";
import { colorVariables } from "../report/palette";
import { compareWithForecast } from "./forecast";
import { formatMs, formatShare } from "./format";
import type { Second } from "./measurements";
import { compareWithPublished, type LoadResult, type Part, PUBLISHED } from "./result";

/** The page's own style. */
const STYLE = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 62rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.1rem; }
p { margin: 0.3rem 0; }
.muted { color: var(--muted); }
.verdict { margin: 1rem 0; padding: 0.6rem 0.9rem; border-left: 5px solid; background: var(--card); font-weight: 600; }
.verdict.good { border-color: var(--good); }
.verdict.bad { border-color: var(--bad); }
table { width: 100%; border-collapse: collapse; background: var(--card); font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; }
th.number, td.number { text-align: right; white-space: nowrap; }
.good-text { color: var(--good); }
.bad-text { color: var(--bad); }
.scroll { overflow-x: auto; }
figure { margin: 0; background: var(--card); padding: 0.8rem; }
figcaption { margin-bottom: 0.4rem; }
svg { display: block; width: 100%; height: auto; }
.scroll > svg { min-width: 46rem; }
svg text { fill: var(--muted); font-size: 12px; }
.grid { stroke: var(--line); }
.limit { stroke: var(--bad); stroke-dasharray: 6 4; }
.line { fill: none; stroke-width: 2; }
.p99, .p99-key { stroke: var(--nodes); } .median, .median-key { stroke: var(--database); } .requests, .requests-key { stroke: var(--good); } .users, .users-key { stroke: var(--balancer); } .errors, .errors-key { stroke: var(--bad); }
.key { display: inline-block; margin-right: 1rem; }
.key svg { display: inline-block; width: 1.5rem; height: 0.6rem; vertical-align: middle; }
@media print {
    :root { color-scheme: light; }
    body { max-width: none; padding: 0; }
    .scroll { overflow: visible; }
    .scroll > svg { min-width: 0; }
    figure, tr { break-inside: avoid; }
    h2 { break-after: avoid; }
}
`;

/** A test's outcome as one HTML page that needs no network. */
export function loadPage(result: LoadResult): string {
    const style = `${colorVariables()}${STYLE}`;
    const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
    const { scenario, url, startedAt, users, rampSeconds, holdSeconds, thinkSeconds, processes, passed } =
        result;
    return `${
        markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Load test · ${url}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>Load test of ${url}</h1>
<p class="muted">${startedAt} · scenario ${scenario} · ${users.toLocaleString("en")} users, ramped for ${rampSeconds} s and held for ${holdSeconds} s · ${thinkSeconds} s between two requests of a user · processes of each API on each server: ${processes}</p>
<p class="verdict ${passed ? "good" : "bad"}">${passed ? "✓ Every threshold holds." : "✗ A threshold is exceeded."}</p>
<p>${compareWithPublished(result)}</p>
<p>${compareWithForecast(result)}</p>
${plot(
    "Latency",
    "ms",
    result.seconds,
    rampSeconds,
    [
        { name: "99th percentile", tone: "p99", of: ({ p99Ms }) => p99Ms },
        { name: "median", tone: "median", of: ({ medianMs }) => medianMs },
    ],
    PUBLISHED.p99Ms,
)}
${plot("Throughput", "a second", result.seconds, rampSeconds, [
    { name: "requests", tone: "requests", of: ({ requests }) => requests },
    { name: "errors", tone: "errors", of: ({ errors }) => errors },
])}
${plot("Users", "", result.seconds, rampSeconds, [{ name: "users", tone: "users", of: ({ users: all }) => all }])}
<h2>With all users, by content and by server</h2>
${partsTable(result.parts)}
${result.peak === undefined ? [] : peakTable(result.peak)}
${
    result.publishing === undefined
        ? []
        : markup`<p>During the test, one user published ${result.publishing.deployments} times: median ${result.publishing.medianSeconds === null ? "unknown" : `${result.publishing.medianSeconds.toFixed(1)} s`}, ${formatShare(result.publishing.errorShare)} failed.</p>`
}
</main>
</body>
</html>`.text
    }\n`;
}

function partsTable(parts: readonly Part[]): Markup {
    return markup`<div class="scroll" tabindex="0" role="group" aria-label="Requests by content and by server"><table><thead><tr><th scope="col">Part</th><th scope="col" class="number">Requests</th><th scope="col" class="number">A second</th><th scope="col" class="number">Median</th><th scope="col" class="number">95 %</th><th scope="col" class="number">99 %</th><th scope="col" class="number">Errors</th><th scope="col">Thresholds</th></tr></thead>
<tbody>${lines(
        parts.map(
            ({ kind, name, requests, requestsPerSecond, medianMs, p95Ms, p99Ms, errorShare, passed }) =>
                markup`<tr><th scope="row">${kind === "all" ? name : `${kind} ${name}`}</th><td class="number">${requests.toLocaleString("en")}</td><td class="number">${requestsPerSecond.toFixed(1)}</td><td class="number">${formatMs(medianMs)}</td><td class="number">${formatMs(p95Ms)}</td><td class="number">${formatMs(p99Ms)}</td><td class="number">${formatShare(errorShare)}</td><td class="${passed ? "good-text" : "bad-text"}">${passed ? "✓ hold" : "✗ exceeded"}</td></tr>`,
        ),
    )}</tbody></table></div>`;
}

function peakTable({ steps, users, requestsPerSecond }: NonNullable<LoadResult["peak"]>): Markup {
    return markup`<h2>The most throughput: ${requestsPerSecond.toFixed(1)} requests a second with ${users.toLocaleString("en")} users</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Steps of the search"><table><thead><tr><th scope="col" class="number">Users</th><th scope="col" class="number">Requests a second</th><th scope="col" class="number">99 %</th><th scope="col" class="number">Errors</th></tr></thead>
<tbody>${lines(
        steps.map(
            (step) =>
                markup`<tr><td class="number">${step.users.toLocaleString("en")}</td><td class="number">${step.requestsPerSecond.toFixed(1)}</td><td class="number">${formatMs(step.p99Ms)}</td><td class="number">${formatShare(step.requests === 0 ? 0 : step.errors / step.requests)}</td></tr>`,
        ),
    )}</tbody></table></div>`;
}

interface Line {
    name: string;
    tone: string;
    of: (second: Second) => number | null;
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [900, 220, 55, 10, 10, 25];

/** Lines over time. @param limit a value that must not be exceeded. */
function plot(
    title: string,
    unit: string,
    seconds: readonly Second[],
    rampSeconds: number,
    drawn: readonly Line[],
    limit?: number,
): Markup {
    const end = Math.max(1, seconds.at(-1)?.second ?? 1);
    const values = seconds.flatMap((second) => drawn.map(({ of }) => of(second) ?? 0));
    const most = niceMost(Math.max(limit === undefined ? 1 : limit * 1.1, ...values));
    const x = (second: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * second) / end;
    const y = (value: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / most;
    const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
    const times = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * end));
    const keys = drawn.map(
        ({ name, tone }) =>
            markup`<span class="key"><svg viewBox="0 0 20 6" aria-hidden="true"><line class="line ${tone}-key" x1="0" x2="20" y1="3" y2="3"/></svg> ${name}</span>`,
    );
    return markup`<h2>${title}</h2>
<figure><figcaption>${keys}${limit === undefined ? [] : markup`<span class="key"><svg viewBox="0 0 20 6" aria-hidden="true"><line class="limit" x1="0" x2="20" y1="3" y2="3"/></svg> Posit's limit, ${limit.toLocaleString("en")} ${unit}</span>`}</figcaption>
<div class="scroll" tabindex="0" role="group" aria-label="Plot of the ${title.toLowerCase()}"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title} over ${end} seconds, at most ${Math.round(Math.max(0, ...values)).toLocaleString("en")} ${unit}">
${lines(marks.map((value) => markup`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString("en")}</text>`))}
${lines(times.map((second, index) => markup`<text x="${x(second)}" y="${HEIGHT - 6}" text-anchor="${index === 4 ? "end" : "middle"}">${second} s</text>`))}
${rampSeconds < end ? markup`<line class="grid" x1="${x(rampSeconds)}" x2="${x(rampSeconds)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${x(rampSeconds) + 4}" y="${TOP + 10}">all users</text>` : []}
${limit === undefined ? [] : markup`<line class="limit" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(limit)}" y2="${y(limit)}"/>`}
${lines(
    drawn.map(
        ({ tone, of }) =>
            markup`<polyline class="line ${tone}" points="${seconds
                .flatMap((second) => {
                    const value = of(second);
                    return value === null ? [] : [`${x(second.second).toFixed(1)},${y(value).toFixed(1)}`];
                })
                .join(" ")}"/>`,
    ),
)}
</svg></div></figure>`;
}

/** A round number of at least a value, whose quarters are round too. */
function niceMost(value: number): number {
    const power = 10 ** Math.floor(Math.log10(value));
    return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}
