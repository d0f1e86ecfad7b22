import { resourceTypes } from "../catalog";
import { instanceType } from "../catalog/instanceTypes";
import type { Charge, FigureName } from "../catalog/price";
import { HOURS_PER_MONTH } from "../catalog/price";
import type { Figure, PriceList } from "../catalog/priceLists";
import { type DriverName, type UsageDriver, usageDrivers } from "../catalog/usageDrivers";
import { groupBy } from "../lib/groupBy";
import type { Graph, Resource } from "./graph";
import { pricedResource } from "./pricedResource";
import { DATABASE, NODE_GROUP } from "./types";
import { textOf } from "./value";

/** The cost of a stack in a month of 730 hours, in USD. `null` stands for an amount that is not known. */
export interface Cost {
    region: string;
    /** Amounts that do not depend on use: a line for each amount of a resource. */
    fixed: FixedLine[];
    /** Amounts that depend on use: a line for each cause. */
    usage: UsageLine[];
    components: { name: string; fixedUsd: number; usageUsd: number }[];
    /** Sums of the known amounts. Scheduled ones are those of {@link FixedLine.scheduled}. */
    totals: { fixedUsd: number; scheduledUsd: number; usageUsd: number };
    /** Amounts that are billed later, and are not in the sums. */
    later: FixedLine[];
    /** Resources without a charge, by reason. */
    free: { reason: string; resources: number }[];
    /** Resources of types that the catalog does not know: their price is not known. */
    notPriced: { type: string; names: string[] }[];
    /** Node types that are billed above their baseline, and a cheaper one for a higher load. */
    burstable: BurstableNodes[];
    /** Dates of the figures in use. */
    figures: { name: string; date: string; isOld: boolean }[];
}

interface Amount {
    component: string;
    item: string;
    quantity: number | null;
    /** Price of a unit for a month; `null` if it is not known, or if it depends on the quantity. */
    unitUsd: number | null;
    monthlyUsd: number | null;
    /** Reason why the amount is not known. */
    problem?: string;
}

export interface FixedLine extends Amount {
    resource: string;
    urn: string;
    figure: string;
    /** Whether it is billed for each run of a schedule. */
    scheduled?: true;
    /** First day on which it is billed. */
    from?: string;
    /** Event after which it is billed. */
    after?: string;
}

export interface UsageLine extends Amount {
    key: DriverName;
    unit: string;
    figure: string;
    /** Prices by the running total, if there is more than one. */
    tiers?: Figure["tiers"];
    /** Units that {@link Amount.unitUsd} is for. */
    each: number;
}

export interface BurstableNodes {
    resource: string;
    type: string;
    /** Mean load of each vCPU in percent that is not billed in addition. */
    baselinePercent: number;
    /** Surplus of all its nodes in a month at full load. */
    fullLoadUsd: number | null;
    /** The cheapest other type of the same size, and the mean load in percent above which it costs less. */
    alternative?: { type: string; abovePercent: number };
}

/** Monthly quantities by driver. */
export type Usage = Partial<Record<DriverName, number>>;

/** Days after which a figure is flagged. */
const MAX_AGE_DAYS = 180;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Prices a stack.
 *
 * @param today `YYYY-MM-DD`.
 * @param usage quantities that depend on use. An amount without a quantity is not known.
 */
export function cost(graph: Graph, prices: PriceList, today: string, usage?: Usage): Cost {
    const resources = graph.resources.filter(({ custom, type }) => custom && isBilled(type));
    const charges = resources.flatMap((resource) => chargesOf(graph, resource, prices));
    const isLater = ({ from, after }: FixedLine) =>
        after !== undefined || (from !== undefined && from > today);
    const fixed = charges.filter((line) => !isLater(line));
    const drivers = usageOf(graph, resources, prices, usage);
    const used = [...charges.map(({ figure }) => figure), ...drivers.map(({ figure }) => figure)];
    return {
        region: prices.region,
        fixed,
        usage: drivers,
        components: componentsOf(fixed, drivers),
        totals: {
            fixedUsd: sum(fixed.filter(({ scheduled }) => scheduled !== true)),
            scheduledUsd: sum(fixed.filter(({ scheduled }) => scheduled === true)),
            usageUsd: sum(drivers),
        },
        later: charges.filter(isLater),
        free: freeOf(resources),
        notPriced: [...groupBy(resources, ({ type }) => type)]
            .filter(([type]) => resourceTypes[type] === undefined)
            .map(([type, found]) => ({ type, names: found.map(({ name }) => name) })),
        burstable: graph.all(NODE_GROUP).flatMap((nodes) => burstableNodes(graph, nodes, prices)),
        figures: datesOf(used, prices, today),
    };
}

/** The sum of all known amounts. */
export function totalUsd({ totals }: Cost): number {
    return roundUsd(totals.fixedUsd + totals.scheduledUsd + totals.usageUsd);
}

