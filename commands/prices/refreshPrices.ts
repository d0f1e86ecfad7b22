import { instanceType } from "../../catalog/instanceTypes";
import type { FigureName } from "../../catalog/price";
import type { Figure, PriceList } from "../../catalog/priceLists";
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
    /** Figures that keep their price, with the reason. */
    kept: { name: string; reason: string }[];
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
    const nodes = nodePrices(await read(NODES.service, { ...NODES.attributes, regionCode: region }));
    const databases = databasePrices(
        await read(DATABASES.service, { ...DATABASES.attributes, regionCode: region }),
    );
    if (Object.keys(nodes).length === 0 || Object.keys(databases).length === 0) {
        throw new UserError([
            `--region ${region}: AWS's price list has no on-demand prices of nodes and databases there. Nothing was written.`,
        ]);
    }
    const figures: Record<string, Figure> = {};
    const changes: string[] = [];
    const kept: Refreshed["kept"] = [];
    for (const name of Object.keys(units) as FigureName[]) {
        const query = priceQueries[name];
        const before = old?.figures[name];
        const found = query === undefined ? "not looked up" : await findPrice(query, region, read);
        if (typeof found === "string") {
            kept.push({ name, reason: found });
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
        ...changesOf("nodes", old?.nodes.usdHour ?? {}, nodes),
        ...changesOf("databases", old?.databases.usdHour ?? {}, databases),
    );
    const list = {
        region,
        sources: { ...old?.sources, [SOURCE]: "AWS Price List API, GetProducts" },
        figures,
        // A type that the price list lacks keeps no price: it may be withdrawn.
        nodes: { date: today, source: SOURCE, usdHour: nodes },
        databases: { date: today, source: SOURCE, usdHour: databases },
    };
    return { list, changes, kept };
}

/** The price of the only product that fits, or the reason why there is none. */
async function findPrice(
    { service, usageType, attributes }: PriceQuery,
    region: string,
    read: ReadProducts,
): Promise<Product["tiers"] | string> {
    const products = (await read(service, { ...attributes, regionCode: region })).filter(
        (product) => withoutRegion(product.attributes["usagetype"] ?? "", region) === usageType,
    );
    const prices = new Map(
        products.filter(({ tiers }) => tiers.length > 0).map(({ tiers }) => [JSON.stringify(tiers), tiers]),
    );
    const [first] = prices.values();
    return first === undefined
        ? `no product of ${service} has the usage type ${usageType}`
        : prices.size > 1
          ? `${prices.size} prices of ${service} have the usage type ${usageType}`
          : first;
}

/** A usage type begins with a short name of the region, except in us-east-1, or with the region's own name. */
function withoutRegion(usageType: string, region: string): string {
    return usageType.startsWith(`${region}-`)
        ? usageType.slice(region.length + 1)
        : usageType.replace(/^[A-Z]{2,4}\d?-/, "");
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

function pricesOf({ usd, tiers }: Figure): string {
    return tiers === undefined ? String(usd) : tiers.map((tier) => String(tier.usd)).join("/");
}

/** Hourly prices of the types that the catalog knows. */
function nodePrices(products: readonly Product[]): Record<string, number> {
    return Object.fromEntries(
        products.flatMap(({ attributes, tiers }): [string, number][] => {
            const { instanceType: name = "", usagetype = "" } = attributes;
            const [first] = tiers;
            const isOnDemand = /(^|-)BoxUsage:/.test(usagetype);
            return first !== undefined && first.usd > 0 && isOnDemand && instanceType(name) !== undefined
                ? [[name, first.usd]]
                : [];
        }),
    );
}

/** Hourly prices of the classes that have both deployment options. */
function databasePrices(products: readonly Product[]): PriceList["databases"]["usdHour"] {
    const found = new Map<string, { single?: number; multi?: number }>();
    for (const { attributes, tiers } of products) {
        const { instanceType: name = "", deploymentOption } = attributes;
        const [first] = tiers;
        const option =
            deploymentOption === "Single-AZ"
                ? "single"
                : deploymentOption === "Multi-AZ"
                  ? "multi"
                  : undefined;
        if (first !== undefined && first.usd > 0 && option !== undefined) {
            found.set(name, { ...found.get(name), [option]: first.usd });
        }
    }
    return Object.fromEntries(
        [...found].flatMap(([name, { single, multi }]) =>
            single === undefined || multi === undefined ? [] : [[name, { single, multi }]],
        ),
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
