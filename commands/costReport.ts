import { createColors } from "picocolors";
import { type Cost, type FixedLine, totalUsd, type UsageLine } from "../graph/cost";
import type { CostChange } from "../graph/costChange";
import { count } from "../lib/count";
import { groupBy } from "../lib/groupBy";
import { wrap } from "../lib/wrap";
import { formatUnitUsd, formatUsd } from "../lib/formatUsd";

interface Form {
    stack: string;
    /** The file with the quantities of use, if there is one. */
    workload?: string;
    /** Quantities in that file that no resource of the stack causes. */
    notBilled?: readonly string[];
    budgetUsd?: number;
    color: boolean;
}

/** Whether an amount that belongs to the sum is not known. */
export function lacksAmounts({ fixed, usage, notPriced }: Cost, withUsage: boolean): boolean {
    return (
        notPriced.length > 0 ||
        fixed.some(({ monthlyUsd }) => monthlyUsd === null) ||
        (withUsage && usage.some(({ quantity, monthlyUsd }) => quantity !== null && monthlyUsd === null))
    );
}

/** The cost of a stack for a person. */
export function costReport(cost: Cost, form: Form): string {
    const colors = createColors(form.color);
    const withUsage = form.workload !== undefined;
    const sections = [
        heading("Monthly cost", cost.region, form.stack, colors.bold),
        components(cost, colors.bold),
        sums(cost, withUsage, colors.bold),
        usageSection(cost.usage, form, colors.bold),
        laterSection(cost.later, colors.bold),
        burstableSection(cost, colors.bold),
        unknownSection(cost, withUsage, colors.bold),
        freeSection(cost),
        datesSection(cost),
        budgetSection(cost, form, colors),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const WIDTH = 110;
const AMOUNT = 12;

type Bold = (text: string) => string;

function heading(title: string, region: string, stack: string, bold: Bold): string {
    return `${[bold(title), stack, region].join(" · ")}\nOn demand, USD, 730 hours. Without tax, free tiers of an account, discounts and Connect's license.`;
}

/** A text, and an amount at the right edge. */
function row(text: string, amount: string): string {
    return `${text.padEnd(WIDTH - AMOUNT)}${amount.padStart(AMOUNT)}`;
}

function amountText(usd: number | null): string {
    return usd === null ? "not known" : formatUsd(usd);
}

function quantityText(quantity: number | null): string {
    return quantity === null ? "?" : String(Math.round(quantity * 1000) / 1000);
}

function unitText(usd: number | null): string {
    return usd === null ? "?" : formatUnitUsd(usd);
}

function components({ components: parts, fixed }: Cost, bold: Bold): string {
    const width = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length), 0);
    const [items, names] = [
        width(fixed.map(({ item }) => item)),
        width(fixed.map(({ resource }) => resource)),
    ];
    return parts
        .flatMap(({ name, fixedUsd }) => {
            const lines = fixed.filter(({ component }) => component === name);
            return lines.length === 0
                ? []
                : [
                      bold(row(`  ${name}`, formatUsd(fixedUsd))),
                      ...lines.map(({ item, resource, quantity, unitUsd, monthlyUsd }) =>
                          row(
                              `    ${item.padEnd(items)}  ${resource.padEnd(names)}  ${quantityText(quantity)} × ${unitText(unitUsd)}`,
                              amountText(monthlyUsd),
                          ),
                      ),
                  ];
        })
        .join("\n");
}

function sums(cost: Cost, withUsage: boolean, bold: Bold): string {
    const { fixedUsd, scheduledUsd, usageUsd } = cost.totals;
    const least = lacksAmounts(cost, withUsage) ? "at least " : "";
    return [
        row("  Fixed", formatUsd(fixedUsd)),
        ...(scheduledUsd > 0 ? [row("  On a schedule: restore tests", formatUsd(scheduledUsd))] : []),
        ...(withUsage ? [row("  By use", formatUsd(usageUsd))] : []),
        bold(
            row(
                `  Sum of a month${withUsage ? "" : ", without use"}`,
                `${least}${formatUsd(totalUsd(cost))}`,
            ),
        ),
    ].join("\n");
}

function usageSection(usage: readonly UsageLine[], { workload, notBilled = [] }: Form, bold: Bold): string {
    if (usage.length === 0) {
        return "";
    }
    if (workload === undefined) {
        return [
            bold("By use: prices only. Pass quantities of a month with --workload (docs/cost.md)"),
            ...usage.map((line) => `  ${line.key.padEnd(22)} ${usagePrice(line)}: ${line.item}`),
        ].join("\n");
    }
    const missing = usage.filter(({ quantity }) => quantity === null).map(({ key }) => key);
    return [
        bold(`By use, quantities from ${workload}`),
        ...usage
            .filter(({ quantity }) => quantity !== null)
            .map((line) =>
                row(
                    `  ${line.key.padEnd(22)} ${(line.quantity ?? 0).toLocaleString("en-US")} × ${usagePrice(line)}`,
                    amountText(line.monthlyUsd),
                ),
            ),
        ...names("Without a quantity, not in the sum", missing),
        ...names("Without effect, as no resource of the stack causes them", notBilled),
    ].join("\n");
}

function names(title: string, keys: readonly string[]): string[] {
    return keys.length === 0
        ? []
        : wrap(`${title}: ${keys.join(", ")}.`, WIDTH - 2).map((line) => `  ${line}`);
}

function usagePrice({ tiers, unitUsd, unit, each }: UsageLine): string {
    if (tiers !== undefined) {
        const [first] = tiers;
        return `${unitText(first?.usd ?? null)} per ${unit}, less above ${(first?.upTo ?? 0).toLocaleString("en-US")}`;
    }
    return unitUsd === null
        ? "not known"
        : `${unitText(unitUsd)} ${each === 1 ? `per ${unit}` : `for ${each.toLocaleString("en-US")} ${unit}s`}`;
}

