import { expect } from "chai";
import * as fc from "fast-check";
import { PODS, referencedSecrets } from "../../../components/connect/passedThrough";
import { type ConnectFacts, connectValues } from "../../../components/connect/values";
import type { ConnectSettings } from "../../../stacks/sections/connect";
import { settings } from "../../fixtures";
import { connectFacts, ldap, oidc, smtp } from "./fixtures";

function values(changes: Partial<ConnectSettings> = {}, facts: Partial<ConnectFacts<string>> = {}) {
    return connectValues<string>({ ...settings.connect, ...changes }, { ...connectFacts, ...facts });
}

/** The pod of content before Connect and the chart add their parts. */
function contentPod(changes: Partial<ConnectSettings> = {}, facts: Partial<ConnectFacts<string>> = {}) {
    return values(changes, facts).backends.kubernetes.defaultResourceJobBase.spec.template.spec;
}

/** Quantities that a stack may choose, including those that JavaScript writes with an exponent. */
const gibibytes = fc.oneof(
    fc.integer({ min: 1, max: 1e6 }),
    fc.double({ min: 2 ** -20, max: 1e6, noNaN: true }),
);

describe("connectValues", () => {
    describe("the configuration", () => {
        it("is complete", () => {
            expect(values().config).to.deep.equal({
                Server: { Address: "https://connect.example.com" },
                HTTP: { Listen: ":3939", ForceSecure: "true", NoWarning: "true" },
                Database: { Provider: "Postgres" },
                Postgres: { URL: connectFacts.databaseUrl },
                Authentication: { Provider: "password" },
                Password: { SelfRegistration: "false" },
                'RPackageRepository "CRAN"': {
                    URL: "https://packagemanager.posit.co/cran/__linux__/noble/latest",
                },
                'RPackageRepository "RSPM"': {
                    URL: "https://packagemanager.posit.co/cran/__linux__/noble/latest",
                },
                Scheduler: {
                    MinProcesses: "0",
                    MaxProcesses: "3",
                    MaxConnsPerProcess: "20",
                    LoadFactor: "0.5",
                    InitTimeout: "300s",
                    IdleTimeout: "120s",
                    CPURequest: "0.25",
                    CPULimit: "2",
                    MemoryRequest: "536870912",
                    MemoryLimit: "4294967296",
                    MaxCPURequest: "4",
                    MaxCPULimit: "4",
                    MaxMemoryRequest: "17179869184",
                    MaxMemoryLimit: "17179869184",
                },
            });
        });

        it("states exact decimals of a core, and bytes of whole MiB", () => {
            const { content } = settings.connect;
            const { config } = values({
                content: {
                    ...content,
                    resources: { cpuRequest: 0.1, cpuLimit: 0.3, memoryRequestGiB: 0.7, memoryLimitGiB: 1.3 },
                    maxCpu: 1.1,
                    maxMemoryGiB: 1.3,
                },
            });

            expect(config["Scheduler"]).to.include({
                CPURequest: "0.1",
                CPULimit: "0.3",
                MemoryRequest: "751828992",
                MemoryLimit: "1395654656",
                MaxCPURequest: "1.1",
                MaxCPULimit: "1.1",
                MaxMemoryRequest: "1395654656",
                MaxMemoryLimit: "1395654656",
            });
        });

        it("names the database provider: without it, Connect silently uses SQLite", () => {
            expect(values().config["Database"]).to.deep.equal({ Provider: "Postgres" });
        });

        it("is text throughout: large numbers render in exponent form", () => {
            fc.assert(
                fc.property(
                    gibibytes,
                    gibibytes,
                    fc.integer({ min: 0, max: 1e9 }),
                    (limit, max, processes) => {
                        const { content, scheduler } = settings.connect;
                        const { config } = values({
                            content: {
                                ...content,
                                maxMemoryGiB: max,
                                resources: { ...content.resources, memoryLimitGiB: limit },
                            },
                            scheduler: { ...scheduler, maxProcesses: processes },
                        });

                        for (const section of Object.values(config)) {
                            for (const value of Object.values(section).flat()) {
                                expect(value).to.be.a("string");
                            }
                        }
                        for (const size of [
                            "MemoryLimit",
                            "MaxMemoryLimit",
                            "MaxMemoryRequest",
                            "MaxProcesses",
                        ]) {
                            expect(config["Scheduler"]?.[size]).to.match(/^\d+$/);
                        }
                    },
                ),
            );
        });

        const image = (name: string) => [{ name, r: [{ version: "4.4.1", path: "/opt/R/4.4.1/bin/R" }] }];
        const python = { repository: "pypi", snapshot: "latest" };
        const repositories: [string, Partial<ConnectSettings>, string][] = [
            ["the image that its tag names", {}, "cran/__linux__/noble/latest"],
            [
                "another image that its tag names",
                { executionEnvironments: image("example.com/content:r4.4.1-ubuntu2204") },
                "cran/__linux__/jammy/latest",
            ],
            [
                "Posit's images if no tag names one",
                { executionEnvironments: image("example.com/content:1") },
                "cran/__linux__/noble/latest",
            ],
            [
                "the settings",
                {
                    packageRepositories: {
                        r: { repository: "checked", distribution: "rhel9", snapshot: "2026-11-02" },
                        python,
                    },
                },
                "checked/__linux__/rhel9/2026-11-02",
            ],
            [
                "no distribution, as source",
                {
                    packageRepositories: {
                        r: { repository: "cran", distribution: "source", snapshot: "latest" },
                        python,
                    },
                },
                "cran/latest",
            ],
        ];
        for (const [of, changes, path] of repositories) {
            it(`uses R packages for the distribution of ${of}`, () => {
                const { config } = values({ ...changes, packageManagerUrl: "https://packages.example.com" });

                for (const repository of ["CRAN", "RSPM"]) {
                    expect(config[`RPackageRepository "${repository}"`]).to.deep.equal({
                        URL: `https://packages.example.com/${path}`,
                    });
                }
            });
        }

        const logins: {
            name: string;
            authentication: ConnectSettings["authentication"];
            expected: object;
        }[] = [
            {
                name: "its own accounts, of which users can create only the first",
                authentication: { provider: "password" },
                expected: {
                    Authentication: { Provider: "password" },
                    Password: { SelfRegistration: "false" },
                },
            },
            {
                name: "OpenID Connect, the client's secret in a file",
                authentication: oidc,
                expected: {
                    Authentication: { Provider: "oauth2" },
                    OAuth2: {
                        OpenIDConnectIssuer: "https://login.example.com/v2.0",
                        ClientId: "connect",
                        ClientSecretFile: "/etc/posit-connect/oidc/client-secret",
                        UsernameClaim: "preferred_username",
                        GroupsClaim: "groups",
                        GroupsAutoProvision: "false",
                        CustomScope: ["groups"],
                    },
                },
            },
            {
                name: "SAML",
                authentication: {
                    provider: "saml",
                    metadataUrl: "https://login.example.com/metadata",
                    attributeProfile: "azure",
                },
                expected: {
                    Authentication: { Provider: "saml" },
                    SAML: {
                        IdPMetaDataURL: "https://login.example.com/metadata",
                        IdPAttributeProfile: "azure",
                    },
                },
            },
        ];
        it("lets users log in with LDAP over TLS, the password in no configuration", () => {
            const { config, pod } = values({ authentication: ldap });

            expect(config["Authentication"]).to.deep.equal({ Provider: "ldap" });
            expect(config['LDAP "DIRECTORY"']).to.deep.equal({
                ServerAddress: "ldap.example.com:636",
                TLS: "true",
                StartTLS: "false",
                BindDN: '"CN=connect,OU=Service Accounts,DC=example,DC=com"',
                UserSearchBaseDN: "OU=Users,DC=example,DC=com",
                UserObjectClass: "user",
                UniqueIdAttribute: "objectGUID",
                UsernameAttribute: "sAMAccountName",
                UserEmailAttribute: "mail",
                UserFirstNameAttribute: "givenName",
                UserLastNameAttribute: "sn",
                GroupSearchBaseDN: "OU=Groups,DC=example,DC=com",
                GroupObjectClass: "group",
                GroupUniqueIdAttribute: "objectGUID",
                GroupNameAttribute: "cn",
            });
            expect(pod.env[1]).to.deep.equal({
                name: "CONNECT_LDAP_DIRECTORY_BINDPASSWORD",
                valueFrom: { secretKeyRef: { name: "ldap", key: "password" } },
            });
        });

        it("lets users log in with LDAP by StartTLS and their own credentials, and verifies a private certificate", () => {
            const { config, pod } = values({
                authentication: {
                    ...ldap,
                    encryption: "starttls",
                    bindDn: undefined,
                    groupsBaseDn: undefined,
                },
                certificateAuthorities: "a certificate",
            });

            expect(config['LDAP "DIRECTORY"']).to.deep.include({
                ServerAddress: "ldap.example.com:389",
                TLS: "false",
                StartTLS: "true",
                TLSCACertificate: "/etc/posit-connect/certificates/authorities.pem",
            });
            expect(config['LDAP "DIRECTORY"']).to.not.have.any.keys("BindDN", "GroupSearchBaseDN");
            expect(pod.env.map(({ name }) => name)).to.deep.equal([
                "CONNECT_POSTGRES_PASSWORD",
                "SSL_CERT_FILE",
            ]);
        });

        it("makes servers and content trust private authorities", () => {
            const changes = { certificateAuthorities: "a certificate" };
            const volume = { name: "certificates", configMap: { name: "certificates" } };
            const mount = {
                name: "certificates",
                mountPath: "/etc/posit-connect/certificates",
                readOnly: true,
            };
            const variable = (name: string) => ({
                name,
                value: "/etc/posit-connect/certificates/authorities.pem",
            });

            const { pod } = values(changes);
            expect(pod.volumes).to.deep.include(volume);
            expect(pod.volumeMounts).to.deep.include(mount);
            expect(pod.env.slice(1)).to.deep.equal([variable("SSL_CERT_FILE")]);
            const { volumes, containers } = contentPod(changes);
            expect(volumes).to.deep.include(volume);
            expect(containers[0]?.volumeMounts).to.deep.include(mount);
            expect(containers[0]?.env).to.deep.equal(
                ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"].map(variable),
            );
        });

        for (const { name, authentication, expected } of logins) {
            it(`lets users log in with ${name}`, () => {
                const { Authentication, Password, OAuth2, SAML } = values({
                    authentication,
                }).config;

                const found = { Authentication, Password, OAuth2, SAML };
                expect(JSON.parse(JSON.stringify(found))).to.deep.equal(expected);
            });
        }

        it("requests only Connect's own scopes if none are set", () => {
            expect(values({ authentication: { ...oidc, scopes: [] } }).config["OAuth2"]).not.to.have.property(
                "CustomScope",
            );
        });

        it("has no mail if no mail server is set", () => {
            expect(values().config).not.to.have.property("SMTP");
            expect(values().config["Server"]).to.have.all.keys("Address");
        });

        const mails = [
            { change: {}, expected: { Port: "587", SSL: "false", StartTLS: "always", User: "mailer" } },
            {
                change: { encryption: "tls", port: 465 } as const,
                expected: { Port: "465", SSL: "true", StartTLS: "never", User: "mailer" },
            },
            { change: { user: undefined }, expected: { Port: "587", SSL: "false", StartTLS: "always" } },
        ];
        for (const { change, expected } of mails) {
            it(`sends mail encrypted (${JSON.stringify(change)})`, () => {
                const { config } = values({ smtp: { ...smtp, ...change } });

                expect(config["Server"]).to.deep.include({
                    EmailProvider: "SMTP",
                    SenderEmail: "connect@example.com",
                });
                expect(config["SMTP"]).to.deep.equal({ Host: "smtp.example.com", ...expected });
            });
        }

        it("holds no secret: the config map is world-readable (rstudio/helm#42)", () => {
            const { config } = values({ authentication: oidc, smtp });

            const properties = Object.values(config).flatMap((section) => Object.keys(section));
            expect(properties)
                .to.include("ClientSecretFile")
                .and.not.include.oneOf(["ClientSecret", "Password"]);
        });
    });

    describe("what a stack passes through", () => {
        it("is in the configuration next to the program's own, quoted if Connect would read a part of it otherwise", () => {
            const own = values().config;
            const { config } = values({
                config: {
                    applications: { BundleRetentionLimit: 5, Names: ["a", "b c"], Enabled: true },
                    scheduler: { MaxProcessesLimit: 12 },
                    Server: { PublicWarning: 'Say "hi"; # \\', Empty: "" },
                },
            });

            expect(config).to.deep.equal({
                ...own,
                applications: { BundleRetentionLimit: "5", Names: ["a", '"b c"'], Enabled: "true" },
                Scheduler: { ...own["Scheduler"], MaxProcessesLimit: "12" },
                Server: { ...own["Server"], PublicWarning: '"Say \\"hi\\"; # \\\\"', Empty: '""' },
            });
        });

        it("is in the environment: texts as they are, secrets by reference", () => {
            const environment = {
                servers: { PROXY: "$(CONNECT_POSTGRES_PASSWORD)", CONNECT_A_TOKEN: { secret: "one" } },
                content: { DATA_TOKEN: { secret: "two" }, ZONE: "a" },
            };

            expect(values({ environment }).pod.env.slice(1)).to.deep.equal([
                { name: "PROXY", value: "$$(CONNECT_POSTGRES_PASSWORD)" },
                {
                    name: "CONNECT_A_TOKEN",
                    valueFrom: { secretKeyRef: { name: "posit-connect-extra", key: "one" } },
                },
            ]);
            expect(contentPod({ environment }).containers[0]?.env).to.deep.equal([
                {
                    name: "DATA_TOKEN",
                    valueFrom: { secretKeyRef: { name: "posit-connect-extra", key: "two" } },
                },
                { name: "ZONE", value: "a" },
            ]);
        });
    });

    it("mounts each passed volume in the pods that name it, and no volume of the node", () => {
        const volumes: ConnectSettings["volumes"] = [
            {
                name: "data",
                mountPath: "/mnt/data",
                pods: ["content"],
                readOnly: true,
                nfs: { server: "nfs.example.com", path: "/data" },
            },
            { name: "key", mountPath: "/srv/key", pods: ["servers"], readOnly: true, secret: "key.pem" },
            {
                name: "map",
                mountPath: "/data/map",
                pods: ["servers", "content"],
                readOnly: false,
                configMap: "map",
            },
        ];
        const map = { name: "extra-map", configMap: { name: "map" } };

        const { pod } = values({ volumes });
        expect(pod.volumes.slice(1)).to.deep.equal([
            {
                name: "extra-key",
                secret: { secretName: "posit-connect-extra", items: [{ key: "key.pem", path: "key.pem" }] },
            },
            map,
        ]);
        expect(pod.volumeMounts.slice(1)).to.deep.equal([
            { name: "extra-key", mountPath: "/srv/key", readOnly: true },
            { name: "extra-map", mountPath: "/data/map", readOnly: false },
        ]);
        expect(contentPod({ volumes }).volumes.slice(1)).to.deep.equal([
            { name: "extra-data", nfs: { server: "nfs.example.com", path: "/data", readOnly: true } },
            map,
        ]);
        expect(
            referencedSecrets({ environment: settings.connect.environment, volumes }, "servers"),
        ).to.deep.equal(["key.pem"]);
    });

    it("refers to each passed secret once, for the pods that use it", () => {
        const environment = {
            servers: { B: { secret: "two" }, A: { secret: "one" }, C: { secret: "two" }, D: "three" },
            content: { A: { secret: "two" } },
        };

        expect(PODS.map((pods) => referencedSecrets({ environment, volumes: [] }, pods))).to.deep.equal([
            ["one", "two"],
            ["two"],
        ]);
    });

    describe("the secrets", () => {
        it("reach the servers as environment variables from Secrets, so no `;` truncates them (rstudio/helm#420, #515)", () => {
            expect(values({ smtp }).pod.env).to.deep.equal([
                {
                    name: "CONNECT_POSTGRES_PASSWORD",
                    valueFrom: { secretKeyRef: { name: "database", key: "password" } },
                },
                {
                    name: "CONNECT_SMTP_PASSWORD",
                    valueFrom: { secretKeyRef: { name: "smtp", key: "password" } },
                },
            ]);
        });

        it("name no mail password if the mail server has no user", () => {
            expect(values({ smtp: { ...smtp, user: undefined } }).pod.env).to.have.lengthOf(1);
            expect(values().pod.env).to.have.lengthOf(1);
        });

        it("mount the OIDC client's secret for root only, at the path in the configuration", () => {
            const { config, pod } = values({ authentication: oidc });

            expect(pod.volumes[1]).to.deep.equal({
                name: "oidc",
                secret: { secretName: "oidc", defaultMode: 0o400 },
            });
            expect(config["OAuth2"]?.["ClientSecretFile"]).to.equal(
                `${pod.volumeMounts[1]?.mountPath ?? ""}/client-secret`,
            );
        });

        it("mount nothing for logins that have no secret", () => {
            expect(values().pod.volumes.map(({ name }) => name)).to.deep.equal(["database-roots"]);
        });

        it("roll the pods when one changes: a Secret's rotation alone does not", () => {
            const annotations = ["one", "another"].map(
                (secretsHash) => values({}, { secretsHash }).pod.annotations,
            );

            expect(annotations).to.deep.equal([
                { "checksum/secrets": "one" },
                { "checksum/secrets": "another" },
            ]);
        });

        it("use the license as a file: activations leak (rstudio/helm#143, #281)", () => {
            expect(values().license).to.deep.equal({ file: { secret: "license", secretKey: "license.lic" } });
        });
    });

    describe("the servers", () => {
        it("mount the database's roots at the path in its URL", () => {
            const { pod } = values();

            expect(pod.volumes).to.deep.equal([{ name: "database-roots", configMap: { name: "roots" } }]);
            expect(pod.volumeMounts).to.deep.equal([
                { name: "database-roots", mountPath: "/etc/posit-connect/database", readOnly: true },
            ]);
        });

        it('mount a claim that is not the chart\'s: `storageClassName: ""` cannot be rendered', () => {
            expect(values().sharedStorage).to.deep.equal({
                create: false,
                mount: true,
                mountContent: true,
                name: "files",
            });
        });

        it("spread over zones without counting a lost zone or the servers that are replaced", () => {
            const labelSelector = { matchLabels: { "app.kubernetes.io/instance": "posit-connect" } };

            expect(values().topologySpreadConstraints).to.deep.equal([
                {
                    maxSkew: 1,
                    topologyKey: "topology.kubernetes.io/zone",
                    whenUnsatisfiable: "DoNotSchedule",
                    labelSelector,
                    nodeTaintsPolicy: "Honor",
                    matchLabelKeys: ["pod-template-hash"],
                },
                {
                    maxSkew: 1,
                    topologyKey: "kubernetes.io/hostname",
                    whenUnsatisfiable: "ScheduleAnyway",
                    labelSelector,
                    matchLabelKeys: ["pod-template-hash"],
                },
            ]);
        });

        it("leave a lost node after 30 seconds, not 300", () => {
            expect(values().tolerations).to.deep.equal(
                ["not-ready", "unreachable"].map((taint) => ({
                    key: `node.kubernetes.io/${taint}`,
                    operator: "Exists",
                    effect: "NoExecute",
                    tolerationSeconds: 30,
                })),
            );
        });

        it("preempt content if nodes are full", () => {
            const { priorityClassName, extraObjects } = values();

            expect(extraObjects).to.deep.equal([
                {
                    apiVersion: "scheduling.k8s.io/v1",
                    kind: "PriorityClass",
                    metadata: { name: "posit-connect-servers" },
                    value: 1_000_000,
                    description: "Posit Connect's servers, which come before the content that they run.",
                },
            ]);
            expect(priorityClassName).to.equal("posit-connect-servers");
            expect(contentPod()).not.to.have.property("priorityClassName");
        });

        it("set no top-level affinity: the chart ignores it", () => {
            expect(values()).not.to.have.property("affinity");
        });

        it("can be drained one at a time, a broken one always; the API server rejects minAvailable in addition", () => {
            expect(values().podDisruptionBudget).to.deep.equal({
                maxUnavailable: 1,
                unhealthyPodEvictionPolicy: "AlwaysAllow",
            });
        });

        it("are replaced while all of the old ones serve", () => {
            expect(values().strategy).to.deep.equal({
                type: "RollingUpdate",
                rollingUpdate: { maxSurge: "100%", maxUnavailable: 0 },
            });
        });

        it("are stopped first if that is set: migrations make mixed versions unsafe (rstudio/helm#439, #626)", () => {
            expect(values({ strategy: "Recreate" }).strategy).to.deep.equal({ type: "Recreate" });
        });

        it("are probed all three ways: two are off by default", () => {
            const { startupProbe, readinessProbe, livenessProbe } = values();

            for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
                expect(probe).to.deep.include({ enabled: true, httpGet: { path: "/__ping__", port: 3939 } });
            }
            expect(startupProbe.periodSeconds * startupProbe.failureThreshold).to.equal(600);
        });

        it("have the resources and the number from the settings", () => {
            const resources = {
                requests: { cpu: "1", memory: "2Gi" },
                limits: { cpu: "2", memory: "3Gi" },
            };

            expect(values({ replicas: 5, resources })).to.deep.include({ replicas: 5, resources });
        });

        it("have their resources in whole MiB and millicores, in the API server's form", () => {
            const resources = {
                requests: { cpu: "0.5", memory: "1.3Gi" },
                limits: { cpu: "2000m", memory: "2048Mi" },
            };

            expect(values({ resources }).resources).to.deep.equal({
                requests: { cpu: "500m", memory: "1331Mi" },
                limits: { cpu: "2", memory: "2Gi" },
            });
        });

        it("are reached only through the Service: the chart's ingress stays off", () => {
            expect(values()).to.deep.include({ service: { type: "ClusterIP" }, ingress: { enabled: false } });
        });

        for (const prometheus of [true, false]) {
            it(`answer Prometheus or not, as set (${prometheus})`, () => {
                expect(values({ prometheus }).prometheus).to.deep.equal({ enabled: prometheus });
            });
        }

        it("have only the permissions in the cluster that running content requires", () => {
            expect(values().rbac).to.deep.equal({ create: true, clusterRoleCreate: false });
        });
    });

    describe("the images", () => {
        it("have matching tags, and a version that is text: a number becomes the tag `%!s(float64=2026.08)`", () => {
            const { versionOverride, image, backends } = values({ version: "2026.08" });

            expect(versionOverride).to.equal("2026.08");
            expect(image).not.to.have.property("tag");
            expect(backends.kubernetes.defaultInitContainer).not.to.have.property("tag");
        });

        it("come from the repositories that are set: Docker Hub limits its pulls", () => {
            const { image, backends } = values({
                images: { connect: "registry.example.com/connect", contentInit: "registry.example.com/init" },
            });

            expect(image.repository).to.equal("registry.example.com/connect");
            expect(backends.kubernetes.defaultInitContainer.repository).to.equal("registry.example.com/init");
        });

        for (const [pullSecretName, expected] of [
            [undefined, []],
            ["registry", [{ name: "registry" }]],
        ] as const) {
            it(`are pulled by the servers and by content with the same secret (${String(pullSecretName)})`, () => {
                expect(values({}, { pullSecretName }).image.imagePullSecrets).to.deep.equal(expected);
                expect(contentPod({}, { pullSecretName }).imagePullSecrets).to.deep.equal(expected);
            });
        }
    });

    describe("the init container of content", () => {
        const cases = [
            { maxCpu: 4, maxMemoryGiB: 16, limits: { cpu: "500m", memory: "512Mi" } },
            { maxCpu: 0.25, maxMemoryGiB: 16, limits: { cpu: "250m", memory: "512Mi" } },
            { maxCpu: 4, maxMemoryGiB: 0.3, limits: { cpu: "500m", memory: "307Mi" } },
            { maxCpu: 0.1, maxMemoryGiB: 0.125, limits: { cpu: "100m", memory: "128Mi" } },
        ];
        for (const { limits, ...max } of cases) {
            it(`has limits within the maximum of a container (${JSON.stringify(max)})`, () => {
                const { backends } = values({ content: { ...settings.connect.content, ...max } });

                expect(backends.kubernetes.defaultInitContainer.resources).to.deep.equal({
                    requests: { cpu: "100m", memory: "128Mi" },
                    limits,
                });
            });
        }
    });

    describe("the content", () => {
        it("runs off-host, in its own namespace, and not with the legacy launcher, which excludes that", () => {
            const { backends, launcher } = values();

            expect(backends.kubernetes).to.deep.include({
                enabled: true,
                namespace: "posit-connect-content",
            });
            expect(launcher).to.deep.equal({ enabled: false });
        });

        it("is started from a job base whose container is called connect-content", () => {
            expect(contentPod()).to.deep.equal({
                topologySpreadConstraints: [
                    {
                        maxSkew: 1,
                        topologyKey: "topology.kubernetes.io/zone",
                        whenUnsatisfiable: "ScheduleAnyway",
                        labelSelector: {
                            matchLabels: {
                                "app.kubernetes.io/component": "content",
                                "app.kubernetes.io/part-of": "posit-connect",
                            },
                        },
                    },
                ],
                serviceAccountName: "content-account",
                automountServiceAccountToken: false,
                enableServiceLinks: false,
                imagePullSecrets: [],
                securityContext: { seccompProfile: { type: "RuntimeDefault" } },
                volumes: [{ name: "python-config", configMap: { name: "python" } }],
                containers: [
                    {
                        name: "connect-content",
                        env: [],
                        volumeMounts: [
                            {
                                name: "python-config",
                                mountPath: "/etc/pip.conf",
                                subPath: "pip.conf",
                                readOnly: true,
                            },
                            {
                                name: "python-config",
                                mountPath: "/etc/uv/uv.toml",
                                subPath: "uv.toml",
                                readOnly: true,
                            },
                        ],
                    },
                ],
            });
        });

        it("is kept by an autoscaler until it ends, and so are servers", () => {
            const jobOf = ({ backends }: ReturnType<typeof values>) =>
                backends.kubernetes.defaultResourceJobBase.spec.template.metadata;

            for (const [autoscaling, kept] of [
                ["cluster-autoscaler", { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" }],
                ["karpenter", { "karpenter.sh/do-not-disrupt": "true" }],
            ] as const) {
                const scaled = values({}, { autoscaling });
                expect(jobOf(scaled)).to.deep.include({ annotations: kept });
                expect(scaled.pod.annotations).to.deep.equal({
                    "checksum/secrets": "0123456789abcdef",
                    ...kept,
                });
            }
            expect(jobOf(values())).not.to.have.property("annotations");
            expect(values().pod.annotations).to.deep.equal({ "checksum/secrets": "0123456789abcdef" });
        });

        it("runs on the nodes of content, and servers on theirs", () => {
            const servers = {
                nodeSelector: { workload: "connect-server" },
                tolerations: [
                    { key: "workload", operator: "Equal", value: "connect-server", effect: "NoSchedule" },
                ],
                affinity: { nodeAffinity: {} },
            };
            const content = { nodeSelector: { workload: "connect-content" } };
            const found = values({}, { placement: { servers, content } });

            expect(found).to.deep.include({ nodeSelector: servers.nodeSelector });
            expect(found.tolerations[0]).to.deep.equal(servers.tolerations[0]);
            expect(found.tolerations).to.have.lengthOf(3);
            expect(found.pod).to.deep.include({ affinity: servers.affinity });
            expect(contentPod({}, { placement: { servers, content } })).to.deep.include(content);
        });

        it("logs in to Package Manager with a file from a Secret, in the container and nowhere else", () => {
            const packageManagerLogin = { name: "login", key: "netrc" };

            const { volumes, containers } = contentPod({}, { packageManagerLogin });
            expect(volumes.slice(1)).to.deep.equal([
                { name: "package-manager", secret: { secretName: "login" } },
            ]);
            expect(containers[0]?.env).to.deep.equal([
                { name: "NETRC", value: "/etc/netrc" },
                { name: "CURL_HOME", value: "/etc" },
            ]);
            expect(containers[0]?.volumeMounts.slice(2)).to.deep.equal([
                { name: "python-config", mountPath: "/etc/.curlrc", subPath: "curlrc", readOnly: true },
                { name: "package-manager", mountPath: "/etc/netrc", subPath: "netrc", readOnly: true },
            ]);
            expect(values({}, { packageManagerLogin }).pod).to.deep.equal(values().pod);
        });

        it("has at least one execution environment, or none of it runs (rstudio/helm#904)", () => {
            expect(values().executionEnvironments).to.deep.equal([
                {
                    name: "posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
                    title: "R 4.6, Python 3.14, Quarto 1.9",
                    cluster_name: "Kubernetes",
                    r: { installations: [{ version: "4.6.0", path: "/opt/R/4.6.0/bin/R" }] },
                    python: {
                        installations: [{ version: "3.14.4", path: "/opt/python/3.14.4/bin/python3" }],
                    },
                    quarto: { installations: [{ version: "1.9.38", path: "/usr/local/bin/quarto" }] },
                },
            ]);
        });

        it("may have an environment of Quarto alone, without a title", () => {
            const quarto = [{ version: "1.9.38", path: "/usr/local/bin/quarto" }];

            expect(
                values({ executionEnvironments: [{ name: "image:1", quarto }] }).executionEnvironments,
            ).to.deep.equal([
                { name: "image:1", cluster_name: "Kubernetes", quarto: { installations: quarto } },
            ]);
        });

        it("rolls no server when its environments change, which are reloaded: they are nowhere else", () => {
            const before = { ...values(), executionEnvironments: [] };
            const after = {
                ...values({ executionEnvironments: [{ name: "image:2" }] }),
                executionEnvironments: [],
            };

            expect(after).to.deep.equal(before);
        });
    });

    it("inserts text that is not known yet, and nothing else depends on it", () => {
        const unknown = Symbol("unknown");
        const later = connectValues<string | symbol>(settings.connect, {
            ...connectFacts,
            url: unknown,
            databaseUrl: unknown,
            secretsHash: unknown,
        });

        const { config, pod, ...rest } = values();
        expect(later).to.deep.equal({
            ...rest,
            config: { ...config, Server: { Address: unknown }, Postgres: { URL: unknown } },
            pod: { ...pod, annotations: { "checksum/secrets": unknown } },
        });
    });
});
