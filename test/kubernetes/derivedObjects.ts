import type { KubernetesObject } from "./api";
import type { PlannedRelease, Values } from "./plan";

/** The chart's default for the time that a server may take to terminate. */
const GRACE_SECONDS = 120;

/**
 * The Deployment and the disruption budget that the chart `rstudio-connect` renders from these values, with the fields that
 * affect scheduling, updates and drains. Its ConfigMaps, Service and roles are omitted, because no container runs here.
 */
export function derivedObjects({ name, namespace }: PlannedRelease, values: Values): KubernetesObject[] {
    const matchLabels = { "app.kubernetes.io/name": "rstudio-connect", "app.kubernetes.io/instance": name };
    const metadata = { name: values.fullnameOverride, namespace };
    const { image, pod, sharedStorage } = values;
    return [
        ...values.extraObjects,
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata,
            spec: {
                replicas: values.replicas,
                strategy: values.strategy,
                selector: { matchLabels },
                template: {
                    metadata: { labels: { ...matchLabels, ...pod.labels }, annotations: pod.annotations },
                    spec: {
                        terminationGracePeriodSeconds: GRACE_SECONDS,
                        priorityClassName: values.priorityClassName,
                        topologySpreadConstraints: values.topologySpreadConstraints,
                        nodeSelector: values.nodeSelector,
                        affinity: pod.affinity,
                        tolerations: values.tolerations,
                        imagePullSecrets: image.imagePullSecrets,
                        containers: [
                            {
                                name: "connect",
                                image: `${image.repository}:${values.versionOverride}-${image.os}`,
                                env: pod.env,
                                resources: values.resources,
                                startupProbe: probe(values.startupProbe),
                                readinessProbe: probe(values.readinessProbe),
                                livenessProbe: probe(values.livenessProbe),
                                volumeMounts: [
                                    { name: "files", mountPath: "/var/lib/rstudio-connect" },
                                    ...pod.volumeMounts,
                                ],
                            },
                        ],
                        volumes: [
                            { name: "files", persistentVolumeClaim: { claimName: sharedStorage.name } },
                            ...pod.volumes,
                        ],
                    },
                },
            },
        },
        {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata,
            spec: { ...values.podDisruptionBudget, selector: { matchLabels } },
        },
    ];
}

/** Removes the chart's switch, which is not a field of Kubernetes. */
function probe({ enabled, ...settings }: { enabled: boolean }): object | undefined {
    return enabled ? settings : undefined;
}
