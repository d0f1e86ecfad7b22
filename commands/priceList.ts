import { type PriceList, priceLists } from "../catalog/priceLists";
import { UserError } from "../lib/userError";

/** The prices of a region. @throws {@link UserError} if there are none: a price of another region would be a guess. */
export function priceListOf(region: string): PriceList {
    const list = Object.hasOwn(priceLists, region) ? priceLists[region] : undefined;
    if (list === undefined) {
        throw new UserError([
            `aws:region: must be a region with prices (${Object.keys(priceLists).join(", ")}) to price a stack, got ${region === "" ? "none" : region}. ` +
                `Add its prices as docs/cost.md describes: \`npm run prices -- --region ${region === "" ? "REGION" : region}\`.`,
        ]);
    }
    return list;
}
