/** CPU: cores, or a Kubernetes quantity such as `500m`. */
export type Cpu = number | string;

/** Memory: GiB, or a Kubernetes quantity in `Mi`, `Gi` or `Ti`. */
export type Memory = number | string;

export interface Amount {
    cpu: Cpu;
    memory: Memory;
}

/** Kubernetes quantities, such as cpu "500m" or "2" and memory "4Gi". */
export type Quantities = Record<"cpu" | "memory", string>;

/**
 * CPU in millicores, the finest unit of Kubernetes.
 *
 * Source: Kubernetes, "Resource Management for Pods and Containers", "CPU resource units".
 */
export function millicores(cpu: Cpu): number {
    if (typeof cpu === "string" && /[mk]$/.test(cpu)) {
        return Number(cpu.slice(0, -1)) * (cpu.endsWith("k") ? 1_000_000 : 1);
    }
    return Math.round(Number(cpu) * 1000);
}

/**
 * Memory to the nearest MiB. Connect reads bytes and Kubernetes reads quantities. Both get this number, because Kubernetes rejects
 * a pod whose limit is one byte over the maximum.
 */
export function mebibytes(memory: Memory): number {
    if (typeof memory === "number") {
        return Math.round(memory * 1024);
    }
    const unit = { Mi: 1, Gi: 1024, Ti: 1024 ** 2 }[memory.slice(-2)] ?? NaN;
    return Math.round(Number(memory.slice(0, -2)) * unit);
}

/**
 * An amount in the API server's canonical form. In any other form, a refresh would report drift.
 *
 * Source: Kubernetes API reference, Quantity, "canonical form".
 */
export function quantities({ cpu, memory }: Amount): Quantities {
    return {
        cpu: inLargestUnit(millicores(cpu), 1000, ["m", "", "k"]),
        memory: inLargestUnit(mebibytes(memory), 1024, ["Mi", "Gi", "Ti"]),
    };
}

/** A number of objects, in the same form: the API server turns 1000 into 1k. */
export function countQuantity(count: number): string {
    return inLargestUnit(count, 1000, ["", "k"]);
}

/** Converts an integer to the largest unit in which it stays an integer. Each unit is `step` times the one before. */
function inLargestUnit(amount: number, step: number, [unit = "", ...larger]: string[]): string {
    return larger.length > 0 && amount % step === 0
        ? inLargestUnit(amount / step, step, larger)
        : `${amount}${unit}`;
}

/** The lower CPU and the lower memory of two amounts. */
export function lowest(one: Amount, other: Amount): Amount {
    return {
        cpu: millicores(one.cpu) < millicores(other.cpu) ? one.cpu : other.cpu,
        memory: mebibytes(one.memory) < mebibytes(other.memory) ? one.memory : other.memory,
    };
}
