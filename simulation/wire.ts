/**
 * Pulumi's wire format, which is also its state format: plain JSON in which an unknown value is a sentinel string
 * and secrets and resource references are objects with a signature key.
 * Source: `pulumi/pulumi`, sdk/nodejs/runtime/rpc.ts.
 */

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What stands on the wire for a value that is not known before the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface ResourceReference {
    urn: string;
    id?: unknown;
}

export function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
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
    if (value === UNKNOWN) {
        return { [SIGNATURE]: OUTPUT };
    }
    return isSecret(value)
        ? { [SIGNATURE]: OUTPUT, value: outputValues(value.value), secret: true }
        : mapValues(value, outputValues);
}

/** Whether an unknown stands anywhere in the value. */
export function containsUnknown(value: unknown): boolean {
    if (value === UNKNOWN) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** The value with no secret marks left: for answers that are computed from it. */
export function unwrapSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        return unwrapSecrets(value.value);
    }
    return mapValues(value, unwrapSecrets);
}

/** The value with every secret's text left out, in the form of an exported state that nobody can decrypt. */
export function redactSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        return { [SIGNATURE]: SECRET, ciphertext: "" };
    }
    return mapValues(value, redactSecrets);
}

function mapValues(value: unknown, map: (child: unknown) => unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(map);
    }
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, map(child)]))
        : value;
}
