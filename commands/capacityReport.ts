import { createColors } from "picocolors";
import { HOURS_PER_MONTH } from "../catalog/price";
import type { PriceList } from "../catalog/priceLists";
import { type Limit, STATES } from "../graph/capacity";
import type { Enlargement } from "../graph/enlarge";
import { formatUsd } from "../lib/formatUsd";
import { wrap } from "../lib/wrap";
import type { CapacityAnswer } from "./capacityAnswer";
import {
    assumptions,
    byShare,
    describeVerdict,
    formatUse,
    isExceeded,
    nameOfLimit,
    nameWithUnit,
    STATE_NAMES,
} from "./capacityWords";

interface Form {
    stack: string;
    region: string;
    prices: PriceList | undefined;
    /** Cost of a month without use; none if it is not known. */
    monthlyUsd: number | undefined;
    color: boolean;
}

const WIDTH = 110;

/** The capacity of a stack for a person. */
export function capacityReport(answer: CapacityAnswer, form: Form): string {
    const colors = createColors(form.color);
    const { bold } = colors;
    const sections = [
        `${[bold("Capacity"), form.stack, form.region].filter((text) => text !== "").join(" · ")}\nWorkload: ${answer.workload.title}`,
        limitTable(answer.limits, colors),
        notes(answer.limits, form.prices).join("\n"),
        verdictLines(answer, colors).join("\n"),
        ...changeSections(answer, form, bold),
        [
            bold("Assumptions"),
            ...assumptions(answer.workload).flatMap((text) =>
                wrap(text, WIDTH - 4).map((line, i) => `${i === 0 ? "  • " : "    "}${line}`),
            ),
        ].join("\n"),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function limitTable(limits: readonly Limit[], colors: ReturnType<typeof createColors>): string {
    const rows = byShare(limits).map((limit) => ({
        limit,
        name: nameWithUnit(limit),
        cells: STATES.map((state) => ({ text: formatUse(limit, state), isOver: isExceeded(limit[state]) })),
    }));
    const nameWidth = Math.max(...rows.map(({ name }) => name.length));
    const widths = STATES.map((state, i) =>
        Math.max(STATE_NAMES[state].length, ...rows.map(({ cells }) => cells[i]?.text.length ?? 0)),
    );
    return [
        colors.bold(
            `  ${"need of capacity".padEnd(nameWidth)}  ${STATES.map((state, i) => STATE_NAMES[state].padStart(widths[i] ?? 0)).join("  ")}`,
        ),
        ...rows.map(({ name, cells }) => {
            const line = cells.map(({ text, isOver: over }, i) => {
                const cell = text.padStart(widths[i] ?? 0);
                return over ? colors.red(cell) : cell;
            });
            const mark = cells.some(({ isOver: over }) => over) ? colors.red("✗") : " ";
            return `${mark} ${name.padEnd(nameWidth)}  ${line.join("  ")}`;
        }),
    ].join("\n");
}

/** Limits that are not known, and the charge for those that AWS raises by itself. */
function notes(limits: readonly Limit[], prices: PriceList | undefined): string[] {
    const unit = prices?.figures["elb.albLcuHour"]?.usd;
    return limits.flatMap((limit) => {
        if (limit.scales !== undefined) {
            const charge =
                typeof unit === "number"
                    ? ` At this load all month, they cost ${formatUsd(limit.normal.need * unit * HOURS_PER_MONTH)}.`
                    : "";
            return wrap(
                `AWS adds load balancer capacity units as the load grows, within minutes, without a limit that it states.${charge}`,
                WIDTH,
            );
        }
        return limit.problem === undefined
            ? []
            : [
                  `${nameOfLimit(limit)}: not known, as ${limit.problem}.${limit.normal.need === 0 ? " The workload needs none." : ""}`,
              ];
    });
}

function verdictLines(answer: CapacityAnswer, colors: ReturnType<typeof createColors>): string[] {
    const [first = "", ...others] = describeVerdict(answer).flatMap((text) => wrap(text, WIDTH));
    const { fits } = answer;
    const color = fits === undefined ? colors.yellow : fits ? colors.green : colors.red;
    return [color(first), ...others];
}

function changeSections(answer: CapacityAnswer, form: Form, bold: (text: string) => string): string[] {
    const { fits, smallestChange, withSameTypes } = answer;
    if (fits !== false) {
        return [];
    }
    if (form.prices === undefined) {
        return [
            `No change is proposed, as ${form.region || "the region"} has no prices here. docs/cost.md describes how to add them.`,
        ];
    }
    if (smallestChange === undefined) {
        return [
            "No change of nodes, servers, processes, quotas, database or NAT gateways carries it. Split the workload over stacks, or lower it.",
        ];
    }
    return [
        changeSection("The smallest change that carries it", smallestChange, form, bold),
        ...(withSameTypes === undefined
            ? []
            : [changeSection("With the same instance types", withSameTypes, form, bold)]),
    ];
}

function changeSection(
    title: string,
    change: Enlargement,
    { monthlyUsd }: Form,
    bold: (text: string) => string,
): string {
    const width = Math.max(...change.changes.map(({ setting }) => setting.length));
    const cost = change.isMost
        ? `${describeCost(change.monthlyUsd, undefined)}, if the autoscaler starts all nodes`
        : describeCost(change.monthlyUsd, monthlyUsd);
    return [
        bold(`${title}: ${cost}`),
        ...change.changes.map(
            ({ setting, from, to, monthlyUsd: usd }) =>
                `  ${setting.padEnd(width)}  ${from} → ${to}${usd === 0 ? "" : `  ${usd === null ? "cost not known" : signed(usd)}`}`,
        ),
    ].join("\n");
}

function describeCost(usd: number | null, before: number | undefined): string {
    return usd === null
        ? "its cost is not known"
        : `${signed(usd)} a month${before === undefined ? "" : `, ${formatUsd(before)} → ${formatUsd(before + usd)} without use`}`;
}

function signed(usd: number): string {
    return `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
}
