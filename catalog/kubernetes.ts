import { directionOf } from "./directionOf";
import { digest, textInput } from "./identifiers";
import { ESTIMATE, resourceType, type ResourceType } from "./resourceType";

const HELM = "https://helm.sh/docs/helm/helm_upgrade/";
const PVC = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming";
const DEPLOYMENT = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy";

/**
 * A Kubernetes object returns as it was given; its id is its namespace and name.
 *
 * @param properties that cannot change, in addition to its name and namespace. Secrets and ConfigMaps can change, as the
 *   program's provider allows it (`enableSecretMutable`, `enableConfigMapMutable`).
 */
function object(...properties: string[]): Pick<ResourceType, "replacedBy" | "physicalName" | "id"> {
    return {
        replacedBy: ["metadata.name", "metadata.namespace", ...properties],
        physicalName: "metadata.name",
        id: (request) => {
            const { name, namespace } = (request.inputs["metadata"] ?? {}) as {
                name?: string;
                namespace?: string;
            };
            return [namespace, name ?? `${request.name}-${digest(request.urn, 8)}`].filter(Boolean).join("/");
        },
    };
}

/** How a release of Connect's chart replaces its servers. */
function strategyOf({ values }: Record<string, unknown>): unknown {
    const { strategy } = (values ?? {}) as { strategy?: { type?: unknown } };
    return strategy?.type;
}

export const job = resourceType("kubernetes:batch/v1:Job", {
    label: "job",
    loses: undefined,
    // It pulls Connect's image and renames directories.
    seconds: { create: 120, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.selector", "spec.template"),
    effects: [],
    actions: [],
});

export const configMap = resourceType("kubernetes:core/v1:ConfigMap", {
    label: "config map",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            effect: "Pods that mount it see the change within two minutes, other pods when they start.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
    ],
    actions: [],
});

export const limitRange = resourceType("kubernetes:core/v1:LimitRange", {
    label: "limit range",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            effect: "Applies to pods that start after the change.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        },
    ],
    actions: [],
});

export const namespace = resourceType("kubernetes:core/v1:Namespace", {
    label: "namespace",
    loses: "everything in it, including running content and secrets. The files on the file system remain.",
    // Including the objects in it: servers have two minutes to finish requests, and mostly need less.
    seconds: { create: 1, update: 1, delete: 60, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "replace",
            effect: "Everything in it is deleted before the namespace is created again.",
            interruption: "down",
        },
        { on: "delete", effect: "Everything in it is deleted.", interruption: "down" },
    ],
    actions: [],
});

export const persistentVolume = resourceType("kubernetes:core/v1:PersistentVolume", {
    label: "volume",
    loses: "the binding to the files. They remain on the file system, but servers and content start only after a claim is bound again.",
    seconds: { create: 1, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.csi"),
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Kubernetes keeps it while a pod uses it, and the update waits: stop the servers first. Pods that mount it do not start until a new one is bound.",
            interruption: "down",
            source: PVC,
        },
    ],
    actions: [],
});

export const persistentVolumeClaim = resourceType("kubernetes:core/v1:PersistentVolumeClaim", {
    label: "volume claim",
    loses: "the binding to the files. They remain on the file system, but servers and content start only after a volume is bound again.",
    seconds: { create: 5, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"),
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Kubernetes keeps it while a pod uses it, and the update waits: stop the servers first. Pods that mount it do not start until a new one is bound.",
            interruption: "down",
            source: PVC,
        },
    ],
    actions: [],
});

