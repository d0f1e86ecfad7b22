import type { Quantities } from "../../lib/quantity";

/** What a stack chooses about Posit Connect: plain data, no secret among it. */
export interface ConnectSettings {
    /**
     * Connect servers, 2–10. They share the database and the files; a user stays with one (sticky sessions). Every
     * server runs its own `minProcesses` of each content item.
     *
     * @default 3
     */
    replicas: number;

    /**
     * How servers are exchanged for new ones. `RollingUpdate` starts all new ones beside the old, which serve until
     * then: the nodes need room for both. `Recreate` stops the old ones first, so there is none for some minutes;
     * choose it for an update that changes `version`, as old servers must not run on a migrated database.
     *
     * @default "RollingUpdate"
     */
    strategy: "RollingUpdate" | "Recreate";

    /** Where the Helm chart comes from. */
    chart: ChartSettings;

    /**
     * Version of Connect: tag of the server's image and of the content init container's, which must match. A new one
     * migrates the database when it starts, and the old one cannot read it then: back up first.
     *
     * @default "2026.08.0"
     */
    version: string;

    /** Image repositories, without tags; point them at a mirror where Docker Hub cannot be reached. */
    images: ImageSettings;

    /** What one server reserves and may use. Content does not count here: it runs in pods of its own. */
    resources: ServerResources;

    /**
     * Images that content runs in, at least one: without one no content runs at all. Connect picks up a change within
     * two minutes, without a restart.
     *
     * @default Posit's published image with R 4.6, Python 3.14 and Quarto 1.9
     */
    executionEnvironments: ExecutionEnvironment[];

    /** The fence around the content of publishers. */
    content: ContentSettings;

    /**
     * How users log in. Connect cannot move accounts from one provider to another: decide before the first login.
     *
     * @default { provider: "password" }
     */
    authentication: AuthenticationSettings;

    /**
     * Mail server for notifications, reports and password resets.
     *
     * @default none: Connect sends no mail, and administrators hand out password links themselves
     */
    smtp?: SmtpSettings;

    /**
     * Posit Package Manager that content installs R and Python packages from, without a trailing slash.
     *
     * @default "https://packagemanager.posit.co"
     */
    packageManagerUrl: string;

    /** How many processes serve one content item. Publishers may choose otherwise for an item of theirs. */
    scheduler: SchedulerSettings;

    /**
     * Whether the servers answer Prometheus on port 3232. The load balancer never forwards to that port.
     *
     * @default true
     */
    prometheus: boolean;
}

export interface ChartSettings {
    /**
     * Chart name in `repository`, a path or an `oci://` URL.
     *
     * @default "rstudio-connect"
     */
    name: string;
    /**
     * Helm repository; empty where `name` is a path or a URL.
     *
     * @default "https://helm.rstudio.com"
     */
    repository: string;
    /**
     * Exact chart version. The values that this project renders are checked against the default.
     *
     * @default "0.21.0"
     */
    version: string;
}

export interface ImageSettings {
    /**
     * Connect server.
     *
     * @default "posit/connect"
     */
    connect: string;
    /**
     * Init container that brings Connect's runtime into the content's pods.
     *
     * @default "posit/connect-content-init"
     */
    contentInit: string;
}

export interface ServerResources {
    /**
     * What a node must have free. Nodes need room for twice the servers: an upgrade starts the new ones first.
     *
     * @default { cpu: "2", memory: "4Gi" }
     */
    requests: Quantities;
    /**
     * What a server may use at most; over its memory it is restarted.
     *
     * @default { cpu: "4", memory: "8Gi" }
     */
    limits: Quantities;
}

/** One version of a language in an execution environment's image. */
export interface Installation {
    /** Exact version, such as `4.6.0`. */
    version: string;
    /** Path of the executable in the image, such as `/opt/R/4.6.0/bin/R`. */
    path: string;
}

export interface ExecutionEnvironment {
    /** Image with its tag. It is what publishers name in a manifest, and cannot be changed without republishing. */
    name: string;
    /** Name that the dashboard shows. */
    title?: string;
    /** R versions in the image. */
    r?: Installation[];
    /** Python versions in the image. */
    python?: Installation[];
    /** Quarto versions in the image. */
    quarto?: Installation[];
}

