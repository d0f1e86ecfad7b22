import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../stacks/account";
import type { Cluster } from "../cluster";
import type { ConnectSettings } from "../../stacks/sections/connect";
import { connectValues, DATABASE_ROOTS_DIRECTORY, IMAGE_OS, type ObjectKey } from "./values";
import { contentLimits } from "./contentLimits";
import { contentNetworkPolicies } from "./contentNetworkPolicies";
import type { Database } from "../database";
import { databaseRoots } from "../databaseRoots";
import type { FileSystem } from "../fileSystem";
import type { LoadBalancer } from "../loadBalancer";
import type { Network } from "../network";
import { pullSecret } from "../pullSecret";
import { pythonConfig } from "./pythonConfig";
import { restoredFilesJob } from "./restoredFilesJob";
import { secretsHash } from "./secretsHash";

export interface ConnectReleaseArgs extends ConnectSettings {
    /** Cluster that runs the servers and the content. */
    cluster: Cluster;

    /** Database of Connect's own. Open it to the cluster before: the release waits for all that it consists of. */
    database: Database;

    /** File system that the servers and the content share. Open it to the cluster before, as the database. */
    fileSystem: FileSystem;

    /** Load balancer whose target group the servers join. */
    loadBalancer: LoadBalancer;

    /** Network of all these: content is kept from its private addresses. */
    network: Network;

    account: Account;

    /** Content of the licence file. A change restarts the servers, one set beside the other. */
    license: pulumi.Input<string>;

    /** Secret of the OIDC client: required with `authentication.provider: "oidc"`. */
    oidcClientSecret?: pulumi.Input<string>;

    /** Password of the mail server's user: required with `smtp.user`. */
    smtpPassword?: pulumi.Input<string>;

    /**
     * Credentials of the registry that the images are pulled from, as the JSON of a Docker configuration file. ECR
     * needs none: the nodes' role may pull.
     *
     * @default none: images are pulled without credentials
     */
    registryCredentials?: pulumi.Input<string>;
}

const LABELS = {
    "app.kubernetes.io/part-of": "posit-connect",
    "app.kubernetes.io/managed-by": "pulumi",
};

const NAMESPACE = "posit-connect";
const RELEASE = "posit-connect";
const CLAIM = "posit-connect-files";
const SERVICE_ACCOUNT = "posit-connect-content";
const PYTHON_CONFIG = "posit-connect-python-config";
const PULL_SECRET = "posit-connect-registry";

const LICENSE: ObjectKey = { name: "posit-connect-license", key: "license.lic" };
const DATABASE_PASSWORD: ObjectKey = { name: "posit-connect-database", key: "password" };
const DATABASE_ROOTS: ObjectKey = { name: "posit-connect-database-roots", key: "roots.pem" };
const OIDC_CLIENT_SECRET: ObjectKey = { name: "posit-connect-oidc", key: "client-secret" };
const SMTP_PASSWORD: ObjectKey = { name: "posit-connect-smtp", key: "password" };

/**
 * Class of the volumes and their claims. An empty name would do for Kubernetes, but not for Pulumi, which looks each
 * claim's class up and warns if there is none. Source: pulumi-kubernetes, provider/pkg/await/awaiters.go, `pvcBindMode`.
 */
const STORAGE_CLASS = "efs-static";

/** The file system grows by itself; Kubernetes insists on a number, and compares the claim's with the volume's. */
const NOMINAL_STORAGE = "10Gi";

/** Longer than the ten minutes that the servers' startup probe allows. */
const TIMEOUT_SECONDS = 900;

/** A namespace with its name, which is known before the cluster is. */
interface Place {
    name: string;
    namespace: kubernetes.core.v1.Namespace;
}

/**
 * Posit Connect in the cluster: its namespaces, secrets and volumes, the Helm release, and the fence around the
 * content of publishers, which runs in pods of its own (off-host execution).
 */
export class ConnectRelease extends pulumi.ComponentResource {
    /** Namespace of the servers. */
    readonly namespace: pulumi.Output<string>;
    /** Namespace of the content. */
    readonly contentNamespace: pulumi.Output<string>;
    /** The chart's values, without a secret. */
    readonly values: pulumi.Output<object>;

