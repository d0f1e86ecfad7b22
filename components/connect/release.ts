import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Pods } from "../../catalog/connectConfiguration";
import type { Account } from "../../stacks/account";
import type { ConnectSettings } from "../../stacks/sections/connect";
import type { Cluster } from "../cluster";
import type { Database } from "../database";
import { databaseRoots } from "../databaseRoots";
import type { FileSystem } from "../fileSystem";
import type { LoadBalancer } from "../loadBalancer";
import type { Network } from "../network";
import { chartRepository } from "../chartRepository";
import { placeContent, placeServers } from "../podPlacement";
import { pullSecret } from "../pullSecret";
import { contentGpus } from "./contentGpus";
import { CONTENT_SERVICE_ACCOUNT, isolateContent, PYTHON_CONFIG } from "./contentSandbox";
import {
    LABELS,
    metadataIn,
    type NamedNamespace,
    PULL_SECRET,
    RELEASE,
    Scope,
    SERVER_NAMESPACE,
} from "./scope";
import { secretsHash } from "./secretsHash";
import { netrc } from "./packageConfig";
import { EXTRA_SECRETS, PODS, referencedSecrets } from "./passedThrough";
import { connectValues, DATABASE_ROOTS_DIRECTORY, IMAGE_OS, type ObjectKey } from "./values";
import { CLAIM, Volumes } from "./volumes";

export interface ConnectReleaseArgs extends ConnectSettings {
    /** Cluster that runs the servers and the content. */
    cluster: Cluster;

    /** Connect's database. Open it to the cluster first: the release waits for every resource in it. */
    database: Database;

    /** File system that the servers and the content share. Open it to the cluster first, as the database. */
    fileSystem: FileSystem;

    /** Load balancer whose target group the servers join. */
    loadBalancer: LoadBalancer;

    /** Network of all these. Content cannot reach its private addresses. */
    network: Network;

    account: Account;

    /** Content of the license file. A change replaces the servers. */
    license: pulumi.Input<string>;

    /** Secret of the OIDC client: required with `authentication.provider: "oidc"`. */
    oidcClientSecret?: pulumi.Input<string>;

    /** Password of the directory's service account: required with `authentication.bindDn`. */
    ldapBindPassword?: pulumi.Input<string>;

    /** Password of the mail server's user: required with `smtp.user`. */
    smtpPassword?: pulumi.Input<string>;

    /** Password of `chart.user`: required with it. */
    chartPassword?: pulumi.Input<string>;

    /**
     * Credentials of the images' registry, as the JSON of a Docker configuration file. ECR needs none: the nodes' role may
     * pull.
     *
     * @default none: images are pulled without credentials
     */
    registryCredentials?: pulumi.Input<string>;

    /**
     * Token of Package Manager, which all publishers' code can read.
     *
     * @default none: its repositories require no login
     */
    packageManagerToken?: pulumi.Input<string>;

    /** Secrets by name: required if a setting refers to one. */
    extraSecrets?: pulumi.Input<Record<string, string>>;
}

const LICENSE: ObjectKey = { name: "posit-connect-license", key: "license.lic" };
const DATABASE_PASSWORD: ObjectKey = { name: "posit-connect-database", key: "password" };
const DATABASE_ROOTS: ObjectKey = { name: "posit-connect-database-roots", key: "roots.pem" };
const OIDC_CLIENT_SECRET: ObjectKey = { name: "posit-connect-oidc", key: "client-secret" };
const LDAP_BIND_PASSWORD: ObjectKey = { name: "posit-connect-ldap", key: "password" };
const CERTIFICATES: ObjectKey = { name: "posit-connect-certificates", key: "authorities.pem" };
const PACKAGE_LOGIN: ObjectKey = { name: "posit-connect-package-manager", key: "netrc" };
const SMTP_PASSWORD: ObjectKey = { name: "posit-connect-smtp", key: "password" };

/** Longer than the ten minutes that the servers' startup probe allows. */
const TIMEOUT_SECONDS = 900;

/**
 * Posit Connect in the cluster: its namespaces, secrets and volumes, the Helm release, and the isolation of publishers'
 * content, which runs in pods of its own (off-host execution).
 */
export class ConnectRelease extends pulumi.ComponentResource {
    /** Namespace of the servers. */
    readonly namespace: pulumi.Output<string>;
    /** Namespace of the content. */
    readonly contentNamespace: pulumi.Output<string>;
    /** The chart's values, without a secret. */
    readonly values: pulumi.Output<object>;

