import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Namespace of the servers. */
export const SERVER_NAMESPACE = "posit-connect";

/** Name of the Helm release and of the objects in it. */
export const RELEASE = "posit-connect";

export const LABELS = {
    "app.kubernetes.io/part-of": "posit-connect",
    "app.kubernetes.io/managed-by": "pulumi",
};

/** Name of the Secret with the registry's credentials, in both namespaces. */
export const PULL_SECRET = "posit-connect-registry";

/** A namespace with its name, which is known before the cluster exists. */
export interface NamedNamespace {
    name: string;
    resource: kubernetes.core.v1.Namespace;
}

/** The component that Kubernetes objects belong to, with the prefix of their Pulumi names. */
export class Scope {
    constructor(
        readonly name: string,
        private readonly parent: pulumi.Resource,
        private readonly provider: kubernetes.Provider,
    ) {}

    /** Options of an object, in a namespace or in none. */
    options(namespace?: NamedNamespace): pulumi.CustomResourceOptions {
        return {
            parent: this.parent,
            provider: this.provider,
            ...(namespace === undefined
                ? {}
                : {
                      dependsOn: namespace.resource,
                      // Kubernetes deletes it with its namespace: the deletion of a claim itself would wait for pods that
                      // nothing stops.
                      deletedWith: namespace.resource,
                  }),
        };
    }

    createConfigMap(
        suffix: string,
        namespace: NamedNamespace,
        name: string,
        data: Record<string, string>,
    ): kubernetes.core.v1.ConfigMap {
        return new kubernetes.core.v1.ConfigMap(
            `${this.name}-${suffix}`,
            { metadata: metadataIn(namespace, name), data },
            this.options(namespace),
        );
    }
}

export function metadataIn(namespace: NamedNamespace, name: string) {
    return { name, namespace: namespace.name, labels: LABELS };
}