    private readonly name: string;
    private readonly provider: kubernetes.Provider;
    private readonly storageClass: kubernetes.storage.v1.StorageClass;

    constructor(name: string, args: ConnectReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:ConnectRelease", name, {}, opts);
        this.name = name;
        this.provider = args.cluster.provider;
        checkSettings(args);

        this.storageClass = this.createStorageClass();
        const { id, subPath } = args.fileSystem;
        const handle = subPath === "" ? id : pulumi.interpolate`${id}:/${subPath}`;
        const servers = this.createPlace("servers", NAMESPACE, args, handle, {
            // A server counts as ready once the load balancer has found it healthy. Without this an update would stop
            // the old ones while the load balancer still examines the new.
            "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
        });
        // Another handle of the same directory: kubelet tells volumes apart by them.
        const content = this.createPlace(
            "content",
            args.content.namespace,
            args,
            subPath === "" ? pulumi.interpolate`${id}:/` : pulumi.interpolate`${handle}/`,
            {},
        );
        this.namespace = servers.namespace.metadata.name;
        this.contentNamespace = content.namespace.metadata.name;

        const values = this.createValues(args);
        this.values = pulumi.output(values);
        const release = this.createRelease(args, servers, values, [
            ...this.createSecrets(args, servers),
            this.createConfigMap("database-roots", servers, DATABASE_ROOTS.name, {
                [DATABASE_ROOTS.key]: databaseRoots(args.account.region),
            }),
            ...this.createPullSecrets(args, { servers, content }),
            ...this.createClaims(args, { servers, content }),
            ...this.fenceContent(args, content),
        ]);
        this.bindToLoadBalancer(args, servers, release);

        this.registerOutputs({ namespace: this.namespace, contentNamespace: this.contentNamespace });
    }

    /** A namespace and its volume: a volume is bound to one claim, so each namespace has one of its own. */
    private createPlace(
        suffix: string,
        name: string,
        args: ConnectReleaseArgs,
        volumeHandle: pulumi.Output<string>,
        labels: Record<string, string>,
    ): Place {
        const volume = this.createVolume(suffix, name, volumeHandle);
        const namespace = new kubernetes.core.v1.Namespace(
            `${this.name}-${suffix}`,
            {
                metadata: {
                    name,
                    labels: {
                        ...LABELS,
                        // The servers run as root, which Connect needs, and as nothing more privileged.
                        "pod-security.kubernetes.io/enforce": "baseline",
                        ...labels,
                    },
                },
            },
            {
                ...this.options(),
                // Pods must be gone before what mounts their files is, and claims before their volumes.
                dependsOn: [...args.cluster.workloadsReady, args.fileSystem, volume],
            },
        );
        return { name, namespace };
    }

    private createSecrets(args: ConnectReleaseArgs, namespace: Place): kubernetes.core.v1.Secret[] {
        return [
            this.createSecret("license", namespace, LICENSE, args.license),
            this.createSecret("database", namespace, DATABASE_PASSWORD, args.database.password),
            ...(args.oidcClientSecret === undefined
                ? []
                : [this.createSecret("oidc", namespace, OIDC_CLIENT_SECRET, args.oidcClientSecret)]),
            ...(args.smtpPassword === undefined
                ? []
                : [this.createSecret("smtp", namespace, SMTP_PASSWORD, args.smtpPassword)]),
        ];
    }

    private createPullSecrets(
        { registryCredentials }: ConnectReleaseArgs,
        namespaces: Record<string, Place>,
    ): kubernetes.core.v1.Secret[] {
        if (registryCredentials === undefined) {
            return [];
        }
        return Object.entries(namespaces).map(
            ([suffix, namespace]) =>
                new kubernetes.core.v1.Secret(
                    `${this.name}-registry-${suffix}`,
                    pullSecret(this.metadata(namespace, PULL_SECRET), registryCredentials),
                    this.options(namespace),
                ),
        );
    }

