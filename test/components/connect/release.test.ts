import { expect } from "chai";
import { Cluster } from "../../../components/cluster";
import { ConnectRelease, type ConnectReleaseArgs } from "../../../components/connect/release";
import { Database } from "../../../components/database";
import { FileSystem } from "../../../components/fileSystem";
import { LoadBalancer } from "../../../components/loadBalancer";
import type { Graph, Resource } from "../../../graph/graph";
import { isSecret, UNKNOWN_SENTINEL } from "../../../lib/wire";
import { account, logKeyArn, network, settings, tags } from "../../fixtures";
import { type Mode, record } from "../../record";
import { ldap, oidc, smtp } from "./fixtures";
import { countIn } from "../treeQuestions";

const COMPONENT = "posit-connect:index:ConnectRelease";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const SERVICE_ACCOUNT = "kubernetes:core/v1:ServiceAccount";
const QUOTA = "kubernetes:core/v1:ResourceQuota";
const LIMITS = "kubernetes:core/v1:LimitRange";
const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

/** Resources with Connect's own accounts, without mail and with public images. */
const always = {
    [COMPONENT]: 1,
    [RELEASE]: 1,
    [NAMESPACE]: 2,
    [SECRET]: 2,
    [CONFIG_MAP]: 2,
    [STORAGE_CLASS]: 1,
    [VOLUME]: 2,
    [CLAIM]: 2,
    [SERVICE_ACCOUNT]: 1,
    [QUOTA]: 1,
    [LIMITS]: 1,
    [NETWORK_POLICY]: 3,
    [BINDING]: 1,
};

/** A release with all resources that it needs, every path opened. */
function recordRelease(
    mode: Mode,
    changes: Partial<ConnectReleaseArgs> = {},
    contentDrainTimeoutMinutes = 0,
): Promise<Graph> {
    return record(mode, () => {
        const shared = { network: network(), account, tags };
        const physicalName = "posit-connect-test";
        const cluster = new Cluster("cluster", {
            ...settings.cluster,
            contentDrainTimeoutMinutes,
            ...shared,
            physicalName,
            signIn: {},
            logKeyArn,
            protect: true,
        });
        const database = new Database("database", {
            ...settings.database,
            ...shared,
            identifier: physicalName,
            protect: true,
        });
        const fileSystem = new FileSystem("files", {
            ...settings.fileSystem,
            ...shared,
            mountRoleArn: cluster.nodeRoleArn,
            protect: true,
        });
        const loadBalancer = new LoadBalancer("load-balancer", {
            ...settings.loadBalancer,
            ...shared,
            physicalName,
            zonalShift: true,
            overwriteDnsRecord: false,
            logKeyArn,
        });
        database.allowFrom("cluster", cluster.securityGroupId);
        fileSystem.allowFrom("cluster", cluster.securityGroupId);
        new ConnectRelease("connect", {
            ...settings.connect,
            cluster,
            database,
            fileSystem,
            loadBalancer,
            network: shared.network,
            account,
            license: "the license",
            ...changes,
        });
    });
}

/** Connect's own release; the other one is the load balancer controller's. */
function release(graph: Graph): Resource {
    return named(graph, RELEASE, "connect");
}

function named(graph: Graph, type: string, name: string): Resource {
    const found = graph.all(type).find((resource) => resource.name === name);
    if (found === undefined) {
        throw new Error(`no ${type} is named ${name}`);
    }
    return found;
}

/** A Kubernetes object as the tests read it. */
interface KubernetesObject {
    metadata: { name: string; namespace?: string; labels?: Record<string, string> };
    spec?: Record<string, unknown>;
    stringData?: Record<string, unknown>;
    data?: Record<string, unknown>;
    type?: string;
}

function object(resource: Resource): KubernetesObject {
    return resource.inputs as unknown as KubernetesObject;
}

/** `namespace/name` of each object of a type. */
function places(graph: Graph, type: string): string[] {
    return graph.all(type).map((resource) => {
        const { namespace, name } = object(resource).metadata;
        return `${namespace ?? ""}/${name}`;
    });
}

