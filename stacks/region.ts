import { z } from "zod";
import { nearestOf } from "./nearest";
import { REGIONS } from "./regions";

/** One of the regions that a stack may use. */
export function region() {
    return z.literal(REGIONS, {
        error: ({ input }) =>
            "a region whose RDS root certificates are known" +
            (typeof input === "string" ? ` (the nearest is ${nearestOf(input, REGIONS)})` : ""),
    });
}