    private createSecret(
        suffix: string,
        namespace: Place,
        { name, key }: ObjectKey,
        value: pulumi.Input<string>,
    ): kubernetes.core.v1.Secret {
        return new kubernetes.core.v1.Secret(
            `${this.name}-${suffix}`,
            {
                metadata: this.metadata(namespace, name),
                type: "Opaque",
                stringData: { [key]: pulumi.secret(value) },
            },
            this.options(namespace),
        );
    }

    private createConfigMap(
        suffix: string,
        namespace: Place,
        name: string,
        data: Record<string, string>,
    ): kubernetes.core.v1.ConfigMap {
        return new kubernetes.core.v1.ConfigMap(
            `${this.name}-${suffix}`,
            { metadata: this.metadata(namespace, name), data },
            this.options(namespace),
        );
    }

    private createStorageClass(): kubernetes.storage.v1.StorageClass {
        return new kubernetes.storage.v1.StorageClass(
            `${this.name}-files`,
            {
                metadata: { name: STORAGE_CLASS, labels: LABELS },
                // Volumes are the program's own. A claim of another workload stays pending.
                provisioner: "kubernetes.io/no-provisioner",
                reclaimPolicy: "Retain",
                // Bound before a pod uses them: Pulumi waits for that.
                volumeBindingMode: "Immediate",
            },
            this.options(),
        );
    }

    /**
     * A volume on the files' directory. Connect changes owners as root, which an access point with a user of
     * its own, and so any volume that the driver provisions, would forbid.
     */
    private createVolume(
        suffix: string,
        namespace: string,
        volumeHandle: pulumi.Output<string>,
    ): kubernetes.core.v1.PersistentVolume {
        return new kubernetes.core.v1.PersistentVolume(
            `${this.name}-${suffix}`,
            {
                metadata: { name: volumeName(namespace), labels: LABELS },
                spec: {
                    accessModes: ["ReadWriteMany"],
                    capacity: { storage: NOMINAL_STORAGE },
                    storageClassName: STORAGE_CLASS,
                    persistentVolumeReclaimPolicy: "Retain",
                    // The nodes' role is the only one that may mount. A name that is not there yet must be looked up
                    // again, as another server may have made it.
                    mountOptions: ["iam", "lookupcache=pos"],
                    csi: {
                        driver: "efs.csi.aws.com",
                        volumeHandle,
                        // Said, though it is the driver's default: the mount option `tls` is deprecated.
                        volumeAttributes: { encryptInTransit: "true" },
                    },
                    claimRef: { namespace, name: CLAIM },
                },
            },
            { ...this.options(), dependsOn: this.storageClass },
        );
    }

    private createClaim(suffix: string, namespace: Place): kubernetes.core.v1.PersistentVolumeClaim {
        return new kubernetes.core.v1.PersistentVolumeClaim(
            `${this.name}-${suffix}`,
            {
                metadata: this.metadata(namespace, CLAIM),
                spec: {
                    accessModes: ["ReadWriteMany"],
                    storageClassName: STORAGE_CLASS,
                    volumeName: volumeName(namespace.name),
                    resources: { requests: { storage: NOMINAL_STORAGE } },
                },
            },
            this.options(namespace),
        );
    }

    /** The claims, and where there are restored files, what puts these into their place. */
    private createClaims(
        args: ConnectReleaseArgs,
        { servers, content }: { servers: Place; content: Place },
    ): pulumi.Resource[] {
        const claims = [this.createClaim("servers", servers), this.createClaim("content", content)];
        const { movedFrom } = args.fileSystem;
        if (movedFrom === undefined) {
            return claims;
        }
        const pullSecrets = args.registryCredentials === undefined ? [] : [{ name: PULL_SECRET }];
        const { name, namespace, labels } = this.metadata(servers, "posit-connect-restored-files");
        const job = new kubernetes.batch.v1.Job(
            `${this.name}-restored-files`,
            restoredFilesJob({
                name,
                namespace,
                labels,
                image: `${args.images.connect}:${args.version}-${IMAGE_OS}`,
                pullSecrets,
                claimName: CLAIM,
                directory: movedFrom,
            }),
            {
                ...this.options(servers),
                // Once it is done, another version of its image is nothing to it.
                ignoreChanges: ["spec"],
                dependsOn: [...claims, servers.namespace, args.fileSystem, ...args.cluster.workloadsReady],
            },
        );
        return [...claims, job];
    }

