import { createHash } from "node:crypto";

/** A load balancer's and a target group's name: no longer, by the API. */
const LIMIT = 32;
const DIGEST = 8;

/**
 * A name that load balancers, target groups, buckets and backup vaults accept: at most 32 lower-case letters, digits and hyphens,
 * none of these first or last, and not starting with `internal-`.
 *
 * An accepted name stays unchanged. Any other gets a digest of the complete name, so that two names that differ only in the removed
 * part stay different.
 */
export function shortName(name: string): string {
    const clean = name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .replace(/^(internal(-|$))+/, "");
    if (clean === name && name.length <= LIMIT && name !== "") {
        return name;
    }
    const digest = createHash("sha256").update(name).digest("hex").slice(0, DIGEST);
    return `${clean.slice(0, LIMIT - DIGEST - 1)}-${digest}`.replace(/^-|-(?=-)/g, "");
}
