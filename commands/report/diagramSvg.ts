import type { Diagram, TierName } from "../../graph/diagram";
import { describeDiagram } from "./describeDiagram";
import { type Arrow, type Box, fit, layOut } from "./diagramLayout";
import { lines, type Markup, markup } from "./markup";
import { resolveColors } from "./palette";

/** A diagram as an SVG file that needs nothing else: its colors follow the reader's light or dark background. */
export function svgFile(diagram: Diagram, css: string): string {
    const style = [
        resolveColors(css, "light"),
        `@media (prefers-color-scheme: dark) {\n${resolveColors(css, "dark")}}\n`,
    ].join("");
    return `${diagramSvg(diagram, style).text}\n`;
}

/**
 * A diagram as an SVG element.
 *
 * @param style its style sheet; empty in a page that contains it.
 */
export function diagramSvg(diagram: Diagram, style = ""): Markup {
    const layout = layOut(diagram);
    const { width, height, vpc } = layout;
    return markup`<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-labelledby="network-title network-description">
<title id="network-title">${`Network of the stack ${diagram.stack}`}</title>
<desc id="network-description">${describeDiagram(diagram)}</desc>
${
    style === ""
        ? []
        : markup`<style>
${style}</style>`
}
<rect class="backdrop" width="${round(width)}" height="${round(height)}" rx="10"/>
${lines(layout.outside.map(({ name, box }) => outsideBox(name, box)))}
<rect class="vpc"${place(vpc)} rx="12"/>
${vpcHeading(diagram, layout)}
${lines(layout.zones.map(({ name, x, y }) => markup`<text class="zone" x="${round(x)}" y="${round(y)}">${name}</text>`))}
${lines(layout.tiers.map(tierMarkup))}
${lines(layout.arrows.map(arrowMarkup))}
${lines(layout.tiers.flatMap(({ blocks }) => blocks.map(blockMarkup)))}
${lines(layout.arrows.map(labelMarkup))}
${lines(layout.regions.map(regionMarkup))}
${lines(layout.legend.map(legendMarkup))}
</svg>`;
}

type Layout = ReturnType<typeof layOut>;

const round = (number: number): number => Math.round(number * 10) / 10;

