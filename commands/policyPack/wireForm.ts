import type { DeployedResource } from "../../simulation/deployment";
import { isObject, isResourceReference, isSecret, secret } from "../../lib/wire";

/**
 * Recorded properties in the form in which the engine sends them: a secret's text, which is not recorded, is left out,
 * and a reference to a resource is its id, or its URN where it has none. Source: pulumi/pulumi, pkg/resource/plugin/rpc.go.
 */
export function onTheWire(properties: Record<string, unknown> = {}): Record<string, unknown> {
    const entries = Object.entries(properties).map(([key, value]) => [key, mapped(value)]);
    return Object.fromEntries(entries) as Record<string, unknown>;
}

function mapped(value: unknown): unknown {
    if (isSecret(value)) {
        return secret("");
    }
    if (isResourceReference(value)) {
        return value.id ?? value.urn;
    }
    if (Array.isArray(value)) {
        return value.map(mapped);
    }
    return isObject(value) ? onTheWire(value) : value;
}

/** What a resource answered with. AWS's provider has a resource's id among its outputs; the simulation beside them. */
export function outputsOf({ type, id, outputs }: DeployedResource): Record<string, unknown> {
    return onTheWire(id !== undefined && type.startsWith("aws:") ? { id, ...outputs } : outputs);
}