    private readonly scope: Scope;

    constructor(name: string, args: ConnectReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:ConnectRelease", name, {}, opts);
        checkSettings(args);
        this.scope = new Scope(name, this, args.cluster.provider);

        const volumes = new Volumes(this.scope, args.fileSystem);
        const servers = this.createNamespace(
            "servers",
            SERVER_NAMESPACE,
            args,
            volumes.createVolume("servers", SERVER_NAMESPACE, false),
            {
                // A server is ready only once the load balancer has found it healthy. Without this, an update would stop the old
                // servers while the load balancer still checks the new ones.
                "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
            },
        );
        const content = this.createNamespace(
            "content",
            args.content.namespace,
            args,
            volumes.createVolume("content", args.content.namespace, true),
            {},
        );
        this.namespace = servers.resource.metadata.name;
        this.contentNamespace = content.resource.metadata.name;

        const values = createValues(args);
        this.values = pulumi.output(values);
        const claims = [volumes.createClaim("servers", servers), volumes.createClaim("content", content)];
        const release = this.createRelease(args, servers, values, [
            ...this.createSecrets(args, servers),
            this.scope.createConfigMap("database-roots", servers, DATABASE_ROOTS.name, {
                [DATABASE_ROOTS.key]: databaseRoots(args.account.region),
            }),
            ...this.createPullSecrets(args, { servers, content }),
            ...this.createExtraSecrets(args, { servers, content }),
            ...this.createCertificates(args, { servers, content }),
            ...claims,
            ...volumes.createRestoredFilesJob(servers, claims, {
                cluster: args.cluster,
                image: `${args.images.connect}:${args.version}-${IMAGE_OS}`,
                hasPullSecret: args.registryCredentials !== undefined,
            }),
            ...this.createPackageLogin(args, content),
            ...isolateContent(
                this.scope,
                content,
                args,
                args.packageManagerToken !== undefined,
                args.network.cidrBlock,
                args.cluster.waitsForContent,
                contentGpus(args.cluster.nodeGroups).together,
            ),
        ]);
        this.bindToLoadBalancer(args, servers, release);

        this.registerOutputs({ namespace: this.namespace, contentNamespace: this.contentNamespace });
    }

    private createNamespace(
        suffix: string,
        name: string,
        { cluster, fileSystem }: ConnectReleaseArgs,
        volume: pulumi.Resource,
        labels: Record<string, string>,
    ): NamedNamespace {
        const resource = new kubernetes.core.v1.Namespace(
            `${this.scope.name}-${suffix}`,
            {
                metadata: {
                    name,
                    labels: {
                        ...LABELS,
                        // The servers run as root, which Connect needs, without any other privilege.
                        "pod-security.kubernetes.io/enforce": "baseline",
                        ...labels,
                    },
                },
            },
            {
                ...this.scope.options(),
                // Pods must be deleted before the resources that mount their files, and claims before their volumes.
                dependsOn: [...cluster.workloadsReady, fileSystem, volume],
            },
        );
        return { name, resource };
    }

    private createSecrets(args: ConnectReleaseArgs, namespace: NamedNamespace): kubernetes.core.v1.Secret[] {
        const secrets: [suffix: string, key: ObjectKey, value: pulumi.Input<string> | undefined][] = [
            ["license", LICENSE, args.license],
            ["database", DATABASE_PASSWORD, args.database.password],
            ["oidc", OIDC_CLIENT_SECRET, args.oidcClientSecret],
            ["ldap", LDAP_BIND_PASSWORD, args.ldapBindPassword],
            ["smtp", SMTP_PASSWORD, args.smtpPassword],
        ];
        return secrets.flatMap(([suffix, { name, key }, value]) =>
            value === undefined
                ? []
                : [
                      new kubernetes.core.v1.Secret(
                          `${this.scope.name}-${suffix}`,
                          {
                              metadata: metadataIn(namespace, name),
                              type: "Opaque",
                              stringData: { [key]: pulumi.secret(value) },
                          },
                          this.scope.options(namespace),
                      ),
                  ],
        );
    }

    private createPullSecrets(
        { registryCredentials }: ConnectReleaseArgs,
        namespaces: Record<string, NamedNamespace>,
    ): kubernetes.core.v1.Secret[] {
        if (registryCredentials === undefined) {
            return [];
        }
        return Object.entries(namespaces).map(
            ([suffix, namespace]) =>
                new kubernetes.core.v1.Secret(
                    `${this.scope.name}-registry-${suffix}`,
                    pullSecret(metadataIn(namespace, PULL_SECRET), registryCredentials),
                    this.scope.options(namespace),
                ),
        );
    }

