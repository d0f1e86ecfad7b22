import type { DriverName } from "./usageDrivers";

/** Burstable types run above their baseline in unlimited mode, and AWS bills it. */
export function surplusDrivers(type: string | undefined): DriverName[] {
    return type === undefined || /^t3a?\./.test(type)
        ? ["t3SurplusVcpuHours"]
        : type.startsWith("t4g.")
          ? ["t4gSurplusVcpuHours"]
          : [];
}
