import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { pullSecret } from "./pullSecret";

/** The Secret that a chart's image is pulled with: one for a registry of your own with credentials, otherwise none. */
export function createPullSecrets(
    name: string,
    metadata: kubernetes.types.input.meta.v1.ObjectMeta,
    args: { imageRepository?: string | undefined; registryCredentials?: pulumi.Input<string> | undefined },
    opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Secret[] {
    return args.imageRepository === undefined || args.registryCredentials === undefined
        ? []
        : [new kubernetes.core.v1.Secret(name, pullSecret(metadata, args.registryCredentials), opts)];
}