export interface ContentSettings {
    /**
     * Namespace of the content's pods, apart from the servers': its limits and network policy hold there.
     *
     * @default "posit-connect-content"
     */
    namespace: string;
    /** All content together may reserve this much; what exceeds it waits until something else ends. */
    quota: ContentQuota;
    /** What a process gets whose publisher asks for nothing else. */
    resources: ContentResources;
    /**
     * Cores that a publisher may ask for, at most, for one process. No more than a node has.
     *
     * @default 4
     */
    maxCpu: number;
    /**
     * Memory in GiB that a publisher may ask for, at most, for one process. No more than a node has.
     *
     * @default 16
     */
    maxMemoryGiB: number;
    /**
     * Private IPv4 ranges, as CIDR blocks, that content may reach: databases and services of your own. Everything
     * private is closed otherwise; the internet is open.
     *
     * @default []
     */
    egressCidrs: string[];
}

export interface ContentQuota {
    /**
     * Cores reserved.
     *
     * @default 32
     */
    cpu: number;
    /**
     * Memory reserved, in GiB.
     *
     * @default 128
     */
    memoryGiB: number;
    /**
     * Pods, the finished ones not counted.
     *
     * @default 250
     */
    pods: number;
}

export interface ContentResources {
    /**
     * Cores reserved.
     *
     * @default 0.25
     */
    cpuRequest: number;
    /**
     * Cores usable at most, no fewer than `cpuRequest` and no more than `maxCpu`.
     *
     * @default 2
     */
    cpuLimit: number;
    /**
     * Memory reserved, in GiB.
     *
     * @default 0.5
     */
    memoryRequestGiB: number;
    /**
     * Memory usable at most, in GiB, no less than `memoryRequestGiB` and no more than `maxMemoryGiB`. A process over
     * it is killed.
     *
     * @default 4
     */
    memoryLimitGiB: number;
}

export type AuthenticationSettings = PasswordAuthentication | OidcAuthentication | SamlAuthentication;

/** Connect's own accounts: for trying it out, and where there is no identity provider. */
export interface PasswordAuthentication {
    provider: "password";
}

/** An OpenID Connect identity provider. The client's secret is a secret of its own, never among these settings. */
export interface OidcAuthentication {
    provider: "oidc";
    /** Issuer URL; the provider's discovery document lies under it. */
    issuer: string;
    /** Id that the identity provider gave to Connect. Register `<url>/__login__/callback` with it. */
    clientId: string;
    /**
     * Scopes asked for beyond `openid`, `profile` and `email`, such as `groups`.
     *
     * @default []
     */
    scopes: string[];
    /**
     * Claim that holds the user name.
     *
     * @default "preferred_username"
     */
    usernameClaim: string;
    /**
     * Claim that lists a user's groups.
     *
     * @default "groups"
     */
    groupsClaim: string;
    /**
     * Whether Connect creates the groups that it sees in the claim.
     *
     * @default false
     */
    groupsAutoProvision: boolean;
}

/** A SAML identity provider. Register `<url>/__login__/saml/acs` with it. */
export interface SamlAuthentication {
    provider: "saml";
    /** HTTPS URL of the identity provider's metadata. */
    metadataUrl: string;
    /**
     * Names of the attributes that the provider sends.
     *
     * @default "default"
     */
    attributeProfile: "default" | "okta" | "azure";
}

export interface SmtpSettings {
    /** Host name of the mail server. */
    host: string;
    /**
     * Port, 1–65535.
     *
     * @default 587
     */
    port: number;
    /**
     * `starttls` begins in the clear and insists on TLS before anything is sent, `tls` is TLS from the first byte
     * (usually port 465). Mail never leaves unencrypted.
     *
     * @default "starttls"
     */
    encryption: "starttls" | "tls";
    /**
     * User to log in as. Its password is a secret of its own, required with it.
     *
     * @default none: the server asks for no login
     */
    user?: string;
    /** Address that mail comes from. */
    senderEmail: string;
}

export interface SchedulerSettings {
    /**
     * Processes of an item that each server keeps running while nobody uses it, so the first user need not wait.
     *
     * @default 0
     */
    minProcesses: number;
    /**
     * Processes of an item that each server starts at most, no fewer than `minProcesses`.
     *
     * @default 3
     */
    maxProcesses: number;
    /**
     * Users that share one process. Fewer means more pods and less waiting for each other.
     *
     * @default 20
     */
    maxConnectionsPerProcess: number;
    /**
     * How eagerly processes are added, above 0 and at most 1: at 0.05 early, at 1 only when the others are full.
     *
     * @default 0.5
     */
    loadFactor: number;
    /**
     * Seconds that a process may take to start, pulling its image included.
     *
     * @default 300
     */
    initTimeoutSeconds: number;
    /**
     * Seconds that a process above `minProcesses` lives on without users.
     *
     * @default 120
     */
    idleTimeoutSeconds: number;
}
