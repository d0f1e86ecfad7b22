/** Advice in place of a property, as complete sentences. */
type Advice = string;

const use = (...settings: string[]): Advice =>
    `Set ${settings.map((name) => `posit-connect:${name}`).join(" and ")} instead.`;

const OFF_HOST = "The isolation of content depends on it.";
const SHARED_FILES = "The shared files are mounted there.";
const TLS = "The load balancer terminates TLS.";
const VERIFIED =
    "Logins are sent to the directory only if its certificate is verified. Set posit-connect:connect.certificateAuthorities if a private authority signs it.";

/**
 * Connect's configuration that the program or the chart sets, or that the isolation of content depends on, with the advice for a
 * stack that tries to pass it through. Advice without properties is for the complete section, and for every section with a name of
 * that kind, such as `LDAP "one"`.
 *
 * Sources: https://docs.posit.co/connect/admin/appendix/configuration/; rstudio/helm, charts/rstudio-connect/templates/_helpers.tpl,
 * "rstudio-connect.config".
 */
const RESERVED: Record<string, Advice | Record<string, Advice>> = {
    Server: {
        Address: use("loadBalancer.domainName"),
        EmailProvider: use("connect.smtp"),
        SenderEmail: use("connect.smtp.senderEmail"),
        DataDir: SHARED_FILES,
    },
    HTTP: { Listen: TLS, ForceSecure: TLS, NoWarning: TLS },
    HTTPS: TLS,
    HTTPRedirect: TLS,
    Database: { Provider: use("database") },
    SQLite: use("database"),
    Postgres: {
        URL: use("database"),
        Password: "The program creates the database's password.",
        InstrumentationURL: use("database"),
        InstrumentationPassword: "The program creates the database's password.",
    },
    Authentication: { Provider: use("connect.authentication.provider") },
    Password: { SelfRegistration: "Only the first user, the administrator, can register." },
    OAuth2: {
        OpenIDConnectIssuer: use("connect.authentication.issuer"),
        ClientId: use("connect.authentication.clientId"),
        ClientSecret: use("oidcClientSecret"),
        ClientSecretFile: use("oidcClientSecret"),
        UsernameClaim: use("connect.authentication.usernameClaim"),
        GroupsClaim: use("connect.authentication.groupsClaim"),
        GroupsAutoProvision: use("connect.authentication.groupsAutoProvision"),
        CustomScope: use("connect.authentication.scopes"),
    },
    SAML: {
        IdPMetaDataURL: use("connect.authentication.metadataUrl"),
        IdPAttributeProfile: use("connect.authentication.attributeProfile"),
    },
    LDAP: { ServerTLSInsecure: VERIFIED },
    'LDAP "DIRECTORY"': {
        ServerAddress: use("connect.authentication.host"),
        TLS: use("connect.authentication.encryption"),
        StartTLS: use("connect.authentication.encryption"),
        TLSCACertificate: use("connect.certificateAuthorities"),
        BindDN: use("connect.authentication.bindDn"),
        BindPassword: use("ldapBindPassword"),
        UserSearchBaseDN: use("connect.authentication.usersBaseDn"),
        UserObjectClass: use("connect.authentication.userObjectClass"),
        UniqueIdAttribute: use("connect.authentication.uniqueIdAttribute"),
        UsernameAttribute: use("connect.authentication.usernameAttribute"),
        UserEmailAttribute: use("connect.authentication.emailAttribute"),
        UserFirstNameAttribute: use("connect.authentication.firstNameAttribute"),
        UserLastNameAttribute: use("connect.authentication.lastNameAttribute"),
        GroupSearchBaseDN: use("connect.authentication.groupsBaseDn"),
        GroupObjectClass: use("connect.authentication.groupObjectClass"),
        GroupUniqueIdAttribute: use("connect.authentication.uniqueIdAttribute"),
        GroupNameAttribute: use("connect.authentication.groupNameAttribute"),
    },
    SMTP: use("connect.smtp"),
    'RPackageRepository "CRAN"': use("connect.packageManagerUrl", "connect.packageRepositories.r"),
    'RPackageRepository "RSPM"': use("connect.packageManagerUrl", "connect.packageRepositories.r"),
    Scheduler: {
        MinProcesses: use("connect.scheduler.minProcesses"),
        MaxProcesses: use("connect.scheduler.maxProcesses"),
        MaxConnsPerProcess: use("connect.scheduler.maxConnectionsPerProcess"),
        LoadFactor: use("connect.scheduler.loadFactor"),
        InitTimeout: use("connect.scheduler.initTimeoutSeconds"),
        IdleTimeout: use("connect.scheduler.idleTimeoutSeconds"),
        CPURequest: use("connect.content.resources.cpuRequest"),
        CPULimit: use("connect.content.resources.cpuLimit"),
        MemoryRequest: use("connect.content.resources.memoryRequestGiB"),
        MemoryLimit: use("connect.content.resources.memoryLimitGiB"),
        MaxCPURequest: use("connect.content.maxCpu"),
        MaxCPULimit: use("connect.content.maxCpu"),
        MaxMemoryRequest: use("connect.content.maxMemoryGiB"),
        MaxMemoryLimit: use("connect.content.maxMemoryGiB"),
        MaxNvidiaGPULimit:
            "The program sets it to the GPUs of the largest node of posit-connect:cluster.nodeGroups.",
    },
    ExecutionEnvironments: use("connect.executionEnvironments"),
    Kubernetes: OFF_HOST,
    Launcher: OFF_HOST,
    Metrics: { PrometheusListen: use("connect.prometheus") },
    Licensing: use("license"),
};

