import type { Block, Diagram, Member, NetworkPath, SubnetBox, TierName } from "../../graph/diagram";
import { textWidth } from "./textWidth";

/** A rectangle in pixels. */
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

/** A diagram with the place of everything in it. */
export interface Layout {
    width: number;
    height: number;
    outside: readonly { name: string; box: Box }[];
    vpc: Box;
    /** Lines of the VPC's description, under its label. */
    vpcDetails: readonly string[];
    zones: readonly { name: string; x: number; y: number }[];
    tiers: readonly PlacedTier[];
    arrows: readonly Arrow[];
    regions: readonly { region: string; lines: readonly string[]; box: Box }[];
    legend: readonly { entry: LegendEntry; x: number; y: number }[];
}

interface PlacedTier {
    name: TierName;
    y: number;
    subnets: readonly { subnet: SubnetBox; box: Box; textY: number }[];
    /** The area of a zone that has no subnet in this tier is left empty. */
    cells: readonly Box[];
    gateways: readonly { name: string; box: Box }[];
    blocks: readonly PlacedBlock[];
}

interface PlacedBlock {
    part: string;
    box: Box;
    /** Whether it has several resources, in a frame. */
    isFramed: boolean;
    bars: readonly { member: Member; box: Box }[];
}

/** A tier or a direction of paths, with its meaning. */
export interface LegendEntry {
    of: TierName | NetworkPath["direction"];
    text: string;
}

export interface Arrow {
    path: NetworkPath;
    points: readonly (readonly [x: number, y: number])[];
    /** Whether it ends at the line of another path, which has the arrowhead and the label. */
    isJoining?: boolean;
    label: { x: number; y: number; anchor: "start" | "end"; text: string };
}

const MARGIN = 16;
const COLUMN = { width: 224, gap: 32 };
const OUTSIDE = { height: 46, gap: 16 };
const ZONE_HEADING = 24;
const TIER_GAP = 46;
const CELL = { padding: 12, line: 15 };
const GATEWAY_HEIGHT = 30;
const BAR = { height: 46, gap: 8 };
const BLOCK = { frame: 8, gap: 14, gapWithArrow: 34 };
const TRACK = 16;
/** Room for the ports of an arrow between a block and the vertical lines next to it. */
const PORTS = { width: 84, height: 20 };

/** Places the zones as columns, the tiers as rows, and draws paths only between them and next to them. */
export function layOut(diagram: Diagram): Layout {
    const order = diagram.tiers.flatMap(({ blocks }) => blocks.map(({ part }) => part));
    const routes = routesOf(diagram, order);
    const left = routes.left.length === 0 ? MARGIN : MARGIN + 24 + routes.left.length * TRACK;
    const right = routes.right.length === 0 ? MARGIN : PORTS.width + routes.right.length * TRACK;
    const columns = diagram.zones.length;
    const grid = columns * COLUMN.width + (columns - 1) * COLUMN.gap;
    const vpcWidth = left + grid + right;
    const columnX = (zone: number): number => MARGIN + left + zone * (COLUMN.width + COLUMN.gap);

    const top = MARGIN + OUTSIDE.height + 44 + TRACK * routes.top.length;
    const vpcDetails = wrapText(diagram.vpc.details, COLUMN.width);
    const zonesY = top + 26 + vpcDetails.length * CELL.line + 12;
    const tiers: PlacedTier[] = [];
    let y = zonesY + ZONE_HEADING;
    for (const tier of diagram.tiers) {
        const placed = placeTier(tier, y, columnX, routes);
        tiers.push(placed);
        y = Math.max(...placed.cells.map((cell) => cell.y + cell.height)) + TIER_GAP;
    }
    const vpc = { x: MARGIN, y: top, width: vpcWidth, height: y - TIER_GAP + MARGIN - top };
    const outside = placeOutside(diagram.outside, vpcWidth);
    const regions = placeRegions(diagram, vpc);
    const legend = placeLegend(
        diagram,
        vpc,
        Math.max(vpc.y + vpc.height, ...regions.map(({ box }) => box.y + box.height)) + 30,
    );
    return {
        width: vpcWidth + 2 * MARGIN,
        height: Math.max(...legend.map((entry) => entry.y)) + MARGIN,
        outside,
        vpc,
        vpcDetails,
        zones: diagram.zones.map((name, zone) => ({
            name,
            x: columnX(zone) + COLUMN.width / 2,
            y: zonesY + 14,
        })),
        tiers,
        arrows: placeArrows(routes, { outside, tiers, columnX, columns, vpc }),
        regions,
        legend,
    };
}

