import * as z from "zod/mini";
import type { Level } from "./rule";

/** The acceptance of a rule's findings in a resource, with an owner and an expiry date. */
export interface Waiver {
    /** Name of the rule. */
    readonly rule: string;
    /** URN of the resource, with `*` for any text: `*::aws:rds/instance:Instance::database`. */
    readonly resource?: string | undefined;
    readonly reason: string;
    readonly owner: string;
    /** Last day on which it is in force, `YYYY-MM-DD`, in UTC. */
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
    return waiver.rule === rule && waiver.resource !== undefined && toPattern(waiver.resource).test(urn);
}

/** Why a waiver is not in force, as a sentence; `undefined` if it is. */
export function findFault(
    waiver: Waiver,
    level: Level,
    environment: "dev" | "prod",
    today: string,
): string | undefined {
    if (waiver.expires < today) {
        return `The waiver of ${waiver.rule} for ${waiver.resource ?? "every resource"} expired on ${waiver.expires} (${waiver.owner}). Fix the violations that it covers, or renew it.`;
    }
    if (waiver.resource === undefined || /^[*:]*$/.test(waiver.resource.split("::").pop() ?? "")) {
        return `The waiver of ${waiver.rule} (${waiver.owner}) has no resource. Set the URN of one, or a pattern that ends in its name, such as "*::database".`;
    }
    if (level === "mandatory" && environment === "prod") {
        return `The waiver of ${waiver.rule} for ${waiver.resource} (${waiver.owner}) is for a rule without exceptions in production. Remove it.`;
    }
    return undefined;
}

/** The report of an unused waiver. */
export function describeUnused({ rule, resource = "", owner }: Waiver): string {
    return `The waiver of ${rule} for ${resource} (${owner}) covers nothing. Remove it.`;
}

function toPattern(resource: string): RegExp {
    const literal = resource.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literal.join(".*")}$`);
}