    /** What content runs as and with, how much of it, and whom it may talk to. */
    private fenceContent(args: ConnectReleaseArgs, namespace: Place): pulumi.CustomResource[] {
        const serviceAccount = new kubernetes.core.v1.ServiceAccount(
            `${this.name}-content`,
            {
                metadata: {
                    ...this.metadata(namespace, SERVICE_ACCOUNT),
                    // Connect starts nothing, and says nothing, for an account without this key.
                    labels: { ...LABELS, "connect.posit.co/service-account": "true" },
                },
                automountServiceAccountToken: false,
            },
            this.options(namespace),
        );
        const pythonFiles = this.createConfigMap(
            "python-config",
            namespace,
            PYTHON_CONFIG,
            Object.fromEntries(pythonConfig(args.packageManagerUrl).map(({ key, text }) => [key, text])),
        );
        const limits = contentLimits(args.content);
        const resourceQuota = new kubernetes.core.v1.ResourceQuota(
            `${this.name}-content`,
            { metadata: this.metadata(namespace, "content"), spec: limits.resourceQuota },
            this.options(namespace),
        );
        const limitRange = new kubernetes.core.v1.LimitRange(
            `${this.name}-content`,
            { metadata: this.metadata(namespace, "content"), spec: limits.limitRange },
            this.options(namespace),
        );
        const policies = contentNetworkPolicies({
            serverNamespace: NAMESPACE,
            releaseName: RELEASE,
            vpcCidrBlock: args.network.cidrBlock,
            egressCidrs: args.content.egressCidrs,
        });
        const networkPolicies = Object.entries(policies).map(
            ([policy, spec]) =>
                new kubernetes.networking.v1.NetworkPolicy(
                    `${this.name}-${policy}`,
                    { metadata: this.metadata(namespace, policy), spec },
                    this.options(namespace),
                ),
        );
        return [serviceAccount, pythonFiles, resourceQuota, limitRange, ...networkPolicies];
    }

    private createValues(args: ConnectReleaseArgs) {
        const { database } = args;
        const secrets = [args.license, args.oidcClientSecret ?? "", args.smtpPassword ?? ""];
        return connectValues<pulumi.Input<string>>(args, {
            releaseName: RELEASE,
            claimName: CLAIM,
            contentServiceAccountName: SERVICE_ACCOUNT,
            pythonConfigMapName: PYTHON_CONFIG,
            databaseRoots: DATABASE_ROOTS,
            license: LICENSE,
            databasePassword: DATABASE_PASSWORD,
            oidcClientSecret: OIDC_CLIENT_SECRET,
            smtpPassword: SMTP_PASSWORD,
            pullSecretName: args.registryCredentials === undefined ? undefined : PULL_SECRET,
            url: args.loadBalancer.url,
            databaseUrl: databaseUrl(database),
            // Keyed by the database's password, which is long and random, it tells nothing about any of
            // them; as a secret it would hide all the values from every plan.
            secretsHash: pulumi.unsecret(
                pulumi
                    .all([database.password, pulumi.all(secrets)])
                    .apply(([key, others]) => secretsHash(key, others)),
            ),
        });
    }

    private createRelease(
        args: ConnectReleaseArgs,
        namespace: Place,
        values: ReturnType<ConnectRelease["createValues"]>,
        needed: pulumi.Resource[],
    ): kubernetes.helm.v3.Release {
        const { cluster, database, fileSystem, chart } = args;
        return new kubernetes.helm.v3.Release(
            this.name,
            {
                name: RELEASE,
                namespace: namespace.name,
                chart: chart.name,
                version: chart.version,
                ...(chart.repository === "" ? {} : { repositoryOpts: { repo: chart.repository } }),
                // Without it a failed upgrade leaves its fields behind, and the corrected one fails on them too.
                atomic: true,
                skipAwait: false,
                timeout: TIMEOUT_SECONDS,
                values,
            },
            {
                ...this.options(),
                dependsOn: [
                    ...needed,
                    // With the rules that open them to the cluster.
                    database,
                    fileSystem,
                    ...cluster.workloadsReady,
                    // Its webhook sees the pods of the release.
                    cluster.loadBalancerController,
                ],
            },
        );
    }