function placeTier(
    { name, subnets, blocks }: Diagram["tiers"][number],
    y: number,
    columnX: (zone: number) => number,
    { straight, right }: Routes,
): PlacedTier {
    const zones = [...new Set(subnets.map(({ zone }) => zone))];
    const linesIn = (zone: number): number =>
        subnets.filter((subnet) => subnet.zone === zone).reduce((sum, subnet) => sum + linesOf(subnet), 0);
    const heading = CELL.padding + Math.max(...zones.map(linesIn)) * CELL.line + 8;
    let next = y + heading;
    const placedBlocks = blocks.map((block, i) => {
        const above = blocks[i - 1]?.part;
        const hasArrow = straight.some(({ from, to }) =>
            [from, to].every((end) => end === above || end === block.part),
        );
        next += i === 0 ? 0 : hasArrow ? BLOCK.gapWithArrow : BLOCK.gap;
        const placed = placeBlock(block, next, columnX, rightEnds(right, block.part).length);
        next = placed.box.y + placed.box.height;
        return placed;
    });
    const gateways = zones.flatMap((zone) =>
        subnets
            .filter((subnet) => subnet.zone === zone)
            .flatMap((subnet) => subnet.gateways)
            .map((gateway, i) => ({
                name: gateway,
                box: {
                    x: columnX(zone) + CELL.padding,
                    y: next + 12 + i * (GATEWAY_HEIGHT + BAR.gap),
                    width: COLUMN.width - 2 * CELL.padding,
                    height: GATEWAY_HEIGHT,
                },
            })),
    );
    const bottom = Math.max(next, ...gateways.map(({ box }) => box.y + box.height)) + CELL.padding;
    return {
        name,
        y,
        cells: zones.map((zone) => ({ x: columnX(zone), y, width: COLUMN.width, height: bottom - y })),
        subnets: zones.flatMap((zone) => {
            let textY = y + CELL.padding + 10;
            return subnets
                .filter((subnet) => subnet.zone === zone)
                .map((subnet) => {
                    const box = { x: columnX(zone), y, width: COLUMN.width, height: bottom - y };
                    const placed = { subnet, box, textY };
                    textY += linesOf(subnet) * CELL.line;
                    return placed;
                });
        }),
        gateways,
        blocks: placedBlocks,
    };
}

/** The name, and how the subnet reaches the internet. */
function linesOf({ outlets }: SubnetBox): number {
    return outlets.length === 0 ? 1 : 2;
}

function placeBlock(
    { part, members }: Block,
    y: number,
    columnX: (zone: number) => number,
    ends: number,
): PlacedBlock {
    const isFramed = members.length > 1;
    const padding = isFramed ? BLOCK.frame : 0;
    // Each line that ends at its right side has a label.
    const barHeight = isFramed ? BAR.height : Math.max(BAR.height, ends * PORTS.height);
    const bars = members.flatMap((member, i) =>
        runsOf(member.zones).map(([first, last]) => ({
            member,
            box: {
                x: columnX(first) + CELL.padding,
                y: y + padding + i * (barHeight + BAR.gap),
                width: columnX(last) - columnX(first) + COLUMN.width - 2 * CELL.padding,
                height: barHeight,
            },
        })),
    );
    const x = Math.min(...bars.map(({ box }) => box.x));
    const end = Math.max(...bars.map(({ box }) => box.x + box.width));
    const height = members.length * (barHeight + BAR.gap) - BAR.gap + 2 * padding;
    return {
        part,
        isFramed,
        bars,
        // The frame is wider than the bars in it, but not than the cell.
        box: { x: x - padding, y, width: end - x + 2 * padding, height },
    };
}

