import type { PriceList } from "../catalog/priceLists";
import type { Workload } from "../catalog/workloads";
import { capacity, fits, forecast, type Forecast, growth, type Growth, type Limit } from "../graph/capacity";
import { enlarge, type Enlargement } from "../graph/enlarge";
import type { Sizing } from "../graph/sizing";
import { fixedCapacity, type FixedCapacity } from "./fixedCapacity";

/** Everything that is known of a stack and a workload. */
export interface CapacityAnswer {
    workload: Workload;
    /** Whether the workload fits in every state; `undefined` if it is not known. */
    fits: boolean | undefined;
    limits: Limit[];
    growth: Growth | undefined;
    /** The capacity before an autoscaler starts nodes; none if no autoscaler does. */
    fixed: FixedCapacity | undefined;
    forecast: Forecast;
    /** The cheapest change with which it fits; none if it fits, or if no change does. */
    smallestChange: Enlargement | undefined;
    /** The cheapest change that keeps the instance types of nodes, if that is another one. */
    withSameTypes: Enlargement | undefined;
}

/** @param prices of the stack's region; without them, no change is searched. */
export function capacityAnswer(
    sizing: Sizing,
    workload: Workload,
    prices: PriceList | undefined,
): CapacityAnswer {
    const limits = capacity(sizing, workload);
    const isEnough = fits(limits);
    const search = (keepsTypes: boolean): Enlargement | undefined =>
        isEnough === false && prices !== undefined
            ? enlarge(sizing, workload, prices, keepsTypes)
            : undefined;
    const [smallestChange, withSameTypes] = [search(false), search(true)];
    return {
        workload,
        fits: isEnough,
        limits,
        growth: growth(sizing, workload),
        fixed: fixedCapacity(sizing, workload),
        forecast: forecast(sizing, workload),
        smallestChange,
        withSameTypes:
            JSON.stringify(withSameTypes?.changes) === JSON.stringify(smallestChange?.changes)
                ? undefined
                : withSameTypes,
    };
}