/** A provider and the stack are records of Pulumi, not resources of a cloud. */
function isBilled(type: string): boolean {
    return type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:");
}

/** The component directly under the stack that a resource belongs to. */
function componentOf(graph: Graph, resource: Resource): string {
    const parent = resource.parent === undefined ? undefined : graph.find(resource.parent);
    return parent === undefined || parent === graph.stack ? resource.name : componentOf(graph, parent);
}

function chargesOf(graph: Graph, resource: Resource, prices: PriceList): FixedLine[] {
    const price = resourceTypes[resource.type]?.price;
    const charges = price !== undefined && "charges" in price ? price.charges : undefined;
    const { region } = resource.properties;
    return (charges?.(pricedResource(graph, resource)) ?? []).map((charge) => {
        const { item, figure, from, after, scheduled } = charge;
        return {
            component: componentOf(graph, resource),
            resource: resource.name,
            urn: resource.urn,
            item,
            figure,
            ...amountOf(charge, prices, textOf(region) || prices.region),
            ...(from === undefined ? {} : { from }),
            ...(after === undefined ? {} : { after }),
            ...(scheduled === undefined ? {} : { scheduled }),
        };
    });
}

function amountOf(
    { figure: name, quantity }: Charge,
    prices: PriceList,
    region: string,
): Pick<Amount, "quantity" | "unitUsd" | "monthlyUsd" | "problem"> {
    const figure = figureOf(prices, name);
    const isOfRegion = region === prices.region || figure?.anyRegion === true;
    const usd = isOfRegion ? monthlyUnit(figure) : undefined;
    const problem = !isOfRegion
        ? `no prices of ${region}`
        : usd === undefined
          ? (figure?.note ?? `${name} is not in the prices of ${prices.region}`)
          : quantity === undefined
            ? "the quantity is not known"
            : undefined;
    return {
        quantity: quantity ?? null,
        unitUsd: usd === undefined ? null : roundUsd(usd),
        monthlyUsd: usd === undefined || quantity === undefined ? null : roundUsd(usd * quantity),
        ...(problem === undefined ? {} : { problem }),
    };
}

function figureOf(prices: PriceList, name: FigureName): Figure | undefined {
    const [table = "", ...rest] = name.split(".");
    const key = rest.join(".");
    if (table === "nodes") {
        const { usdHour, date, source } = prices.nodes;
        return Object.hasOwn(usdHour, key)
            ? { usd: usdHour[key] ?? null, per: "hour", date, source }
            : undefined;
    }
    if (table === "databases") {
        const { usdHour, date, source } = prices.databases;
        const type = key.replace(/\.(single|multi)$/, "");
        const usd = Object.hasOwn(usdHour, type)
            ? usdHour[type]?.[key.endsWith(".multi") ? "multi" : "single"]
            : undefined;
        return usd === undefined ? undefined : { usd, per: "hour", date, source };
    }
    return prices.figures[name];
}

/** The price of a unit for a month; `undefined` if it is not known. */
function monthlyUnit(figure: Figure | undefined): number | undefined {
    return figure?.usd === undefined || figure.usd === null
        ? undefined
        : figure.per === "hour"
          ? figure.usd * HOURS_PER_MONTH
          : figure.usd;
}

function usageOf(
    graph: Graph,
    resources: readonly Resource[],
    prices: PriceList,
    usage: Usage | undefined,
): UsageLine[] {
    const owners = new Map<DriverName, Resource>();
    for (const resource of resources) {
        const price = resourceTypes[resource.type]?.price;
        const drivers = price !== undefined && "usage" in price ? price.usage : undefined;
        for (const driver of drivers?.(pricedResource(graph, resource)) ?? []) {
            owners.set(driver, owners.get(driver) ?? resource);
        }
    }
    return [...owners].map(([key, owner]) => {
        const driver: UsageDriver = usageDrivers[key];
        const name = driver.figure === "database" ? databaseFigure(graph) : driver.figure;
        // A price by the hour is for the mean of the month, except if the hours themselves are the quantity.
        const { per, ...withoutPer } = figureOf(prices, name) ?? {};
        const figure: Figure =
            driver.unit === "hour" || per === undefined ? withoutPer : { ...withoutPer, per };
        const quantity = usage?.[key] ?? null;
        const monthlyUsd = quantity === null ? null : usageUsd(figure, quantity * (driver.factor ?? 1));
        const isKnown = figure.tiers !== undefined || typeof figure.usd === "number";
        const unit = monthlyUnit(figure);
        return {
            key,
            component: componentOf(graph, owner),
            item: driver.label,
            unit: driver.unit,
            figure: name,
            quantity,
            unitUsd: unit === undefined ? null : roundUsd(unit * (driver.factor ?? 1)),
            each: figure.each ?? 1,
            ...(figure.tiers === undefined ? {} : { tiers: figure.tiers }),
            monthlyUsd: quantity === 0 ? 0 : monthlyUsd,
            ...(isKnown
                ? {}
                : { problem: figure.note ?? `${name} is not in the prices of ${prices.region}` }),
        };
    });
}