export const resourceQuota = resourceType("kubernetes:core/v1:ResourceQuota", {
    label: "resource quota",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("spec.scopes"),
    effects: [
        {
            on: "update",
            effect: "Applies to pods that start after the change.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        },
    ],
    actions: [],
});

export const secret = resourceType("kubernetes:core/v1:Secret", {
    label: "secret",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("type"),
    effects: [
        {
            on: "update",
            effect: "Pods read it when they start. If the release depends on its value, its servers are replaced one after the other.",
            interruption: "rolling",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
    ],
    actions: [],
});

export const serviceAccount = resourceType("kubernetes:core/v1:ServiceAccount", {
    label: "service account",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [],
    actions: [],
});

export const targetGroupBinding = resourceType("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", {
    label: "target group binding",
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 10, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "replace",
            effect: "The servers are removed from the target group and registered again. Users see 503 for one to two minutes.",
            interruption: "brief",
            source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/",
        },
        {
            on: "update",
            effect: "The controller registers the servers by the new settings. Servers in both stay registered.",
            interruption: "none",
            source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/",
        },
    ],
    actions: [],
});

export const release = resourceType("kubernetes:helm.sh/v3:Release", {
    label: "Helm release",
    loses: undefined,
    // The controller's pods need leases and a certificate; Connect's pull some gigabytes and create their tables.
    seconds: {
        create: 240,
        update: 300,
        delete: 20,
        source: ESTIMATE,
        variants: [
            {
                where: { chart: "aws-load-balancer-controller" },
                create: 45,
                update: 45,
                delete: 10,
                source: ESTIMATE,
            },
        ],
    },
    replacedBy: ["name", "namespace"],
    // Source: `pulumi/pulumi-kubernetes`, provider/pkg/provider/helm_release.go.
    addedInputs: ["checksum", "resourceNames"],
    id: (request) => `${textInput(request, "namespace", "default")}/${textInput(request, "name")}`,
    outputs: { status: { status: "deployed", name: (request) => textInput(request, "name") } },
    effects: [
        {
            on: "update",
            properties: ["values.versionOverride", "values"],
            when: (change) => directionOf(change, "values.versionOverride") === "down",
            effect: "An older Connect cannot read a database that a newer one has migrated: its servers do not start. Restore a backup from before the upgrade: docs/recovery.md.",
            interruption: "down",
            source: "https://docs.posit.co/connect/admin/getting-started/upgrading/",
        },
        {
            on: "update",
            when: ({ after }) => strategyOf(after) === "Recreate",
            effect: "The servers stop before the new ones start: Connect is unavailable for some minutes. Content pods keep running, but users lose their connections.",
            interruption: "down",
            source: DEPLOYMENT,
        },
        {
            on: "update",
            effect: "Pods whose settings change are replaced: new ones are ready before old ones stop. Another version of Connect migrates its database, which cannot be undone.",
            interruption: "rolling",
            source: HELM,
        },
        {
            on: "replace",
            effect: "The release is uninstalled and installed again. Its pods are missing for some minutes.",
            interruption: "down",
            source: HELM,
        },
        { on: "delete", effect: "Its pods stop.", interruption: "down", source: HELM },
    ],
    actions: [],
});

export const networkPolicy = resourceType("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
    label: "network policy",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            effect: "Content can reach other destinations, more or fewer. Open connections may be closed.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
        {
            on: "replace",
            effect: "For some seconds, content can reach other destinations, more or fewer.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
    ],
    actions: [],
});

export const storageClass = resourceType("kubernetes:storage.k8s.io/v1:StorageClass", {
    label: "storage class",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
    effects: [],
    actions: [],
});

export const provider = resourceType("pulumi:providers:kubernetes", {
    label: "Kubernetes provider",
    loses: undefined,
    seconds: { create: 0, update: 0, delete: 0, source: "computed by Pulumi" },
    replacedBy: undefined,
    id: ({ urn }) => digest(urn, 32),
    effects: [
        {
            on: "update",
            effect: "The connection of Pulumi to the cluster changes. Nothing in the cluster does.",
            interruption: "none",
            source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/",
        },
        {
            on: "replace",
            effect: "Pulumi treats it as another cluster and replaces every object in it: see their changes.",
            interruption: "none",
            source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/",
        },
    ],
    actions: [],
});
