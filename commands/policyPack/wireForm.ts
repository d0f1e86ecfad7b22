import type { DeployedResource } from "../../simulation/deployment";
import { isObject } from "../../lib/isObject";
import { isResourceReference, isSecret, secret } from "../../lib/wire";

/**
 * Recorded properties in the form in which the engine sends them. A secret's text is not recorded and therefore
 * empty. A reference to a resource is its id, or its URN if it has none. Source: pulumi/pulumi,
 * pkg/resource/plugin/rpc.go.
 */
export function toWireForm(properties: Record<string, unknown> = {}): Record<string, unknown> {
    const entries = Object.entries(properties).map(([key, value]) => [key, toWireValue(value)]);
    return Object.fromEntries(entries) as Record<string, unknown>;
}

function toWireValue(value: unknown): unknown {
    if (isSecret(value)) {
        return secret("");
    }
    if (isResourceReference(value)) {
        return value.id ?? value.urn;
    }
    if (Array.isArray(value)) {
        return value.map(toWireValue);
    }
    return isObject(value) ? toWireForm(value) : value;
}

/** The outputs of a resource. AWS's provider includes the resource's id, which the simulation keeps separately. */
export function wireOutputs({ type, id, outputs }: DeployedResource): Record<string, unknown> {
    return toWireForm(id !== undefined && type.startsWith("aws:") ? { id, ...outputs } : outputs);
}
