import { type Cost, type FixedLine, roundUsd } from "./cost";

/** An amount of a resource before and after a change. */
export interface ChangedAmount {
    resource: string;
    item: string;
    /** `null`: the resource has no such amount. */
    before: Side | null;
    after: Side | null;
    /** `null` if one of both is not known. */
    differenceUsd: number | null;
    problem?: string;
}

interface Side {
    quantity: number | null;
    monthlyUsd: number | null;
}

/** The effect of a change on the amounts that do not depend on use. */
export interface CostChange {
    /** Sums with scheduled amounts; absent if only the changed resources are known. */
    beforeUsd?: number;
    afterUsd?: number;
    /** The sum of the known differences. */
    differenceUsd: number;
    lines: ChangedAmount[];
}

/**
 * Compares the costs before and after a change.
 *
 * @param isComplete whether both are of the complete stack, and not only of the resources that change.
 */
export function costChange(before: Cost, after: Cost, isComplete: boolean): CostChange {
    const [olds, news] = [before, after].map(
        ({ fixed }) => new Map(fixed.map((line) => [keyOf(line), line])),
    );
    const keys = new Set([...(olds?.keys() ?? []), ...(news?.keys() ?? [])]);
    const lines = [...keys].flatMap((key) => {
        const [old, next] = [olds?.get(key), news?.get(key)];
        const line = old ?? next;
        const problem = next?.problem ?? old?.problem;
        const isUnknown = old?.monthlyUsd === null || next?.monthlyUsd === null;
        const difference = isUnknown ? null : roundUsd((next?.monthlyUsd ?? 0) - (old?.monthlyUsd ?? 0));
        return line === undefined || difference === 0
            ? []
            : [
                  {
                      resource: line.resource,
                      item: line.item,
                      before: sideOf(old),
                      after: sideOf(next),
                      differenceUsd: difference,
                      ...(isUnknown && problem !== undefined ? { problem } : {}),
                  },
              ];
    });
    const [beforeUsd, afterUsd] = [totalOf(before), totalOf(after)];
    return {
        ...(isComplete ? { beforeUsd, afterUsd } : {}),
        differenceUsd: roundUsd(afterUsd - beforeUsd),
        lines,
    };
}

/** The item of a node group or a database names its type, so both types have a line if it changes. */
function keyOf({ urn, item }: FixedLine): string {
    return `${urn} ${item}`;
}

function sideOf(line: FixedLine | undefined): Side | null {
    return line === undefined ? null : { quantity: line.quantity, monthlyUsd: line.monthlyUsd };
}

function totalOf({ totals }: Cost): number {
    return roundUsd(totals.fixedUsd + totals.scheduledUsd);
}