    /** Puts the servers into the load balancer's target group, and keeps it current. */
    private bindToLoadBalancer(
        { cluster, loadBalancer, network }: ConnectReleaseArgs,
        namespace: Place,
        release: kubernetes.helm.v3.Release,
    ): void {
        new kubernetes.apiextensions.CustomResource(
            this.name,
            {
                apiVersion: "elbv2.k8s.aws/v1beta1",
                kind: "TargetGroupBinding",
                metadata: this.metadata(namespace, RELEASE),
                spec: {
                    serviceRef: { name: RELEASE, port: "http" },
                    targetGroupARN: loadBalancer.targetGroupArn,
                    targetType: "ip",
                    vpcID: network.vpcId,
                },
            },
            {
                ...this.options(),
                // A binding cannot be pointed elsewhere, and two for one set of pods would be one too many.
                replaceOnChanges: ["spec.targetGroupARN", "spec.vpcID"],
                deleteBeforeReplace: true,
                // After the release: the first servers would otherwise wait for a load balancer that waits for them.
                dependsOn: [
                    release,
                    loadBalancer.listener,
                    // The controller must be there to take the binding's finalizer off, and allowed to.
                    cluster.loadBalancerController,
                    cluster.allowBinding(this.name, loadBalancer.targetGroupName),
                ],
            },
        );
    }

    private metadata(namespace: Place, name: string) {
        return { name, namespace: namespace.name, labels: LABELS };
    }

    private options(place?: Place): pulumi.CustomResourceOptions {
        return {
            parent: this,
            provider: this.provider,
            ...(place === undefined
                ? {}
                : {
                      dependsOn: place.namespace,
                      // It goes with its namespace: a claim's own deletion would wait for pods that nothing stops.
                      deletedWith: place.namespace,
                  }),
        };
    }
}

/** With the namespace in it: a volume stays with the claim that it was bound to, so another claim needs another. */
function volumeName(namespace: string): string {
    return `${CLAIM}-${namespace}`;
}

/** Without the password, which comes to the servers apart; the certificate must be the named host's own. */
function databaseUrl({ username, endpoint, port, databaseName }: Database): pulumi.Output<string> {
    const roots = `${DATABASE_ROOTS_DIRECTORY}/${DATABASE_ROOTS.key}`;
    return pulumi.interpolate`postgres://${username}@${endpoint}:${port}/${databaseName}?sslmode=verify-full&sslrootcert=${roots}`;
}

function checkSettings(args: ConnectReleaseArgs): void {
    const problems: string[] = [];
    if (!Number.isInteger(args.replicas) || args.replicas < 2) {
        problems.push(`replicas: must be a whole number of at least 2, got ${args.replicas}`);
    }
    if (args.executionEnvironments.length === 0) {
        problems.push("executionEnvironments: must have at least one, or no content runs; got none");
    }
    if (args.content.namespace === NAMESPACE) {
        problems.push(`content.namespace: must be another than the servers', got "${NAMESPACE}"`);
    }
    if ((args.authentication.provider === "oidc") !== (args.oidcClientSecret !== undefined)) {
        problems.push(
            `oidcClientSecret: must be given with the authentication provider "oidc" and with no other, ` +
                `got ${args.oidcClientSecret === undefined ? "none" : "one"} with "${args.authentication.provider}"`,
        );
    }
    if ((args.smtp?.user === undefined) !== (args.smtpPassword === undefined)) {
        problems.push(
            `smtpPassword: must be given with smtp.user and not without, ` +
                `got ${args.smtpPassword === undefined ? "none" : "one"}`,
        );
    }
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}
