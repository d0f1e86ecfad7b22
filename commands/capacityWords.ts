import { type Workload } from "../catalog/workloads";
import { count } from "../lib/count";
import type { FixedCapacity } from "./fixedCapacity";
import {
    type Binding,
    fullest,
    type Growth,
    type Limit,
    LIMITS,
    MOST_LOAD,
    shareOf,
    type State,
    type Use,
} from "../graph/capacity";

/** In the words of a reader. */
export const STATE_NAMES: Record<State, string> = {
    normal: "every zone up",
    zoneLost: "one zone lost",
    update: "during an update",
};

/** The limits, the fullest first. */
export function byShare(limits: readonly Limit[]): Limit[] {
    const most = (limit: Limit): number => fullest([limit])?.share ?? -1;
    return [...limits].sort((one, other) => most(other) - most(one));
}

/** The name of a limit, with its content. */
export function nameOfLimit({ id, content }: Limit): string {
    return content === undefined ? LIMITS[id].label : `${LIMITS[id].label}: ${content}`;
}

/** Need and capacity, with the share in use. */
export function formatUse(limit: Limit, state: State): string {
    const use = limit[state];
    const share = shareOf(use);
    if (share === undefined) {
        return limit.scales === undefined ? `${formatAmount(use.need)} of ?` : formatAmount(use.need);
    }
    const percent = Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–";
    return `${formatAmount(use.need)} of ${formatAmount(use.capacity ?? 0)}, ${percent.padStart(5)}`;
}

function formatAmount(amount: number): string {
    const rounded = amount >= 100 ? Math.round(amount) : Math.round(amount * 10) / 10;
    return String(rounded).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Whether a workload needs more than there is. */
export function isExceeded(use: Use): boolean {
    return (shareOf(use) ?? 0) > 1;
}

/** The users of a workload, or the multiple of its runs if it has none. */
export function formatSize({ content }: Workload, factor = 1): string {
    const users = content.reduce((sum, each) => sum + each.users, 0);
    return users === 0
        ? `${factor.toFixed(1)} times the runs`
        : `${formatAmount(Math.floor(users * factor))} users`;
}

/** Whether a workload fits, and the limit that binds first, in sentences. */
export function describeVerdict(answer: {
    workload: Workload;
    fits: boolean | undefined;
    limits: readonly Limit[];
    growth: Growth | undefined;
    fixed: FixedCapacity | undefined;
}): string[] {
    const { workload, fits, limits, growth, fixed } = answer;
    if (fits === undefined) {
        return ["Not known if the workload fits, as a limit is not known."];
    }
    const worst = fullest(limits);
    const scaled = fixed === undefined ? [] : [describeFixed(workload, fixed)];
    if (!fits) {
        return [
            "The workload does not fit.",
            ...(worst === undefined ? [] : [describeBinding(worst)]),
            ...scaled,
        ];
    }
    return [
        "The workload fits in each of these states.",
        ...(growth === undefined
            ? []
            : [
                  `It fits up to ${formatSize(workload, growth.factor)}. Then ${nameOfLimit(growth.binding.limit)} binds first, ${inState(growth.binding.state)}.`,
              ]),
        ...scaled,
    ];
}

/** The capacity before an autoscaler starts nodes. */
function describeFixed(workload: Workload, { groups, growth }: FixedCapacity): string {
    const nodes = groups.map(
        ({ name, leastNodes, nodes: most }) => `${leastNodes} of ${count(most, "node")} of ${name}`,
    );
    const most =
        growth === undefined
            ? "not known"
            : `up to ${formatSize(workload, growth.factor)} (${nameOfLimit(growth.binding.limit)})`;
    return `This counts all nodes that the autoscaler may start. Before it does, with ${nodes.join(" and ")}: ${most}.`;
}

function describeBinding({ limit, state, share }: Binding): string {
    const much = Number.isFinite(share)
        ? `${formatAmount(share)} times its capacity`
        : "without any capacity";
    return `The most exceeded: ${nameOfLimit(limit)}, ${much}, ${inState(state)}.`;
}

function inState(state: State): string {
    return state === "update" ? STATE_NAMES[state] : `with ${STATE_NAMES[state]}`;
}

/** The assumptions of a workload, and those of the comparison itself. */
export function assumptions({ assumptions: own }: Workload): string[] {
    return [
        ...own,
        `CPUs of servers, of nodes and of processes are in use at most ${MOST_LOAD * 100} % on average, so that responses do not wait.`,
        "Users and requests are spread evenly over items and servers. Connect starts a process once the others are at the load factor of their connections.",
        "A lost zone takes its nodes, and the servers on them until they start elsewhere. Nodes with GPUs are not counted. An update starts new servers before the old ones stop, unless connect.strategy is Recreate.",
        "CPU credits of burstable nodes are unlimited: AWS bills a higher load, and does not slow it.",
    ];
}

/** The name of a limit with its unit, unless the name has it. */
export function nameWithUnit(limit: Limit): string {
    const { label, unit } = LIMITS[limit.id];
    return label.includes(unit) ? nameOfLimit(limit) : `${nameOfLimit(limit)}, ${unit}`;
}