/** The first and the last of each run of neighboring zones. */
function runsOf(zones: readonly number[]): [number, number][] {
    const runs: [number, number][] = [];
    for (const zone of zones) {
        const run = runs.at(-1);
        if (run !== undefined && run[1] === zone - 1) {
            run[1] = zone;
        } else {
            runs.push([zone, zone]);
        }
    }
    return runs;
}

function placeOutside(names: readonly string[], width: number): Layout["outside"] {
    const each = (width - (names.length - 1) * OUTSIDE.gap) / Math.max(1, names.length);
    return names.map((name, i) => ({
        name,
        box: { x: MARGIN + i * (each + OUTSIDE.gap), y: MARGIN, width: each, height: OUTSIDE.height },
    }));
}

function placeRegions({ regions }: Diagram, vpc: Box): Layout["regions"] {
    const each = (vpc.width - (regions.length - 1) * OUTSIDE.gap) / Math.max(1, regions.length);
    const wrapped = regions.map(({ contents }) =>
        wrapText(
            contents.map(({ label, count }) => `${count} ${label}${count === 1 ? "" : "s"}`),
            each - 28,
        ),
    );
    const height = 38 + Math.max(0, ...wrapped.map(({ length }) => length)) * CELL.line;
    return regions.map(({ region }, i) => ({
        region,
        lines: wrapped[i] ?? [],
        box: {
            x: vpc.x + i * (each + OUTSIDE.gap),
            y: vpc.y + vpc.height + OUTSIDE.gap,
            width: each,
            height,
        },
    }));
}

function placeLegend({ tiers, paths }: Diagram, vpc: Box, top: number): Layout["legend"] {
    const directions = (["in", "inside", "out"] as const).filter((direction) =>
        paths.some((path) => path.direction === direction),
    );
    const entries: LegendEntry[] = [
        ...tiers.map(({ name }) => ({ of: name, text: name })),
        ...directions.map((direction) => ({ of: direction, text: DIRECTIONS[direction] })),
    ];
    let [x, y] = [vpc.x, top];
    return entries.map((entry) => {
        const width = 32 + textWidth(entry.text, 11) + 18;
        if (x > vpc.x && x + width > vpc.x + vpc.width) {
            [x, y] = [vpc.x, y + 22];
        }
        const placed = { entry, x, y };
        x += width;
        return placed;
    });
}

const DIRECTIONS = { in: "from outside", inside: "in the VPC", out: "to the internet" };

/** How each path runs: straight down or up, left of the columns, or right of them. */
interface Routes {
    /** Between neighbors. */
    straight: readonly NetworkPath[];
    /** To the internet: paths with the same label share a line. */
    left: readonly (readonly NetworkPath[])[];
    /** Paths from the same source share a line. */
    right: readonly (readonly NetworkPath[])[];
    /** Paths from the outside, which may run sideways above the VPC. */
    top: readonly NetworkPath[];
}

function routesOf({ paths, outside }: Diagram, order: readonly string[]): Routes {
    const placed = paths.filter(({ from, to }) =>
        [from, to].every((end) => order.includes(end) || outside.includes(end)),
    );
    const isStraight = ({ from, to, direction }: NetworkPath): boolean =>
        direction === "in"
            ? order.indexOf(to) === 0
            : direction === "inside" && Math.abs(order.indexOf(from) - order.indexOf(to)) === 1;
    const others = placed.filter((path) => !isStraight(path));
    const left = others.filter(({ direction }) => direction === "out");
    const right = others.filter(({ direction }) => direction !== "out");
    return {
        straight: placed.filter(isStraight),
        left: grouped(left, ({ to, ports, via }) => JSON.stringify([to, ports, via])),
        right: grouped(right, ({ from }) => from),
        top: placed.filter(({ direction }) => direction === "in"),
    };
}