    /** The secrets that a stack passes through, in each namespace those that its pods refer to. */
    private createExtraSecrets(
        args: ConnectReleaseArgs,
        namespaces: Record<Pods, NamedNamespace>,
    ): kubernetes.core.v1.Secret[] {
        return PODS.map((pods) => ({ pods, names: referencedSecrets(args, pods) }))
            .filter(({ names }) => names.length > 0)
            .map(
                ({ pods, names }) =>
                    new kubernetes.core.v1.Secret(
                        `${this.scope.name}-extra-${pods}`,
                        {
                            metadata: metadataIn(namespaces[pods], EXTRA_SECRETS),
                            type: "Opaque",
                            stringData: Object.fromEntries(
                                names.map((name) => [name, extraSecret(args, name)]),
                            ),
                        },
                        this.scope.options(namespaces[pods]),
                    ),
            );
    }

    private createPackageLogin(
        { packageManagerUrl, packageManagerToken }: ConnectReleaseArgs,
        namespace: NamedNamespace,
    ): kubernetes.core.v1.Secret[] {
        if (packageManagerToken === undefined) {
            return [];
        }
        const login = pulumi.secret(packageManagerToken).apply((token) => netrc(packageManagerUrl, token));
        return [
            new kubernetes.core.v1.Secret(
                `${this.scope.name}-package-manager`,
                {
                    metadata: metadataIn(namespace, PACKAGE_LOGIN.name),
                    type: "Opaque",
                    stringData: { [PACKAGE_LOGIN.key]: login },
                },
                this.scope.options(namespace),
            ),
        ];
    }

    private createCertificates(
        { certificateAuthorities }: ConnectReleaseArgs,
        namespaces: Record<Pods, NamedNamespace>,
    ): kubernetes.core.v1.ConfigMap[] {
        return certificateAuthorities === undefined
            ? []
            : PODS.map((pods) =>
                  this.scope.createConfigMap(`certificates-${pods}`, namespaces[pods], CERTIFICATES.name, {
                      [CERTIFICATES.key]: certificateAuthorities,
                  }),
              );
    }

    private createRelease(
        args: ConnectReleaseArgs,
        namespace: NamedNamespace,
        values: ReturnType<typeof createValues>,
        needed: pulumi.Resource[],
    ): kubernetes.helm.v3.Release {
        const { cluster, database, fileSystem, chart } = args;
        return new kubernetes.helm.v3.Release(
            this.scope.name,
            {
                name: RELEASE,
                namespace: namespace.name,
                chart: chart.name,
                version: chart.version,
                ...chartRepository(chart, args.chartPassword),
                // Without it, a failed upgrade leaves its fields, and the corrected upgrade fails on them too.
                atomic: true,
                skipAwait: false,
                timeout: TIMEOUT_SECONDS,
                values,
            },
            {
                ...this.scope.options(),
                dependsOn: [
                    ...needed,
                    // With the rules that open them to the cluster.
                    database,
                    fileSystem,
                    ...cluster.workloadsReady,
                    // Its webhook adds the readiness gate to the pods of the release.
                    cluster.loadBalancerController,
                ],
            },
        );
    }

    /** Registers the servers with the load balancer's target group, and keeps it current. */
    private bindToLoadBalancer(
        { cluster, loadBalancer, network }: ConnectReleaseArgs,
        namespace: NamedNamespace,
        release: kubernetes.helm.v3.Release,
    ): void {
        new kubernetes.apiextensions.CustomResource(
            this.scope.name,
            {
                apiVersion: "elbv2.k8s.aws/v1beta1",
                kind: "TargetGroupBinding",
                metadata: metadataIn(namespace, RELEASE),
                spec: {
                    serviceRef: { name: RELEASE, port: "http" },
                    targetGroupARN: loadBalancer.targetGroupArn,
                    targetType: "ip",
                    vpcID: network.vpcId,
                },
            },
            {
                ...this.scope.options(),
                // The target group of a binding cannot change, and one set of pods must not have two bindings.
                replaceOnChanges: ["spec.targetGroupARN", "spec.vpcID"],
                deleteBeforeReplace: true,
                // After the release: otherwise the first servers would wait for a load balancer that waits for them.
                dependsOn: [
                    release,
                    loadBalancer.listener,
                    // The controller must exist, and have the right, to remove the binding's finalizer.
                    cluster.loadBalancerController,
                    cluster.allowBinding(this.scope.name, loadBalancer.targetGroupName),
                ],
            },
        );
    }
}

