import type { Workload } from "../catalog/workloads";
import { type Growth, growth } from "../graph/capacity";
import { type Sizing, withLeastNodes } from "../graph/sizing";

/** The capacity of the nodes that run without a load. */
export interface FixedCapacity {
    /** Nodes of the groups that an autoscaler changes, without a load and at most. */
    groups: { name: string; leastNodes: number; nodes: number }[];
    growth: Growth | undefined;
}

/** The capacity of a stack before an autoscaler starts nodes; none if no autoscaler does. */
export function fixedCapacity(sizing: Sizing, workload: Workload): FixedCapacity | undefined {
    const least = withLeastNodes(sizing);
    return (
        least && {
            groups: sizing.groups
                .filter(({ isScaled }) => isScaled)
                .map(({ name, leastNodes, nodes }) => ({ name, leastNodes, nodes })),
            growth: growth(least, workload),
        }
    );
}
