import type { types } from "@pulumi/kubernetes";
import { type Autoscaling, KEPT } from "../../catalog/nodePools";
import { lowest, quantities } from "../../lib/quantity";
import { type ConfigFacts, connectConfig, LDAP_PASSWORD_VARIABLE, SERVER_PORT } from "./config";
import type { ConnectSettings } from "../../stacks/sections/connect";
import { CURL_HOME, NETRC_PATH, packageConfig } from "./packageConfig";
import type { PodPlacement } from "../podPlacement";
import { furtherVariables, furtherVolumes } from "./passedThrough";

type ExecutionEnvironment = ConnectSettings["executionEnvironments"][number];
type PodSpec = types.input.core.v1.PodSpec;

/** The names and places in the cluster that the chart's values point to. */
export interface ConnectFacts<Text> extends Omit<
    ConfigFacts<Text>,
    "oidcClientSecretFile" | "certificateFile"
> {
    /** Name of the release and of the objects in it. */
    releaseName: string;
    /** Name of the claim on the shared files: the same in the servers' namespace and in the content's. */
    claimName: string;
    /** Service account of the content's pods, in the content's namespace. */
    contentServiceAccountName: string;
    /** ConfigMap in the content's namespace with the files of {@link packageConfig}. */
    pythonConfigMapName: string;
    /** ConfigMap in the servers' namespace with the database's root certificates, and the key in it. */
    databaseRoots: ObjectKey;
    /** Secret in the servers' namespace with the license file, and the key in it. */
    license: ObjectKey;
    /** Secret in the servers' namespace with the database's password, and the key in it. */
    databasePassword: ObjectKey;
    /** Secret in the servers' namespace with the OIDC client's secret, and the key in it. */
    oidcClientSecret: ObjectKey;
    /** ConfigMap, in both namespaces, with the certificates of private authorities, and the key in it. */
    certificates: ObjectKey;
    /** Secret in the servers' namespace with the password of the directory's service account, and the key in it. */
    ldapBindPassword: ObjectKey;
    /** Secret in the servers' namespace with the mail server's password, and the key in it. */
    smtpPassword: ObjectKey;
    /** Secret in the content's namespace with the login to Package Manager, and the key in it; none if it requires no login. */
    packageManagerLogin: ObjectKey | undefined;
    /** Secret, in both namespaces, with the registry's credentials; none if images are pulled without credentials. */
    pullSecretName: string | undefined;
    /** The program that removes nodes of content, and so the pods on them. */
    autoscaling: Autoscaling;
    /** Nodes of the servers, and of content. */
    placement: Record<"servers" | "content", PodPlacement>;
    /** A text that changes with any of the secrets and reveals nothing about them. */
    secretsHash: Text;
}

/** An entry of a Secret or a ConfigMap. */
export interface ObjectKey {
    name: string;
    key: string;
}

/** Directory of the mounted root certificates; the database's URL names a file in it. */
export const DATABASE_ROOTS_DIRECTORY = "/etc/posit-connect/database";

const OIDC_DIRECTORY = "/etc/posit-connect/oidc";

const CERTIFICATES_DIRECTORY = "/etc/posit-connect/certificates";

const CERTIFICATES_VOLUME = "certificates";

const PYTHON_VOLUME = "python-config";

const LOGIN_VOLUME = "package-manager";

/** Distribution of the server's image, the end of its tag. */
export const IMAGE_OS = "ubuntu-24.04";

/**
 * Above the content's 0 and far below the cluster's own: if nodes are full, a server preempts content. Without it, an update
 * would wait for content to end, and so would the replacement of a lost server.
 */
const PRIORITY = 1_000_000;

/** The init container copies Connect's runtime into the pod, and ends. The settings allow no maximum under its requests. */
const INIT_CONTAINER = {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "512Mi" },
};

const CONTENT_LABELS = {
    "app.kubernetes.io/component": "content",
    "app.kubernetes.io/part-of": "posit-connect",
};

