import { callAws, clientConfig } from "../../recovery/aws/callAws";
import { parseProduct, type Product } from "./product";

/** The region of an endpoint of the Price List API, which has the prices of all regions. Source: AWS General Reference, "Price List API". */
const ENDPOINT = "us-east-1";

/** The products of a service that have some attributes, of all pages. */
export async function readProducts(
    service: string,
    attributes: Readonly<Record<string, string>>,
): Promise<Product[]> {
    const sdk = await import("@aws-sdk/client-pricing");
    const client = new sdk.PricingClient(clientConfig(ENDPOINT));
    const products: Product[] = [];
    await callAws("pricing:GetProducts", { name: `prices of ${service}`, region: ENDPOINT }, async () => {
        const pages = sdk.paginateGetProducts(
            { client },
            {
                ServiceCode: service,
                Filters: Object.entries(attributes).map(([Field, Value]) => ({
                    Type: "TERM_MATCH" as const,
                    Field,
                    Value,
                })),
            },
        );
        for await (const { PriceList = [] } of pages) {
            products.push(...(PriceList as unknown[]).map((each) => parseProduct(String(each))));
        }
    });
    return products;
}
