import { getPath } from "../lib/getPath";
import { isChart } from "../lib/isChart";
import { connect } from "./connect";
import { appears, disappears, falls, rises, turnsOn } from "./direction";
import { digest, textInput } from "./identifiers";
import {
    ESTIMATE,
    type InputChange,
    resourceType,
    type ResourceType,
    type ValueChange,
} from "./resourceType";
import { KUBERNETES_IS_FREE } from "./price";

const HELM = "https://helm.sh/docs/helm/helm_upgrade/";
const PVC = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming";
const CONNECT_UPGRADE = "https://docs.posit.co/connect/admin/getting-started/upgrading/";
const RESIZE =
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims";
const POD_SECURITY =
    "https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces";
const CONTENT_LIMITS = "https://kubernetes.io/docs/concepts/policy/resource-quotas/";
const TARGETS =
    "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/";
const DISRUPTIONS = "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/";
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

/** Values of Connect's chart that name the provider of logins, or the attribute that identifies its users. */
const IDENTITY = [
    "values.config.Authentication.Provider",
    "values.config.OAuth2.OpenIDConnectIssuer",
    'values.config["LDAP \\"DIRECTORY\\""].UniqueIdAttribute',
] as const;

/** Charts of the programs that set the number of content's nodes, and of their definitions. */
const SCALING_CHARTS = ["cluster-autoscaler", "karpenter", "karpenter-crd"];

/** The other charts of this program. */
const OTHER_CHARTS = ["aws-load-balancer-controller", "nvidia-device-plugin", ...SCALING_CHARTS];

/** Whether a release is of none of the other charts of this program. */
function installsConnect({ after }: ValueChange): boolean {
    return !OTHER_CHARTS.some((name) => isChart(String(after["chart"]), name));
}

/** Whether a release is of a program that sets the number of content's nodes, or of its definitions. */
function scalesContent({ before }: InputChange): boolean {
    return SCALING_CHARTS.some((name) => isChart(String(before["chart"]), name));
}

/** Whether a release gets a chart that installs an older Connect, as its values name no version. */
function fallsWithChart({ from, to, after }: ValueChange): boolean {
    return (
        isChart(String(after["chart"]), connect.chart.name) &&
        getPath(after, ["values", "versionOverride"]) === undefined &&
        (falls({ from, to }) || appears({ from, to }) || disappears({ from, to }))
    );
}

const UNITS: Record<string, number> = { m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };

/** The number of a Kubernetes quantity, such as `500m`, `16Gi` or 20; not a number for any other value. */
function amountOf(quantity: unknown): number {
    const [, number = "", unit = "", isBinary] =
        /^(\d+(?:\.\d+)?)([mkKMGTP]?)(i?)$/.exec(String(quantity)) ?? [];
    const factor = isBinary === "" ? (UNITS[unit] ?? 1) : 1024 ** ("KMGTP".indexOf(unit) + 1);
    return number === "" ? NaN : Number(number) * factor;
}

/** Whether a table of limits has a new one, or a lower one. */
function isLowered(from: unknown, to: unknown): boolean {
    return Object.entries(to ?? {}).some(
        ([name, limit]) => !(amountOf(limit) >= amountOf(getPath(from, [name]))),
    );
}

/** Whether a limit range rejects a container that it allowed: by a lower maximum, or a higher minimum. */
function narrowsLimits({ before, after }: ValueChange): boolean {
    const [old, young] = [before, after].map((inputs) => getPath(inputs, ["spec", "limits"]));
    return Array.isArray(young)
        ? young.some((limit: unknown, i) => {
              const [from, to] = [getPath(old, [i]), limit];
              const least = (of: unknown) => getPath(of, ["min"]);
              return (
                  isLowered(getPath(from, ["max"]), getPath(to, ["max"])) ||
                  (least(to) !== undefined &&
                      (least(from) === undefined || isLowered(least(to), least(from))))
              );
          })
        : young !== undefined;
}

/** Strictness of the pods that a namespace with these labels accepts. */
function securityLevel(labels: unknown): number {
    const level = getPath(labels, ["pod-security.kubernetes.io/enforce"]);
    return ["baseline", "restricted"].findIndex((each) => each === level);
}

/** How a release of Connect's chart replaces its servers. */
function strategyOf({ values }: Record<string, unknown>): unknown {
    const { strategy } = (values ?? {}) as { strategy?: { type?: unknown } };
    return strategy?.type;
}