/** Content spreads over the zones if it can: a session that waits for a zone is worse than two in the same one. */
const CONTENT_SPREAD: PodSpec["topologySpreadConstraints"] = [
    {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: CONTENT_LABELS },
    },
];

/** Label that the pods of a Deployment differ by from one revision to the next. */
const REVISION_LABEL = "pod-template-hash";

/**
 * Values for the chart `rstudio-connect` at the version of `catalog/connect.ts`, which has no schema of its own.
 *
 * `Text` is text that may be unknown: it is only inserted, so that a first preview shows every other value.
 */
export function connectValues<Text>(settings: ConnectSettings, facts: ConnectFacts<Text>) {
    const pullSecrets = facts.pullSecretName === undefined ? [] : [{ name: facts.pullSecretName }];
    return {
        fullnameOverride: facts.releaseName,
        // Sets the tag of the server's image and of the content init container's: they must match.
        versionOverride: settings.version,
        image: { repository: settings.images.connect, os: IMAGE_OS, imagePullSecrets: pullSecrets },
        replicas: settings.replicas,
        strategy: strategy(settings.strategy),
        ...placement(facts),
        ...priority(facts.releaseName),
        podDisruptionBudget: {
            // A minimum equal to the replicas could never be drained.
            maxUnavailable: 1,
            // A broken server must not keep its node from being drained.
            unhealthyPodEvictionPolicy: "AlwaysAllow",
        } satisfies types.input.policy.v1.PodDisruptionBudgetSpec,
        ...probes(),
        resources: {
            requests: quantities(settings.resources.requests),
            limits: quantities(settings.resources.limits),
        },
        license: { file: { secret: facts.license.name, secretKey: facts.license.key } },
        sharedStorage: { create: false, mount: true, mountContent: true, name: facts.claimName },
        pod: pod(settings, facts),
        rbac: { create: true, clusterRoleCreate: false },
        launcher: { enabled: false },
        backends: { kubernetes: backend(settings, facts, pullSecrets) },
        executionEnvironments: settings.executionEnvironments.map(executionEnvironment),
        service: { type: "ClusterIP" },
        ingress: { enabled: false },
        prometheus: { enabled: settings.prometheus },
        config: connectConfig(settings, {
            url: facts.url,
            databaseUrl: facts.databaseUrl,
            oidcClientSecretFile: `${OIDC_DIRECTORY}/${facts.oidcClientSecret.key}`,
            certificateFile: certificateFile(facts),
            gpusPerProcess: facts.gpusPerProcess,
        }),
    };
}

function strategy(type: ConnectSettings["strategy"]) {
    return type === "Recreate" ? { type } : { type, rollingUpdate: { maxSurge: "100%", maxUnavailable: 0 } };
}

/** Servers spread over the zones, and if possible each on its own node. */
function placement<Text>({ releaseName, placement: { servers } }: ConnectFacts<Text>) {
    const labelSelector = { matchLabels: { "app.kubernetes.io/instance": releaseName } };
    const lost = { operator: "Exists", effect: "NoExecute", tolerationSeconds: 30 };
    return {
        topologySpreadConstraints: [
            {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector,
                // A lost zone must not count, or its server could not be replaced in another zone.
                nodeTaintsPolicy: "Honor",
                // Nor must servers that an update is about to stop.
                matchLabelKeys: [REVISION_LABEL],
            },
            {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector,
                matchLabelKeys: [REVISION_LABEL],
            },
        ] satisfies PodSpec["topologySpreadConstraints"],
        ...(servers.nodeSelector === undefined ? {} : { nodeSelector: servers.nodeSelector }),
        // By default, Kubernetes waits five minutes before it replaces the servers of a lost zone.
        tolerations: [
            ...(servers.tolerations ?? []),
            { key: "node.kubernetes.io/not-ready", ...lost },
            { key: "node.kubernetes.io/unreachable", ...lost },
        ] satisfies PodSpec["tolerations"],
    };
}