function place({ x, y, width, height }: Box): Markup {
    return markup` x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function outsideBox(name: string, box: Box): Markup {
    const icon = name === "internet" ? ICONS.internet : ICONS.addresses;
    return markup`<g><title>${name}</title><rect class="outside"${place(box)} rx="23"/>${mark(icon, "plain", box.x + 16, box.y + 13)}<text class="strong" x="${round(box.x + 46)}" y="${round(box.y + 28)}">${fit(name, box.width - 60, 13)}</text></g>`;
}

function vpcHeading({ vpc }: Diagram, layout: Layout): Markup {
    const x = layout.tiers[0]?.cells[0]?.x ?? layout.vpc.x + 16;
    const y = layout.vpc.y + 26;
    return markup`<text class="strong" x="${round(x)}" y="${round(y)}">${vpc.label}</text>
${lines(layout.vpcDetails.map((line, i) => markup`<text x="${round(x)}" y="${round(y + 16 + i * 15)}">${line}</text>`))}`;
}

const TIER_CLASSES: Record<TierName, string> = {
    "public subnets": "public",
    "private subnets": "private",
    "subnets without a known route": "other",
};

function tierMarkup({ name, cells, subnets, gateways }: Layout["tiers"][number]): Markup {
    const kind = TIER_CLASSES[name];
    return markup`${lines(cells.map((cell) => markup`<rect class="cell ${kind}"${place(cell)} rx="8"/>`))}
${lines(
    subnets.map(({ subnet: { name: subnet, cidr, outlets }, box, textY }) => {
        const x = round(box.x + 12);
        const right = round(box.x + box.width - 12);
        const room = box.width - 30 - cidr.length * 6.6;
        const route = outlets.length === 0 ? "" : `via NAT ${outlets.join(", ")}`;
        return markup`<g><title>${[`${subnet} ${cidr}`.trim(), name, route].filter((text) => text !== "").join("; ")}</title><text class="name" x="${x}" y="${round(textY)}">${fit(subnet, room, 11)}</text>${cidr === "" ? [] : markup`<text class="end" x="${right}" y="${round(textY)}">${cidr}</text>`}${route === "" ? [] : markup`<text x="${x}" y="${round(textY + 15)}">${fit(route, box.width - 24, 11)}</text>`}</g>`;
    }),
)}
${lines(
    gateways.map(
        ({ name: gateway, box }) =>
            markup`<g><title>${`NAT gateway ${gateway}`}</title><rect class="bar"${place(box)} rx="6"/>${mark(ICONS.gateway, "plain", box.x + 9, box.y + 5)}<text class="name" x="${round(box.x + 36)}" y="${round(box.y + 19)}">NAT</text><text class="end" x="${round(box.x + box.width - 10)}" y="${round(box.y + 19)}">${fit(gateway, box.width - 80, 11)}</text></g>`,
    ),
)}`;
}

function blockMarkup({ part, box, isFramed, bars }: Layout["tiers"][number]["blocks"][number]): Markup {
    const { icon, color } = PART_MARKS[part] ?? { icon: ICONS.addresses, color: "plain" };
    return markup`<g>${isFramed ? markup`<rect class="frame"${place(box)} rx="10"/>` : []}
${lines(
    bars.map(({ member: { label, detail }, box: bar }) => {
        const width = bar.width - 60;
        return markup`<g><title>${`${label}: ${detail}`}</title><rect class="bar"${place(bar)} rx="8"/><path class="mark stripe ${color}" d="M${round(bar.x + 5)} ${round(bar.y + 9)} v${bar.height - 18}"/>${mark(label === "Connect servers" ? ICONS.servers : icon, color, bar.x + 16, bar.y + 13)}<text class="strong" x="${round(bar.x + 46)}" y="${round(bar.y + 20)}">${fit(label, width, 13)}</text><text x="${round(bar.x + 46)}" y="${round(bar.y + 36)}">${fit(detail, width, 11)}</text></g>`;
    }),
)}</g>`;
}

function arrowMarkup({ path, points, isJoining = false }: Arrow): Markup {
    const d = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join(" ");
    const title = `${path.from} → ${path.to}: ${path.ports}${path.via === "" ? "" : `, through ${path.via}`}`;
    return markup`<g><title>${title}</title><path class="arrow ${path.direction}" d="${d}"/>${isJoining ? [] : markup`<path class="head ${path.direction}" d="${head(points)}"/>`}</g>`;
}

/** The triangle at the end of a line. */
function head(points: Arrow["points"]): string {
    const [x, y] = points.at(-1) ?? [0, 0];
    const [fromX, fromY] = points.at(-2) ?? [0, 0];
    const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
    const [backX, backY] = [x - dx * 8, y - dy * 8];
    return `M${round(x)} ${round(y)} L${round(backX + dy * 4.5)} ${round(backY + dx * 4.5)} L${round(backX - dy * 4.5)} ${round(backY - dx * 4.5)} Z`;
}

function labelMarkup({ label: { x, y, anchor, text } }: Arrow): Markup {
    return markup`<text class="ports${anchor === "end" ? " end" : ""}" x="${round(x)}" y="${round(y)}">${text}</text>`;
}

function regionMarkup({ region, lines: contents, box }: Layout["regions"][number]): Markup {
    const x = round(box.x + 14);
    return markup`<rect class="region"${place(box)} rx="10"/><text class="name" x="${x}" y="${round(box.y + 20)}">${`${region === "" ? "region" : region}, outside the VPC`}</text>
${lines(contents.map((line, i) => markup`<text x="${x}" y="${round(box.y + 37 + i * 15)}">${line}</text>`))}`;
}

function legendMarkup({ entry: { of, text }, x, y }: Layout["legend"][number]): Markup {
    const at = round(x);
    const sample =
        of === "in" || of === "inside" || of === "out"
            ? markup`<path class="arrow ${of}" d="M${at} ${y - 4} h24"/>`
            : markup`<rect class="cell ${TIER_CLASSES[of]}" x="${at}" y="${y - 11}" width="24" height="14" rx="3"/>`;
    return markup`${sample}<text x="${round(x + 32)}" y="${y}">${text}</text>`;
}

function mark(icon: string, color: string, x: number, y: number): Markup {
    return markup`<path class="mark ${color}" transform="translate(${round(x)} ${round(y)})" d="${icon}"/>`;
}

/** Icons of 20 by 20 pixels, drawn as lines. */
const ICONS = {
    internet: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18M1 10h18M10 1c-5 5-5 13 0 18M10 1c5 5 5 13 0 18",
    addresses: "M2 4h16v12H2zM2 8h16M5 12h4",
    balancer: "M10 2v5M10 7h-7v5M10 7h7v5M10 7v5M1.5 13h3v3h-3zM8.5 13h3v3h-3zM15.5 13h3v3h-3z",
    nodes: "M10 1.5l7.5 4.250v8.5L10 18.5l-7.5-4.250v-8.5zM2.5 5.750L10 10l7.5-4.250M10 10v8.5",
    servers: "M2 3h16v6H2zM2 11h16v6H2zM5 6h.01M5 14h.01M9 6h6M9 14h6",
    content: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
    database: "M3 4.5c0-3.3 14-3.3 14 0v11c0 3.3-14 3.3-14 0zM3 4.5c0 3.3 14 3.3 14 0M3 10c0 3.3 14 3.3 14 0",
    files: "M2 4.5h6l2 2.5h8v9.5H2zM2 7h8",
    api: "M10 1.5l7.400 3.600 1.800 8-5.100 6.400H5.900L.8 13.100l1.800-8zM10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7",
    gateway: "M3 10h13M11 5l5 5-5 5M3 5v10",
};

const PART_MARKS: Record<string, { icon: string; color: string }> = {
    "load balancer": { icon: ICONS.balancer, color: "balancer" },
    nodes: { icon: ICONS.nodes, color: "nodes" },
    "content pods": { icon: ICONS.content, color: "content" },
    database: { icon: ICONS.database, color: "database" },
    "file system": { icon: ICONS.files, color: "files" },
    "API endpoint": { icon: ICONS.api, color: "api" },
};
