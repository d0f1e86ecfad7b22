import { createHmac } from "node:crypto";

/**
 * A text that changes when any of the secrets does, and can be shown to everyone.
 *
 * A plain hash could be tried against guesses of a weak one among them, such as a mail password that someone chose.
 * This one is keyed: without the key, which must be long and random, no guess can be tried at all.
 */
export function secretsHash(key: string, secrets: readonly string[]): string {
    return createHmac("sha256", key).update(JSON.stringify(secrets)).digest("hex");
}
