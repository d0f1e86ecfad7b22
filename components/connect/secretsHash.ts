import { createHmac } from "node:crypto";

/**
 * A text that changes with any of the secrets, and that may be public.
 *
 * With a plain hash, a weak secret could be guessed, such as a mail password that a person chose. This one is keyed: without the
 * key, which must be long and random, no guess can be verified.
 */
export function secretsHash(key: string, secrets: readonly string[]): string {
    return createHmac("sha256", key).update(JSON.stringify(secrets)).digest("hex");
}
