import { isObject } from "../../lib/isObject";

/** A product of AWS's price list with its on-demand price. */
export interface Product {
    attributes: Readonly<Record<string, string>>;
    /** Prices in USD by the running total; the last one has no bound. */
    tiers: readonly { upTo?: number; usd: number }[];
}

/**
 * Reads a product in the form of `GetProducts`. A product without an on-demand price in USD has no tiers.
 *
 * Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html, "GetProducts"; the fields as in
 * "Reading the service price list files".
 */
export function parseProduct(text: string): Product {
    const { product, terms } = objectOf(JSON.parse(text));
    const attributes = objectOf(objectOf(product)["attributes"]);
    const [term] = Object.values(objectOf(objectOf(terms)["OnDemand"]));
    const tiers = Object.values(objectOf(objectOf(term)["priceDimensions"]))
        .map(objectOf)
        .map(({ beginRange, endRange, pricePerUnit }) => ({
            from: Number(beginRange),
            upTo: Number(endRange === "Inf" ? Infinity : endRange),
            usd: Number(objectOf(pricePerUnit)["USD"]),
        }))
        .filter(({ usd }) => Number.isFinite(usd))
        .sort((one, other) => one.from - other.from);
    return {
        attributes: Object.fromEntries(
            Object.entries(attributes).filter(
                (entry): entry is [string, string] => typeof entry[1] === "string",
            ),
        ),
        tiers: tiers.map(({ upTo, usd }) => (upTo === Infinity ? { usd } : { upTo, usd })),
    };
}

function objectOf(value: unknown): Record<string, unknown> {
    return isObject(value) ? value : {};
}
