import { instanceType } from "../../catalog/instanceTypes";
import type { Figure, PriceList } from "../../catalog/priceLists";
import { groupBy } from "../../lib/groupBy";
import { UserError } from "../../lib/userError";
import { DATABASES, NODES, priceQueries, type PriceQuery } from "./priceQueries";
import type { Product } from "./product";

/** Returns the products of a service in a region that have some attributes. */
export type ReadProducts = (
    service: string,
    attributes: Readonly<Record<string, string>>,
) => Promise<readonly Product[]>;

export interface Refreshed {
    list: PriceList;
    /** Prices that changed, in words. */
    changes: string[];
    /** Figures that were not refreshed, with the reason, and the figure that stays if the old list has it. */
    kept: { name: string; figure?: Figure; reason: string }[];
    /** Node types and database classes with several prices, which are not in the list. */
    ambiguous: string[];
}

const SOURCE = "api";

/**
 * Looks up the prices of a region.
 *
 * @param old the list of the region; without one, only figures that were found are in the new one.
 * @param units the figures of another list, for the units of those that the old one does not have.
 * @throws a {@link UserError} if the price list has no nodes or databases of the region.
 */
export async function refreshPrices(
    region: string,
    old: PriceList | undefined,
    units: PriceList["figures"],
    read: ReadProducts,
    today: string,
): Promise<Refreshed> {
    const nodes = onlyPrices(
        nodePrices(await read(NODES.service, { ...NODES.attributes, regionCode: region })),
    );
    const instances = onlyPrices(
        databasePrices(await read(DATABASES.service, { ...DATABASES.attributes, regionCode: region })),
    );
    const databases = databasesOf(instances.usd);
    if (Object.keys(nodes.usd).length === 0 || Object.keys(databases).length === 0) {
        throw new UserError([
            `--region ${region}: AWS's price list has no on-demand prices of nodes and databases there. Nothing was written.`,
        ]);
    }
    const figures: Record<string, Figure> = {};
    const changes: string[] = [];
    const kept: Refreshed["kept"] = [];
    for (const [name, query] of Object.entries(priceQueries)) {
        const before = old?.figures[name];
        const found = typeof query === "string" ? query : await findPrice(query, region, read);
        if (typeof found === "string") {
            kept.push({ name, ...(before === undefined ? {} : { figure: before }), reason: found });
            if (before !== undefined) {
                figures[name] = before;
            }
            continue;
        }
        const figure = figureOf(before ?? units[name] ?? {}, found, today);
        if (before !== undefined && pricesOf(before) !== pricesOf(figure)) {
            changes.push(`${name}: ${pricesOf(before)} → ${pricesOf(figure)}`);
        }
        figures[name] = figure;
    }
    changes.push(
        ...changesOf("nodes", old?.nodes.usdHour ?? {}, nodes.usd),
        ...changesOf("databases", old?.databases.usdHour ?? {}, databases),
    );
    const list = {
        region,
        sources: { ...old?.sources, [SOURCE]: "AWS Price List API, GetProducts" },
        figures,
        // A type that the price list lacks keeps no price: it may be withdrawn.
        nodes: { date: today, source: SOURCE, usdHour: nodes.usd },
        databases: { date: today, source: SOURCE, usdHour: databases },
    };
    return { list, changes, kept, ambiguous: [...nodes.ambiguous, ...instances.ambiguous] };
}

/** The price of the only product that fits, or the reason why there is none. */
async function findPrice(
    { service, usageType, regionAttribute, attributes }: PriceQuery,
    region: string,
    read: ReadProducts,
): Promise<Product["tiers"] | string> {
    const products = (await read(service, { ...attributes, [regionAttribute]: region })).filter((product) => {
        const type = withoutRegion(product.attributes["usagetype"] ?? "", region);
        return typeof usageType === "string" ? type === usageType : usageType.test(type);
    });
    const prices = new Map(
        products.filter(({ tiers }) => tiers.length > 0).map(({ tiers }) => [JSON.stringify(tiers), tiers]),
    );
    const [first] = prices.values();
    return first === undefined
        ? `no product of ${service} has the usage type ${String(usageType)}`
        : prices.size > 1
          ? `${prices.size} prices of ${service} have the usage type ${String(usageType)}`
          : first;
}

