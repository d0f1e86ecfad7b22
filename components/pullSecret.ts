import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/**
 * Arguments of a Secret that kubelet pulls images with.
 *
 * @param credentials the JSON of a Docker configuration file.
 */
export function pullSecret(
    metadata: kubernetes.types.input.meta.v1.ObjectMeta,
    credentials: pulumi.Input<string>,
): kubernetes.core.v1.SecretArgs {
    return {
        metadata,
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": pulumi.secret(credentials) },
    };
}