/** Priority of the servers if nodes are full. The class is cluster-wide, and created with the release. */
function priority(releaseName: string) {
    const name = `${releaseName}-servers`;
    return {
        priorityClassName: name,
        extraObjects: [
            {
                apiVersion: "scheduling.k8s.io/v1",
                kind: "PriorityClass",
                metadata: { name },
                value: PRIORITY,
                description: "Posit Connect's servers, which come before the content that they run.",
            },
        ],
    };
}

function probes() {
    const httpGet = { path: "/__ping__", port: SERVER_PORT };
    return {
        // Ten minutes: a new version migrates the database before it answers.
        startupProbe: {
            enabled: true,
            httpGet,
            initialDelaySeconds: 0,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 60,
        },
        readinessProbe: {
            enabled: true,
            httpGet,
            initialDelaySeconds: 0,
            periodSeconds: 5,
            timeoutSeconds: 5,
            failureThreshold: 3,
        },
        livenessProbe: {
            enabled: true,
            httpGet,
            initialDelaySeconds: 0,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 6,
        },
    };
}

function pod<Text>(settings: ConnectSettings, facts: ConnectFacts<Text>) {
    const oidc = settings.authentication.provider === "oidc";
    const login = settings.smtp?.user !== undefined;
    const certificates = privateAuthorities(settings, facts);
    return {
        // A change of a Secret does not restart pods by itself.
        annotations: { "checksum/secrets": facts.secretsHash, ...keptByAutoscaler(facts) },
        labels: { "app.kubernetes.io/component": "server", "app.kubernetes.io/part-of": "posit-connect" },
        ...(facts.placement.servers.affinity === undefined
            ? {}
            : { affinity: facts.placement.servers.affinity }),
        env: [
            fromSecret("CONNECT_POSTGRES_PASSWORD", facts.databasePassword),
            ...(login ? [fromSecret("CONNECT_SMTP_PASSWORD", facts.smtpPassword)] : []),
            ...(settings.authentication.provider === "ldap" && settings.authentication.bindDn !== undefined
                ? [fromSecret(LDAP_PASSWORD_VARIABLE, facts.ldapBindPassword)]
                : []),
            // Go reads it in addition to the image's directory of certificates.
            ...certificates.env(["SSL_CERT_FILE"]),
            ...furtherVariables(settings, "servers"),
        ] satisfies types.input.core.v1.EnvVar[],
        volumes: [
            { name: "database-roots", configMap: { name: facts.databaseRoots.name } },
            ...certificates.volumes,
            ...furtherVolumes(settings, "servers").volumes,
            // Only root may read it.
            ...(oidc
                ? [{ name: "oidc", secret: { secretName: facts.oidcClientSecret.name, defaultMode: 0o400 } }]
                : []),
        ] satisfies PodSpec["volumes"],
        volumeMounts: [
            { name: "database-roots", mountPath: DATABASE_ROOTS_DIRECTORY, readOnly: true },
            ...certificates.mounts,
            ...furtherVolumes(settings, "servers").mounts,
            ...(oidc ? [{ name: "oidc", mountPath: OIDC_DIRECTORY, readOnly: true }] : []),
        ] satisfies types.input.core.v1.VolumeMount[],
    };
}

/**
 * Keeps an autoscaler from removing the node of a pod. A server's jobs would never complete. Content has one base for all its Jobs, so
 * interactive content is kept as rendered content is: a node is removed once neither runs on it.
 *
 * Sources: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Known limitations"; …/off-host/resource-bases/.
 */
function keptByAutoscaler<Text>({ autoscaling }: ConnectFacts<Text>): Record<string, string> {
    return autoscaling === "none" ? {} : { [KEPT[autoscaling].key]: KEPT[autoscaling].value };
}

function fromSecret(variable: string, { name, key }: ObjectKey) {
    return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}

/** The certificates of private authorities in a pod: nothing if a stack has none. */
function privateAuthorities<Text>({ certificateAuthorities }: ConnectSettings, facts: ConnectFacts<Text>) {
    const isSet = certificateAuthorities !== undefined;
    return {
        env: (names: string[]) =>
            isSet ? names.map((name) => ({ name, value: certificateFile(facts) })) : [],
        volumes: isSet ? [{ name: CERTIFICATES_VOLUME, configMap: { name: facts.certificates.name } }] : [],
        mounts: isSet
            ? [{ name: CERTIFICATES_VOLUME, mountPath: CERTIFICATES_DIRECTORY, readOnly: true }]
            : [],
    };
}

