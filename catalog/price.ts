import type { DriverName } from "./usageDrivers";
import type prices from "./prices/us-east-1.json";

/** A figure by its name, or the hourly price of a node type or of a database class. */
export type FigureName =
    keyof (typeof prices)["figures"] | `nodes.${string}` | `databases.${string}.${"single" | "multi"}`;

/** The bill for a resource: nothing, with the reason; amounts that follow from its properties; amounts by use. */
export type Price =
    | { free: string }
    | {
          /** Amounts that do not depend on use. */
          charges?: (resource: PricedResource) => readonly Charge[];
          /** Causes of amounts that depend on use. */
          usage?: (resource: PricedResource) => readonly DriverName[];
      };

/** An amount a month that does not depend on use. */
export interface Charge {
    /** Name of the billed thing, for a reader. */
    item: string;
    figure: FigureName;
    /** Number of units of the figure; `undefined` if it is not known before the deployment. */
    quantity: number | undefined;
    /** First day on which it is billed, `YYYY-MM-DD`. */
    from?: string;
    /** A later event from which it is billed: only named, not in the sum. */
    after?: string;
    /** Whether it is billed for each run of a schedule of the stack. */
    scheduled?: true;
}

/** Properties of a resource as a price reads them. `undefined` stands for a value that is not known, or not of the type. */
export interface PricedResource {
    /** @param absent the value if the property is not set. */
    text: (path: readonly (string | number)[], absent?: string) => string | undefined;
    /** @param absent the value if the property is not set. */
    number: (path: readonly (string | number)[], absent?: number) => number | undefined;
    /** @param absent the value if the property is not set. */
    flag: (path: readonly (string | number)[], absent?: boolean) => boolean | undefined;
    /** The length of a list; 0 if it is not set. */
    length: (path: readonly (string | number)[]) => number | undefined;
    /** The resource of a type that a property refers to. */
    referenced: (path: readonly (string | number)[], type: string) => PricedResource | undefined;
}

/** Hours of a month, as AWS's own calculator counts them. */
export const HOURS_PER_MONTH = 730;

/** Product of a quantity that may be unknown. */
export function times(quantity: number | undefined, factor: number | undefined): number | undefined {
    return quantity === undefined || factor === undefined ? undefined : quantity * factor;
}

export const IAM_IS_FREE: Price = { free: "IAM has no charge" };
export const NETWORK_IS_FREE: Price = { free: "part of a VPC, which has no charge" };
export const KUBERNETES_IS_FREE: Price = {
    free: "an object in the cluster: it runs on nodes that are priced",
};
export const SETTING_IS_FREE: Price = { free: "a setting of a resource that is priced" };
export const COMPUTED_IS_FREE: Price = { free: "computed by Pulumi" };