function grouped(paths: readonly NetworkPath[], keyOf: (path: NetworkPath) => string): NetworkPath[][] {
    const groups = new Map<string, NetworkPath[]>();
    for (const path of paths) {
        groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
    }
    return [...groups.values()];
}

interface Places {
    outside: Layout["outside"];
    tiers: readonly PlacedTier[];
    columnX: (zone: number) => number;
    columns: number;
    vpc: Box;
}

function placeArrows(routes: Routes, places: Places): Arrow[] {
    const blocks = new Map<string, Box>();
    for (const { part, box } of places.tiers.flatMap((tier) => tier.blocks).reverse()) {
        blocks.set(part, box);
    }
    const outside = new Map(places.outside.map(({ name, box }) => [name, box]));
    const boxOf = (end: string): Box => blocks.get(end) ?? outside.get(end) ?? places.vpc;
    return [
        ...straightArrows(routes, boxOf, places),
        ...leftArrows(routes.left, boxOf, places.vpc),
        ...rightArrows(routes, boxOf, places.vpc),
    ];
}

/** Vertical arrows in the gaps between the columns, in which no subnet's text is. */
function straightArrows(
    { straight, top }: Routes,
    boxOf: (end: string) => Box,
    { columnX, columns, vpc, tiers }: Places,
): Arrow[] {
    const gaps = Array.from({ length: columns - 1 }, (_, i) => columnX(i + 1) - COLUMN.gap / 2);
    const centers = Array.from({ length: columns }, (_, i) => columnX(i) + COLUMN.width * 0.75);
    const drawn = straight.map((path) => {
        const [from, to] = [boxOf(path.from), boxOf(path.to)];
        const shared = path.direction === "in" ? [to] : [from, to];
        const fits = (x: number): boolean => shared.every((box) => box.x < x && x < box.x + box.width);
        const candidates = gaps.some(fits) ? gaps.filter(fits) : centers.filter(fits);
        return { path, from, to, candidates, key: [path.from, path.to].sort().join() };
    });
    return drawn.map(({ path, from, to, candidates, key }) => {
        const siblings = drawn.filter((other) =>
            path.direction === "in" ? other.path.direction === "in" : other.key === key,
        );
        const own = siblings.findIndex((other) => other.path === path);
        const spread = candidates.length === 0 ? [to.x + to.width / 2] : candidates;
        const used = Math.ceil(siblings.length / spread.length);
        const slot = Math.floor(own / spread.length);
        const offset = used === 1 ? 0 : (slot - (used - 1) / 2) * 14;
        const x = (spread[own % spread.length] ?? 0) + offset;
        const isDown = from.y < to.y;
        const start = isDown ? from.y + from.height : from.y;
        const end = isDown ? to.y : to.y + to.height;
        const anchor = used > 1 && slot === 0 ? ("end" as const) : ("start" as const);
        const labelX = x + (anchor === "start" ? 7 : -7);
        if (path.direction !== "in") {
            // Between two tiers: in the gap between them.
            const tier = tiers.find((each) => each.y > Math.min(start, end) && each.y < Math.max(start, end));
            const y = tier === undefined ? (start + end) / 2 + 4 : tier.y - TIER_GAP / 2 + 4;
            return {
                path,
                points: [
                    [x, start],
                    [x, end],
                ],
                label: { x: labelX, y, anchor, text: path.ports },
            };
        }
        const bus = vpc.y - 14 - TRACK * top.indexOf(path);
        const isBelow = from.x + 20 < x && x < from.x + from.width - 20;
        const sourceX = isBelow ? x : from.x + from.width / 2 + (own - 1) * 16;
        return {
            path,
            points: isBelow
                ? [
                      [x, start],
                      [x, end],
                  ]
                : [
                      [sourceX, start],
                      [sourceX, bus],
                      [x, bus],
                      [x, end],
                  ],
            label: { x: sourceX + 7, y: start + 18, anchor: "start", text: path.ports },
        };
    });
}