function certificateFile<Text>({ certificates }: ConnectFacts<Text>): string {
    return `${CERTIFICATES_DIRECTORY}/${certificates.key}`;
}

/** Off-host execution: content runs as Jobs in its namespace, based on this Job. */
function backend<Text>(
    settings: ConnectSettings,
    facts: ConnectFacts<Text>,
    pullSecrets: { name: string }[],
) {
    const certificates = privateAuthorities(settings, facts);
    const login = facts.packageManagerLogin;
    return {
        enabled: true,
        namespace: settings.content.namespace,
        defaultInitContainer: {
            repository: settings.images.contentInit,
            resources: {
                requests: INIT_CONTAINER.requests,
                // The maximum of the content's namespace holds for every container of a pod.
                limits: quantities(
                    lowest(INIT_CONTAINER.limits, {
                        cpu: settings.content.maxCpu,
                        memory: settings.content.maxMemoryGiB,
                    }),
                ),
            },
        },
        // Connect's own configuration (`Scheduler`) limits a process: it checks publishers' requests against it.
        defaultResourceJobBase: {
            spec: {
                template: {
                    metadata: {
                        labels: CONTENT_LABELS,
                        ...(facts.autoscaling === "none" ? {} : { annotations: keptByAutoscaler(facts) }),
                    },
                    spec: {
                        ...facts.placement.content,
                        topologySpreadConstraints: CONTENT_SPREAD,
                        serviceAccountName: facts.contentServiceAccountName,
                        // Publishers' code must not use the cluster's API.
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        imagePullSecrets: pullSecrets,
                        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
                        volumes: [
                            { name: PYTHON_VOLUME, configMap: { name: facts.pythonConfigMapName } },
                            ...(login === undefined
                                ? []
                                : [{ name: LOGIN_VOLUME, secret: { secretName: login.name } }]),
                            ...certificates.volumes,
                            ...furtherVolumes(settings, "content").volumes,
                        ],
                        containers: [
                            {
                                // Connect requires this name.
                                name: "connect-content",
                                env: [
                                    // OpenSSL and uv, libcurl, and Python's requests.
                                    ...certificates.env([
                                        "SSL_CERT_FILE",
                                        "CURL_CA_BUNDLE",
                                        "REQUESTS_CA_BUNDLE",
                                    ]),
                                    // Python and uv read the first, R's downloads the second.
                                    ...(login === undefined
                                        ? []
                                        : [
                                              { name: "NETRC", value: NETRC_PATH },
                                              { name: "CURL_HOME", value: CURL_HOME },
                                          ]),
                                    ...furtherVariables(settings, "content"),
                                ],
                                volumeMounts: [
                                    ...packageConfig(settings, login !== undefined).map(({ key, path }) => ({
                                        name: PYTHON_VOLUME,
                                        mountPath: path,
                                        subPath: key,
                                        readOnly: true,
                                    })),
                                    ...(login === undefined
                                        ? []
                                        : [
                                              {
                                                  name: LOGIN_VOLUME,
                                                  mountPath: NETRC_PATH,
                                                  subPath: login.key,
                                                  readOnly: true,
                                              },
                                          ]),
                                    ...certificates.mounts,
                                    ...furtherVolumes(settings, "content").mounts,
                                ],
                            },
                        ],
                    } satisfies PodSpec,
                },
            },
        },
    };
}

function executionEnvironment({ name, title, r, python, quarto }: ExecutionEnvironment) {
    return {
        name,
        ...(title === undefined ? {} : { title }),
        cluster_name: "Kubernetes",
        ...installations("r", r),
        ...installations("python", python),
        ...installations("quarto", quarto),
    };
}

function installations(language: string, found: ExecutionEnvironment["r"]) {
    return found === undefined ? {} : { [language]: { installations: found } };
}
