import * as z from "zod/mini";
import type { Level } from "./rule";

/** A violation that someone answers for, for a time. */
export interface Waiver {
    /** Name of the rule. */
    readonly rule: string;
    /** URN of the resource, with `*` for any text: `*::aws:rds/instance:Instance::database`. */
    readonly resource?: string | undefined;
    readonly reason: string;
    /** Who answers for it. */
    readonly owner: string;
    /** Last day on which it holds, `YYYY-MM-DD`, in UTC. */
    readonly expires: string;
}

const text = z.string().check(z.minLength(1));

export const waiverSchema = z.strictObject({
    rule: text,
    resource: z.optional(z.string()),
    reason: text,
    owner: text,
    expires: z.iso.date(),
});

/** Whether a waiver is for a resource. */
export function covers(waiver: Waiver, rule: string, urn: string): boolean {
    return waiver.rule === rule && waiver.resource !== undefined && pattern(waiver.resource).test(urn);
}

/** Why a waiver does not hold, as a sentence; nothing where it does. */
export function fault(
    waiver: Waiver,
    level: Level,
    environment: "dev" | "prod",
    today: string,
): string | undefined {
    if (waiver.expires < today) {
        return `The waiver of ${waiver.rule} for ${waiver.resource ?? "every resource"} ended on ${waiver.expires} (${waiver.owner}): mend what it covers, or renew it.`;
    }
    if (waiver.resource === undefined || /^[*:]*$/.test(waiver.resource.split("::").pop() ?? "")) {
        return `The waiver of ${waiver.rule} (${waiver.owner}) names no resource: give its URN, or a pattern that ends in its name, such as "*::database".`;
    }
    if (level === "mandatory" && environment === "prod") {
        return `The waiver of ${waiver.rule} for ${waiver.resource} (${waiver.owner}) is of a rule that holds in production without exception: take it out.`;
    }
    return undefined;
}

function pattern(resource: string): RegExp {
    const literal = resource.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literal.join(".*")}$`);
}