function laterSection(later: readonly FixedLine[], bold: Bold): string {
    return later.length === 0
        ? ""
        : [
              bold("Billed later, not in the sum"),
              ...[...groupBy(later, ({ item, from, after }) => laterText(item, from, after))].map(
                  ([text, lines]) => {
                      const usd = lines.reduce((sum, { monthlyUsd }) => sum + (monthlyUsd ?? NaN), 0);
                      const of = lines.length === 1 ? lines[0].resource : `${lines.length} resources`;
                      return row(`  ${text} (${of})`, Number.isNaN(usd) ? "not known" : `+${formatUsd(usd)}`);
                  },
              ),
          ].join("\n");
}

function laterText(item: string, from: string | undefined, after: string | undefined): string {
    return `${from === undefined ? `After ${after ?? ""}` : `From ${from} on`}: ${item}`;
}

function burstableSection({ burstable }: Cost, bold: Bold): string {
    return burstable.length === 0
        ? ""
        : [
              bold("Burstable nodes"),
              ...burstable.flatMap(({ resource, type, baselinePercent, fullLoadUsd, alternative }) => [
                  `  ${resource}: AWS bills ${type} above a mean load of ${baselinePercent} % of each vCPU${fullLoadUsd === null ? "" : `, up to ${formatUsd(fullLoadUsd)} a month more at full load`}.`,
                  ...(alternative === undefined
                      ? []
                      : [
                            `  Above a mean load of ${alternative.abovePercent.toFixed(1)} %, ${alternative.type} costs less (same vCPUs and memory).`,
                        ]),
              ]),
          ].join("\n");
}

function unknownSection({ fixed, usage, notPriced }: Cost, withUsage: boolean, bold: Bold): string {
    const lines = [
        ...fixed
            .filter(({ monthlyUsd }) => monthlyUsd === null)
            .map(({ item, resource, problem }) => `  ${resource}, ${item}: ${problem ?? ""}`),
        ...usage
            .filter(({ problem, quantity }) => problem !== undefined && (!withUsage || quantity !== null))
            .map(({ key, problem }) => `  ${key}: ${problem ?? ""}`),
        ...notPriced.map(
            ({ type, names }) => `  ${type}: ${names.join(", ")}. The catalog has no price of this type.`,
        ),
    ];
    return lines.length === 0 ? "" : [bold(`Not priced: ${lines.length}`), ...lines].join("\n");
}

function freeSection({ free }: Cost): string {
    const total = free.reduce((sum, { resources }) => sum + resources, 0);
    return [
        `${count(total, "resource")} without a charge:`,
        ...free.map(({ reason, resources }) => `  ${String(resources).padStart(4)}  ${reason}`),
    ].join("\n");
}

function datesSection({ figures, region }: Cost): string {
    const dates = figures.map(({ date }) => date).sort();
    const old = figures.filter(({ isOld }) => isOld);
    return [
        `Prices of ${region} from ${dates[0] ?? ""} to ${dates.at(-1) ?? ""}, with their sources: catalog/prices/${region}.json.`,
        ...(old.length === 0
            ? []
            : [
                  ...wrap(
                      `Older than 180 days: ${old.map(({ name, date }) => `${name} (${date})`).join(", ")}.`,
                      WIDTH,
                  ),
              ]),
    ].join("\n");
}

function budgetSection(
    cost: Cost,
    { budgetUsd, workload }: Form,
    colors: ReturnType<typeof createColors>,
): string {
    if (budgetUsd === undefined) {
        return "";
    }
    const total = totalUsd(cost);
    const budget = `the budget of ${formatUsd(budgetUsd)}`;
    if (total > budgetUsd) {
        return colors.red(`Above ${budget} by ${formatUsd(total - budgetUsd)}.`);
    }
    return lacksAmounts(cost, workload !== undefined)
        ? colors.yellow(`Not known if it is within ${budget}: some amounts are not known.`)
        : `Within ${budget}: ${formatUsd(budgetUsd - total)} left.`;
}

/** The effect of a change on the cost, for a person. */
export function costChangeReport(
    change: CostChange,
    { stack, region, color, budget }: { stack: string; region: string; color: boolean; budget: string },
): string {
    const { bold } = createColors(color);
    const side = (value: CostChange["lines"][number]["before"]): string =>
        value === null ? "–" : amountText(value.monthlyUsd);
    const lines = change.lines.map(({ resource, item, before, after, differenceUsd, problem }) =>
        row(
            `  ${item} (${resource}): ${side(before)} → ${side(after)}${problem === undefined ? "" : `, ${problem}`}`,
            differenceUsd === null ? "not known" : signed(differenceUsd),
        ),
    );
    const unknown = change.lines.filter(({ differenceUsd }) => differenceUsd === null).length;
    const sum =
        change.beforeUsd === undefined || change.afterUsd === undefined
            ? row(bold("  Difference of a month, without use"), signed(change.differenceUsd))
            : bold(
                  row(
                      `  Fixed and scheduled: ${formatUsd(change.beforeUsd)} → ${formatUsd(change.afterUsd)} a month`,
                      signed(change.differenceUsd),
                  ),
              );
    return `${[
        heading("Change of the monthly cost", region, stack, bold),
        [...(lines.length === 0 ? ["  No fixed amount changes."] : lines), sum].join("\n"),
        ...(unknown === 0 ? [] : [`${count(unknown, "amount")} not known: not in the sum.`]),
        ...(budget === "" ? [] : [budget]),
    ].join("\n\n")}\n`;
}

function signed(usd: number): string {
    return `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
}
