import { createColors } from "picocolors";
import { HOURS_PER_MONTH } from "../catalog/price";
import type { PriceList } from "../catalog/priceLists";
import { type Workload } from "../catalog/workloads";
import {
    type Binding,
    fullest,
    type Limit,
    LIMITS,
    MOST_LOAD,
    shareOf,
    type State,
    STATES,
    type Use,
} from "../graph/capacity";
import type { Enlargement } from "../graph/enlarge";
import { formatUsd } from "../lib/formatUsd";
import { wrap } from "../lib/wrap";
import type { CapacityAnswer } from "./capacityAnswer";

interface Form {
    stack: string;
    region: string;
    prices: PriceList | undefined;
    /** Cost of a month without use; none if it is not known. */
    monthlyUsd: number | undefined;
    color: boolean;
}

const WIDTH = 110;

/** In the words of a reader. */
export const STATE_NAMES: Record<State, string> = {
    normal: "every zone up",
    zoneLost: "one zone lost",
    update: "during an update",
};

/** The capacity of a stack for a person. */
export function capacityReport(answer: CapacityAnswer, form: Form): string {
    const colors = createColors(form.color);
    const { bold } = colors;
    const sections = [
        `${[bold("Capacity"), form.stack, form.region].filter((text) => text !== "").join(" · ")}\nWorkload: ${answer.workload.title}`,
        limitTable(answer.limits, colors),
        notes(answer.limits, form.prices).join("\n"),
        verdict(answer, colors),
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

/** The limits, the fullest first. */
export function byShare(limits: readonly Limit[]): Limit[] {
    const most = (limit: Limit): number => fullest([limit])?.share ?? -1;
    return [...limits].sort((one, other) => most(other) - most(one));
}

/** The name of a limit, with its content. */
export function nameOfLimit({ id, content }: Limit): string {
    return content === undefined ? LIMITS[id].label : `${LIMITS[id].label}: ${content}`;
}

function limitTable(limits: readonly Limit[], colors: ReturnType<typeof createColors>): string {
    const rows = byShare(limits).map((limit) => ({
        limit,
        name: nameWithUnit(limit),
        cells: STATES.map((state) => ({ text: formatUse(limit, state), isOver: isOver(limit[state]) })),
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

function nameWithUnit(limit: Limit): string {
    const { label, unit } = LIMITS[limit.id];
    return label.includes(unit) ? nameOfLimit(limit) : `${nameOfLimit(limit)}, ${unit}`;
}

function isOver(use: Use): boolean {
    return (shareOf(use) ?? 0) > 1;
}

/** Need and capacity, with the share in use. */
export function formatUse(limit: Limit, state: State): string {
    const use = limit[state];
    const share = shareOf(use);
    if (share === undefined) {
        return limit.scales === undefined ? `${formatAmount(use.need)} of ?` : formatAmount(use.need);
    }
    const percent = Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–";
    return `${formatAmount(use.need)} of ${formatAmount(use.capacity ?? 0)} ${percent.padStart(5)}`;
}

function formatAmount(amount: number): string {
    const rounded = amount >= 100 ? Math.round(amount) : Math.round(amount * 10) / 10;
    return String(rounded).replace(/\B(?=(\d{3})+$)/g, ",");
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

function verdict(
    { fits, limits, growth, workload }: CapacityAnswer,
    colors: ReturnType<typeof createColors>,
): string {
    if (fits === undefined) {
        return colors.yellow("Not known if the workload fits, as a limit is not known.");
    }
    if (!fits) {
        const worst = fullest(limits);
        return colors.red(
            `The workload does not fit.${worst === undefined ? "" : ` ${describeBinding(worst)}`}`,
        );
    }
    return [
        colors.green("The workload fits in each of these states."),
        ...(growth === undefined ? [] : wrap(describeGrowth(workload, growth), WIDTH)),
    ].join("\n");
}

/** The limit that binds first, and the size of the workload at which it does. */
export function describeGrowth(
    workload: Workload,
    { factor, binding }: NonNullable<CapacityAnswer["growth"]>,
): string {
    const users = usersOf(workload);
    const size =
        users === 0
            ? `${factor.toFixed(1)} times the runs`
            : `${formatAmount(Math.floor(users * factor))} users`;
    return `It fits up to ${size}. Then ${nameOfLimit(binding.limit)} binds first, ${inState(binding.state)}.`;
}

function describeBinding({ limit, state, share }: Binding): string {
    const much = Number.isFinite(share)
        ? `${formatAmount(share)} times its capacity`
        : "without any capacity";
    return `The most exceeded: ${nameOfLimit(limit)}, ${much}, ${inState(state)}.`;
}

function inState(state: State): string {
    return state === "update" ? STATE_NAMES[state] : `with ${STATE_NAMES[state]}`;
}

function usersOf({ content }: Workload): number {
    return content.reduce((sum, { users }) => sum + users, 0);
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
    return [
        bold(`${title}: ${describeCost(change.monthlyUsd, monthlyUsd)}`),
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

/** The assumptions of a workload, and those of the comparison itself. */
export function assumptions({ assumptions: own }: Workload): string[] {
    return [
        ...own,
        `CPUs of servers, of nodes and of processes are in use at most ${MOST_LOAD * 100} % on average, so that responses do not wait.`,
        "Users and requests are spread evenly over items and servers. Connect starts a process once the others are at the load factor of their connections.",
        "A lost zone takes its nodes, and the servers on them until they start elsewhere. No node starts instead: there is no autoscaler. An update starts new servers before the old ones stop.",
        "CPU credits of burstable nodes are unlimited: AWS bills a higher load, and does not slow it.",
    ];
}