function createValues(args: ConnectReleaseArgs) {
    const { database } = args;
    const secrets = [
        args.license,
        args.oidcClientSecret ?? "",
        args.smtpPassword ?? "",
        ...(args.ldapBindPassword === undefined ? [] : [args.ldapBindPassword]),
        ...referencedSecrets(args, "servers").map((name) => extraSecret(args, name)),
        // A server reads them when it starts.
        ...(args.certificateAuthorities === undefined ? [] : [args.certificateAuthorities]),
    ];
    return connectValues<pulumi.Input<string>>(args, {
        releaseName: RELEASE,
        claimName: CLAIM,
        contentServiceAccountName: CONTENT_SERVICE_ACCOUNT,
        pythonConfigMapName: PYTHON_CONFIG,
        databaseRoots: DATABASE_ROOTS,
        license: LICENSE,
        databasePassword: DATABASE_PASSWORD,
        oidcClientSecret: OIDC_CLIENT_SECRET,
        certificates: CERTIFICATES,
        ldapBindPassword: LDAP_BIND_PASSWORD,
        smtpPassword: SMTP_PASSWORD,
        packageManagerLogin: args.packageManagerToken === undefined ? undefined : PACKAGE_LOGIN,
        pullSecretName: args.registryCredentials === undefined ? undefined : PULL_SECRET,
        autoscaling: args.cluster.autoscaling,
        gpusPerProcess: contentGpus(args.cluster.nodeGroups).perProcess,
        placement: {
            servers: placeServers(args.cluster.nodeGroups),
            content: placeContent(args.cluster.nodeGroups),
        },
        url: args.loadBalancer.url,
        databaseUrl: databaseUrl(database),
        // Its key is the database's password, which is long and random, so it reveals none of the secrets. As a secret, it would
        // hide all the values from every plan.
        secretsHash: pulumi.unsecret(
            pulumi
                .all([database.password, pulumi.all(secrets)])
                .apply(([key, others]) => secretsHash(key, others)),
        ),
    });
}

/** Without the password, which the servers get separately. The certificate must be the named host's own. */
function databaseUrl({ username, endpoint, port, databaseName }: Database): pulumi.Output<string> {
    const roots = `${DATABASE_ROOTS_DIRECTORY}/${DATABASE_ROOTS.key}`;
    return pulumi.interpolate`postgres://${username}@${endpoint}:${port}/${databaseName}?sslmode=verify-full&sslrootcert=${roots}`;
}

function extraSecret({ extraSecrets }: ConnectReleaseArgs, name: string): pulumi.Output<string> {
    return pulumi.secret(extraSecrets ?? {}).apply((secrets) => {
        const value = secrets[name];
        if (value === undefined) {
            throw new Error(`extraSecrets: must have ${name}, which a setting refers to`);
        }
        return value;
    });
}

function checkSettings(args: ConnectReleaseArgs): void {
    const problems: string[] = [];
    if (!Number.isInteger(args.replicas) || args.replicas < 2) {
        problems.push(`replicas: must be a whole number of at least 2, got ${args.replicas}`);
    }
    if (args.executionEnvironments.length === 0) {
        problems.push("executionEnvironments: must have at least one, or no content runs; got none");
    }
    if (args.content.namespace === SERVER_NAMESPACE) {
        problems.push(`content.namespace: must be another than the servers', got "${SERVER_NAMESPACE}"`);
    }
    if ((args.authentication.provider === "oidc") !== (args.oidcClientSecret !== undefined)) {
        problems.push(
            `oidcClientSecret: must be given with the authentication provider "oidc" and with no other, ` +
                `got ${args.oidcClientSecret === undefined ? "none" : "one"} with "${args.authentication.provider}"`,
        );
    }
    const bindDn = args.authentication.provider === "ldap" ? args.authentication.bindDn : undefined;
    if ((bindDn === undefined) !== (args.ldapBindPassword === undefined)) {
        problems.push(
            `ldapBindPassword: must be given with authentication.bindDn and not without, ` +
                `got ${args.ldapBindPassword === undefined ? "none" : "one"}`,
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