export const job = resourceType("kubernetes:batch/v1:Job", {
    label: "job",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    // It pulls Connect's image and renames directories.
    seconds: { create: 120, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.selector", "spec.template"),
    effects: [
        {
            on: "replace",
            effect: "The job runs again. Running servers are not affected.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/workloads/controllers/job/",
        },
        {
            on: "delete",
            effect: "Its pod is deleted. Running servers are not affected.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/workloads/controllers/job/",
        },
    ],
    actions: [],
});

export const configMap = resourceType("kubernetes:core/v1:ConfigMap", {
    label: "config map",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["data", "binaryData"],
            effect: "Pods that mount it see the change within two minutes, other pods when they start.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
        {
            on: "update",
            properties: ["immutable"],
            when: turnsOn,
            effect: "Kubernetes rejects later changes of its data. Pods do not change.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
        {
            on: "update",
            properties: ["immutable"],
            effect: "Kubernetes rejects this: an immutable object stays so. Create another one.",
            interruption: "rejected",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
        {
            on: "replace",
            effect: "Pods that start before it exists again wait for it. Running pods keep their copy.",
            interruption: "brief",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
        {
            on: "delete",
            effect: "Pods that still use it no longer start. Running pods keep their copy.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
        },
    ],
    actions: [],
});

export const limitRange = resourceType("kubernetes:core/v1:LimitRange", {
    label: "limit range",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "create",
            effect: "Kubernetes rejects new pods outside the limits. Running pods stay.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
        },
        {
            on: "update",
            properties: ["spec.limits", "spec"],
            when: narrowsLimits,
            effect: "Kubernetes rejects new pods outside the new limits: content that requests more does not start. Running pods stay.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
        },
        {
            on: "update",
            properties: ["spec.limits", "spec"],
            effect: "Applies to pods that start after the change. None is rejected that started before. Running pods stay.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, content pods that start get no defaults and no limits. Running pods stay.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
        },
    ],
    actions: [],
});

export const namespace = resourceType("kubernetes:core/v1:Namespace", {
    label: "namespace",
    price: KUBERNETES_IS_FREE,
    loses: "everything in it, including running content and secrets. The files on the file system remain.",
    // Including the objects in it: servers have two minutes to finish requests, and mostly need less.
    seconds: { create: 1, update: 1, delete: 60, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["metadata.labels"],
            when: ({ from, to }) => securityLevel(to) > securityLevel(from),
            effect: "Kubernetes rejects new pods that do not comply with the stricter `pod-security.kubernetes.io/enforce`. Running pods stay.",
            interruption: "unknown",
            source: POD_SECURITY,
        },
        {
            on: "update",
            properties: ["metadata.labels"],
            effect: "Applies to pods that start after the change. The level that `pod-security.kubernetes.io/enforce` requires is not stricter. Running pods stay.",
            interruption: "none",
            source: POD_SECURITY,
        },
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
    price: KUBERNETES_IS_FREE,
    loses: "the binding to the files. They remain on the file system, but servers and content start only after a claim is bound again.",
    seconds: { create: 1, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.csi"),
    effects: [
        {
            on: "update",
            properties: ["spec.capacity", "spec.mountOptions", "spec.persistentVolumeReclaimPolicy"],
            effect: "Applies to pods that mount it later, or to its release. The size of files on EFS is not limited. Mounted files stay as they are.",
            interruption: "none",
            source: PVC,
        },
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
    price: KUBERNETES_IS_FREE,
    loses: "the binding to the files. They remain on the file system, but servers and content start only after a volume is bound again.",
    seconds: { create: 5, update: 1, delete: 5, source: ESTIMATE },
    ...object("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"),
    effects: [
        {
            on: "update",
            properties: ["spec.resources.requests.storage"],
            when: ({ from, to }) => amountOf(to) < amountOf(from),
            effect: "Kubernetes rejects this: a claim never shrinks. Keep the size, which EFS does not enforce.",
            interruption: "rejected",
            source: RESIZE,
        },
        {
            on: "update",
            properties: ["spec.resources.requests.storage"],
            when: disappears,
            effect: "Kubernetes rejects this: a claim needs a size. Keep it, as EFS does not enforce it.",
            interruption: "rejected",
            source: RESIZE,
        },
        {
            on: "update",
            properties: ["spec.resources.requests.storage"],
            effect: "Kubernetes rejects this: a claim grows only if its storage class allows it, which one without a provisioner does not. Keep the size, which EFS does not enforce.",
            interruption: "rejected",
            source: RESIZE,
        },
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
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("spec.scopes"),
    effects: [
        {
            on: "create",
            effect: "Kubernetes rejects new pods beyond the quota: content waits until other content ends. Running pods stay.",
            interruption: "unknown",
            source: CONTENT_LIMITS,
        },
        {
            on: "update",
            properties: ["spec.hard"],
            when: ({ from, to }) => isLowered(from, to),
            effect: "Kubernetes rejects new pods beyond the lower quota: content waits until other content ends. Running pods stay.",
            interruption: "unknown",
            source: CONTENT_LIMITS,
        },
        {
            on: "update",
            properties: ["spec.hard"],
            effect: "More content can run at the same time. Running pods stay.",
            interruption: "none",
            source: CONTENT_LIMITS,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, content pods that start are not counted. Running pods stay.",
            interruption: "none",
            source: CONTENT_LIMITS,
        },
    ],
    actions: [],
});

export const secret = resourceType("kubernetes:core/v1:Secret", {
    label: "secret",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("type"),
    effects: [
        {
            on: "update",
            properties: ["stringData", "data"],
            effect: "Pods read it when they start. If the release depends on its value, its servers are replaced one after the other.",
            interruption: "rolling",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
        {
            on: "update",
            properties: ["immutable"],
            when: turnsOn,
            effect: "Kubernetes rejects later changes of its data. Pods do not change.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
        {
            on: "update",
            properties: ["immutable"],
            effect: "Kubernetes rejects this: an immutable object stays so. Create another one.",
            interruption: "rejected",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
        {
            on: "replace",
            effect: "Pods that start before it exists again wait for it. Running pods keep their copy.",
            interruption: "brief",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
        {
            on: "delete",
            effect: "Pods that still use it no longer start. Running pods keep their copy.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/configuration/secret/",
        },
    ],
    actions: [],
});

export const serviceAccount = resourceType("kubernetes:core/v1:ServiceAccount", {
    label: "service account",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["automountServiceAccountToken", "imagePullSecrets"],
            effect: "Applies to pods that start after the change. Running pods stay.",
            interruption: "none",
            source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        },
        {
            on: "replace",
            effect: "Pods that start before it exists again fail. Running pods stay, but their tokens are rejected.",
            interruption: "brief",
            source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        },
        {
            on: "delete",
            effect: "Pods that still use it no longer start. Running pods stay, but their tokens are rejected.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        },
    ],
    actions: [],
});

export const targetGroupBinding = resourceType("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", {
    label: "target group binding",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 10, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["spec"],
            effect: "The controller registers the servers by the new settings. Servers in both stay registered.",
            interruption: "none",
            source: TARGETS,
        },
        {
            on: "replace",
            effect: "The servers are removed from the target group and registered again. Users see 503 for one to two minutes.",
            interruption: "brief",
            source: TARGETS,
        },
        {
            on: "delete",
            effect: "The servers are removed from the target group, and get no requests.",
            interruption: "down",
            source: TARGETS,
        },
    ],
    actions: [],
});

export const release = resourceType("kubernetes:helm.sh/v3:Release", {
    label: "Helm release",
    price: KUBERNETES_IS_FREE,
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
            {
                where: { chart: "nvidia-device-plugin" },
                create: 45,
                update: 45,
                delete: 10,
                source: ESTIMATE,
            },
            {
                where: { name: "karpenter" },
                create: 60,
                update: 60,
                delete: 10,
                source: ESTIMATE,
            },
            { where: { name: "karpenter-crd" }, create: 5, update: 5, delete: 5, source: ESTIMATE },
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
            properties: ["values.versionOverride", "values.image.tag"],
            when: (change) => installsConnect(change) && falls(change),
            effect: "Connect rejects this: an older version cannot read a database that a newer one has migrated. Its servers do not start, which is an outage. Restore a backup from before the upgrade instead: docs/recovery.md.",
            interruption: "rejected",
            source: CONNECT_UPGRADE,
        },
        {
            on: "update",
            properties: ["values.versionOverride", "values.image.tag"],
            when: (change) => installsConnect(change) && !rises(change),
            effect: "The version of Connect before or after is not known here. If it becomes older, its servers do not start, as they cannot read a migrated database. Compare the versions first.",
            interruption: "unknown",
            source: CONNECT_UPGRADE,
        },
        {
            on: "update",
            properties: IDENTITY,
            when: installsConnect,
            effect: "Connect knows its users by an id of the provider of logins. With another provider, their sign-in fails or creates another user, without their content and permissions. Migrate the users first.",
            interruption: "down",
            source: "https://docs.posit.co/connect/admin/authentication/migration/",
        },
        {
            on: "update",
            properties: ["version"],
            when: fallsWithChart,
            effect: "The chart may install an older Connect, which cannot read a database that a newer one has migrated: its servers do not start. Set `connect.version` to keep the version.",
            interruption: "down",
            source: CONNECT_UPGRADE,
        },
        {
            on: "update",
            properties: ["values.replicas"],
            when: ({ from, to }) => Number(to ?? 1) < Number(from ?? 1),
            effect: "Servers stop, after up to two minutes for their requests. Sessions on them move to the others: users of interactive content connect again.",
            interruption: "rolling",
            source: DEPLOYMENT,
        },
        {
            on: "update",
            properties: ["values.replicas"],
            effect: "Servers are added. The running ones and their sessions stay.",
            interruption: "none",
            source: DEPLOYMENT,
        },
        {
            on: "update",
            properties: ["values.podDisruptionBudget"],
            effect: "Only applies when nodes are drained. No server restarts.",
            interruption: "none",
            source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
        },
        {
            on: "update",
            properties: [
                "atomic",
                "timeout",
                "skipAwait",
                "waitForJobs",
                "cleanupOnFail",
                "description",
                "maxHistory",
            ],
            effect: "Only applies to the installation of the chart. No pod restarts.",
            interruption: "none",
            source: HELM,
        },
        {
            on: "update",
            properties: ["values.versionOverride", "values.image.tag"],
            when: (change) => installsConnect(change) && strategyOf(change.after) === "Recreate",
            effect: "The servers stop before the new ones start, and Connect is unavailable for some minutes. The first new server migrates the database, which cannot be undone: create a backup first.",
            interruption: "down",
            source: CONNECT_UPGRADE,
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
            properties: ["values.versionOverride", "values.image.tag"],
            when: installsConnect,
            effect: "New servers migrate the database while old ones still use it, and an old Connect must not run on a migrated database. Set `connect.strategy` to Recreate in this update, and create a backup first. Set the strategy back in a later update.",
            interruption: "rejected",
            source: CONNECT_UPGRADE,
        },
        {
            on: "update",
            properties: ["version"],
            when: falls,
            effect: "An older chart may not know all values. Pods whose settings change are replaced: new ones are ready before old ones stop.",
            interruption: "rolling",
            source: HELM,
        },
        {
            on: "update",
            properties: ["values.resources"],
            effect: "Pods are replaced, and start only on a node with room for the new requests: new ones are ready before old ones stop.",
            interruption: "rolling",
            source: HELM,
        },
        {
            on: "update",
            effect: "Pods whose settings change are replaced: new ones are ready before old ones stop.",
            interruption: "rolling",
            source: HELM,
        },
        {
            on: ["replace", "delete"],
            when: ({ before }) => /(^|\/)nvidia-device-plugin(-\d[^/]*)?\/?$/.test(String(before["chart"])),
            effect: "No new pod gets a GPU, temporarily or permanently. Running content keeps its own.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/",
        },
        {
            on: ["delete", "replace"],
            when: scalesContent,
            effect: "For some minutes or permanently, no node starts for content, and none is removed. Running content stays.",
            interruption: "none",
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
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["spec"],
            effect: "Content can reach other destinations, more or fewer. Open connections may be closed.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
        {
            on: "create",
            effect: "The pods that it selects reach only the destinations that it or another policy allows, and only the sources that these allow reach them.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
        {
            on: "replace",
            effect: "For some seconds, content can reach other destinations, more or fewer.",
            interruption: "brief",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
        {
            on: "delete",
            effect: "Content can reach the destinations that the other policies allow, or all if none is left.",
            interruption: "unknown",
            source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        },
    ],
    actions: [],
});

export const podDisruptionBudget = resourceType("kubernetes:policy/v1:PodDisruptionBudget", {
    label: "disruption budget",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object(),
    effects: [
        {
            on: "update",
            properties: ["spec"],
            effect: "Only applies when nodes are drained. No pod restarts.",
            interruption: "none",
            source: DISRUPTIONS,
        },
        {
            on: ["replace", "delete"],
            effect: "Drains of nodes do not wait for the pods that it selects, for some seconds or permanently. No pod restarts.",
            interruption: "none",
            source: DISRUPTIONS,
        },
    ],
    actions: [],
});

export const storageClass = resourceType("kubernetes:storage.k8s.io/v1:StorageClass", {
    label: "storage class",
    price: KUBERNETES_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...object("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
    effects: [
        {
            on: "update",
            properties: ["allowVolumeExpansion", "mountOptions", "allowedTopologies"],
            effect: "Applies to volumes that are created later. Existing ones stay as they are.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/storage/storage-classes/",
        },
        {
            on: ["replace", "delete"],
            effect: "Existing volumes and claims stay bound.",
            interruption: "none",
            source: "https://kubernetes.io/docs/concepts/storage/storage-classes/",
        },
    ],
    actions: [],
});

export const provider = resourceType("pulumi:providers:kubernetes", {
    label: "Kubernetes provider",
    price: KUBERNETES_IS_FREE,
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
        {
            on: "delete",
            effect: "Pulumi no longer connects to the cluster. Nothing in the cluster changes.",
            interruption: "none",
            source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/",
        },
    ],
    actions: [],
});
