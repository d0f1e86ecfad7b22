import { type Cpu, mebibytes, type Memory, millicores } from "../../lib/quantity";
import type { ConnectSettings } from "../../stacks/sections/connect";
import { rRepositoryUrl } from "./packageConfig";
import { quoteIfNeeded, withFurther } from "./passedThrough";

/**
 * Connect's configuration by section and property. Every value is text: Helm reads numbers as floats and would
 * render a large one as `1.7e+10`. A list becomes the same property several times.
 */
export type ConnectConfig<Text> = Record<string, Record<string, Text | string | string[]>>;

/** Facts of the stack that the configuration needs. */
export interface ConfigFacts<Text> {
    /** Address that users type, such as `https://connect.example.com`. */
    url: Text;
    /** URL of the database with the verification of its certificate, without the password. */
    databaseUrl: Text;
    /** Path of the file with the OIDC client's secret. */
    oidcClientSecretFile: string;
    /** Path of the file with the certificates of private authorities. */
    certificateFile: string;
    /** GPUs that a process of content can request. */
    gpusPerProcess: number;
}

/**
 * Name of the directory's section. Posit's library leaves it as it is in the name of a variable, so it has the case of one.
 *
 * Source: rstudio/gcfgenv, README.md, "Usage".
 */
const DIRECTORY = "DIRECTORY";

/** Variable with the password of the directory's service account, `BindPassword` in its section. */
export const LDAP_PASSWORD_VARIABLE = `CONNECT_LDAP_${DIRECTORY}_BINDPASSWORD`;

/** Port that servers answer HTTP on; the load balancer terminates TLS. */
export const SERVER_PORT = 3939;

/**
 * Connect's own configuration file, as the chart's `config`. Connect refuses to start on a property that it does not
 * know; each one here is in its configuration appendix. It becomes a ConfigMap, so nothing secret may be in it.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/configuration/
 */
export function connectConfig<Text>(
    settings: ConnectSettings,
    facts: ConfigFacts<Text>,
): ConnectConfig<Text> {
    const packages = rRepositoryUrl(settings);
    return withFurther(settings.config, {
        Server: {
            Address: facts.url,
            ...(settings.smtp === undefined
                ? {}
                : { EmailProvider: "SMTP", SenderEmail: settings.smtp.senderEmail }),
        },
        HTTP: {
            Listen: `:${SERVER_PORT}`,
            // Users reach the load balancer with HTTPS, so cookies must not be sent otherwise.
            ForceSecure: "true",
            NoWarning: "true",
        },
        // Without it, Connect silently falls back to SQLite on the shared files.
        Database: { Provider: "Postgres" },
        Postgres: { URL: facts.databaseUrl },
        ...authentication(settings, facts),
        ...(settings.smtp === undefined ? {} : { SMTP: smtp(settings.smtp) }),
        // The chart's own are for another distribution than its image's.
        'RPackageRepository "CRAN"': { URL: packages },
        'RPackageRepository "RSPM"': { URL: packages },
        Scheduler: scheduler(settings, facts),
    });
}

function authentication(
    { authentication: settings, certificateAuthorities }: ConnectSettings,
    {
        oidcClientSecretFile,
        certificateFile,
    }: Pick<ConfigFacts<unknown>, "oidcClientSecretFile" | "certificateFile">,
): Record<string, Record<string, string | string[]>> {
    switch (settings.provider) {
        case "password":
            // The first account, the administrator's, can still be registered.
            return { Authentication: { Provider: "password" }, Password: { SelfRegistration: "false" } };
        case "oidc":
            return {
                Authentication: { Provider: "oauth2" },
                OAuth2: {
                    OpenIDConnectIssuer: settings.issuer,
                    ClientId: settings.clientId,
                    ClientSecretFile: oidcClientSecretFile,
                    UsernameClaim: settings.usernameClaim,
                    GroupsClaim: settings.groupsClaim,
                    GroupsAutoProvision: String(settings.groupsAutoProvision),
                    ...(settings.scopes.length === 0 ? {} : { CustomScope: settings.scopes }),
                },
            };
        case "saml":
            return {
                Authentication: { Provider: "saml" },
                SAML: {
                    IdPMetaDataURL: settings.metadataUrl,
                    IdPAttributeProfile: settings.attributeProfile,
                },
            };
        case "ldap":
            return {
                Authentication: { Provider: "ldap" },
                [`LDAP "${DIRECTORY}"`]: ldap(settings, certificateAuthorities && certificateFile),
            };
    }
}