interface Values {
    config: Record<string, Record<string, unknown>>;
    pod: { annotations: Record<string, unknown> };
    image: Record<string, unknown>;
    replicas: number;
    sharedStorage: { name: string };
    backends: {
        kubernetes: { defaultResourceJobBase: { spec: { template: { spec: { volumes: unknown[] } } } } };
    };
}

function valuesOf(graph: Graph): Values {
    return release(graph).inputs["values"] as Values;
}

describe("ConnectRelease", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is a release with its namespaces, secrets, volumes and the sandbox of content (${mode})`, async () => {
            const graph = await recordRelease(mode);

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal(always);
        });

        it(`has further secrets for OIDC, for mail and for a registry (${mode})`, async () => {
            const graph = await recordRelease(mode, {
                authentication: oidc,
                smtp,
                oidcClientSecret: "the client's secret",
                smtpPassword: "the mail password",
                registryCredentials: "{}",
            });

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal({ ...always, [SECRET]: 6 });
            expect(places(graph, SECRET)).to.have.members([
                "posit-connect/posit-connect-license",
                "posit-connect/posit-connect-database",
                "posit-connect/posit-connect-oidc",
                "posit-connect/posit-connect-smtp",
                "posit-connect/posit-connect-registry",
                "posit-connect-content/posit-connect-registry",
            ]);
        });

        it(`has the certificates of private authorities in both namespaces, and the directory's password (${mode})`, async () => {
            const graph = await recordRelease(mode, {
                authentication: ldap,
                ldapBindPassword: "the directory's password",
                certificateAuthorities: "a certificate",
            });

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal({
                ...always,
                [SECRET]: 3,
                [CONFIG_MAP]: 4,
            });
            expect(places(graph, SECRET)).to.include("posit-connect/posit-connect-ldap");
            expect(places(graph, CONFIG_MAP)).to.include.members([
                "posit-connect/posit-connect-certificates",
                "posit-connect-content/posit-connect-certificates",
            ]);
        });

        it(`has the login to Package Manager as a secret of the content's namespace (${mode})`, async () => {
            const graph = await recordRelease(mode, { packageManagerToken: "the token" });

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal({ ...always, [SECRET]: 3 });
            const { metadata, stringData } = object(named(graph, SECRET, "connect-package-manager"));
            expect([metadata.namespace, isSecret(stringData)]).to.deep.equal(["posit-connect-content", true]);
        });

        it(`has a further secret in each namespace whose pods refer to one (${mode})`, async () => {
            const graph = await recordRelease(mode, {
                environment: {
                    servers: { ONE: { secret: "one" }, BOTH: { secret: "both" } },
                    content: { BOTH: { secret: "both" } },
                },
                extraSecrets: { one: "1", both: "2" },
            });

            const found = ["connect-extra-servers", "connect-extra-content"].map((name) => {
                const { metadata, stringData } = object(named(graph, SECRET, name));
                return [`${metadata.namespace ?? ""}/${metadata.name}`, isSecret(stringData)];
            });
            expect(found).to.deep.equal([
                ["posit-connect/posit-connect-extra", true],
                ["posit-connect-content/posit-connect-extra", true],
            ]);
            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal({ ...always, [SECRET]: 4 });
        });

        it(`comes after the load balancer controller, the mount targets and the database (${mode})`, async () => {
            const graph = await recordRelease(mode);

            const needed = [
                named(graph, RELEASE, "cluster-load-balancer-controller"),
                ...graph.all("aws:efs/mountTarget:MountTarget"),
                graph.only("aws:rds/instance:Instance"),
                graph.only("aws:eks/nodeGroup:NodeGroup"),
                ...graph.all("aws:eks/addon:Addon"),
                // If a path closed before the release is deleted, its pods could never unmount.
                ...graph
                    .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
                    .filter(({ parent }) =>
                        [
                            graph.only("posit-connect:index:Database").urn,
                            graph.only("posit-connect:index:FileSystem").urn,
                        ].includes(parent ?? ""),
                    ),
            ];
            expect(needed).to.have.lengthOf(1 + 3 + 1 + 1 + graph.all("aws:eks/addon:Addon").length + 2);
            for (const resource of needed) {
                expect(graph.dependsOn(release(graph), resource), resource.name).to.equal(true);
            }
        });

        it(`comes after the namespaces: a missing one leaves a failed release with servers (${mode})`, async () => {
            const graph = await recordRelease(mode);

            for (const type of [
                NAMESPACE,
                SECRET,
                CONFIG_MAP,
                CLAIM,
                SERVICE_ACCOUNT,
                QUOTA,
                LIMITS,
                NETWORK_POLICY,
            ]) {
                for (const resource of graph.all(type)) {
                    expect(graph.dependsOn(release(graph), resource), resource.name).to.equal(true);
                }
            }
        });

        it(`keeps the values readable in a plan (${mode})`, async () => {
            const graph = await recordRelease(mode);

            const values = valuesOf(graph);
            expect(isSecret(values)).to.equal(false);
            expect(values.replicas).to.equal(3);
            expect(values.config["Database"]).to.deep.equal({ Provider: "Postgres" });
            expect(values.config["Server"]).to.deep.equal({ Address: "https://connect.example.com" });
            expect(JSON.stringify(values)).not.to.include("the license");
        });
    }

    it("is the chart at an exact version, always atomic: otherwise a failed upgrade's fields remain", async () => {
        const { inputs } = release(await recordRelease("update"));

        expect(inputs).to.deep.include({
            name: "posit-connect",
            namespace: "posit-connect",
            chart: settings.connect.chart.name,
            version: settings.connect.chart.version,
            repositoryOpts: { repo: settings.connect.chart.repository },
            atomic: true,
            skipAwait: false,
            timeout: 900,
        });
    });

    it("uses a chart from a registry or a path if it has no repository", async () => {
        const { inputs } = release(
            await recordRelease("update", {
                chart: {
                    name: "oci://registry.example.com/charts/rstudio-connect",
                    repository: "",
                    version: settings.connect.chart.version,
                },
            }),
        );

        expect(inputs).to.include({ chart: "oci://registry.example.com/charts/rstudio-connect" });
        expect(inputs).not.to.have.property("repositoryOpts");
    });

    describe("namespaces", () => {
        it("are two, and neither admits privileged pods", async () => {
            const graph = await recordRelease("update");

            const labels = graph.all(NAMESPACE).map((namespace) => object(namespace).metadata);
            expect(labels.map(({ name }) => name)).to.have.members([
                "posit-connect",
                "posit-connect-content",
            ]);
            for (const { labels: found } of labels) {
                expect(found).to.include({ "pod-security.kubernetes.io/enforce": "baseline" });
            }
        });

        it("use the load balancer's readiness, so that an update waits for it", async () => {
            const graph = await recordRelease("update");

            const gate = "elbv2.k8s.aws/pod-readiness-gate-inject";
            expect(object(named(graph, NAMESPACE, "connect-servers")).metadata.labels).to.include({
                [gate]: "enabled",
            });
            expect(object(named(graph, NAMESPACE, "connect-content")).metadata.labels).not.to.have.property(
                gate,
            );
        });

        it("are deleted before the files' mount targets, the driver and the nodes, or pods could never unmount", async () => {
            const graph = await recordRelease("update");

            for (const namespace of graph.all(NAMESPACE)) {
                for (const needed of [
                    ...graph.all("aws:efs/mountTarget:MountTarget"),
                    ...graph.all("aws:eks/addon:Addon"),
                    graph.only("aws:eks/nodeGroup:NodeGroup"),
                    named(graph, VOLUME, namespace.name),
                ]) {
                    expect(graph.dependsOn(namespace, needed), needed.name).to.equal(true);
                }
            }
        });

        it("may have another name for content", async () => {
            const graph = await recordRelease("update", {
                content: { ...settings.connect.content, namespace: "content" },
            });

            expect(object(named(graph, NAMESPACE, "connect-content")).metadata.name).to.equal("content");
            expect(places(graph, CLAIM)).to.include("content/posit-connect-files");
            expect(object(named(graph, VOLUME, "connect-content")).spec?.["claimRef"]).to.deep.equal({
                namespace: "content",
                name: "posit-connect-files",
            });
        });
    });

    describe("secrets", () => {
        it("are never plain", async () => {
            const graph = await recordRelease("update", {
                authentication: oidc,
                smtp,
                oidcClientSecret: "the client's secret",
                smtpPassword: "the mail password",
                registryCredentials: "the credentials",
            });

            for (const secret of graph.all(SECRET)) {
                const { stringData = {} } = object(secret);
                const marked = isSecret(stringData) || Object.values(stringData).every(isSecret);
                expect(marked, secret.name).to.equal(true);
            }
            expect(JSON.stringify(graph.resources)).not.to.match(
                /the license|the client's|the mail|the credentials/,
            );
        });

        const others: Partial<ConnectReleaseArgs>[] = [
            { license: "another license" },
            { authentication: oidc, oidcClientSecret: "another client's secret" },
            { smtp, smtpPassword: "another mail password" },
        ];
        const before: Partial<ConnectReleaseArgs>[] = [
            { license: "the license" },
            { authentication: oidc, oidcClientSecret: "the client's secret" },
            { smtp, smtpPassword: "the mail password" },
        ];
        for (const [i, change] of others.entries()) {
            it(`roll the pods when they change (${Object.keys(change).join(", ")})`, async () => {
                const hashes = [];
                for (const settings of [before[i], before[i], change]) {
                    const { annotations } = valuesOf(await recordRelease("update", settings)).pod;
                    hashes.push(annotations["checksum/secrets"]);
                }

                expect(hashes[0]).to.match(/^[0-9a-f]{64}$/);
                expect(hashes[1]).to.equal(hashes[0]);
                expect(hashes[2]).not.to.equal(hashes[0]);
            });
        }

        it("leave only their hash and the cloud's own names unknown in a first preview", async () => {
            const { pod, config } = valuesOf(await recordRelease("preview"));

            expect(pod.annotations).to.deep.equal({ "checksum/secrets": UNKNOWN_SENTINEL });
            expect(config["Postgres"]).to.deep.equal({ URL: UNKNOWN_SENTINEL });
        });
    });

    it("reaches the database with verified TLS, never with sslmode=disable as in Posit's sample", async () => {
        const graph = await recordRelease("update");

        expect(valuesOf(graph).config["Postgres"]?.["URL"]).to.match(
            /^postgres:\/\/posit_connect@[a-z0-9.-]+:5432\/posit_connect\?sslmode=verify-full&sslrootcert=\/etc\/posit-connect\/database\/roots\.pem$/,
        );
        const roots = object(named(graph, CONFIG_MAP, "connect-database-roots"));
        expect(roots.metadata).to.include({
            name: "posit-connect-database-roots",
            namespace: "posit-connect",
        });
        expect(roots.data?.["roots.pem"]).to.match(
            /^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n){3}$/,
        );
    });

    describe("files", () => {
        it("are a static volume on the file system's root: an access point refuses chown (rstudio/helm#142, #148, #394)", async () => {
            const graph = await recordRelease("update");

            const id = graph.only("aws:efs/fileSystem:FileSystem").id ?? "";
            for (const [name, namespace, volumeHandle] of [
                ["connect-servers", "posit-connect", id],
                ["connect-content", "posit-connect-content", `${id}:/`],
            ] as const) {
                expect(object(named(graph, VOLUME, name)).spec).to.deep.equal({
                    accessModes: ["ReadWriteMany"],
                    capacity: { storage: "10Gi" },
                    storageClassName: "efs-static",
                    persistentVolumeReclaimPolicy: "Retain",
                    mountOptions: ["iam", "lookupcache=pos"],
                    csi: {
                        driver: "efs.csi.aws.com",
                        volumeHandle,
                        volumeAttributes: { encryptInTransit: "true" },
                    },
                    claimRef: { namespace, name: "posit-connect-files" },
                });
            }
        });

        it("have a storage class that exists before them, provisions nothing and binds immediately", async () => {
            const graph = await recordRelease("update");

            const storageClass = graph.only(STORAGE_CLASS);
            const { metadata, provisioner, reclaimPolicy, volumeBindingMode } = storageClass.inputs;
            expect({ metadata, provisioner, reclaimPolicy, volumeBindingMode }).to.deep.equal({
                metadata: {
                    name: "efs-static",
                    labels: {
                        "app.kubernetes.io/part-of": "posit-connect",
                        "app.kubernetes.io/managed-by": "pulumi",
                    },
                },
                provisioner: "kubernetes.io/no-provisioner",
                reclaimPolicy: "Retain",
                volumeBindingMode: "Immediate",
            });
            for (const one of [...graph.all(VOLUME), ...graph.all(CLAIM)]) {
                expect(graph.dependsOn(one, storageClass), one.name).to.equal(true);
            }
        });

        it("have a claim of the same name in both namespaces, each on its own volume (rstudio/helm#341)", async () => {
            const graph = await recordRelease("update");

            expect(places(graph, CLAIM)).to.have.members([
                "posit-connect/posit-connect-files",
                "posit-connect-content/posit-connect-files",
            ]);
            for (const claim of graph.all(CLAIM)) {
                expect(object(claim).spec).to.deep.equal({
                    accessModes: ["ReadWriteMany"],
                    storageClassName: "efs-static",
                    volumeName: object(named(graph, VOLUME, claim.name)).metadata.name,
                    resources: { requests: { storage: "10Gi" } },
                });
            }
            expect(valuesOf(graph).sharedStorage.name).to.equal("posit-connect-files");
        });
    });

    describe("content", () => {
        it("runs as an account with the label key that jobs need, silently (rstudio/helm#846, #852), and no token", async () => {
            const account = (await recordRelease("update")).only(SERVICE_ACCOUNT);

            expect(object(account).metadata).to.deep.include({
                name: "posit-connect-content",
                namespace: "posit-connect-content",
            });
            expect(object(account).metadata.labels).to.have.property("connect.posit.co/service-account");
            expect(account.inputs["automountServiceAccountToken"]).to.equal(false);
        });

        it("installs Python packages, with pip and with uv, from the Package Manager that R packages come from", async () => {
            const graph = await recordRelease("update", {
                packageManagerUrl: "https://packages.example.com",
            });

            const files = object(named(graph, CONFIG_MAP, "connect-python-config"));
            expect(files.metadata).to.include({
                name: "posit-connect-python-config",
                namespace: "posit-connect-content",
            });
            expect(files.data).to.deep.equal({
                "pip.conf": "[global]\nindex-url = https://packages.example.com/pypi/latest/simple\n",
                "uv.toml":
                    '[[index]]\nurl = "https://packages.example.com/pypi/latest/simple"\ndefault = true\n',
            });
            const { backends } = valuesOf(graph);
            const { volumes } = backends.kubernetes.defaultResourceJobBase.spec.template.spec;
            expect(volumes).to.deep.equal([
                { name: "python-config", configMap: { name: "posit-connect-python-config" } },
            ]);
        });

        it("has a quota, and a limit for each container", async () => {
            const graph = await recordRelease("update");

            expect(object(graph.only(QUOTA)).spec).to.deep.equal({
                hard: {
                    "requests.cpu": "40160m",
                    "requests.memory": "163072Mi",
                    pods: "315",
                    persistentvolumeclaims: "1",
                    "services.loadbalancers": "0",
                    "services.nodeports": "0",
                },
            });
            expect(object(graph.only(LIMITS)).spec).to.deep.equal({
                limits: [
                    {
                        type: "Container",
                        max: { cpu: "4", memory: "16Gi" },
                        default: { cpu: "2", memory: "4Gi" },
                        defaultRequest: { cpu: "250m", memory: "512Mi" },
                    },
                ],
            });
        });

        it("is not evicted if nodes wait for it, except from broken nodes", async () => {
            const graph = await recordRelease("update", {}, 15);

            expect(object(graph.only("kubernetes:policy/v1:PodDisruptionBudget"))).to.deep.include({
                metadata: {
                    name: "content",
                    namespace: "posit-connect-content",
                    labels: object(graph.only(QUOTA)).metadata.labels,
                },
                spec: { selector: {}, minAvailable: 2147483647, unhealthyPodEvictionPolicy: "AlwaysAllow" },
            });
        });

        it("has a closed network, which blocks the VPC that it runs in", async () => {
            const graph = await recordRelease("update");

            expect(places(graph, NETWORK_POLICY)).to.have.members([
                "posit-connect-content/default-deny",
                "posit-connect-content/from-servers",
                "posit-connect-content/to-needed",
            ]);
            await recordRelease("update", {
                content: { ...settings.connect.content, egressCidrs: ["10.0.8.0/24"] },
            }).then(
                () => expect.fail("opened the VPC to content"),
                (error: unknown) => {
                    expect(String(error)).to.include("must not overlap 10.0.0.0/16");
                },
            );
        });
    });

    it("puts the servers in the load balancer's target group, and manages no security group rules", async () => {
        const graph = await recordRelease("update");

        const binding = graph.only(BINDING);
        expect(object(binding).metadata).to.deep.include({
            name: "posit-connect",
            namespace: "posit-connect",
        });
        expect(object(binding).spec).to.deep.equal({
            serviceRef: { name: "posit-connect", port: "http" },
            targetGroupARN: graph.only("aws:lb/targetGroup:TargetGroup").outputs["arn"],
            targetType: "ip",
            vpcID: "vpc-1",
        });
    });

    it("is created after the release, the controller and its permissions, and deleted before them", async () => {
        const graph = await recordRelease("update");

        const binding = graph.only(BINDING);
        for (const needed of [
            release(graph),
            named(graph, RELEASE, "cluster-load-balancer-controller"),
            named(graph, "aws:iam/rolePolicy:RolePolicy", "connect"),
            named(graph, "aws:lb/listener:Listener", "load-balancer-https"),
        ]) {
            expect(graph.dependsOn(binding, needed), needed.name).to.equal(true);
        }
    });

    const mistakes: { name: string; changes: Partial<ConnectReleaseArgs>; message: string }[] = [
        {
            name: "a single server",
            changes: { replicas: 1 },
            message: "replicas: must be a whole number of at least 2, got 1",
        },
        {
            name: "half a server",
            changes: { replicas: 2.5 },
            message: "replicas: must be a whole number of at least 2, got 2.5",
        },
        {
            name: "no execution environment",
            changes: { executionEnvironments: [] },
            message: "executionEnvironments: must have at least one, or no content runs; got none",
        },
        {
            name: "content among the servers",
            changes: { content: { ...settings.connect.content, namespace: "posit-connect" } },
            message: `content.namespace: must be another than the servers', got "posit-connect"`,
        },
        {
            name: "OIDC without the client's secret",
            changes: { authentication: oidc },
            message: `oidcClientSecret: must be given with the authentication provider "oidc" and with no other, got none with "oidc"`,
        },
        {
            name: "a client's secret that nothing uses",
            changes: { oidcClientSecret: "the client's secret" },
            message: `oidcClientSecret: must be given with the authentication provider "oidc" and with no other, got one with "password"`,
        },
        {
            name: "a mail user without a password",
            changes: { smtp },
            message: "smtpPassword: must be given with smtp.user and not without, got none",
        },
        {
            name: "a mail password without a user",
            changes: { smtp: { ...smtp, user: undefined }, smtpPassword: "the mail password" },
            message: "smtpPassword: must be given with smtp.user and not without, got one",
        },
        {
            name: "several of these at once",
            changes: { replicas: 0, executionEnvironments: [] },
            message: [
                "replicas: must be a whole number of at least 2, got 0",
                "executionEnvironments: must have at least one, or no content runs; got none",
            ].join("\n"),
        },
    ];
    for (const { name, changes, message } of mistakes) {
        it(`rejects ${name}`, async () => {
            const error = await recordRelease("update", changes).then(
                () => undefined,
                (thrown: unknown) => thrown,
            );

            expect(error).to.be.an("error").with.property("message").that.includes(message);
        });
    }
});
