import { connect } from "../../../catalog/connect";
import type { ConnectSettings, OidcAuthentication, SmtpSettings } from "../../../components/connect/settings";
import type { ConnectFacts } from "../../../components/connect/values";

/** What a stack has that chooses nothing about Connect. */
export const connectSettings: ConnectSettings = {
    replicas: 3,
    strategy: "RollingUpdate",
    chart: connect.chart,
    version: connect.version,
    images: connect.images,
    resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { cpu: "4", memory: "8Gi" } },
    executionEnvironments: [
        {
            name: "posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
            title: "R and Python",
            r: [{ version: "4.6.0", path: "/opt/R/4.6.0/bin/R" }],
            python: [{ version: "3.14.4", path: "/opt/python/3.14.4/bin/python3" }],
        },
    ],
    content: {
        namespace: "posit-connect-content",
        quota: { cpu: 32, memoryGiB: 128, pods: 250 },
        resources: { cpuRequest: 0.25, cpuLimit: 2, memoryRequestGiB: 0.5, memoryLimitGiB: 4 },
        maxCpu: 4,
        maxMemoryGiB: 16,
        egressCidrs: [],
    },
    authentication: { provider: "password" },
    packageManagerUrl: "https://packagemanager.posit.co",
    scheduler: {
        minProcesses: 0,
        maxProcesses: 3,
        maxConnectionsPerProcess: 20,
        loadFactor: 0.5,
        initTimeoutSeconds: 300,
        idleTimeoutSeconds: 120,
    },
    prometheus: true,
};

export const connectFacts: ConnectFacts<string> = {
    url: "https://connect.example.com",
    databaseUrl:
        "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=verify-full&sslrootcert=/roots.pem",
    releaseName: "posit-connect",
    claimName: "files",
    contentServiceAccountName: "content-account",
    pythonConfigMapName: "python",
    databaseRoots: { name: "roots", key: "roots.pem" },
    license: { name: "license", key: "license.lic" },
    databasePassword: { name: "database", key: "password" },
    oidcClientSecret: { name: "oidc", key: "client-secret" },
    smtpPassword: { name: "smtp", key: "password" },
    pullSecretName: undefined,
    secretsHash: "0123456789abcdef",
};

export const oidc: OidcAuthentication = {
    provider: "oidc",
    issuer: "https://login.example.com/v2.0",
    clientId: "connect",
    scopes: ["groups"],
    usernameClaim: "preferred_username",
    groupsClaim: "groups",
    groupsAutoProvision: false,
};

export const smtp: SmtpSettings = {
    host: "smtp.example.com",
    port: 587,
    encryption: "starttls",
    user: "mailer",
    senderEmail: "connect@example.com",
};