/** Sources: https://docs.posit.co/connect/admin/authentication/ldap-based/, "double-bind" and "single-bind"; appendix, "Advanced LDAP". */
function ldap(
    settings: Extract<ConnectSettings["authentication"], { provider: "ldap" }>,
    certificateFile: string | undefined,
): Record<string, string> {
    const isTls = settings.encryption === "tls";
    return {
        ServerAddress: `${settings.host}:${settings.port ?? (isTls ? 636 : 389)}`,
        TLS: String(isTls),
        StartTLS: String(!isTls),
        ...(certificateFile === undefined ? {} : { TLSCACertificate: certificateFile }),
        ...(settings.bindDn === undefined ? {} : { BindDN: quoteIfNeeded(settings.bindDn) }),
        UserSearchBaseDN: quoteIfNeeded(settings.usersBaseDn),
        UserObjectClass: quoteIfNeeded(settings.userObjectClass),
        UniqueIdAttribute: quoteIfNeeded(settings.uniqueIdAttribute),
        UsernameAttribute: quoteIfNeeded(settings.usernameAttribute),
        UserEmailAttribute: quoteIfNeeded(settings.emailAttribute),
        UserFirstNameAttribute: quoteIfNeeded(settings.firstNameAttribute),
        UserLastNameAttribute: quoteIfNeeded(settings.lastNameAttribute),
        ...(settings.groupsBaseDn === undefined
            ? {}
            : {
                  GroupSearchBaseDN: quoteIfNeeded(settings.groupsBaseDn),
                  GroupObjectClass: quoteIfNeeded(settings.groupObjectClass),
                  GroupUniqueIdAttribute: quoteIfNeeded(settings.uniqueIdAttribute),
                  GroupNameAttribute: quoteIfNeeded(settings.groupNameAttribute),
              }),
    };
}

function smtp(settings: NonNullable<ConnectSettings["smtp"]>): Record<string, string> {
    const startTls = settings.encryption === "starttls";
    return {
        Host: settings.host,
        Port: String(settings.port),
        SSL: String(!startTls),
        StartTLS: startTls ? "always" : "never",
        ...(settings.user === undefined ? {} : { User: settings.user }),
    };
}

function scheduler(
    { scheduler, content }: ConnectSettings,
    { gpusPerProcess }: Pick<ConfigFacts<unknown>, "gpusPerProcess">,
): Record<string, string> {
    const { cpuRequest, cpuLimit, memoryRequestGiB, memoryLimitGiB } = content.resources;
    return {
        MinProcesses: String(scheduler.minProcesses),
        MaxProcesses: String(scheduler.maxProcesses),
        MaxConnsPerProcess: String(scheduler.maxConnectionsPerProcess),
        LoadFactor: String(scheduler.loadFactor),
        InitTimeout: `${scheduler.initTimeoutSeconds}s`,
        IdleTimeout: `${scheduler.idleTimeoutSeconds}s`,
        CPURequest: cores(cpuRequest),
        CPULimit: cores(cpuLimit),
        MemoryRequest: bytes(memoryRequestGiB),
        MemoryLimit: bytes(memoryLimitGiB),
        MaxCPURequest: cores(content.maxCpu),
        MaxCPULimit: cores(content.maxCpu),
        MaxMemoryRequest: bytes(content.maxMemoryGiB),
        MaxMemoryLimit: bytes(content.maxMemoryGiB),
        // Connect reads 0 as no limit. Sources: posit-dev/team-operator, api/core/v1beta1/connect_config.go; posit-dev/publisher,
        // internal/clients/connect/capabilities.go, `checkMaxInt`.
        ...(gpusPerProcess === 0 ? {} : { MaxNvidiaGPULimit: String(gpusPerProcess) }),
    };
}

function cores(cpu: Cpu): string {
    return String(millicores(cpu) / 1000);
}

function bytes(memory: Memory): string {
    return String(mebibytes(memory) * 2 ** 20);
}