/** Properties that the chart sets unless a stack does: those that the program does not set, by section. Source: rstudio/helm, charts/rstudio-connect/values.yaml, `config`. */
const CHART_DEFAULTS: Record<string, readonly string[]> = {
    Python: ["Enabled", "Executable"],
    Quarto: ["Enabled", "Executable"],
    TensorFlow: ["Enabled"],
    Logging: ["ServiceLog", "ServiceLogLevel", "ServiceLogFormat", "AccessLog", "AccessLogFormat"],
    Chronicle: ["Enabled"],
};

/**
 * A section and a property in the chart's own spelling. Helm replaces a default only under the same name, and Connect would read both
 * in the order of their names.
 */
export function chartSpelling(section: string, property: string): [section: string, property: string] {
    const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
    const known = Object.keys(CHART_DEFAULTS).find(same(section));
    return [
        known ?? section,
        (known === undefined ? undefined : CHART_DEFAULTS[known]?.find(same(property))) ?? property,
    ];
}

/** Connect reads names of sections and properties regardless of case. */
const advice = new Map(
    Object.entries(RESERVED).flatMap(([section, properties]): [string, Advice][] =>
        typeof properties === "string"
            ? [[section.toLowerCase(), properties]]
            : Object.entries(properties).map(([property, each]) => [
                  `${section}.${property}`.toLowerCase(),
                  each,
              ]),
    ),
);

/** Advice for a property that a stack cannot pass through; none for every other property. */
export function reservedProperty(section: string, property: string): Advice | undefined {
    const name = section.toLowerCase();
    const kind = name.split(/[\s"]/)[0] ?? "";
    return [name, kind]
        .map((each) => advice.get(each) ?? advice.get(`${each}.${property.toLowerCase()}`))
        .find((found) => found !== undefined);
}

/** Variables that the program, the chart or the image sets, other than those of Connect's configuration. */
const RESERVED_VARIABLES: readonly { pods: readonly Pods[]; name: RegExp; advice: Advice }[] = [
    { pods: ["servers"], name: /^(RSC|PCT)_LICENSE/, advice: use("license") },
    { pods: ["servers"], name: /^RSTUDIO_CONNECT_/, advice: "The chart sets it." },
    {
        pods: ["servers"],
        name: /^CONNECT_LDAP_(.*_)?(START)?TLS$/i,
        advice: "Set it in the section of the directory in posit-connect:connect.config instead.",
    },
    { pods: ["content"], name: /^(CONNECT|RSTUDIO_CONNECT|RSC|POSIT)_/, advice: "Connect sets it." },
    {
        pods: ["servers", "content"],
        name: /^(SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)$/,
        advice: use("connect.certificateAuthorities"),
    },
    { pods: ["servers", "content"], name: /^KUBERNETES_/, advice: "Kubernetes sets it." },
    {
        pods: ["content"],
        name: /^(PIP_CONFIG_FILE|PIP_INDEX_URL|UV_CONFIG_FILE|UV_NO_CONFIG|UV_DEFAULT_INDEX|UV_INDEX_URL)$/,
        advice: use("connect.packageManagerUrl"),
    },
    { pods: ["content"], name: /^(NETRC|CURL_HOME)$/, advice: use("packageManagerToken") },
];

/** Pods that have variables and volumes of a stack's own. */
export type Pods = "servers" | "content";

/** Prefix of the variables of a server that override its configuration. */
export const CONFIGURATION_VARIABLE = /^CONNECT_/i;

/**
 * Advice for a variable that a stack cannot pass through. A server's variable `CONNECT_SECTION_PROPERTY` overrides the configuration
 * file, and `CONNECT_SECTION_name_PROPERTY` overrides a section with a name.
 *
 * Sources: https://docs.posit.co/connect/admin/appendix/configuration/#environment-variables; rstudio/gcfgenv, README.md, "Usage".
 */
export function reservedVariable(pods: Pods, name: string): Advice | undefined {
    const found = RESERVED_VARIABLES.find((each) => each.pods.includes(pods) && each.name.test(name));
    if (found !== undefined || pods === "content" || !CONFIGURATION_VARIABLE.test(name)) {
        return found?.advice;
    }
    const variable = name.toLowerCase().replaceAll("-", "_");
    return [...advice].find(([key]) => {
        const [section = "", property] = key.replaceAll('"', "").replaceAll(" ", "_").split(".");
        const prefix = `connect_${section}_`;
        return (
            variable.startsWith(prefix) &&
            (property === undefined || `_${variable.slice(prefix.length)}`.endsWith(`_${property}`))
        );
    })?.[1];
}