/**
 * A usage type begins with the code of the region, except some of us-east-1, or with the region's own name. Other letters are part of
 * it: `TS-LoadBalancerUsage` is the time of a trust store.
 *
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-region-billing-codes.html.
 */
function withoutRegion(usageType: string, region: string): string {
    return usageType.startsWith(`${region}-`)
        ? usageType.slice(region.length + 1)
        : usageType.replace(/^(EU|[A-Z]{3}\d)-/, "");
}

/** A figure with new prices: its units stay. */
function figureOf({ per, each, free, anyRegion }: Figure, found: Product["tiers"], today: string): Figure {
    const [first] = found;
    // Units without a charge are a tier of their own in the price list.
    const billed = free !== undefined && first?.usd === 0 && first.upTo === free ? found.slice(1) : found;
    const scaled = billed.map(({ upTo, usd }) => ({
        ...(upTo === undefined ? {} : { upTo }),
        usd: Number((usd * (each ?? 1)).toPrecision(12)),
    }));
    return {
        ...(scaled.length === 1 ? { usd: scaled[0]?.usd ?? null } : { tiers: scaled }),
        ...(each === undefined ? {} : { each }),
        ...(free === undefined ? {} : { free }),
        ...(per === undefined ? {} : { per }),
        ...(anyRegion === undefined ? {} : { anyRegion }),
        date: today,
        source: SOURCE,
    };
}

/** The price of a figure, or those of its tiers. */
export function pricesOf({ usd, tiers }: Figure): string {
    return tiers === undefined ? String(usd) : tiers.map((tier) => String(tier.usd)).join("/");
}

/** An hourly price of a node type, or of a database class with its deployment option. */
type Price = readonly [name: string, usd: number];

/** Hourly prices of the types that the catalog knows. */
function nodePrices(products: readonly Product[]): Price[] {
    return products.flatMap(({ attributes, tiers }): Price[] => {
        const { instanceType: name = "", usagetype = "" } = attributes;
        const [first] = tiers;
        const isOnDemand = /(^|-)BoxUsage:/.test(usagetype);
        return first !== undefined && first.usd > 0 && isOnDemand && instanceType(name) !== undefined
            ? [[name, first.usd]]
            : [];
    });
}

/** Deployment options with two instances or less, by their names in the price list. */
const OPTIONS: Readonly<Record<string, "single" | "multi">> = { "Single-AZ": "single", "Multi-AZ": "multi" };

function databasePrices(products: readonly Product[]): Price[] {
    return products.flatMap(({ attributes, tiers }): Price[] => {
        const { instanceType: name = "", deploymentOption = "" } = attributes;
        const [first] = tiers;
        const option = OPTIONS[deploymentOption];
        return first !== undefined && first.usd > 0 && option !== undefined
            ? [[`${name}.${option}`, first.usd]]
            : [];
    });
}

/** The prices of names that have one, and the names that have several. */
function onlyPrices(prices: readonly Price[]): { usd: Record<string, number>; ambiguous: string[] } {
    const byName = groupBy(prices, ([name]) => name);
    const all = [...byName].map(([name, found]) => ({ name, usd: new Set(found.map(([, usd]) => usd)) }));
    return {
        usd: Object.fromEntries(
            all.filter(({ usd }) => usd.size === 1).map(({ name, usd }) => [name, [...usd][0] ?? 0]),
        ),
        ambiguous: all.filter(({ usd }) => usd.size > 1).map(({ name }) => name),
    };
}

/** The classes that have both deployment options. */
function databasesOf(usd: Readonly<Record<string, number>>): PriceList["databases"]["usdHour"] {
    return Object.fromEntries(
        Object.entries(usd).flatMap(([key, single]) => {
            const name = /^(.*)\.single$/.exec(key)?.[1];
            const multi = usd[`${name ?? ""}.multi`];
            return name === undefined || multi === undefined ? [] : [[name, { single, multi }]];
        }),
    );
}

function changesOf(
    table: string,
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
): string[] {
    const text = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
        text(before[name]) === text(after[name]) || Object.keys(before).length === 0
            ? []
            : [`${table}.${name}: ${text(before[name])} → ${text(after[name])}`],
    );
}
