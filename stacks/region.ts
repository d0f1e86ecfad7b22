import { z } from "zod";
import { nearestOf } from "./nearest";
import { REGIONS } from "./regions";

/** One of the regions that a stack may use. */
export function region() {
    return z.literal(REGIONS, {
        error: ({ input }) =>
            "must be a region whose RDS root certificates are known, as docs/settings.md lists them" +
            (typeof input === "string" ? `; the nearest is ${nearestOf(input, REGIONS)}` : ""),
    });
}