/** The lowest path of a group draws the line that the others join. */
function leftArrows(groups: Routes["left"], boxOf: (end: string) => Box, vpc: Box): Arrow[] {
    return groups.flatMap((group, i) => {
        const x = vpc.x + MARGIN + 4 + i * TRACK;
        const middle = ({ from }: NetworkPath): number => boxOf(from).y + boxOf(from).height / 2;
        const lowest = Math.max(...group.map(middle));
        return group.map((path): Arrow => {
            const [from, to] = [boxOf(path.from), boxOf(path.to)];
            const y = middle(path);
            const bottom = to.y + to.height;
            const isBelow = to.x < x && x < to.x + to.width;
            const targetX = isBelow ? x : to.x + 20;
            const isLowest = y === lowest;
            const toTarget: Arrow["points"] = isBelow
                ? [[x, bottom]]
                : [
                      [x, vpc.y - 14],
                      [targetX, vpc.y - 14],
                      [targetX, bottom],
                  ];
            return {
                path,
                points: [[from.x, y], [x, y], ...(isLowest ? toTarget : [])],
                isJoining: !isLowest,
                label: {
                    x: targetX + 7,
                    y: bottom + 18 + i * CELL.line,
                    anchor: "start",
                    text: isLowest ? `${path.ports}${path.via === "" ? "" : ` through ${path.via}`}` : "",
                },
            };
        });
    });
}

function rightArrows({ right, top }: Routes, boxOf: (end: string) => Box, vpc: Box): Arrow[] {
    const inside = (path: NetworkPath): boolean => path.direction !== "in";
    const height = (box: Box, part: string, end: string): number => {
        const ends = rightEnds(right, part);
        return box.y + (box.height * (ends.indexOf(end) + 0.5)) / ends.length;
    };
    return right.flatMap((group, i) =>
        group.map((path): Arrow => {
            const [from, to] = [boxOf(path.from), boxOf(path.to)];
            const track = vpc.x + vpc.width - MARGIN - (right.length - 1 - i) * TRACK;
            const endX = to.x + to.width;
            const endY = height(to, path.to, path.from);
            const label = { x: endX + 10, y: endY - 5, anchor: "start" as const, text: path.ports };
            if (inside(path)) {
                const startY = height(from, path.from, "out");
                return {
                    path,
                    points: [
                        [from.x + from.width, startY],
                        [track, startY],
                        [track, endY],
                        [endX, endY],
                    ],
                    label,
                };
            }
            const start = from.y + from.height;
            const isBelow = from.x < track && track < from.x + from.width;
            const bus = vpc.y - 14 - TRACK * top.indexOf(path);
            const sourceX = from.x + from.width - 24;
            return {
                path,
                points: isBelow
                    ? [
                          [track, start],
                          [track, endY],
                          [endX, endY],
                      ]
                    : [
                          [sourceX, start],
                          [sourceX, bus],
                          [track, bus],
                          [track, endY],
                          [endX, endY],
                      ],
                label,
            };
        }),
    );
}

/** Lists texts, in lines of this width. */
function wrapText(texts: readonly string[], width: number): string[] {
    const lines: string[] = [];
    for (const text of texts) {
        const last = lines.at(-1);
        if (last !== undefined && textWidth(`${last} · ${text}`, 11) <= width) {
            lines[lines.length - 1] = `${last} · ${text}`;
        } else {
            lines.push(text);
        }
    }
    return lines;
}

/** The lines at the right side of a block, from top to bottom: its own, then one from each source. */
function rightEnds(right: Routes["right"], part: string): string[] {
    return [
        ...right.filter(([first]) => first?.from === part).map(() => "out"),
        ...right.flat().flatMap(({ from, to }) => (to === part ? [from] : [])),
    ];
}

/** Shortens a text with an ellipsis if it is too wide. */
export function fit(text: string, width: number, size: number): string {
    if (textWidth(text, size) <= width) {
        return text;
    }
    const characters = Array.from(text);
    while (characters.length > 0 && textWidth(`${characters.join("")}…`, size) > width) {
        characters.pop();
    }
    return `${characters.join("")}…`;
}