/** A restore test runs a Single-AZ database of the class of the stack's own. */
function databaseFigure(graph: Graph): FigureName {
    const [database] = graph.all(DATABASE);
    return `databases.${textOf(database?.properties.instanceClass)}.single`;
}

/** The price of a quantity; `null` if it is not known. */
export function usageUsd(figure: Figure, quantity: number): number | null {
    const billed = Math.max(0, quantity - (figure.free ?? 0));
    if (figure.tiers !== undefined) {
        let below = 0;
        let total = 0;
        for (const { upTo = Infinity, usd } of figure.tiers) {
            total += Math.max(0, Math.min(billed, upTo) - below) * usd;
            below = upTo;
        }
        return roundUsd(total);
    }
    const usd = monthlyUnit(figure);
    return usd === undefined ? null : roundUsd((usd * billed) / (figure.each ?? 1));
}

function componentsOf(fixed: readonly FixedLine[], usage: readonly UsageLine[]): Cost["components"] {
    const names = new Set([...fixed, ...usage].map(({ component }) => component));
    return [...names].map((name) => ({
        name,
        fixedUsd: sum(fixed.filter(({ component }) => component === name)),
        usageUsd: sum(usage.filter(({ component }) => component === name)),
    }));
}

function freeOf(resources: readonly Resource[]): Cost["free"] {
    const reasons = resources.flatMap(({ type }) => {
        const price = resourceTypes[type]?.price;
        return price !== undefined && "free" in price ? [price.free] : [];
    });
    return [...groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => ({
        reason,
        resources: length,
    }));
}

function burstableNodes(graph: Graph, nodes: Resource, prices: PriceList): BurstableNodes[] {
    const reader = pricedResource(graph, nodes);
    const name = reader.text(["instanceTypes", 0]) ?? "";
    const type = instanceType(name);
    const own = prices.nodes.usdHour[name];
    if (type?.baselinePercent === undefined || own === undefined) {
        return [];
    }
    const { baselinePercent, vCpus } = type;
    const surplus =
        prices.figures[name.startsWith("t4g.") ? "ec2.t4gSurplusVcpuHour" : "ec2.t3SurplusVcpuHour"]?.usd;
    const size = reader.number(["scalingConfig", "desiredSize"]);
    const [cheapest] = Object.entries(prices.nodes.usdHour)
        .filter(([other]) => {
            const found = instanceType(other);
            return (
                found?.baselinePercent === undefined &&
                found?.vCpus === vCpus &&
                found.memoryGiB === type.memoryGiB &&
                found.architecture === type.architecture &&
                found.gpus === 0
            );
        })
        .sort(([, a], [, b]) => a - b);
    return [
        {
            resource: nodes.name,
            type: name,
            baselinePercent,
            fullLoadUsd:
                typeof surplus === "number" && size !== undefined
                    ? roundUsd(size * vCpus * (1 - baselinePercent / 100) * surplus * HOURS_PER_MONTH)
                    : null,
            ...(cheapest === undefined || typeof surplus !== "number"
                ? {}
                : {
                      alternative: {
                          type: cheapest[0],
                          abovePercent: equalLoadPercent(
                              { baselinePercent, vCpus, usdHour: own },
                              cheapest[1],
                              surplus,
                          ),
                      },
                  }),
        },
    ];
}

/**
 * The mean load of each vCPU, in percent, at which a burstable node costs as much as another node.
 *
 * @param surplus price of a vCPU for an hour above the baseline.
 */
export function equalLoadPercent(
    { baselinePercent, vCpus, usdHour }: { baselinePercent: number; vCpus: number; usdHour: number },
    otherUsdHour: number,
    surplus: number,
): number {
    return roundUsd(Math.max(0, baselinePercent + ((otherUsdHour - usdHour) / (vCpus * surplus)) * 100));
}

function datesOf(names: readonly string[], prices: PriceList, today: string): Cost["figures"] {
    const oldest = Date.parse(today) - MAX_AGE_DAYS * DAY;
    return [...new Set(names)].flatMap((name) => {
        const date = figureOf(prices, name as FigureName)?.date;
        // A date without a day or month is read as its first day.
        return date === undefined ? [] : [{ name, date, isOld: Date.parse(date) < oldest }];
    });
}

function sum(lines: readonly Amount[]): number {
    return roundUsd(lines.reduce((total, { monthlyUsd }) => total + (monthlyUsd ?? 0), 0));
}

/** Without the error of binary fractions. */
export function roundUsd(usd: number): number {
    return Math.round(usd * 1e6) / 1e6;
}
