import type { ResourceTransform } from "@pulumi/pulumi";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { ICallbackServer } from "@pulumi/pulumi/runtime/callbacks";
import { deserializeProperties, serializeProperties } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { outputValues } from "../lib/wire";

/** A resource that is about to be registered. */
export interface Transformable {
    type: string;
    name: string;
    custom: boolean;
    inputs: Record<string, unknown>;
}

/**
 * The resource option `transforms`, without the callback server of the engine: the simulation runs in the program's process.
 */
export class Transforms implements ICallbackServer {
    private readonly byToken = new Map<string, ResourceTransform>();

    /** The token by which a registration names a transform. */
    registerTransform(transform: ResourceTransform): Promise<Callback> {
        const token = `transform-${this.byToken.size}`;
        this.byToken.set(token, transform);
        const callback = new Callback();
        callback.setToken(token);
        return Promise.resolve(callback);
    }

    /**
     * The inputs of a resource after a transform.
     *
     * Source: `pulumi/pulumi`, pkg/resource/deploy/source_eval.go, `wrapTransformCallback`: unknown and secret values are passed
     * as outputs.
     *
     * @throws an `Error` if the transform changes another option than `deleteBeforeReplace`, which is not simulated.
     */
    async apply(
        token: string,
        { type, name, custom, inputs }: Transformable,
    ): Promise<Record<string, unknown>> {
        const transform = this.byToken.get(token);
        if (transform === undefined) {
            throw new Error(`${type} ("${name}") has the transform ${token}, which was never registered`);
        }
        const props = deserializeProperties(
            Struct.fromJavaScript(outputValues(inputs) as Record<string, never>),
        );
        const opts = {};
        const result = await transform({ type, name, custom, props, opts });
        if (result === undefined) {
            return inputs;
        }
        // Plans and states do not contain `deleteBeforeReplace`.
        if (Object.keys(result.opts).some((option) => option !== "deleteBeforeReplace")) {
            throw new Error(
                `the simulation does not know transforms that change options (${type} "${name}")`,
            );
        }
        return serializeProperties("props", result.props);
    }

    registerStackTransform(): void {
        throw unsupported();
    }

    registerStackInvokeTransform(): void {
        throw unsupported();
    }

    registerStackInvokeTransformAsync(): Promise<Callback> {
        return Promise.reject(unsupported());
    }

    registerResourceHook(): Promise<void> {
        return Promise.reject(unsupported());
    }

    registerErrorHook(): Promise<void> {
        return Promise.reject(unsupported());
    }

    awaitStackRegistrations(): Promise<void> {
        return Promise.resolve();
    }

    shutdown(): void {
        this.byToken.clear();
    }
}

function unsupported(): Error {
    return new Error("the simulation knows no callbacks except the transforms of a resource");
}
