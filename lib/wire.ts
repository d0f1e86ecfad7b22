import { isObject } from "./isObject";
import { createHash } from "node:crypto";

/**
 * Pulumi's wire format, which is also its state format: plain JSON in which an unknown value is a sentinel string
 * and secrets and resource references are objects with a signature key. The SDK exports only some of these constants,
 * and importing them loads the complete SDK, which makes commands and the policy pack start too slowly. Sources:
 * `pulumi/pulumi`, sdk/nodejs/runtime/rpc.ts and sdk/go/common/resource/plugin/rpc.go.
 */

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** `manifest.version` of an offline plan. In an exported state it is a version of the Pulumi CLI. */
export const OFFLINE_PLAN = "offline plan";

/** The sentinel that the Node.js SDK uses for every value that is not known before the deployment. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The sentinels of an unknown boolean, number, string, list, asset, archive and object. */
const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    UNKNOWN_SENTINEL,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export interface ResourceReference {
    urn: string;
    id?: unknown;
}

export function isUnknown(value: unknown): boolean {
    return UNKNOWN_SENTINELS.has(value);
}

/** Whether a value is an object that encodes another kind of value: a secret, a reference, an asset or an archive. */
export function isSpecial(value: unknown): value is Record<string, unknown> {
    return isObject(value) && SIGNATURE in value;
}

export function isSecret(value: unknown): value is { value: unknown } {
    return isObject(value) && value[SIGNATURE] === SECRET;
}

export function isResourceReference(value: unknown): value is ResourceReference & Record<string, unknown> {
    return isObject(value) && value[SIGNATURE] === RESOURCE_REFERENCE;
}

export function secret(value: unknown): Record<string, unknown> {
    return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** A reference to a resource; a component has no id. */
export function resourceReference(urn: string, id?: unknown): Record<string, unknown> {
    return { [SIGNATURE]: RESOURCE_REFERENCE, urn, ...(id === undefined ? {} : { id }) };
}

/** The value with unknown and secret parts as output values. */
export function outputValues(value: unknown): unknown {
    if (value === UNKNOWN_SENTINEL) {
        return { [SIGNATURE]: OUTPUT };
    }
    return isSecret(value)
        ? { [SIGNATURE]: OUTPUT, value: outputValues(value.value), secret: true }
        : mapValues(value, outputValues);
}

/** Whether any part of the value is {@link UNKNOWN_SENTINEL}. */
export function containsUnknown(value: unknown): boolean {
    if (value === UNKNOWN_SENTINEL) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** The value without secret marks, for computing outputs from it. */
export function unwrapSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        return unwrapSecrets(value.value);
    }
    return mapValues(value, unwrapSecrets);
}

/** The value without the text of its secrets, in the form of an exported state with empty ciphertexts. */
export function redactSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        return { [SIGNATURE]: SECRET, ciphertext: "" };
    }
    return mapValues(value, redactSecrets);
}

/**
 * The value with a digest in place of each secret's text, so that two plans can be compared. Only for simulated values: a
 * digest of a short real secret can be guessed.
 */
export function digestSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        const digest = createHash("sha256")
            .update(JSON.stringify([unwrapSecrets(value)]))
            .digest("hex");
        return { [SIGNATURE]: SECRET, ciphertext: `sha256:${digest}` };
    }
    return mapValues(value, digestSecrets);
}

function mapValues(value: unknown, map: (child: unknown) => unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(map);
    }
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, map(child)]))
        : value;
}
